// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/memory_rate_limiter.h"
#include "limits/counter_names.h"

namespace signalbox::redis {
class Clients;
}

namespace signalbox::limits {

// Token buckets in Redis, which all servers on it share; they count as those of MemoryRateLimiter do, by the clock of
// Redis. While it is away, or refuses, each server counts for itself, from full buckets. Threads with an event loop;
// `clients` outlives it.
class RedisRateLimiter final : public http::RateLimiter {
public:
    // The local buckets are at most `mostBuckets`; those in Redis are gone once they are full again.
    RedisRateLimiter(redis::Clients &clients, CounterNames names, qsizetype mostBuckets = 100'000);

    std::optional<http::RateDecision> tryTake(QByteArrayView bucket, const http::RateLimit &limit) override;
    QCoro::Task<http::RateDecision> take(telemetry::SpanSink *spans, QByteArray bucket, http::RateLimit limit) override;

private:
    redis::Clients &m_clients;
    const CounterNames m_names;
    http::MemoryRateLimiter m_local;
};

} // namespace signalbox::limits
