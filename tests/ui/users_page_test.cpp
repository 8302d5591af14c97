// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/server_report.h"
#include "support/postgresql_server.h"
#include "users_fixture.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

// The list of users: what is in it, and what is said when it is not.
class UsersPageTest : public QObject, private ui::test::UsersFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void theSearchAsksTheServer()
    {
        open();
        makeUsers(3);
        type(u"usersSearch"_s, u"user001"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 1 && email(0) == u"user001@example.com"_s, Patience);
        type(u"usersSearch"_s, u"nobody"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(u"usersEmptyAction"_s), Patience);
        click<QPushButton>(u"usersEmptyAction"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 4, Patience);
    }

    void theRoleFilterAndTheSortAreTheServers()
    {
        open();
        makeUsers(3);
        part<QComboBox>(u"usersRole"_s)->setCurrentIndex(3);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 1, Patience);
        QCOMPARE(email(0), QString::fromLatin1(accountAdminEmail));
        part<QComboBox>(u"usersRole"_s)->setCurrentIndex(0);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 4, Patience);
        table().horizontalHeader()->setSortIndicator(UsersModel::Email, Qt::DescendingOrder);
        QTRY_COMPARE_WITH_TIMEOUT(email(0), u"user002@example.com"_s, Patience);
        table().horizontalHeader()->setSortIndicator(UsersModel::Email, Qt::AscendingOrder);
        QTRY_COMPARE_WITH_TIMEOUT(email(0), u"root@example.com"_s, Patience);
    }

    void scrollingLoadsTheNextPart()
    {
        open();
        makeUsers(130);
        const QAbstractItemModelTester tester(table().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 100, Patience);
        const auto scrolled = [this] {
            table().scrollToBottom();
            return table().model()->rowCount();
        };
        QTRY_COMPARE_WITH_TIMEOUT(scrolled(), 131, Patience);
        QVERIFY(part<QLabel>(u"usersCount"_s)->text().startsWith(u"131 users"_s));
    }

    void whoIsChosenStaysSoWhenTheListIsLoadedAnew()
    {
        open();
        makeUsers(5);
        choose(u"user001@example.com"_s);
        makeUsers(6, 5);
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"user005@example.com"_s) >= 0, Patience);
        const QModelIndexList rows = table().selectionModel()->selectedRows();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(email(rows.constFirst().row()), u"user001@example.com"_s);
    }

    void theStateFilterIsTheServers()
    {
        open();
        makeUsers(2);
        const QJsonObject disabled{{u"disabled"_s, true}};
        QCOMPARE(client().call("PATCH", "/admin/users/" + idOf("user001"), TestServer::token(), disabled).status, 200);
        part<QComboBox>(u"usersState"_s)->setCurrentIndex(2);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 1 && email(0) == u"user001@example.com"_s, Patience);
        part<QComboBox>(u"usersState"_s)->setCurrentIndex(1);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 2, Patience);
        QVERIFY(rowOf(u"user001@example.com"_s) < 0);
    }

    void whoWasSeenLatelyIsFound()
    {
        open();
        makeUsers(3);
        QCOMPARE(client().logIn("user001@example.com").status, 200);
        part<QComboBox>(u"usersSeen"_s)->setCurrentIndex(1);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 1 && email(0) == u"user001@example.com"_s, Patience);
        part<QComboBox>(u"usersSeen"_s)->setCurrentIndex(3); // not for 30 days, which is whoever never was
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 3, Patience);
        QVERIFY(rowOf(u"user001@example.com"_s) < 0);
    }

    void roomGoesToWhatIsCutOffUntilAPersonChoosesWidths()
    {
        open();
        const auto resized = [this](int width) {
            m_users->resize(width, 900);
            QTRY_COMPARE_WITH_TIMEOUT(table().width(), width, Patience);
        };
        resized(1000);
        const int before = table().columnWidth(UsersModel::Email);
        resized(1150);
        QVERIFY(table().columnWidth(UsersModel::Email) > before);
        QVERIFY(!table().horizontalScrollBar()->isVisible());
        resized(1000);
        QCOMPARE(table().columnWidth(UsersModel::Email), before);
        table().horizontalHeader()->resizeSection(UsersModel::Email, 111);
        resized(1150);
        QCOMPARE(table().columnWidth(UsersModel::Email), 111);
    }

    void aDatabaseThatIsDownIsToldUntilItIsBack()
    {
        PostgreSqlServer database = PostgreSqlServer::makeOwn();
        open([url = database.createDatabase()](Server::Settings &settings) {
            withAccounts(settings);
            settings.database.url = url + u"&connect_timeout=2"_s;
            settings.database.deadline = std::chrono::milliseconds(300);
        });
        makeUsers(1);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 2, Patience);
        database.kill();
        auto *notice = m_users->findChild<QWidget *>(u"usersNotice"_s);
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_session->report().isDatabaseUp(), Patience);
        QCOMPARE(table().model()->rowCount(), 2); // what was there is still shown
        database.start();
        QTRY_VERIFY_WITH_TIMEOUT(!notice->isVisible(), 2 * Patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_session->report().isDatabaseUp(), Patience);
    }
};

QTEST_MAIN(UsersPageTest)
#include "users_page_test.moc"
