// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/test_server.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <memory>
#include <vector>

namespace signalbox::test {

inline const QByteArray accountAdminEmail = "root@example.com";
inline const QByteArray accountPassword = "correct horse";

// Settings for quick logins, with an admin.
inline void withAccounts(Server::Settings &settings)
{
    settings.accounts.bcryptCost = 4;
    settings.accounts.adminEmail = QString::fromLatin1(accountAdminEmail);
    settings.accounts.adminPassword = QString::fromLatin1(accountPassword);
}

// Speaks JSON to a server, as whoever holds a token.
class AccountClient {
public:
    explicit AccountClient(const TestServer &server)
        : m_server(server)
    {
    }

    Answer call(const QByteArray &method, const QByteArray &target, const QByteArray &token = {},
                const std::optional<QJsonObject> &body = {}) const
    {
        Fields fields;
        if (!token.isEmpty())
            fields.append(std::pair<QByteArray, QByteArray>("Authorization", "Bearer " + token));
        if (!body)
            return m_server.ask(method, target, fields);
        fields.append(std::pair<QByteArray, QByteArray>("Content-Type", "application/json"));
        return m_server.ask(method, target, fields, QJsonDocument(*body).toJson(QJsonDocument::Compact));
    }

    Answer registerUser(const QByteArray &name) const
    {
        return call("POST", "/auth/register", {},
                    QJsonObject{{QStringLiteral("email"), QString::fromUtf8(name + "@example.com")},
                                {QStringLiteral("name"), QString::fromUtf8(name)},
                                {QStringLiteral("password"), QString::fromUtf8(accountPassword)}});
    }
    Answer logIn(const QByteArray &email, const QByteArray &password = accountPassword) const
    {
        return call("POST", "/auth/login", {},
                    QJsonObject{{QStringLiteral("email"), QString::fromUtf8(email)},
                                {QStringLiteral("password"), QString::fromUtf8(password)}});
    }
    Answer refresh(const QByteArray &token) const
    {
        return call("POST", "/auth/refresh", {},
                    QJsonObject{{QStringLiteral("refreshToken"), QString::fromLatin1(token)}});
    }
    // The same request on many connections at once, and what it was answered.
    QList<int> postAtOnce(int count, const QByteArray &target, const QJsonObject &body) const
    {
        std::vector<std::unique_ptr<HttpClient>> clients;
        for (int i = 0; i < count; ++i)
            clients.push_back(std::make_unique<HttpClient>(m_server.url()));
        for (const auto &client : clients)
            client->request("POST", target, {{"Content-Type", "application/json"}},
                            QJsonDocument(body).toJson(QJsonDocument::Compact));
        QList<int> statuses;
        for (const auto &client : clients)
            statuses.append(client->read().status);
        return statuses;
    }

    QByteArray adminToken() const { return text(logIn(accountAdminEmail), "token"); }

    // A field of an answer, "user.id" too.
    static QByteArray text(const Answer &answer, const char *path)
    {
        QJsonValue value = answer.json();
        for (const QByteArray &name : QByteArray(path).split('.'))
            value = value.toObject().value(QLatin1StringView(name));
        return value.toString().toUtf8();
    }

private:
    const TestServer &m_server;
};

} // namespace signalbox::test
