// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

namespace signalbox::cache {
class Cache;
}
namespace signalbox::redis {
class Clients;
}
namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::admin {

class AuditedRuns;

// What the routes of Redis work on. All of it outlives the Api that they are registered with.
struct RedisServices {
    redis::Clients &clients;
    cache::Cache &cache;
    store::DatabasePool &database; // for the audit log
    AuditedRuns &runs;
};

// The routes under /admin/redis: its own state, and its keys. docs/admin-api.md describes them. `requireAdmin` lets
// only admins through.
void registerRedis(http::Api &api, const RedisServices &services, const http::Middleware &requireAdmin);

} // namespace signalbox::admin
