// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_board.h"

#include <QDateTime>

#include <algorithm>

namespace signalbox::jobs {

namespace {

constexpr qint64 lookMs = 6000; // how long a look counts
constexpr std::size_t keptEvents = 2000; // of a queue that is followed
constexpr std::size_t keptRemovals = 1000;
constexpr qsizetype keptNames = 100;
constexpr qsizetype longestName = 200;
constexpr std::size_t mostQueues = 20'000;

} // namespace

QueueBoard::Follower::Follower(QueueBoard &board, const QueueAddress &queue)
    : m_board(board)
    , m_queue(queue)
{
    const QMutexLocker lock(&m_board.m_mutex);
    ++m_board.m_followed[m_queue];
}

QueueBoard::Follower::~Follower()
{
    const QMutexLocker lock(&m_board.m_mutex);
    if (--m_board.m_followed[m_queue] > 0)
        return;
    m_board.m_followed.erase(m_queue);
    const auto found = m_board.m_queues.find(m_queue);
    if (found != m_board.m_queues.end())
        found->second.events.clear();
}

void QueueBoard::looked()
{
    m_lookedAt.store(QDateTime::currentMSecsSinceEpoch(), std::memory_order_relaxed);
}

bool QueueBoard::isLookedAt() const
{
    return m_lookers > 0 || QDateTime::currentMSecsSinceEpoch() - m_lookedAt.load(std::memory_order_relaxed) < lookMs;
}

QueueBoard::Changes QueueBoard::changesAfter(quint64 version) const
{
    const QMutexLocker lock(&m_mutex);
    Changes changes;
    changes.version = m_version;
    for (const auto &[address, queue] : m_queues) {
        if (queue.row.version > version && queue.row.countedAt > 0)
            changes.rows.append(queue.row);
    }
    for (auto each = m_removed.rbegin(); each != m_removed.rend() && each->first > version; ++each) {
        if (!m_queues.contains(each->second))
            changes.removed.append(each->second);
    }
    return changes;
}

std::optional<QueueRow> QueueBoard::row(const QueueAddress &queue) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_queues.find(queue);
    return found == m_queues.end() ? std::nullopt : std::optional(found->second.row);
}

bool QueueBoard::isComplete(const QByteArray &connection) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_connections.find(connection);
    return found != m_connections.end() && found->second.isComplete && found->second.rounds > 0;
}

quint64 QueueBoard::rounds(const QByteArray &connection) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_connections.find(connection);
    return found == m_connections.end() ? 0 : found->second.rounds;
}

QList<QueuePoint> QueueBoard::points(const QueueAddress &queue, qint64 fromMs, qint64 toMs, qint64 stepMs) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_queues.find(queue);
    return found == m_queues.end() ? QueueStatistics().points(fromMs, toMs, stepMs)
                                   : found->second.statistics.points(fromMs, toMs, stepMs);
}

QStringList QueueBoard::jobNames(const QueueAddress &queue) const
{
    const QMutexLocker lock(&m_mutex);
    QStringList names;
    const auto found = m_queues.find(queue);
    if (found == m_queues.end())
        return names;
    for (const QByteArray &name : found->second.names)
        names.append(QString::fromUtf8(name));
    names.sort();
    return names;
}

quint64 QueueBoard::newestEvent(const QueueAddress &queue) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_queues.find(queue);
    return found == m_queues.end() ? 0 : found->second.newestEvent;
}

QueueBoard::Events QueueBoard::eventsAfter(const QueueAddress &queue, quint64 known, qsizetype most) const
{
    const QMutexLocker lock(&m_mutex);
    Events told;
    const auto found = m_queues.find(queue);
    if (found == m_queues.end())
        return told;
    const Queue &one = found->second;
    told.newest = one.newestEvent;
    const qint64 news = one.newestEvent > known ? qint64(one.newestEvent - known) : 0;
    const qsizetype count = std::min({qsizetype(news), most, qsizetype(one.events.size())});
    told.skipped = news - count;
    for (auto each = one.events.end() - count; each != one.events.end(); ++each)
        told.events.append(*each);
    return told;
}

void QueueBoard::setOwn(const QSet<QueueAddress> &queues)
{
    const QMutexLocker lock(&m_mutex);
    m_own = queues;
    for (auto &[address, queue] : m_queues) {
        if (queue.row.isOwn == m_own.contains(address))
            continue;
        queue.row.isOwn = !queue.row.isOwn;
        changed(queue);
    }
}

bool QueueBoard::isOwn(const QueueAddress &queue) const
{
    const QMutexLocker lock(&m_mutex);
    return m_own.contains(queue);
}

QueueBoard::Queue &QueueBoard::queue(const QueueAddress &address)
{
    const auto [place, isNew] = m_queues.try_emplace(address);
    if (isNew) {
        place->second.row.address = address;
        place->second.row.isOwn = m_own.contains(address);
    }
    return place->second;
}

void QueueBoard::changed(Queue &queue)
{
    queue.row.version = ++m_version;
}

void QueueBoard::remove(std::map<QueueAddress, Queue>::iterator queue)
{
    m_removed.emplace_back(++m_version, queue->first);
    if (m_removed.size() > keptRemovals)
        m_removed.pop_front();
    m_queues.erase(queue);
}

void QueueBoard::seen(const QueueAddress &address)
{
    const QMutexLocker lock(&m_mutex);
    if (m_queues.size() < mostQueues && !m_queues.contains(address)) {
        queue(address);
        m_touched.insert(address);
    }
}

void QueueBoard::counted(const QueueAddress &address, const QueueGlance &glance, qint64 atMs)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_queues.find(address);
    if (found == m_queues.end())
        return;
    if (!glance.exists && glance.error.isEmpty())
        return remove(found);
    Queue &one = found->second;
    const bool isNews = one.row.countedAt == 0 || one.row.glance != glance || glance.oldestRunnableAt;
    one.row.glance = glance;
    one.row.countedAt = atMs;
    one.statistics.counted(glance, atMs);
    if (isNews)
        changed(one);
}

void QueueBoard::setWorkers(const QByteArray &connection, const std::optional<WorkerList> &workers)
{
    const QMutexLocker lock(&m_mutex);
    for (auto &[address, queue] : m_queues) {
        if (address.connection != connection)
            continue;
        const auto before = queue.row.workers ? queue.row.workers->size() : -1;
        queue.row.workers.reset();
        if (workers)
            queue.row.workers = workers->of(address.prefix, address.name);
        if (before != (queue.row.workers ? queue.row.workers->size() : -1))
            changed(queue);
    }
}

void QueueBoard::happened(const QueueAddress &address, const QueueEvent &event)
{
    using What = QueueStatistics::What;
    const QMutexLocker lock(&m_mutex);
    const auto found = m_queues.find(address);
    if (found == m_queues.end())
        return;
    Queue &one = found->second;
    if (event.event == "added")
        one.statistics.happened(What::Added, event.at);
    else if (event.event == "completed")
        one.statistics.happened(What::Completed, event.at);
    else if (event.event == "failed")
        one.statistics.happened(What::Failed, event.at);
    ++one.newestEvent;
    if (!m_followed.contains(address))
        return;
    one.events.push_back(event);
    if (one.events.size() > keptEvents)
        one.events.pop_front();
}

void QueueBoard::finished(const QueueAddress &address, qint64 atMs, std::optional<qint64> waitMs, qint64 runMs)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_queues.find(address);
    if (found != m_queues.end())
        found->second.statistics.finished(atMs, waitMs, runMs);
}

void QueueBoard::nameSeen(const QueueAddress &address, const QByteArray &name)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_queues.find(address);
    if (found == m_queues.end() || name.isEmpty() || name.size() > longestName)
        return;
    QList<QByteArray> &names = found->second.names;
    if (names.contains(name))
        return;
    names.append(name);
    if (names.size() > keptNames)
        names.removeFirst();
}

void QueueBoard::settle(qint64 nowMs)
{
    const QMutexLocker lock(&m_mutex);
    for (auto &[address, queue] : m_queues) {
        if (queue.statistics.isQuiet(nowMs) && queue.row.rates == QueueRates())
            continue;
        const QueueRates rates = queue.statistics.rates(nowMs);
        if (rates == queue.row.rates)
            continue;
        queue.row.rates = rates;
        changed(queue);
    }
}

void QueueBoard::roundDone(const QByteArray &connection)
{
    const QMutexLocker lock(&m_mutex);
    ++m_connections[connection].rounds;
}

void QueueBoard::lookedThrough(const QByteArray &connection)
{
    const QMutexLocker lock(&m_mutex);
    m_connections[connection].isComplete = true;
}

void QueueBoard::forget(const QByteArray &connection)
{
    const QMutexLocker lock(&m_mutex);
    m_connections.erase(connection);
    for (auto each = m_queues.begin(); each != m_queues.end();) {
        const auto one = each++;
        if (one->first.connection == connection)
            remove(one);
    }
}

QList<QueueAddress> QueueBoard::queuesOf(const QByteArray &connection) const
{
    const QMutexLocker lock(&m_mutex);
    QList<QueueAddress> queues;
    for (const auto &[address, queue] : m_queues) {
        if (address.connection == connection)
            queues.append(address);
    }
    return queues;
}

void QueueBoard::touch(const QueueAddress &queue)
{
    const QMutexLocker lock(&m_mutex);
    m_touched.insert(queue);
}

QSet<QueueAddress> QueueBoard::takeTouched(const QByteArray &connection)
{
    const QMutexLocker lock(&m_mutex);
    QSet<QueueAddress> taken;
    for (auto each = m_touched.begin(); each != m_touched.end();) {
        if (each->connection != connection) {
            ++each;
            continue;
        }
        taken.insert(*each);
        each = m_touched.erase(each);
    }
    return taken;
}

} // namespace signalbox::jobs
