// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/memory_rate_limiter.h"

#include <QHash>
#include <QMutex>

#include <algorithm>
#include <list>

namespace signalbox::http {

namespace {

constexpr std::size_t stripeCount = 64;

using Clock = MemoryRateLimiter::Clock;

// A bucket is the moment at which it will be full again: each request puts that off by its share of the window. (The
// "generic cell rate algorithm", which counts as a token bucket does.)
RateDecision takeFrom(Clock::time_point &fullAt, Clock::time_point now, const RateLimit &limit)
{
    const Clock::duration window = limit.window;
    const Clock::duration share = std::max(window / limit.requests, Clock::duration(1));
    const Clock::duration whole = share * limit.requests;
    const Clock::time_point then = std::max(fullAt, now) + share;
    const bool allowed = then - now <= whole;
    if (allowed)
        fullAt = then;
    RateDecision decision;
    decision.allowed = allowed;
    decision.remaining = allowed ? int((whole - (then - now)) / share) : 0;
    decision.untilFull = std::chrono::ceil<std::chrono::milliseconds>(std::max(fullAt, now) - now);
    if (!allowed)
        decision.untilNext = std::chrono::ceil<std::chrono::milliseconds>(then - now - whole);
    return decision;
}

} // namespace

struct alignas(64) MemoryRateLimiter::Stripe {
    struct Bucket {
        QByteArray name;
        Clock::time_point fullAt;
    };
    using Place = std::list<Bucket>::iterator;

    Bucket &find(QByteArrayView name, qsizetype most)
    {
        const auto found = places.constFind(QByteArray::fromRawData(name.data(), name.size()));
        if (found != places.constEnd()) {
            buckets.splice(buckets.begin(), buckets, *found);
            return buckets.front();
        }
        buckets.push_front({name.toByteArray(), {}});
        places.insert(buckets.front().name, buckets.begin());
        if (places.size() > most) {
            places.remove(buckets.back().name);
            buckets.pop_back();
        }
        return buckets.front();
    }

    mutable QMutex mutex;
    std::list<Bucket> buckets; // the one asked for last in front
    QHash<QByteArray, Place> places;
};

MemoryRateLimiter::MemoryRateLimiter(qsizetype mostBuckets, Now now)
    : m_now(std::move(now))
    , m_mostInStripe(std::max<qsizetype>(1, mostBuckets / qsizetype(stripeCount)))
    , m_stripes(std::make_unique<Stripe[]>(stripeCount))
{
}

MemoryRateLimiter::~MemoryRateLimiter() = default;

std::optional<RateDecision> MemoryRateLimiter::tryTake(QByteArrayView bucket, const RateLimit &limit)
{
    if (limit.isNone())
        return RateDecision{};
    Stripe &stripe = m_stripes[qHash(bucket) % stripeCount];
    const Clock::time_point now = m_now();
    const QMutexLocker lock(&stripe.mutex);
    return takeFrom(stripe.find(bucket, m_mostInStripe).fullAt, now, limit);
}

QCoro::Task<RateDecision> MemoryRateLimiter::take(telemetry::SpanSink *, QByteArray bucket, RateLimit limit)
{
    co_return *tryTake(bucket, limit);
}

qsizetype MemoryRateLimiter::size() const
{
    qsizetype size = 0;
    for (std::size_t i = 0; i < stripeCount; ++i) {
        const QMutexLocker lock(&m_stripes[i].mutex);
        size += m_stripes[i].places.size();
    }
    return size;
}

} // namespace signalbox::http
