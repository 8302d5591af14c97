// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/lane_queue.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace signalbox::store {

namespace {

constexpr std::chrono::milliseconds patience{1};

} // namespace

LaneQueue::LaneQueue(int capacity, int threads)
    : m_capacity(std::size_t(qMax(1, capacity)))
    , m_busy(threads)
{
}

LaneQueue::Entries LaneQueue::push(Entries entries)
{
    bool needs = false;
    {
        const std::lock_guard lock(m_mutex);
        const std::size_t room = m_closed ? 0 : m_capacity - std::min(m_capacity, m_entries.size());
        const auto rest = entries.begin() + std::ptrdiff_t(std::min(room, entries.size()));
        std::move(entries.begin(), rest, std::back_inserter(m_entries));
        entries.erase(entries.begin(), rest);
        needs = needsThread();
    }
    if (needs)
        m_changed.notify_one();
    return entries;
}

LaneQueue::Entry LaneQueue::pop(Clock::time_point until)
{
    Lock lock(m_mutex);
    --m_busy;
    bool mayTake = true; // it was at work
    while (!m_closed) {
        if (!m_entries.empty() && (mayTake || m_busy == 0 || isLate())) {
            ++m_busy;
            Entry entry = takeFirst();
            const bool needs = needsThread();
            lock.unlock();
            if (needs)
                m_changed.notify_one();
            return entry;
        }
        mayTake = false;
        if (!sleep(lock, until))
            break;
    }
    ++m_busy;
    return {};
}

LaneQueue::Entry LaneQueue::popReading(Clock::time_point submittedBefore)
{
    const std::lock_guard lock(m_mutex);
    const bool fits = !m_entries.empty() && m_entries.front().access == Access::Read
        && m_entries.front().item->submitted() < submittedBefore;
    return fits ? takeFirst() : Entry();
}

LaneQueue::Entry LaneQueue::takeFirst()
{
    Entry entry = std::move(m_entries.front());
    m_entries.pop_front();
    return entry;
}

bool LaneQueue::isLate() const
{
    return Clock::now() >= m_entries.front().item->submitted() + patience;
}

// To work, or to watch over what waits.
bool LaneQueue::needsThread() const
{
    return !m_entries.empty() && m_idle > 0 && (m_busy == 0 || !m_watched);
}

// False when it is later than `until`.
bool LaneQueue::sleep(Lock &lock, Clock::time_point until)
{
    ++m_idle;
    if (m_busy > 0 && !m_watched) {
        m_watched = true;
        m_changed.wait_until(lock, std::min(until, Clock::now() + patience));
        m_watched = false;
    } else if (until == Clock::time_point::max()) {
        m_changed.wait(lock);
    } else {
        m_changed.wait_until(lock, until);
    }
    --m_idle;
    return Clock::now() < until;
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
