// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/account_client.h"
#include "support/redis_words.h"

#include <QJsonArray>
#include <QTest>

namespace signalbox::test {

// A server with accounts on a Redis of its own, and who asks it as the admin: for tests to inherit. Main thread.
class CachedServer {
protected:
    void begin(const TestServer::Change &change = {})
    {
        m_redis = std::make_unique<RedisServer>();
        QVERIFY(m_redis->start());
        m_words = std::make_unique<RedisWords>(*m_redis);
        m_server = makeServer(change);
        m_client = std::make_unique<AccountClient>(*m_server);
        m_admin = m_client->adminToken();
        QVERIFY(!m_admin.isEmpty());
        QTRY_COMPARE(ask("GET", "/admin/info").json()[QLatin1String("redis")][QLatin1String("state")].toString(),
                     QStringLiteral("up"));
        QTRY_VERIFY(!json("/admin/cache")[QLatin1String("passedBy")].toBool(true)); // else there are no hits yet
    }
    void end()
    {
        m_redis->thaw();
        m_client.reset();
        m_server.reset();
        m_words.reset();
        m_redis.reset();
    }

    void useRedis(Server::Settings &settings) const
    {
        settings.redis.mode = RedisSettings::Mode::Url;
        settings.redis.url = QStringLiteral("unix://") + m_redis->url().path;
        settings.redis.deadline = std::chrono::seconds(2); // on a busy machine
        settings.jobs.works = false; // what is in Redis is what a test puts there
    }

    // Another one has a database of its own, and the same Redis.
    std::unique_ptr<TestServer> makeServer(const TestServer::Change &change = {}) const
    {
        auto server = std::make_unique<TestServer>([&](Server::Settings &settings) {
            withAccounts(settings);
            useRedis(settings);
            if (change)
                change(settings);
        });
        if (!server->start())
            qFatal("no server: %s", qPrintable(server->server().errorString()));
        return server;
    }

    Answer ask(const QByteArray &method, const QByteArray &target, const std::optional<QJsonObject> &body = {}) const
    {
        return m_client->call(method, target, m_admin, body);
    }
    QJsonObject json(const QByteArray &target) const { return ask("GET", target).json(); }

    // A user who is in the cache.
    QByteArray cachedUser(const QByteArray &name) const
    {
        const QByteArray id = AccountClient::text(m_client->registerUser(name), "user.id");
        ask("GET", "/users/" + id);
        return id;
    }

    // The newest first.
    QJsonArray audit(const QByteArray &action) const
    {
        return json("/admin/audit?action=" + action)[QLatin1String("items")].toArray();
    }

    QJsonObject namespaceRow() const
    {
        return json("/admin/cache")[QLatin1String("namespaces")].toArray().first().toObject();
    }

    QByteArrayList keysBeginningWith(const QByteArray &prefix)
    {
        QByteArrayList keys = m_words->keys();
        keys.removeIf([&](const QByteArray &key) { return !key.startsWith(prefix); });
        return keys;
    }

    static QByteArray idOf(const QByteArray &key)
    {
        return key.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    }

    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<RedisWords> m_words;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AccountClient> m_client;
    QByteArray m_admin; // its token
};

} // namespace signalbox::test
