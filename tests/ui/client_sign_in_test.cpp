// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/password_login.h"
#include "client/remembered_servers.h"
#include "client/session.h"
#include "shell/attach_dialog.h"
#include "support/account_client.h"
#include "widgets/theme.h"

#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 15'000;

void shortLived(Server::Settings &settings)
{
    withAccounts(settings);
    settings.accounts.accessTokenLife = std::chrono::seconds(1);
}

} // namespace

// An admin who attaches by email and password to a server that really runs.
class ClientSignInTest : public QObject {
    Q_OBJECT
private slots:
    void theDialogSignsInAndGivesTokensButNoPassword()
    {
        TestServer server(&withAccounts);
        QVERIFY(server.start());
        fill(server.url(), accountAdminEmail, accountPassword);
        QSignalSpy chosen(m_dialog.get(), &AttachDialog::chosen);
        QTest::mouseClick(button(u"attachDialog.ok"_s), Qt::LeftButton);
        QVERIFY(chosen.wait(Patience));
        const auto endpoint = chosen.first().at(0).value<Endpoint>();
        QVERIFY(!endpoint.token.isEmpty());
        QVERIFY(!chosen.first().at(1).toBool()); // nothing is kept
        QVERIFY(field(u"attachDialog.password"_s)->text().isEmpty());
        Session session(endpoint, m_range);
        session.open();
        QTRY_COMPARE_WITH_TIMEOUT(session.feed().state(), LinkState::Connected, Patience);
    }

    void aWrongPasswordIsToldInTheDialog()
    {
        TestServer server(&withAccounts);
        QVERIFY(server.start());
        fill(server.url(), accountAdminEmail, "wrong password");
        QTest::mouseClick(button(u"attachDialog.ok"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(problem()->isVisible(), Patience);
        QVERIFY(problem()->text().contains(u"password is wrong"_s));
        QVERIFY(m_dialog->isVisible());
        QVERIFY(button(u"attachDialog.ok"_s)->isEnabled());
    }

    void whoIsNoAdminIsToldSo()
    {
        TestServer server(&withAccounts);
        QVERIFY(server.start());
        QCOMPARE(AccountClient(server).registerUser("ada").status, 201);
        fill(server.url(), "ada@example.com", accountPassword);
        QTest::mouseClick(button(u"attachDialog.ok"_s), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(problem()->text().contains(u"no admin"_s), Patience);
    }

    void theSessionIsNamedAfterTheWindow()
    {
        TestServer server(&withAccounts);
        QVERIFY(server.start());
        PasswordLogin login;
        QSignalSpy signedIn(&login, &PasswordLogin::signedIn);
        Endpoint to;
        to.url = server.url();
        login.start(to, QString::fromLatin1(accountAdminEmail), QString::fromLatin1(accountPassword));
        QVERIFY(signedIn.wait(Patience));
        const QJsonArray users = server.admin("/admin/users").json().value("items"_L1).toArray();
        const QByteArray id = users.at(0).toObject().value("id"_L1).toString().toUtf8();
        const QJsonArray sessions = server.admin("/admin/users/" + id + "/sessions").json().value("items"_L1).toArray();
        QCOMPARE(sessions.size(), 1);
        QVERIFY(sessions.at(0).toObject().value("userAgent"_L1).toString().startsWith(u"Signalbox"_s));
    }

    void theSignInOutlivesItsFirstToken()
    {
        TestServer server(&shortLived);
        QVERIFY(server.start());
        PasswordLogin login;
        QSignalSpy signedIn(&login, &PasswordLogin::signedIn);
        Endpoint to;
        to.url = server.url();
        login.start(to, QString::fromLatin1(accountAdminEmail), QString::fromLatin1(accountPassword));
        QVERIFY(signedIn.wait(Patience));
        Session session(signedIn.first().at(0).value<Endpoint>(), m_range);
        session.open();
        const QByteArray first = session.endpoint().token;
        QTRY_VERIFY_WITH_TIMEOUT(session.endpoint().token != first, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(session.feed().state(), LinkState::Connected, Patience);
    }

    void onlyTheEmailIsRemembered()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        RememberedServers servers(settings);
        Endpoint endpoint;
        endpoint.url = QUrl(u"http://127.0.0.1:3000"_s);
        endpoint.name = u"staging"_s;
        endpoint.email = u"ada@example.com"_s;
        endpoint.token = "an-access-token";
        endpoint.refreshToken = "a-refresh-token";
        servers.remember(endpoint, false);
        settings.sync();
        const Endpoint known = servers.find(endpoint.url);
        QCOMPARE(known.email, endpoint.email);
        QVERIFY(known.token.isEmpty());
        QVERIFY(known.refreshToken.isEmpty());
    }

private:
    void fill(const QUrl &url, const QByteArray &email, const QByteArray &password)
    {
        m_dialog = std::make_unique<AttachDialog>(m_theme, nullptr);
        m_dialog->show();
        QTest::mouseClick(m_dialog->findChild<QToolButton *>(u"attachDialog.byPassword"_s), Qt::LeftButton);
        field(u"attachDialog.url"_s)->setText(url.toString());
        QVERIFY(!button(u"attachDialog.ok"_s)->isEnabled());
        QTest::keyClicks(field(u"attachDialog.email"_s), QString::fromLatin1(email));
        QTest::keyClicks(field(u"attachDialog.password"_s), QString::fromLatin1(password));
    }

    QLineEdit *field(const QString &name) const { return m_dialog->findChild<QLineEdit *>(name); }
    QPushButton *button(const QString &name) const { return m_dialog->findChild<QPushButton *>(name); }
    QLabel *problem() const { return m_dialog->findChild<QLabel *>(u"attachDialog.problem"_s); }

    Theme m_theme;
    TimeRange m_range;
    std::unique_ptr<AttachDialog> m_dialog;
};

QTEST_MAIN(ClientSignInTest)
#include "client_sign_in_test.moc"
