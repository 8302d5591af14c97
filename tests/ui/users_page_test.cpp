// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/server_report.h"
#include "client/session.h"
#include "pages/audit/audit_page.h"
#include "pages/users/users_export.h"
#include "pages/users/users_model.h"
#include "pages/users/users_page.h"
#include "support/account_client.h"
#include "widgets/first_admin.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 15'000;

void withoutAdmin(Server::Settings &settings)
{
    settings.accounts.bcryptCost = 4;
}

} // namespace

// The pages on a real server, by the widgets that a person clicks.
class UsersPageTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    }

    void cleanup()
    {
        m_firstAdmin.reset();
        m_audit.reset();
        m_users.reset();
        m_session.reset();
        m_server.reset();
        m_settings.reset();
    }

    void aUserIsCreatedWithAGeneratedPasswordThatLogsIn()
    {
        open(&withAccounts);
        click<QPushButton>(u"usersCreate"_s);
        type(u"userDialog.email"_s, u"ada@example.com"_s);
        type(u"userDialog.name"_s, u"Ada Lovelace"_s);
        click<QPushButton>(u"userDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"generatedPassword.password"_s), Patience);
        const QString password = part<QLabel>(u"generatedPassword.password"_s)->text();
        click<QToolButton>(u"generatedPassword.copy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), password);
        QCOMPARE(AccountClient(*m_server).logIn("ada@example.com", password.toUtf8()).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"ada@example.com"_s) >= 0, Patience);
    }

    void aTakenEmailIsToldInTheDialog()
    {
        open(&withAccounts);
        click<QPushButton>(u"usersCreate"_s);
        type(u"userDialog.email"_s, u"ROOT@example.com"_s);
        type(u"userDialog.name"_s, u"Another"_s);
        click<QPushButton>(u"userDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"userDialog.problem"_s)->isVisible(), Patience);
        QVERIFY(part<QLabel>(u"userDialog.problem"_s)->text().contains(u"taken"_s));
        QVERIFY(part<QPushButton>(u"userDialog.ok"_s)->isEnabled());
    }

    void theSearchAsksTheServer()
    {
        open(&withAccounts);
        makeUsers(3);
        type(u"usersSearch"_s, u"user001"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 1, Patience);
        QCOMPARE(email(0), u"user001@example.com"_s);
        type(u"usersSearch"_s, u"nobody"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(u"usersEmptyAction"_s), Patience);
        click<QPushButton>(u"usersEmptyAction"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 4, Patience);
    }

    void theRoleFilterAndTheSortAreTheServers()
    {
        open(&withAccounts);
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
        open(&withAccounts);
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
        open(&withAccounts);
        makeUsers(5);
        choose(u"user001@example.com"_s);
        makeUsers(6, 5);
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"user005@example.com"_s) >= 0, Patience);
        const QModelIndexList rows = table().selectionModel()->selectedRows();
        QCOMPARE(rows.size(), 1);
        QCOMPARE(email(rows.constFirst().row()), u"user001@example.com"_s);
    }

    void oneIsEditedWithWhatChangedOnly()
    {
        open(&withAccounts);
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"editUser"_s);
        type(u"userDialog.name"_s, u"Renamed"_s);
        click<QPushButton>(u"userDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user000@example.com"_s, UsersModel::Name), u"Renamed"_s, Patience);
    }

    void aPasswordIsSet()
    {
        open(&withAccounts);
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"setPassword"_s);
        part<QRadioButton>(u"passwordDialog.type"_s)->setChecked(true);
        type(u"passwordDialog.password"_s, u"short"_s);
        QVERIFY(!part<QPushButton>(u"passwordDialog.ok"_s)->isEnabled());
        type(u"passwordDialog.password"_s, u"a new password"_s);
        click<QPushButton>(u"passwordDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!part<QPushButton>(u"passwordDialog.ok"_s), Patience);
        QCOMPARE(AccountClient(*m_server).logIn("user000@example.com", "a new password").status, 200);
    }

    void disablingForADayAndEnablingAgain()
    {
        open(&withAccounts);
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"disableUsers"_s);
        part<QComboBox>(u"disableDialog.duration"_s)->setCurrentIndex(2);
        click<QPushButton>(u"disableDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(cell(u"user000@example.com"_s, UsersModel::State).startsWith(u"Disabled until"_s),
                                 Patience);
        QCOMPARE(AccountClient(*m_server).logIn("user000@example.com").status, 403);
        trigger(u"enableUsers"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user000@example.com"_s, UsersModel::State), u"Active"_s, Patience);
    }

    void manyGetARoleAfterTheirNumberWasTold()
    {
        open(&withAccounts);
        makeUsers(3);
        part<QLineEdit>(u"usersSearch"_s)->setText(u"user"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 3 && rowOf(u"root@example.com"_s) < 0, Patience);
        table().selectAll();
        m_users->findChild<QAction *>(u"role.editor"_s)->trigger();
        QCOMPARE(part<QPushButton>(u"roleDialog.ok"_s)->text(), u"Make 3 users editor"_s);
        click<QPushButton>(u"roleDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user002@example.com"_s, UsersModel::RoleColumn), u"editor"_s, Patience);
        QCOMPARE(cell(u"user000@example.com"_s, UsersModel::RoleColumn), u"editor"_s);
    }

    void deletingManyTellsWhatGoesAndWantsTheirNumber()
    {
        open(&withAccounts);
        makeUsers(3);
        QCOMPARE(AccountClient(*m_server).logIn("user000@example.com").status, 200);
        part<QLineEdit>(u"usersSearch"_s)->setText(u"user0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 3 && rowOf(u"root@example.com"_s) < 0, Patience);
        table().selectAll();
        trigger(u"deleteUsers"_s);
        QVERIFY(part<QLabel>(u"deleteDialog.goes"_s)->text().contains(u"1 sessions"_s));
        QVERIFY(!part<QPushButton>(u"deleteDialog.ok"_s)->isEnabled());
        type(u"deleteDialog.confirm"_s, u"3"_s);
        click<QPushButton>(u"deleteDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 0, Patience);
    }

    void theLastAdminIsNotDeletedAndTheDialogSaysWhy()
    {
        open(&withAccounts);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 1, Patience);
        choose(u"root@example.com"_s);
        trigger(u"deleteUsers"_s);
        type(u"deleteDialog.confirm"_s, u"root@example.com"_s);
        click<QPushButton>(u"deleteDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"deleteDialog.problem"_s)->text().contains(u"last admin"_s), Patience);
        QCOMPARE(AccountClient(*m_server).logIn(accountAdminEmail).status, 200);
    }

    void sessionsAreListedAndEnded()
    {
        open(&withAccounts);
        makeUsers(1);
        const AccountClient client(*m_server);
        const QByteArray first = AccountClient::text(client.logIn("user000@example.com"), "refreshToken");
        client.logIn("user000@example.com");
        openUser(u"user000@example.com"_s);
        auto *sessions = part<QTableView>(u"sessionsTable"_s);
        QTRY_COMPARE_WITH_TIMEOUT(sessions->model()->rowCount(), 2, Patience);
        sessions->selectRow(1); // the older
        part<QPushButton>(u"endSession"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(sessions->model()->rowCount(), 1, Patience);
        QCOMPARE(client.refresh(first).status, 401);
        part<QPushButton>(u"endAllSessions"_s)->click();
        click<QPushButton>(u"endAllDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(sessions->model()->rowCount(), 0, Patience);
    }

    void impersonatingCopiesATokenThatActsAsTheUser()
    {
        open(&withAccounts);
        makeUsers(1);
        choose(u"user000@example.com"_s);
        QGuiApplication::clipboard()->clear();
        trigger(u"copyToken"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!QGuiApplication::clipboard()->text().isEmpty(), Patience);
        const QByteArray token = QGuiApplication::clipboard()->text().toLatin1();
        const Answer me = AccountClient(*m_server).call("GET", "/users/me", token);
        QCOMPARE(AccountClient::text(me, "email"), QByteArray("user000@example.com"));
        trigger(u"copyCurl"_s);
        QTRY_VERIFY_WITH_TIMEOUT(QGuiApplication::clipboard()->text().startsWith(u"curl -H"_s), Patience);
    }

    void theDetailShowsTheUsersRequestsAndLeadsToThem()
    {
        open(&withAccounts);
        makeUsers(1);
        const AccountClient client(*m_server);
        const QByteArray token = AccountClient::text(client.logIn("user000@example.com"), "token");
        QCOMPARE(client.call("GET", "/users/me", token).status, 200);
        openUser(u"user000@example.com"_s);
        part<QTabWidget>(u"userTabs"_s)->setCurrentIndex(2);
        auto *requests = part<QTableView>(u"userRequestsTable"_s);
        QTRY_COMPARE_WITH_TIMEOUT(requests->model()->rowCount(), 2, Patience); // the login is theirs, too
        QSignalSpy links(m_users.get(), &Page::openLink);
        part<QPushButton>(u"allRequests"_s)->click();
        QCOMPARE(links.count(), 1);
        QCOMPARE(links.first().at(0).toString(), u"requests"_s);
        QCOMPARE(links.first().at(1).toString(), "user:"_L1 + part<QLabel>(u"factId"_s)->text());
    }

    void theExportHasAllThatMatchTheFilter()
    {
        open(&withAccounts);
        makeUsers(130);
        UsersExport csv;
        csv.setSession(m_session.get());
        QSignalSpy told(&csv, &UsersExport::toast);
        const QString name = m_folder->filePath(u"users.csv"_s);
        csv.save({{u"q"_s, u"user"_s}}, name);
        QVERIFY(told.wait(Patience));
        QFile file(name);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(told.first().first().toString()));
        QCOMPARE(file.readAll().trimmed().count('\n'), 130); // and the header
    }

    void theAuditLogShowsFieldsBeforeAndAfter()
    {
        open(&withAccounts);
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"editUser"_s);
        type(u"userDialog.name"_s, u"Renamed"_s);
        click<QPushButton>(u"userDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user000@example.com"_s, UsersModel::Name), u"Renamed"_s, Patience);
        m_audit->show();
        m_audit->setActive(true);
        auto *log = part<QTableView>(u"auditTable"_s);
        const QAbstractItemModelTester tester(log->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY_WITH_TIMEOUT(log->model()->rowCount() >= 2, Patience);
        QTest::mouseClick(log->viewport(), Qt::LeftButton, {}, log->visualRect(log->model()->index(0, 1)).center());
        const QAbstractItemModel *diff = part<QTableView>(u"auditDiff"_s)->model();
        QCOMPARE(diff->rowCount(), 1);
        QCOMPARE(diff->index(0, 0).data().toString(), u"name"_s);
        QCOMPARE(diff->index(0, 1).data().toString(), u"− User 0"_s);
        QCOMPARE(diff->index(0, 2).data().toString(), u"+ Renamed"_s);
        const int all = log->model()->rowCount();
        part<QComboBox>(u"auditAction"_s)->setCurrentIndex(2);
        QTRY_VERIFY_WITH_TIMEOUT(log->model()->rowCount() < all, Patience);
        QCOMPARE(log->model()->index(0, 2).data().toString(), u"Changed"_s);
    }

    void theFirstAdminIsMadeFromTheOverview()
    {
        open(&withoutAdmin);
        m_firstAdmin = std::make_unique<FirstAdmin>(m_theme);
        m_firstAdmin->setSession(m_session.get());
        QTRY_VERIFY_WITH_TIMEOUT(m_firstAdmin->isVisible(), Patience);
        click<QPushButton>(u"firstAdmin.make"_s);
        type(u"firstAdminDialog.email"_s, u"ada@example.com"_s);
        type(u"firstAdminDialog.name"_s, u"Ada"_s);
        QVERIFY(!part<QPushButton>(u"firstAdminDialog.ok"_s)->isEnabled());
        type(u"firstAdminDialog.password"_s, QString::fromLatin1(accountPassword));
        click<QPushButton>(u"firstAdminDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_firstAdmin->isVisible(), Patience);
        QCOMPARE(AccountClient::text(AccountClient(*m_server).logIn("ada@example.com"), "user.role"),
                 QByteArray("admin"));
    }

private:
    void open(const TestServer::Change &change)
    {
        m_server = std::make_unique<TestServer>(change);
        QVERIFY(m_server->start());
        m_session = std::make_unique<Session>(Endpoint{m_server->url(), TestServer::token(), {}, {}, true}, m_range);
        m_session->open();
        m_users = std::make_unique<UsersPage>(m_theme, *m_settings);
        m_audit = std::make_unique<AuditPage>(m_theme);
        m_users->resize(1400, 900);
        m_audit->resize(1400, 900);
        m_users->setSession(m_session.get());
        m_audit->setSession(m_session.get());
        m_users->show();
        m_users->setActive(true);
    }

    void makeUsers(int end, int begin = 0)
    {
        for (int number = begin; number < end; ++number) {
            const QJsonObject user{{u"email"_s, u"user%1@example.com"_s.arg(number, 3, 10, '0'_L1)},
                                   {u"name"_s, u"User %1"_s.arg(number)},
                                   {u"password"_s, QString::fromLatin1(accountPassword)}};
            QCOMPARE(AccountClient(*m_server).call("POST", "/admin/users", TestServer::token(), user).status, 201);
        }
        m_users->setActive(true); // loads anew
    }

    // A widget of the pages, or of a dialog that is shown.
    template <typename Widget> Widget *part(const QString &name) const
    {
        for (QWidget *window : QApplication::topLevelWidgets())
            for (Widget *widget : window->findChildren<Widget *>(name))
                return widget;
        return nullptr;
    }

    template <typename Widget> void click(const QString &name) const
    {
        QTRY_VERIFY2_WITH_TIMEOUT(part<Widget>(name) && part<Widget>(name)->isEnabled(), qPrintable(name), Patience);
        QTest::mouseClick(part<Widget>(name), Qt::LeftButton);
    }

    void type(const QString &name, const QString &text) const
    {
        auto *field = part<QLineEdit>(name);
        QVERIFY2(field, qPrintable(name));
        field->clear();
        QTest::keyClicks(field, text);
    }

    void trigger(const QString &name) const
    {
        auto *action = m_users->findChild<QAction *>(name);
        QVERIFY2(action, qPrintable(name));
        QTRY_VERIFY_WITH_TIMEOUT(action->isEnabled(), Patience);
        action->trigger();
    }

    QTableView &table() const { return *m_users->findChild<QTableView *>(u"usersTable"_s); }
    QString email(int row) const { return table().model()->index(row, UsersModel::Email).data().toString(); }

    int rowOf(const QString &who) const
    {
        for (int row = 0; row < table().model()->rowCount(); ++row)
            if (email(row) == who)
                return row;
        return -1;
    }

    QString cell(const QString &who, int column) const
    {
        return table().model()->index(rowOf(who), column).data().toString();
    }

    void choose(const QString &who) const
    {
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(who) >= 0, Patience);
        table().selectRow(rowOf(who));
    }

    void openUser(const QString &who) const
    {
        choose(who);
        QTest::keyClick(&table(), Qt::Key_Return);
        QVERIFY(m_users->findChild<QWidget *>(u"userDetail"_s)->isVisible());
    }

    Theme m_theme;
    TimeRange m_range;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<UsersPage> m_users;
    std::unique_ptr<AuditPage> m_audit;
    std::unique_ptr<FirstAdmin> m_firstAdmin;
};

QTEST_MAIN(UsersPageTest)
#include "users_page_test.moc"
