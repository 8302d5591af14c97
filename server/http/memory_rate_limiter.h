// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/rate_limiter.h"

#include <functional>
#include <memory>

namespace signalbox::http {

// Token buckets in memory, for a server that stands alone. Any thread: buckets are spread over stripes with a lock
// each, which is held for one look-up. Keeps no more than `mostBuckets`; beyond, the one that was asked for longest ago
// is forgotten, and is full again when it comes back.
class MemoryRateLimiter final : public RateLimiter {
public:
    using Clock = std::chrono::steady_clock;
    using Now = std::function<Clock::time_point()>; // any thread

    explicit MemoryRateLimiter(qsizetype mostBuckets = 100'000, Now now = &Clock::now);
    ~MemoryRateLimiter() override;

    std::optional<RateDecision> tryTake(QByteArrayView bucket, const RateLimit &limit) override;
    QCoro::Task<RateDecision> take(telemetry::SpanSink *spans, QByteArray bucket, RateLimit limit) override;

    qsizetype size() const; // buckets kept

private:
    struct Stripe;

    Now m_now;
    qsizetype m_mostInStripe;
    std::unique_ptr<Stripe[]> m_stripes;
};

} // namespace signalbox::http
