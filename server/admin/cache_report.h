// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cache.h"

#include <QCborArray>
#include <QCborMap>

#include <functional>

namespace signalbox::redis {
class Clients;
}

namespace signalbox::admin {

// The redis-server that this program runs itself. A value.
struct RedisProcess {
    qint64 id = 0; // 0: none runs just now
    int restarts = 0;
};

// The cache and its Redis, to be told of. What it names outlives it.
struct CacheServices {
    cache::Cache &cache;
    redis::Clients &clients;
    std::function<RedisProcess()> process; // any thread; null when the Redis is none of this program's own
};

// What the admin API says of the cache and its Redis; docs/admin-api.md describes it. Any thread.
QCborMap redisLinkReport(const CacheServices &services); // `redis` of GET /admin/cache
QCborMap redisLinkSummary(const CacheServices &services); // {mode, state, error?, hint?}
QCborMap namespaceReport(const cache::Cache &cache, const cache::Namespace &space);
QCborMap cacheReport(const CacheServices &services); // GET /admin/cache
QCborMap pointReport(const cache::Cache &cache, const cache::History::Point &point);
QCborMap invalidationReport(const cache::Invalidation &invalidation);

} // namespace signalbox::admin
