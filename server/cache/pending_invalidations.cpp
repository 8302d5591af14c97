// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/pending_invalidations.h"

namespace signalbox::cache {

void PendingInvalidations::addFailed(Namespace &space, const QByteArrayList &ids, quint64 logId)
{
    const QMutexLocker lock(&m_mutex);
    for (const QByteArray &id : ids)
        insert(space, id, logId);
}

void PendingInvalidations::insert(Namespace &space, const QByteArray &id, quint64 logId)
{
    const Key key{&space, id};
    if (m_failed.size() >= most && !m_failed.contains(key))
        return overflow(space);
    Failed &failed = m_failed[key];
    failed.number = ++m_number;
    if (logId > 0 && failed.logIds.size() < mostLogIds)
        failed.logIds.append(logId);
}

void PendingInvalidations::overflow(Namespace &space)
{
    if (!m_overflowed.contains(&space))
        m_overflowed.append(&space);
}

void PendingInvalidations::addUndecided(Namespace &space, const QByteArrayList &ids, Clock::time_point now)
{
    const QMutexLocker lock(&m_mutex);
    for (const QByteArray &id : ids) {
        insert(space, id, 0);
        if (qsizetype(m_undecided.size()) >= most)
            overflow(space);
        else
            m_undecided.push_back({&space, id, now + undecidedFor});
    }
}

void PendingInvalidations::addTold(Namespace &space, const QByteArrayList &ids, Clock::time_point now)
{
    const QMutexLocker lock(&m_mutex);
    for (const QByteArray &id : ids)
        m_told.push_back({&space, id, now});
    while (!m_told.empty() && (qsizetype(m_told.size()) > most || m_told.front().at + remembered < now))
        m_told.pop_front();
}

QList<PendingInvalidations::Item> PendingInvalidations::due(Clock::time_point now)
{
    const QMutexLocker lock(&m_mutex);
    for (; !m_undecided.empty() && m_undecided.front().at <= now; m_undecided.pop_front())
        insert(*m_undecided.front().space, m_undecided.front().id, 0);
    QList<Item> items;
    for (auto failed = m_failed.cbegin(); failed != m_failed.cend(); ++failed)
        items.append({failed.key().first, failed.key().second, failed->number, failed->logIds});
    return items;
}

QList<PendingInvalidations::Item> PendingInvalidations::told(Clock::time_point now)
{
    const QMutexLocker lock(&m_mutex);
    QList<Item> items;
    for (const Timed &told : m_told) {
        if (told.at + remembered >= now)
            items.append({told.space, told.id});
    }
    return items;
}

void PendingInvalidations::settle(const QList<Item> &items)
{
    const QMutexLocker lock(&m_mutex);
    for (const Item &item : items) {
        const auto failed = m_failed.constFind({item.space, item.id});
        if (failed != m_failed.cend() && failed->number == item.number)
            m_failed.erase(failed);
    }
}

QList<Namespace *> PendingInvalidations::takeOverflowed()
{
    const QMutexLocker lock(&m_mutex);
    return std::exchange(m_overflowed, {});
}

void PendingInvalidations::putOverflowed(Namespace &space)
{
    const QMutexLocker lock(&m_mutex);
    overflow(space);
}

qint64 PendingInvalidations::count(const Namespace *space) const
{
    const QMutexLocker lock(&m_mutex);
    if (!space)
        return m_failed.size();
    return std::count_if(m_failed.keyBegin(), m_failed.keyEnd(),
                         [space](const Key &key) { return key.first == space; });
}

QList<PendingInvalidations::Item> PendingInvalidations::all() const
{
    const QMutexLocker lock(&m_mutex);
    QList<Item> items;
    for (auto failed = m_failed.cbegin(); failed != m_failed.cend(); ++failed)
        items.append({failed.key().first, failed.key().second});
    for (const Timed &undecided : m_undecided)
        items.append({undecided.space, undecided.id});
    return items;
}

} // namespace signalbox::cache
