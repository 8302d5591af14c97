// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/client_monitor.h"

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::seconds readOnlyShown{10}; // after the last write that was refused so

} // namespace

void ClientMonitor::add(Counter &counter, quint64 count)
{
    counter.store(counter.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
}

void ClientMonitor::answered(Clock::duration took)
{
    const auto us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    add(m_latency[std::size_t(Histogram::bucketOf(us))]);
}

void ClientMonitor::failed(RedisError::Kind kind)
{
    switch (kind) {
    case RedisError::Kind::TimedOut:
        return add(m_timedOut);
    case RedisError::Kind::Refused:
        return add(m_refused);
    default:
        return add(m_failed);
    }
}

void ClientMonitor::wasReadOnly()
{
    m_readOnlyAt.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed);
}

void ClientMonitor::setLink(const Link &link)
{
    {
        const QMutexLocker lock(&m_mutex);
        m_link = link;
    }
    if (changed)
        changed();
}

void ClientMonitor::wasInterrupted() const
{
    if (interrupted)
        interrupted();
}

ClientMonitor::Link ClientMonitor::link() const
{
    QMutexLocker lock(&m_mutex);
    Link link = m_link;
    lock.unlock();
    const Clock::time_point readOnlyAt{Clock::duration(m_readOnlyAt.load(std::memory_order_relaxed))};
    const bool isReadOnly = readOnlyAt != Clock::time_point() && Clock::now() - readOnlyAt < readOnlyShown;
    if (link.kind == State::Kind::Up && isReadOnly) {
        link.error = u"it is a read-only replica, which refuses what would change something"_s;
        link.hint = u"set REDIS_URL to the primary"_s;
    }
    return link;
}

void ClientMonitor::addTo(Figures &figures) const
{
    const auto value = [](const Counter &counter) { return counter.load(std::memory_order_relaxed); };
    figures.commands += value(m_commands);
    figures.failed += value(m_failed);
    figures.timedOut += value(m_timedOut);
    figures.refused += value(m_refused);
    figures.pending += value(m_pending);
    for (int bucket = 0; bucket < Histogram::bucketCount; ++bucket) {
        if (const quint64 count = value(m_latency[std::size_t(bucket)]))
            figures.latency.add(bucket, count);
    }
}

} // namespace signalbox::redis
