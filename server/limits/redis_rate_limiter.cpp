// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "limits/redis_rate_limiter.h"

#include "redis/client.h"
#include "redis/clients.h"
#include "redis/script.h"

#include <algorithm>

namespace signalbox::limits {

namespace {

using http::RateDecision;
using http::RateLimit;
using std::chrono::microseconds;
using std::chrono::milliseconds;

// A bucket is the moment at which it is full again, in microseconds, as MemoryRateLimiter's is. Arguments: what a
// request puts that off by, and how many requests there may be at once. One that is further away than an empty bucket
// can be (the clock was set back, the limit was lowered) is an empty one.
constexpr redis::Script takeOne("take from rate limit", R"(
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local share = tonumber(ARGV[1])
local whole = share * tonumber(ARGV[2])
local function keep(full)
  redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
end
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '') or now, now)
if full > now + whole then
  full = now + whole
  keep(full)
end
local after = full + share
if after > now + whole then
  return {0, 0, full - now, after - now - whole}
end
keep(after)
return {1, math.floor((whole - (after - now)) / share), after - now, 0}
)");

std::optional<RateDecision> decisionIn(const redis::Reply &reply)
{
    const auto &items = reply.items;
    const auto isNumber = [](const redis::Reply &item) { return item.kind == redis::Reply::Kind::Integer; };
    if (items.size() != 4 || !std::all_of(items.begin(), items.end(), isNumber))
        return std::nullopt;
    RateDecision decision;
    decision.allowed = items[0].integer == 1;
    decision.remaining = int(items[1].integer);
    decision.untilFull = std::chrono::ceil<milliseconds>(microseconds(items[2].integer));
    decision.untilNext = std::chrono::ceil<milliseconds>(microseconds(items[3].integer));
    return decision;
}

QByteArrayList argumentsOf(const RateLimit &limit)
{
    const qint64 share = std::max<qint64>(microseconds(limit.window).count() / limit.requests, 1);
    return {QByteArray::number(share), QByteArray::number(limit.requests)};
}

} // namespace

RedisRateLimiter::RedisRateLimiter(redis::Clients &clients, CounterNames names, qsizetype mostBuckets)
    : m_clients(clients)
    , m_names(std::move(names))
    , m_local(mostBuckets)
{
}

std::optional<RateDecision> RedisRateLimiter::tryTake(QByteArrayView bucket, const RateLimit &limit)
{
    if (limit.isNone() || m_clients.isOff())
        return m_local.tryTake(bucket, limit);
    return std::nullopt;
}

QCoro::Task<RateDecision> RedisRateLimiter::take(telemetry::SpanSink *spans, QByteArray bucket, RateLimit limit)
{
    if (limit.isNone())
        co_return RateDecision{};
    const QByteArrayList keys{m_names.of("rate", bucket)};
    const QByteArrayList arguments = argumentsOf(limit);
    std::optional<RateDecision> decision;
    try {
        decision = decisionIn(co_await m_clients.here().run(spans, takeOne, keys, arguments));
    } catch (const redis::RedisError &) { // counted and told by the clients
    }
    co_return decision ? *decision : *m_local.tryTake(bucket, limit);
}

} // namespace signalbox::limits
