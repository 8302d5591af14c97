// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/lane_queue.h"

#include <utility>

namespace signalbox::store {

LaneQueue::LaneQueue(int capacity)
    : m_capacity(std::size_t(qMax(1, capacity)))
{
}

bool LaneQueue::push(Entry entry)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed || m_entries.size() >= m_capacity)
            return false;
        m_entries.push_back(std::move(entry));
    }
    m_changed.notify_one();
    return true;
}

LaneQueue::Entry LaneQueue::pop(Clock::time_point until)
{
    std::unique_lock lock(m_mutex);
    const auto isOver = [this] { return !m_entries.empty() || m_closed; };
    if (until == Clock::time_point::max())
        m_changed.wait(lock, isOver);
    else
        m_changed.wait_until(lock, until, isOver);
    if (m_entries.empty())
        return {};
    Entry entry = std::move(m_entries.front());
    m_entries.pop_front();
    return entry;
}

std::deque<LaneQueue::Entry> LaneQueue::takeExpired(Clock::time_point now)
{
    const std::lock_guard lock(m_mutex);
    std::deque<Entry> expired;
    const auto isExpired = [now](const Entry &entry) { return entry.item->deadline <= now; };
    std::ranges::copy_if(m_entries, std::back_inserter(expired), isExpired);
    std::erase_if(m_entries, isExpired);
    return expired;
}

std::deque<LaneQueue::Entry> LaneQueue::close()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_changed.notify_all();
    return std::exchange(m_entries, {});
}

bool LaneQueue::isClosed() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

int LaneQueue::size() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_entries.size());
}

} // namespace signalbox::store
