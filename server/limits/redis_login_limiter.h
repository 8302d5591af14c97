// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/login_limiter.h"
#include "limits/counter_names.h"

namespace signalbox::redis {
class Clients;
}

namespace signalbox::limits {

// Counts failed logins in Redis, for all servers on it, as MemoryLoginLimiter does for one. An attempt that Redis
// can't count (it is away, or full) is counted here, and goes on counting here, beside those in Redis, until its
// window ends: an outage is no way to more attempts than the limit on one server. Threads with an event loop; `clients`
// outlives it.
class RedisLoginLimiter final : public auth::LoginLimiter {
public:
    RedisLoginLimiter(redis::Clients &clients, CounterNames names, Limits limits, std::size_t mostLocalKeys = 50'000);

    QCoro::Task<std::optional<std::chrono::seconds>> begin(telemetry::SpanSink *spans,
                                                           auth::LoginAttempt attempt) override;
    QCoro::Task<> succeeded(telemetry::SpanSink *spans, auth::LoginAttempt attempt) override;
    QCoro::Task<> takeBack(telemetry::SpanSink *spans, auth::LoginAttempt attempt) override;

private:
    QByteArrayList keysOf(const auth::LoginAttempt &attempt) const;

    redis::Clients &m_clients;
    const CounterNames m_names;
    const Limits m_limits;
    auth::MemoryLoginLimiter m_local;
};

} // namespace signalbox::limits
