// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "embedded_server.h"
#include "pages.h"
#include "pages/page.h"
#include "shell/main_window.h"
#include "support/account_client.h"
#include "support/postgresql_server.h"
#include "widgets/first_admin.h"
#include "widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTcpServer>
#include <QTest>

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

// Users across the whole window: from anywhere to a user, and from a user to what they did.
class UsersWindowTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    }

    void cleanup()
    {
        m_window.reset();
        m_server.reset();
        m_settings.reset();
    }

    void thePaletteFindsAUserByName()
    {
        open(&withAccounts);
        const QByteArray ada = AccountClient::text(client().registerUser("ada"), "user.id");
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *field = part<QLineEdit>(u"commandPalette.field"_s);
        QVERIFY(field && field->isVisible());
        QTest::keyClicks(field, u"ada@ex"_s);
        const auto *list = part<QListView>(u"commandPalette.list"_s);
        const auto found = [&] {
            for (int row = 0; row < list->model()->rowCount(); ++row)
                if (list->model()->index(row, 0).data().toString() == u"ada@example.com ada"_s)
                    return row;
            return -1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(found() >= 0, Patience);
        for (int row = 0; row < found(); ++row)
            QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_window->currentPage()->id(), u"users"_s);
        QTRY_COMPARE_WITH_TIMEOUT(part<QLabel>(u"userEmail"_s)->text(), u"ada@example.com"_s, Patience);
        QCOMPARE(part<QLabel>(u"factId"_s)->text(), QString::fromUtf8(ada));
    }

    void aRequestLeadsToItsUserAndAUserToTheirRequests()
    {
        open(&withAccounts);
        client().registerUser("ada");
        const QByteArray token = AccountClient::text(client().logIn("ada@example.com"), "token");
        QCOMPARE(client().call("GET", "/users/me", token).status, 200);
        QCOMPARE(m_server->get("/health").status, 200);
        m_window->go(u"requests"_s, u"path:/users/me"_s);
        auto *requests = part<QTableView>(u"requestsTable"_s);
        QVERIFY(requests);
        QTRY_COMPARE_WITH_TIMEOUT(requests->model()->rowCount(), 1, Patience);
        requests->selectRow(0);
        auto *show = m_window->findChild<QAction *>(u"openUser"_s);
        QTRY_VERIFY_WITH_TIMEOUT(show->isEnabled(), Patience);
        show->trigger();
        QCOMPARE(m_window->currentPage()->id(), u"users"_s);
        QTRY_COMPARE_WITH_TIMEOUT(part<QLabel>(u"userEmail"_s)->text(), u"ada@example.com"_s, Patience);
        part<QPushButton>(u"allRequests"_s)->click();
        QCOMPARE(m_window->currentPage()->id(), u"requests"_s);
        QTRY_COMPARE_WITH_TIMEOUT(requests->model()->rowCount(), 3, Patience); // register, login, me
    }

    void requestsAreFilteredByTheEmailOfTheirUser()
    {
        open(&withAccounts);
        client().registerUser("ada");
        client().registerUser("bob");
        for (const QByteArray &name : {"ada"_ba, "bob"_ba}) {
            const QByteArray token = AccountClient::text(client().logIn(name + "@example.com"), "token");
            QCOMPARE(client().call("GET", "/users/me", token).status, 200);
        }
        const QByteArray token = AccountClient::text(client().logIn("ada@example.com"), "token");
        m_window->go(u"requests"_s, u"user:ada@example.com path:/users/me"_s);
        const auto *requests = part<QTableView>(u"requestsTable"_s);
        // The name of a user comes to records once it is known, after the first.
        const auto shown = [&] {
            client().call("GET", "/users/me", token);
            return requests->model()->rowCount() > 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(shown(), Patience);
        bool others = false;
        for (int row = 0; row < requests->model()->rowCount(); ++row)
            for (int column = 0; column < requests->model()->columnCount(); ++column)
                others |= requests->model()->index(row, column).data().toString().contains(u"bob"_s);
        QVERIFY(!others);
    }

    void nothingOfOneServerIsShownUnderTheNameOfAnother()
    {
        open(&withAccounts);
        const QByteArray ada = AccountClient::text(client().registerUser("ada"), "user.id");
        const QByteArray bob = AccountClient::text(client().registerUser("bob"), "user.id");
        const QJsonObject editor{{u"role"_s, u"editor"_s}};
        for (const QByteArray &id : {ada, bob})
            QCOMPARE(client().call("PATCH", "/admin/users/" + id, TestServer::token(), editor).status, 200);
        showUserAndEntry(ada);

        TestServer other(&withAccounts);
        QVERIFY(other.start());
        m_window->attach(Endpoint{other.url(), TestServer::token(), u"other"_s, {}, false});
        QVERIFY(!part<QWidget>(u"auditDetail"_s)->isVisible());
        QVERIFY(!part<QWidget>(u"auditNarrowed"_s)->isVisible());
        QCOMPARE(rows(u"auditTable"_s), 0);
        QCOMPARE(rows(u"usersTable"_s), 0);
        QVERIFY(part<QLabel>(u"usersCount"_s)->text().startsWith(u"0 users"_s));
        m_window->go(u"users"_s);
        QVERIFY(!part<QWidget>(u"userDetail"_s)->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"usersTable"_s), 1, Patience); // its own admin
        QVERIFY(!part<QTableView>(u"usersTable"_s)->selectionModel()->hasSelection());
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"auditTable"_s), 1, Patience); // that it was made
    }

    void pagesOfUsersSayWhyNothingComes()
    {
        open(&withAccounts);
        showUserAndEntry(AccountClient::text(client().registerUser("ada"), "user.id"));
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const QUrl nowhere(u"http://127.0.0.1:%1"_s.arg(holder.serverPort()));
        holder.close();
        m_window->attach(Endpoint{nowhere, TestServer::token(), u"nowhere"_s, {}, false});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->feed().state(), LinkState::Unreached, Patience);
        for (const QString &page : {u"users"_s, u"audit"_s}) {
            m_window->go(page);
            QCOMPARE(rows(page + "Table"_L1), 0);
            const auto *title = m_window->currentPage()->findChild<QLabel *>(u"emptyStateTitle"_s);
            QTRY_COMPARE_WITH_TIMEOUT(title->text(), u"Not connected"_s, Patience);
        }
    }

    void aDatabaseThatIsDownIsToldByTheWindowUntilItIsBack()
    {
        PostgreSqlServer database = PostgreSqlServer::makeOwn();
        open([url = database.createDatabase()](Server::Settings &settings) {
            withAccounts(settings);
            settings.database.url = url + u"&connect_timeout=2"_s;
            settings.database.deadline = std::chrono::milliseconds(300);
        });
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->feed().state(), LinkState::Connected, Patience);
        database.kill();
        const auto *bar = m_window->findChild<QWidget *>(u"serverNotice"_s);
        const auto *text = m_window->findChild<QLabel *>(u"serverNotice.text"_s);
        QVERIFY(bar && text);
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible() && text->text().contains(u"database is down"_s), Patience);
        database.start();
        QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), 2 * Patience);
    }

    void theFirstAdminIsMadeFromTheOverview()
    {
        open(&withoutAdmin);
        auto *offer = part<FirstAdmin>(u"firstAdmin"_s);
        QVERIFY(offer);
        QTRY_VERIFY_WITH_TIMEOUT(offer->isVisible(), Patience);
        QTest::mouseClick(part<QPushButton>(u"firstAdmin.make"_s), Qt::LeftButton);
        type(u"firstAdminDialog.email"_s, u"ada@example.com"_s);
        type(u"firstAdminDialog.name"_s, u"Ada"_s);
        QVERIFY(!part<QPushButton>(u"firstAdminDialog.ok"_s)->isEnabled());
        type(u"firstAdminDialog.password"_s, u"short"_s);
        QVERIFY(!part<QPushButton>(u"firstAdminDialog.ok"_s)->isEnabled());
        type(u"firstAdminDialog.password"_s, QString::fromLatin1(accountPassword));
        QTest::mouseClick(part<QPushButton>(u"firstAdminDialog.ok"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!offer->isVisible(), Patience);
        QVERIFY(!part<QDialog>(u"firstAdminDialog"_s) || !part<QDialog>(u"firstAdminDialog"_s)->isVisible());
        QCOMPARE(AccountClient::text(client().logIn("ada@example.com"), "user.role"), QByteArray("admin"));
    }

private:
    void open(const TestServer::Change &change)
    {
        m_server = std::make_unique<TestServer>(change);
        QVERIFY(m_server->start());
        m_window = std::make_unique<MainWindow>(m_theme, *m_settings, nullptr);
        app::addPages(*m_window, m_theme, *m_settings);
        m_window->resize(1400, 900);
        m_window->show();
        m_window->attach(Endpoint{m_server->url(), TestServer::token(), u"test"_s, {}, false});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->feed().state(), LinkState::Connected, Patience);
    }

    // The user, and what was done about them, which is at least one entry.
    void showUserAndEntry(const QByteArray &userId)
    {
        const QJsonObject renamed{{u"name"_s, u"Another name"_s}};
        QCOMPARE(client().call("PATCH", "/admin/users/" + userId, TestServer::token(), renamed).status, 200);
        m_window->go(u"users"_s);
        QTRY_VERIFY_WITH_TIMEOUT(rows(u"usersTable"_s) > 1, Patience);
        m_window->go(u"users"_s, u"id:"_s + QString::fromUtf8(userId));
        QVERIFY(part<QWidget>(u"userDetail"_s)->isVisible());
        m_window->go(u"audit"_s, u"target:"_s + QString::fromUtf8(userId));
        auto *log = part<QTableView>(u"auditTable"_s);
        QTRY_VERIFY_WITH_TIMEOUT(rows(u"auditTable"_s) > 0, Patience);
        QTest::mouseClick(log->viewport(), Qt::LeftButton, {}, log->visualRect(log->model()->index(0, 1)).center());
        QVERIFY(part<QWidget>(u"auditDetail"_s)->isVisible());
    }

    int rows(const QString &table) const { return part<QTableView>(table)->model()->rowCount(); }

    AccountClient client() const { return AccountClient(*m_server); }

    template <typename Widget> Widget *part(const QString &name) const
    {
        for (QWidget *window : QApplication::topLevelWidgets()) {
            if (window->objectName() == name)
                if (auto *widget = qobject_cast<Widget *>(window))
                    return widget;
            for (Widget *widget : window->findChildren<Widget *>(name))
                return widget;
        }
        return nullptr;
    }

    void type(const QString &name, const QString &text) const
    {
        auto *field = part<QLineEdit>(name);
        QVERIFY2(field, qPrintable(name));
        field->clear();
        QTest::keyClicks(field, text);
    }

    Theme m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(UsersWindowTest)
#include "users_window_test.moc"
