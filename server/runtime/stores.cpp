// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/stores.h"

#include "store/database.h"
#include "telemetry/log.h"

#include <QDir>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;
using telemetry::Level;

Stores::Stores(const Server::Settings &settings, telemetry::Log &log)
    : m_settings(settings)
    , m_log(log)
{
}

QString Stores::open()
{
    const QString error = openRedis();
    return error.isEmpty() ? openDatabase() : error;
}

// Its server may be slow to answer, or never do.
QString Stores::openDatabase()
{
    using store::DatabaseUrl;
    const auto parsed = DatabaseUrl::parse(m_settings.database.url, m_settings.dataDirectory);
    if (const auto *invalid = std::get_if<DatabaseUrl::Invalid>(&parsed))
        return u"DATABASE_URL: "_s + invalid->message;
    store::DatabasePool::Settings pool;
    pool.url = std::get<DatabaseUrl>(parsed);
    pool.connections = m_settings.database.connections;
    pool.queued = m_settings.database.queued;
    pool.deadline = m_settings.database.deadline;
    pool.stateChanged = [this](const store::DatabaseState &now) { logDatabase(now); };
    try {
        m_database = store::openDatabase(std::move(pool), m_settings.dataDirectory + "/backups"_L1);
    } catch (const store::DatabaseError &error) {
        return error.detail();
    }
    return {};
}

// It connects later, when somebody asks.
QString Stores::openRedis()
{
    using redis::RedisUrl;
    redis::Clients::Settings clients;
    clients.client.deadline = m_settings.redis.deadline;
    clients.stateChanged = [this](const redis::State &now) { logRedis(now); };
    m_redis = std::make_unique<redis::Clients>(clients);
    switch (m_settings.redis.mode) {
    case RedisSettings::Mode::Private:
        startPrivateRedis();
        return {};
    case RedisSettings::Mode::Off:
        return {};
    case RedisSettings::Mode::Url:
        break;
    }
    const auto parsed = RedisUrl::parse(m_settings.redis.url);
    if (const auto *invalid = std::get_if<RedisUrl::Invalid>(&parsed))
        return u"REDIS_URL: "_s + invalid->message;
    m_redis->setTarget(std::get<RedisUrl>(parsed));
    return {};
}

// Nobody waits for it.
void Stores::startPrivateRedis()
{
    using redis::PrivateServer;
    PrivateServer::Settings server;
    server.folder = QDir(m_settings.dataDirectory).absoluteFilePath(u"redis"_s); // redis-server changes into it
    if (!m_settings.redis.serverFolder.isEmpty())
        server.searchPaths = {m_settings.redis.serverFolder};
    server.largestMemory = m_settings.redis.memory;
    server.changed = [clients = m_redis.get()](const PrivateServer::Status &status) {
        if (status.state != PrivateServer::State::Stopped) // it goes last, when nobody asks any more
            redis::follow(*clients, status);
    };
    m_privateRedis = std::make_unique<PrivateServer>(server);
}

// On any thread.
void Stores::logRedis(const redis::State &now)
{
    if (now.kind == redis::State::Kind::Starting)
        return;
    const bool isUp = now.kind == redis::State::Kind::Up;
    const bool wasAway = m_redisIsAway.exchange(!isUp);
    if (isUp && wasAway) // that it is there at first is no news
        m_log.write(Level::Info, "redis_up", {{u"url"_s, now.url}});
    else if (now.kind == redis::State::Kind::Missing)
        m_log.write(Level::Warn, "redis_missing", {{u"error"_s, now.error}, {u"hint"_s, now.hint}});
    else if (now.kind == redis::State::Kind::Down)
        m_log.write(Level::Warn, "redis_down", {{u"url"_s, now.url}, {u"error"_s, now.error}, {u"hint"_s, now.hint}});
}

// On a thread of the pool.
void Stores::logDatabase(const store::DatabaseState &now)
{
    if (now.isUp)
        m_log.write(Level::Info, "database_up");
    else
        m_log.write(Level::Warn, "database_down", {{u"error"_s, now.why}});
}

} // namespace signalbox
