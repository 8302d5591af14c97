// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/login_limiter.h"

#include <QElapsedTimer>

#include <algorithm>

namespace signalbox::auth {

namespace {

qint64 monotonicMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::chrono::seconds roundedUp(qint64 ms)
{
    return std::chrono::seconds(std::max<qint64>(1, (ms + 999) / 1000));
}

} // namespace

QByteArray addressKey(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4); // also of ::ffff:a.b.c.d
    if (isV4)
        return QHostAddress(v4).toString().toLatin1();
    const Q_IPV6ADDR v6 = address.toIPv6Address();
    return QByteArray(reinterpret_cast<const char *>(v6.c), 8).toHex();
}

MemoryLoginLimiter::MemoryLoginLimiter(Limits limits, std::size_t mostKeys, Clock clock)
    : m_limits(limits)
    , m_mostKeys(std::max<std::size_t>(mostKeys, 2)) // an attempt has two
    , m_clock(clock ? std::move(clock) : &monotonicMs)
{
}

QCoro::Task<std::optional<std::chrono::seconds>> MemoryLoginLimiter::begin(telemetry::SpanSink *, LoginAttempt attempt)
{
    co_return count(attempt);
}

QCoro::Task<> MemoryLoginLimiter::succeeded(telemetry::SpanSink *, LoginAttempt attempt)
{
    const QMutexLocker lock(&m_mutex);
    remove(accountKey(attempt), true);
    remove(attempt.address, false);
    co_return;
}

QCoro::Task<> MemoryLoginLimiter::takeBack(telemetry::SpanSink *, LoginAttempt attempt)
{
    const QMutexLocker lock(&m_mutex);
    remove(accountKey(attempt), false);
    remove(attempt.address, false);
    co_return;
}

MemoryLoginLimiter::Counted MemoryLoginLimiter::counted(const LoginAttempt &attempt) const
{
    const QMutexLocker lock(&m_mutex);
    const qint64 now = m_clock();
    return {left(attempt.address, now), left(accountKey(attempt), now)};
}

std::vector<std::chrono::milliseconds> MemoryLoginLimiter::left(const QByteArray &key, qint64 now) const
{
    std::vector<std::chrono::milliseconds> left;
    const auto known = m_byKey.constFind(key);
    if (known == m_byKey.constEnd())
        return left;
    for (const qint64 at : (*known)->at) {
        if (at > now - m_limits.window.count())
            left.emplace_back(at + m_limits.window.count() - now);
    }
    return left;
}

std::size_t MemoryLoginLimiter::keys() const
{
    const QMutexLocker lock(&m_mutex);
    return m_order.size();
}

std::optional<std::chrono::seconds> MemoryLoginLimiter::count(const LoginAttempt &attempt)
{
    const QMutexLocker lock(&m_mutex);
    const qint64 now = m_clock();
    Failures &address = touch(attempt.address, now);
    // Before the account is looked at: who is stopped here makes no more keys.
    if (const auto wait = freeIn(address, m_limits.perAddress, now))
        return roundedUp(*wait);
    Failures &account = touch(accountKey(attempt), now);
    if (const auto wait = freeIn(account, m_limits.perAccount, now))
        return roundedUp(*wait);
    address.at.push_back(now);
    account.at.push_back(now);
    return {};
}

// With what is older than the window forgotten.
MemoryLoginLimiter::Failures &MemoryLoginLimiter::touch(const QByteArray &key, qint64 now)
{
    const auto known = m_byKey.constFind(key);
    if (known == m_byKey.constEnd()) {
        if (m_order.size() >= m_mostKeys) {
            m_byKey.remove(m_order.back().key);
            m_order.pop_back();
        }
        m_order.push_front({key, {}});
        m_byKey.insert(key, m_order.begin());
    } else {
        m_order.splice(m_order.begin(), m_order, *known);
    }
    Failures &failures = m_order.front();
    std::erase_if(failures.at, [&](qint64 at) { return at <= now - m_limits.window.count(); });
    return failures;
}

void MemoryLoginLimiter::remove(const QByteArray &key, bool all)
{
    const auto known = m_byKey.constFind(key);
    if (known == m_byKey.constEnd())
        return;
    const Order::iterator failures = *known;
    if (!failures->at.empty())
        failures->at.pop_back();
    if (!all && !failures->at.empty())
        return;
    m_byKey.erase(known);
    m_order.erase(failures);
}

// In how many milliseconds there is room again; nothing when there is.
std::optional<qint64> MemoryLoginLimiter::freeIn(const Failures &failures, int most, qint64 now) const
{
    if (failures.at.size() < std::size_t(most))
        return {};
    return failures.at.front() + m_limits.window.count() - now;
}

QByteArray MemoryLoginLimiter::accountKey(const LoginAttempt &attempt)
{
    return attempt.address + ' ' + attempt.account;
}

} // namespace signalbox::auth
