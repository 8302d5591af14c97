// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "limits/redis_login_limiter.h"

#include "redis/client.h"
#include "redis/clients.h"
#include "redis/script.h"

#include <algorithm>

namespace signalbox::limits {

namespace {

using auth::LoginAttempt;
using auth::MemoryLoginLimiter;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Keys: the address and the account there, each a list of when its attempts began, in milliseconds, the oldest first.
// Arguments: the window, and how many the address and the account may have. Answers 0 when the attempt was counted;
// else 1 or 2, for the one that has too many, and how long each of those still counts.
constexpr redis::Script countAttempt("count login", R"(
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local window = tonumber(ARGV[1])
for i = 1, 2 do
  local oldest = redis.call('LINDEX', KEYS[i], 0)
  while oldest and tonumber(oldest) <= now - window do
    redis.call('LPOP', KEYS[i])
    oldest = redis.call('LINDEX', KEYS[i], 0)
  end
  if redis.call('LLEN', KEYS[i]) >= tonumber(ARGV[1 + i]) then
    local left = {}
    for n, at in ipairs(redis.call('LRANGE', KEYS[i], 0, -1)) do
      left[n] = tonumber(at) + window - now
    end
    return {i, left}
  end
end
for i = 1, 2 do
  redis.call('RPUSH', KEYS[i], string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[i], window)
end
return {0, {}}
)");

// Argument: 1 when the address's count of the attempt is in Redis.
constexpr redis::Script forgetFailures("forget failed logins", R"(
redis.call('DEL', KEYS[2])
if ARGV[1] == '1' then
  redis.call('RPOP', KEYS[1])
end
return 0
)");

constexpr redis::Script takeOneBack("take login back", R"(
redis.call('RPOP', KEYS[1])
redis.call('RPOP', KEYS[2])
return 0
)");

using Left = std::vector<milliseconds>;

// When as many of all have ended that there are fewer than `most`.
milliseconds roomIn(Left left, const redis::Reply &inRedis, int most)
{
    for (const redis::Reply &item : inRedis.items)
        left.emplace_back(item.integer);
    if (left.size() < std::size_t(most)) // nothing may be made at all
        return milliseconds(0);
    std::sort(left.begin(), left.end());
    return left[left.size() - std::size_t(std::max(most, 1))];
}

seconds roundedUp(milliseconds wait)
{
    return std::max(std::chrono::ceil<seconds>(wait), seconds(1));
}

} // namespace

RedisLoginLimiter::RedisLoginLimiter(redis::Clients &clients, CounterNames names, Limits limits,
                                     std::size_t mostLocalKeys)
    : m_clients(clients)
    , m_names(std::move(names))
    , m_limits(limits)
    , m_local(limits, mostLocalKeys)
{
}

QByteArrayList RedisLoginLimiter::keysOf(const LoginAttempt &attempt) const
{
    return {m_names.of("login", attempt.address), m_names.of("login", attempt.address + ' ' + attempt.account)};
}

QCoro::Task<std::optional<seconds>> RedisLoginLimiter::begin(telemetry::SpanSink *spans, LoginAttempt attempt)
{
    const MemoryLoginLimiter::Counted here = m_local.counted(attempt);
    const QByteArrayList keys = keysOf(attempt);
    const QByteArrayList arguments{QByteArray::number(qint64(m_limits.window.count())),
                                   QByteArray::number(m_limits.perAddress - qint64(here.ofAddress.size())),
                                   QByteArray::number(m_limits.perAccount - qint64(here.ofAccount.size()))};
    std::optional<redis::Reply> reply;
    try {
        reply = co_await m_clients.here().run(spans, countAttempt, keys, arguments);
    } catch (const redis::RedisError &) { // counted and told by the clients
    }
    if (!reply || reply->items.size() != 2)
        co_return co_await m_local.begin(spans, attempt);
    switch (reply->items[0].integer) {
    case 0:
        co_return std::nullopt;
    case 1:
        co_return roundedUp(roomIn(here.ofAddress, reply->items[1], m_limits.perAddress));
    default:
        co_return roundedUp(roomIn(here.ofAccount, reply->items[1], m_limits.perAccount));
    }
}

// Where the address's attempt was counted isn't known any more, and needn't be: the limit is on both together.
QCoro::Task<> RedisLoginLimiter::succeeded(telemetry::SpanSink *spans, LoginAttempt attempt)
{
    const bool isHere = !m_local.counted(attempt).ofAddress.empty();
    co_await m_local.succeeded(spans, attempt);
    const QByteArrayList keys = keysOf(attempt);
    const QByteArrayList arguments{isHere ? "0" : "1"};
    try {
        co_await m_clients.here().run(spans, forgetFailures, keys, arguments);
    } catch (const redis::RedisError &) { // what it counts ends with its window
    }
}

QCoro::Task<> RedisLoginLimiter::takeBack(telemetry::SpanSink *spans, LoginAttempt attempt)
{
    if (!m_local.counted(attempt).ofAccount.empty()) {
        co_await m_local.takeBack(spans, attempt);
        co_return;
    }
    const QByteArrayList keys = keysOf(attempt);
    try {
        co_await m_clients.here().run(spans, takeOneBack, keys, {});
    } catch (const redis::RedisError &) { // likewise
    }
}

} // namespace signalbox::limits
