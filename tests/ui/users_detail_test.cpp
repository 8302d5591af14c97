// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users_fixture.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QToolButton>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

// A model that is watched for breaking the rules of models.
struct Checked {
    explicit Checked(QAbstractItemModel *model)
        : tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest)
    {
    }
    QAbstractItemModelTester tester;
};

} // namespace

// One user: where they are signed in, what they asked for, and what was done to them.
class UsersDetailTest : public QObject, private ui::test::UsersFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void sessionsAreListedAndEnded()
    {
        open();
        makeUsers(1);
        const QByteArray first = AccountClient::text(client().logIn("user000@example.com"), "refreshToken");
        client().logIn("user000@example.com");
        openUser(u"user000@example.com"_s);
        auto *sessions = part<QTableView>(u"sessionsTable"_s);
        const Checked checked(sessions->model());
        QTRY_COMPARE_WITH_TIMEOUT(sessions->model()->rowCount(), 2, Patience);
        part<QTabWidget>(u"userTabs"_s)->setCurrentIndex(1);
        sessions->selectRow(1); // the older
        click<QPushButton>(u"endSession"_s);
        QTRY_COMPARE_WITH_TIMEOUT(sessions->model()->rowCount(), 1, Patience);
        QCOMPARE(client().refresh(first).status, 401);
        click<QPushButton>(u"endAllSessions"_s);
        click<QPushButton>(u"endAllDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(sessions->model()->rowCount(), 0, Patience);
    }

    void theDetailShowsTheUsersRequestsAndLeadsToThem()
    {
        open();
        makeUsers(1);
        const QByteArray token = AccountClient::text(client().logIn("user000@example.com"), "token");
        QCOMPARE(client().call("GET", "/users/me", token).status, 200);
        openUser(u"user000@example.com"_s);
        part<QTabWidget>(u"userTabs"_s)->setCurrentIndex(2);
        auto *requests = part<QTableView>(u"userRequestsTable"_s);
        const Checked checked(requests->model());
        QTRY_COMPARE_WITH_TIMEOUT(requests->model()->rowCount(), 2, Patience); // the login is theirs, too
        QSignalSpy links(m_users.get(), &Page::openLink);
        click<QPushButton>(u"allRequests"_s);
        QCOMPARE(links.count(), 1);
        QCOMPARE(links.first().at(0).toString(), u"requests"_s);
        QCOMPARE(links.first().at(1).toString(), "user:"_L1 + part<QLabel>(u"factId"_s)->text());
    }

    void theDetailShowsWhatAdminsDidAndLeadsToTheLog()
    {
        open();
        makeUsers(1);
        openUser(u"user000@example.com"_s);
        part<QTabWidget>(u"userTabs"_s)->setCurrentIndex(3);
        auto *trail = part<QTableView>(u"userTrailTable"_s);
        QTRY_COMPARE_WITH_TIMEOUT(trail->model()->rowCount(), 1, Patience);
        QCOMPARE(trail->model()->index(0, 2).data().toString(), u"Created"_s);
        QSignalSpy links(m_users.get(), &Page::openLink);
        click<QPushButton>(u"allTrail"_s);
        QCOMPARE(links.count(), 1);
        QCOMPARE(links.first().at(0).toString(), u"audit"_s);
        QCOMPARE(links.first().at(1).toString(), "target:"_L1 + part<QLabel>(u"factId"_s)->text());
    }

    void whoIsNotSignedInHasNoSessions()
    {
        open();
        makeUsers(1);
        openUser(u"user000@example.com"_s);
        part<QTabWidget>(u"userTabs"_s)->setCurrentIndex(1);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"noSessions"_s)->isVisible(), Patience);
        QVERIFY(!part<QPushButton>(u"endAllSessions"_s)->isEnabled());
    }

    // The same user may be on the next server, with other sessions.
    void aClosedDetailKeepsNothing()
    {
        open();
        makeUsers(1);
        client().logIn("user000@example.com");
        openUser(u"user000@example.com"_s);
        QTRY_COMPARE_WITH_TIMEOUT(part<QTableView>(u"sessionsTable"_s)->model()->rowCount(), 1, Patience);
        for (const auto &[tab, table] : {std::pair{2, u"userRequestsTable"_s}, std::pair{3, u"userTrailTable"_s}}) {
            part<QTabWidget>(u"userTabs"_s)->setCurrentIndex(tab);
            QTRY_COMPARE_WITH_TIMEOUT(part<QTableView>(table)->model()->rowCount(), 1, Patience);
        }
        click<QToolButton>(u"userClose"_s);
        for (const QString &table : {u"sessionsTable"_s, u"userRequestsTable"_s, u"userTrailTable"_s})
            QCOMPARE(part<QTableView>(table)->model()->rowCount(), 0);
        QVERIFY(part<QLabel>(u"userEmail"_s)->text().isEmpty());
    }

    void whoIsDeletedElsewhereLeavesTheDetail()
    {
        open();
        makeUsers(1);
        openUser(u"user000@example.com"_s);
        QCOMPARE(m_server->admin("DELETE", "/admin/users/" + idOf("user000")).status, 204);
        QTRY_VERIFY_WITH_TIMEOUT(!m_users->findChild<QWidget *>(u"userDetail"_s)->isVisible(), Patience);
    }
};

QTEST_MAIN(UsersDetailTest)
#include "users_detail_test.moc"
