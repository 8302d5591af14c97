// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/clients.h"
#include "redis/private_server.h"
#include "runtime/server.h"
#include "store/database_pool.h"

#include <atomic>
#include <memory>

namespace signalbox {

// The database and the Redis of one run of the server, and what the log says of them. Belongs to the server; opened and
// destroyed on its worker, since both may take long.
class Stores {
public:
    Stores(const Server::Settings &settings, telemetry::Log &log); // both outlive it

    QString open(); // what is wrong, or empty

    store::DatabasePool &database() { return *m_database; }
    redis::Clients &redis() { return *m_redis; }
    const redis::PrivateServer *privateRedis() const { return m_privateRedis.get(); } // null: another one, or none

private:
    QString openDatabase();
    QString openRedis();
    void startPrivateRedis();
    void logRedis(const redis::State &now);
    void logDatabase(const store::DatabaseState &now);

    const Server::Settings &m_settings;
    telemetry::Log &m_log;
    std::atomic<bool> m_redisIsAway = false;
    std::unique_ptr<store::DatabasePool> m_database;
    std::unique_ptr<redis::Clients> m_redis;
    std::unique_ptr<redis::PrivateServer> m_privateRedis; // goes before those that follow it
};

} // namespace signalbox
