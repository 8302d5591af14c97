// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/account_client.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

// How often an address may register and refresh.
class AuthRatesTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AccountClient> m_client;

    bool start(int registerRate, int refreshRate)
    {
        m_server = std::make_unique<TestServer>([=](Server::Settings &settings) {
            withAccounts(settings);
            settings.accounts.registerRate = registerRate;
            settings.accounts.refreshRate = refreshRate;
        });
        m_client = std::make_unique<AccountClient>(*m_server);
        return m_server->start();
    }

private slots:
    void cleanup()
    {
        m_client.reset();
        m_server.reset();
    }

    void registrationsAreLimited()
    {
        QVERIFY(start(1, 0));
        QCOMPARE(m_client->registerUser("ann").status, 201);
        const Answer refused = m_client->registerUser("bob");
        QCOMPARE(refused.status, 429);
        QVERIFY(refused.header("retry-after").toInt() > 0);
        QCOMPARE(m_client->logIn("ann@example.com").status, 200);
        QCOMPARE(m_client->logIn("bob@example.com").status, 401);
    }

    void whatIsNoRegistrationCountsToo()
    {
        QVERIFY(start(1, 0));
        QCOMPARE(m_client->call("POST", "/auth/register", {}, QJsonObject()).status, 400);
        QCOMPARE(m_client->registerUser("ann").status, 429);
    }

    void refreshesAreLimited()
    {
        QVERIFY(start(0, 1));
        const Answer login = m_client->registerUser("ann");
        const Answer refreshed = m_client->refresh(AccountClient::text(login, "refreshToken"));
        QCOMPARE(refreshed.status, 200);
        const QByteArray next = AccountClient::text(refreshed, "refreshToken");
        QCOMPARE(m_client->refresh(next).status, 429);
        const QJsonObject body{{u"refreshToken"_s, QString::fromLatin1(next)}};
        QCOMPARE(m_client->call("POST", "/auth/logout", {}, body).status, 204);
    }

    void zeroLimitsNothing()
    {
        QVERIFY(start(0, 0));
        for (int i = 0; i < 70; ++i)
            QCOMPARE(m_client->call("POST", "/auth/register", {}, QJsonObject()).status, 400);
    }
};

QTEST_GUILESS_MAIN(AuthRatesTest)
#include "auth_rates_test.moc"
