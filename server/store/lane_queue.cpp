// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/lane_queue.h"

#include <QDeadlineTimer>

#include <utility>

namespace signalbox::store {

LaneQueue::LaneQueue(int capacity)
    : m_capacity(std::size_t(qMax(1, capacity)))
{
}

bool LaneQueue::push(Entry entry)
{
    const QMutexLocker lock(&m_mutex);
    if (m_closed || m_entries.size() >= m_capacity)
        return false;
    m_entries.push_back(std::move(entry));
    m_changed.wakeOne();
    return true;
}

LaneQueue::Entry LaneQueue::pop(Clock::time_point until)
{
    const QDeadlineTimer timer =
        until == Clock::time_point::max() ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(until);
    const QMutexLocker lock(&m_mutex);
    while (m_entries.empty() && !m_closed) {
        if (!m_changed.wait(&m_mutex, timer))
            break;
    }
    if (m_entries.empty())
        return {};
    Entry entry = std::move(m_entries.front());
    m_entries.pop_front();
    return entry;
}

std::deque<LaneQueue::Entry> LaneQueue::takeExpired(Clock::time_point now)
{
    const QMutexLocker lock(&m_mutex);
    std::deque<Entry> expired;
    const auto isExpired = [now](const Entry &entry) { return entry.item->deadline <= now; };
    std::ranges::copy_if(m_entries, std::back_inserter(expired), isExpired);
    std::erase_if(m_entries, isExpired);
    return expired;
}

std::deque<LaneQueue::Entry> LaneQueue::close()
{
    const QMutexLocker lock(&m_mutex);
    m_closed = true;
    m_changed.wakeAll();
    return std::exchange(m_entries, {});
}

bool LaneQueue::isClosed() const
{
    const QMutexLocker lock(&m_mutex);
    return m_closed;
}

int LaneQueue::size() const
{
    const QMutexLocker lock(&m_mutex);
    return int(m_entries.size());
}

} // namespace signalbox::store
