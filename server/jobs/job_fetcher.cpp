// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_fetcher.h"

#include <QDateTime>

#include <algorithm>

namespace signalbox::jobs {

using redis::Pending;
using redis::RedisError;
using redis::Reply;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds shortestWait{10}; // none at all is one without end, for Redis
constexpr milliseconds untilTriedAgain{300}; // to wait for a marker, when that has failed

// ZADD … LT, which Redis has from 6.2 on.
constexpr redis::Script addMarker("jobs: add a marker", R"lua(
local known = redis.call('ZSCORE', KEYS[1], ARGV[2])
if known and tonumber(known) <= tonumber(ARGV[1]) then
    return 0
end
return redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
)lua");

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

} // namespace

JobFetcher::JobFetcher(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<const RedisConnection> connection,
                       std::shared_ptr<redis::ServerTarget> target)
    : m_scripts(std::move(scripts))
    , m_connection(std::move(connection))
    , m_markers(
          {m_scripts->queue(), m_scripts->settings().name, std::max(m_scripts->settings().drainDelay, shortestWait)},
          std::move(target), [this] { waitEnded(); })
{
}

QCoro::Task<std::optional<JobRecord>> JobFetcher::next(QByteArray token)
{
    const auto self = shared_from_this();
    m_isAsking = true;
    const auto asks = qScopeGuard([self] { self->m_isAsking = false; });
    if (m_isDrained && !m_owesMarker) {
        const bool isToAsk = co_await waitForWork();
        if (!isToAsk)
            co_return std::nullopt;
    }
    if (m_isClosed)
        co_return std::nullopt;
    m_owesMarker = true;
    Pending pending = m_scripts->fetch(m_connection->get(), token);
    const Reply reply = co_await pending;
    m_owesMarker = false;
    FetchReply fetched = FetchReply::of(reply, "moveToActive", {});
    heard(fetched);
    co_return std::move(fetched.job);
}

void JobFetcher::heard(const FetchReply &reply)
{
    m_isDrained = !reply.job;
    m_nextAt = reply.nextAt;
    m_limitUntil = reply.limitedForMs > 0 ? now() + reply.limitedForMs : 0;
}

QCoro::Task<bool> JobFetcher::waitForWork()
{
    const auto self = shared_from_this();
    if (!m_markers.hasMarker())
        co_await waitForMarker();
    if (std::exchange(m_isInterrupted, false) || m_isClosed)
        co_return false;
    const std::optional<qint64> marker = m_markers.takeMarker();
    if (marker && *marker > 0)
        m_nextAt = m_nextAt > 0 ? std::min(m_nextAt, *marker) : *marker;
    if (marker && *marker > 0 && m_nextAt > now())
        co_return false; // it is known now when to come back
    if (marker || m_waitedInVain)
        co_return true;
    co_return m_nextAt == 0 || m_nextAt <= now();
}

QCoro::Task<> JobFetcher::waitForMarker()
{
    const auto self = shared_from_this();
    m_waitedInVain = false;
    if (!m_markers.trouble().isEmpty())
        co_await m_wake.wait(std::min(patience(), untilTriedAgain));
    if (m_isInterrupted || m_isClosed)
        co_return;
    m_hasBegun = false; // a wait that fails at once ends none
    m_markers.begin();
    m_hasBegun = true;
    if (m_markers.isWaiting())
        co_await m_wake.wait(patience());
}

// By its own clock, which is more punctual than Redis's: that one looks ten times a second.
milliseconds JobFetcher::patience() const
{
    const milliseconds longest = m_scripts->settings().drainDelay + milliseconds(1000);
    return m_nextAt > 0 ? std::clamp(milliseconds(m_nextAt - now()), milliseconds(0), longest) : longest;
}

void JobFetcher::waitEnded()
{
    if (!m_markers.trouble().isEmpty())
        m_owesMarker = true;
    if (m_isAsking) {
        m_waitedInVain = !m_markers.hasMarker();
        if (m_hasBegun)
            m_wake.wake();
    } else if (m_markers.hasMarker()) {
        giveMarkerBack();
    }
}

milliseconds JobFetcher::limitedFor() const
{
    return milliseconds(m_limitUntil > 0 ? std::max<qint64>(m_limitUntil - now(), 0) : 0);
}

void JobFetcher::forgetLimit()
{
    m_limitUntil = 0;
    m_isDrained = false;
}

void JobFetcher::close()
{
    m_isClosed = true;
    m_wake.wake();
}

void JobFetcher::interrupt()
{
    m_isInterrupted = true;
    m_wake.wake();
}

QCoro::Task<> JobFetcher::giveMarkerBack()
{
    const auto self = shared_from_this();
    if (!m_markers.hasMarker() && !m_owesMarker)
        co_return;
    const qint64 marker = m_markers.takeMarker().value_or(0);
    m_owesMarker = false;
    co_await mark(marker);
}

QCoro::Task<> JobFetcher::passOn()
{
    const auto self = shared_from_this();
    co_await giveMarkerBack();
    if (const qint64 next = std::exchange(m_nextAt, 0))
        co_await mark(next);
}

// That there may be work now, or at that time; a marker of an earlier time stays.
QCoro::Task<> JobFetcher::mark(qint64 at)
{
    const auto self = shared_from_this();
    const QByteArrayList arguments{QByteArray::number(at), at > 0 ? "1" : "0"};
    try {
        Pending pending = m_connection->get().run(nullptr, addMarker, {m_scripts->queue().of("marker")}, arguments);
        co_await pending;
    } catch (const RedisError &) {
        m_owesMarker = true; // else other workers look by themselves after a while
    }
}

QCoro::Task<> JobFetcher::endWait()
{
    const auto self = shared_from_this();
    if (m_connection->isGone())
        co_return;
    co_await m_markers.interrupt(m_connection->get());
    for (int tries = 0; m_markers.isWaiting() && tries < 10; ++tries)
        co_await m_wake.wait(milliseconds(20));
}

} // namespace signalbox::jobs
