// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/connection_watch.h"

#include "jobs/job_row.h"
#include "jobs/queue_alerts.h"
#include "jobs/queue_scripts.h"
#include "redis/clients.h"

#include <algorithm>
#include <cstdlib>

namespace signalbox::jobs {

using redis::Reply;
using std::chrono::milliseconds;

namespace {

constexpr qsizetype queuesInOneGo = 50;
constexpr qint64 eventsInOneGo = 200; // of each queue
constexpr qsizetype timesInOneGo = 200;
constexpr qsizetype mostTimes = 2000; // that wait to be read
constexpr qint64 eventsMs = 60'000; // how far back events are read at first
constexpr qint64 sameClockMs = 1000; // a difference that may come from the way to Redis
constexpr milliseconds discoveryTime{40};
constexpr milliseconds countingTime{100};
constexpr milliseconds roundInterval{5000};
constexpr milliseconds slowRoundInterval{30'000};
constexpr milliseconds settlingInterval{1000};

qint64 timeOf(const QByteArray &eventId)
{
    return eventId.first(std::max<qsizetype>(eventId.indexOf('-'), 0)).toLongLong();
}

QueueEvent eventIn(const Reply &reply)
{
    QueueEvent event;
    event.at = timeOf(reply.items.value(0).bytes);
    for (qsizetype i = 1; i + 1 < reply.items.size(); i += 2) {
        const QByteArray &field = reply.items[i].bytes;
        const QByteArray &value = reply.items[i + 1].bytes;
        if (field == "event")
            event.event = value;
        else if (field == "jobId")
            event.jobId = value;
        else if (field == "name")
            event.name = value;
        else if (field == "prev")
            event.previous = value;
        else if (field == "data")
            event.progress = value;
        else if (field == "failedReason")
            event.failedReason = value;
    }
    return event;
}

} // namespace

ConnectionWatch::ConnectionWatch(Parts parts, QByteArray connection, QByteArrayList prefixes)
    : m_parts(parts)
    , m_connection(connection)
    , m_discovery(std::move(connection), std::move(prefixes))
{
}

QCoro::Task<> ConnectionWatch::round(bool isLookedAt)
{
    try {
        co_await work(isLookedAt);
    } catch (const redis::RedisError &) {
        m_hasMore = false; // the client knows, and its state tells
        m_toCount.clear();
    }
}

QCoro::Task<> ConnectionWatch::work(bool isLookedAt)
{
    m_hasMore = false;
    co_await discover(isLookedAt);
    if (isLookedAt) {
        co_await readClock();
        co_await readEvents();
        co_await readTimes();
    }
    co_await count(isLookedAt);
    if (m_nextSettling.hasExpired()) {
        m_parts.board.settle(m_parts.clock());
        m_nextSettling = QDeadlineTimer(settlingInterval);
    }
}

QCoro::Task<> ConnectionWatch::discover(bool isLookedAt)
{
    if (!m_discovery.isDue() || (!isLookedAt && m_discovery.passes() > 0 && !m_nextRound.hasExpired()))
        co_return;
    const QDeadlineTimer until(discoveryTime);
    const quint64 before = m_discovery.passes();
    const QList<QueueAddress> found = co_await m_discovery.step(m_parts.clients.here(), until);
    for (const QueueAddress &queue : found)
        m_parts.board.seen(queue);
    if (!found.isEmpty() && m_workers)
        m_parts.board.setWorkers(m_connection, m_workers); // of those that are new
    if (m_discovery.passes() > 0)
        m_parts.board.lookedThrough(m_connection);
    m_hasMore = m_discovery.passes() == 0 && m_discovery.passes() == before;
}

// Events have times of Redis, which may be of another machine.
QCoro::Task<> ConnectionWatch::readClock()
{
    Reply time;
    try {
        time = co_await m_parts.clients.here().command(nullptr, "TIME");
    } catch (const redis::RedisError &error) {
        if (error.kind() != redis::RedisError::Kind::Refused)
            throw;
        co_return; // this user may not ask
    }
    const auto part = [&](qsizetype place) { return time.items.value(place).bytes.toLongLong(); };
    const qint64 ahead = part(0) * 1000 + part(1) / 1000 - m_parts.clock(); // seconds, and microseconds
    if (std::abs(ahead - m_clockAheadMs) > sameClockMs) // else each round would have another
        m_clockAheadMs = std::abs(ahead) > sameClockMs ? ahead : 0;
}

QCoro::Task<> ConnectionWatch::readEvents()
{
    const QList<QueueAddress> queues = m_parts.board.queuesOf(m_connection);
    const qint64 earliestMs = m_parts.clock() + m_clockAheadMs - eventsMs;
    const QByteArray earliest = QByteArray::number(earliestMs) + "-0";
    QHash<QueueAddress, Stream> streams; // those that are gone are forgotten
    for (const QueueAddress &queue : queues) {
        Stream stream = m_streams.value(queue);
        if (timeOf(stream.last) < earliestMs)
            stream.last = earliest;
        streams.insert(queue, stream);
    }
    m_streams = std::move(streams);
    for (qsizetype first = 0; first < queues.size(); first += queuesInOneGo) {
        const QList<QueueAddress> some = queues.mid(first, queuesInOneGo);
        co_await readEventsOf(some);
    }
}

QCoro::Task<> ConnectionWatch::readEventsOf(QList<QueueAddress> queues)
{
    QByteArrayList keys;
    QByteArrayList arguments{QByteArray::number(eventsInOneGo)};
    for (const QueueAddress &queue : queues) {
        keys.append(queue.key("events"));
        arguments.append(m_streams.value(queue).last);
    }
    const Reply reply = co_await m_parts.clients.here().run(nullptr, scripts::readEvents, keys, arguments);
    for (qsizetype i = 0; i < queues.size(); ++i)
        noteEvents(queues[i], reply.items.value(i));
}

void ConnectionWatch::noteEvents(const QueueAddress &queue, const Reply &reply)
{
    const qsizetype count = reply.items.size() - 1;
    if (count <= 0)
        return;
    m_changed.insert(queue);
    m_hasMore = m_hasMore || count >= eventsInOneGo;
    for (qsizetype i = 1; i <= count; ++i) {
        QueueEvent event = eventIn(reply.items[i]);
        event.at -= m_clockAheadMs;
        m_parts.board.happened(queue, event);
        m_parts.board.nameSeen(queue, event.name);
        const bool isEnd = event.event == "completed" || event.event == "failed";
        if (isEnd && m_finished.size() < mostTimes)
            m_finished.append({queue, event.jobId});
    }
    m_streams[queue].last = reply.items.last().items.value(0).bytes;
}

// Of a sample, when there are many.
QCoro::Task<> ConnectionWatch::readTimes()
{
    const auto finished = m_finished.mid(std::max<qsizetype>(m_finished.size() - timesInOneGo, 0));
    if (finished.isEmpty())
        co_return;
    QByteArrayList keys;
    for (const auto &[queue, job] : finished)
        keys.append(queue.key(job));
    const Reply reply = co_await m_parts.clients.here().run(nullptr, scripts::readTimes, keys, QByteArrayList());
    m_finished.clear();
    for (qsizetype i = 0; i < finished.size(); ++i) {
        const QList<Reply> times = reply.items.value(i).items;
        if (times.isEmpty())
            continue; // it is removed already
        const auto at = [&](qsizetype place) { return numberIn(times.value(place).bytes); };
        const auto added = at(0);
        const auto started = at(2);
        const auto ended = at(3);
        m_parts.board.nameSeen(finished[i].first, times.value(5).bytes);
        if (!started || !ended)
            continue;
        std::optional<qint64> waited; // of one that was tried again it isn't known
        if (added && at(4).value_or(1) <= 1)
            waited = std::max<qint64>(*started - *added - at(1).value_or(0), 0);
        m_parts.board.finished(finished[i].first, *ended, waited, std::max<qint64>(*ended - *started, 0));
    }
}

// Those to which something happened at once; all of them from time to time, going on where the time was over.
QCoro::Task<> ConnectionWatch::count(bool isLookedAt)
{
    m_changed += m_parts.board.takeTouched(m_connection);
    if (isLookedAt && m_nextRound.remainingTimeAsDuration() > roundInterval)
        m_nextRound = QDeadlineTimer(0); // it was a slow one's
    if (m_toCount.isEmpty() && m_nextRound.hasExpired()) {
        co_await listWorkers();
        m_toCount = m_parts.board.queuesOf(m_connection);
        if (m_toCount.isEmpty())
            m_parts.board.roundDone(m_connection);
        m_nextRound = QDeadlineTimer(isLookedAt ? roundInterval : slowRoundInterval);
    }
    const QList<QueueAddress> changed(m_changed.begin(), m_changed.end());
    const QDeadlineTimer until(countingTime);
    for (qsizetype first = 0; first < changed.size(); first += queuesInOneGo) {
        const QList<QueueAddress> some = changed.mid(first, queuesInOneGo);
        co_await countAll(some);
        m_changed.subtract(QSet<QueueAddress>(some.begin(), some.end()));
    }
    while (!m_toCount.isEmpty() && !until.hasExpired()) {
        const QList<QueueAddress> some = m_toCount.first(std::min(queuesInOneGo, m_toCount.size()));
        m_toCount = m_toCount.sliced(some.size());
        co_await countAll(some);
        if (m_toCount.isEmpty())
            m_parts.board.roundDone(m_connection);
    }
    m_hasMore = m_hasMore || !m_toCount.isEmpty();
}

QCoro::Task<> ConnectionWatch::countAll(QList<QueueAddress> queues)
{
    // Failures are counted by each queue's rule, which most share.
    QHash<qint64, QList<QueueAddress>> byMinutes;
    for (const QueueAddress &queue : queues)
        byMinutes[m_parts.alerts.rulesOf(queue).failedMinutes].append(queue);
    for (auto each = byMinutes.cbegin(); each != byMinutes.cend(); ++each) {
        const QList<QueueAddress> &some = each.value();
        const qint64 since = m_parts.clock() - each.key() * 60'000;
        const QList<QueueGlance> glances = co_await glanceAt(m_parts.clients.here(), some, since, nullptr);
        for (qsizetype i = 0; i < some.size(); ++i) {
            m_parts.board.counted(some[i], glances.value(i), m_parts.clock());
            if (const auto row = m_parts.board.row(some[i]))
                m_parts.alerts.judge(*row, m_parts.clock());
            else
                m_parts.alerts.forget(some[i]); // it is gone
        }
    }
}

QCoro::Task<> ConnectionWatch::listWorkers()
{
    try {
        const Reply reply = co_await m_parts.clients.here().command(nullptr, "CLIENT", "LIST");
        m_workers = WorkerList::fromClientList(reply.bytes);
    } catch (const redis::RedisError &error) {
        if (error.kind() != redis::RedisError::Kind::Refused)
            throw;
        m_workers.reset(); // this user may not ask
    }
    m_parts.board.setWorkers(m_connection, m_workers);
}

} // namespace signalbox::jobs
