// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/account_client.h"
#include "support/test_database.h"

#include <QJsonArray>
#include <QTest>

namespace signalbox::test {

// A server with accounts on a fresh database of the test's global dialect, and its admin: for tests to inherit. Main
// thread.
class AccountsFixture {
protected:
    static inline const QByteArray jwtSecret = QByteArray(40, 's');

    void begin()
    {
        QFETCH_GLOBAL(signalbox::store::Dialect, dialect);
        m_database = std::make_unique<TestDatabase>(dialect);
        m_server = makeServer();
        m_client = std::make_unique<AccountClient>(*m_server);
        m_admin = m_client->adminToken();
    }
    void end()
    {
        m_client.reset();
        m_server.reset();
        m_database.reset();
    }

    // Another one on the same database.
    std::unique_ptr<TestServer> makeServer(const QString &adminEmail = QString::fromLatin1(accountAdminEmail)) const
    {
        auto server = std::make_unique<TestServer>([&](Server::Settings &settings) {
            withAccounts(settings);
            settings.accounts.adminEmail = adminEmail;
            settings.database.url = m_database->urlText();
            settings.accounts.jwtSecrets = {jwtSecret};
            if (m_settings)
                m_settings(settings);
        });
        if (!server->start())
            qFatal("no server: %s", qPrintable(server->server().errorString()));
        return server;
    }

    Answer me(const QByteArray &bearer) const { return m_client->call("GET", "/users/me", bearer); }
    Answer patch(const QByteArray &userId, const QByteArray &bearer, const QJsonObject &change) const
    {
        return m_client->call("PATCH", "/users/" + userId, bearer, change);
    }
    QJsonArray audit(const QByteArray &query = {}) const
    {
        return m_server->admin("/admin/audit?" + query).json().value(QLatin1String("items")).toArray();
    }

    // Of what a login was answered.
    static QByteArray id(const Answer &login) { return AccountClient::text(login, "user.id"); }
    static QByteArray token(const Answer &login) { return AccountClient::text(login, "token"); }
    static QByteArray refreshToken(const Answer &login) { return AccountClient::text(login, "refreshToken"); }

    TestServer::Change m_settings; // what the test wants else, of all servers
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AccountClient> m_client;
    QByteArray m_admin; // its token
};

} // namespace signalbox::test
