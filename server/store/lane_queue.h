// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/work_item.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace signalbox::store {

// Work that waits for a thread of its lane, the first to come first, up to a bound. Any thread.
class LaneQueue {
public:
    using Clock = WorkItem::Clock;
    struct Entry {
        std::shared_ptr<WorkItem> item;
        Access access = Access::Read;
    };

    explicit LaneQueue(int capacity);

    bool push(Entry entry); // false when it is full or closed
    // The next one, or nothing at `until`, or when the queue is closed.
    Entry pop(Clock::time_point until);
    std::deque<Entry> takeExpired(Clock::time_point now);
    std::deque<Entry> close(); // what was left
    bool isClosed() const;
    int size() const;

private:
    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed; // told without the mutex, for which who is woken would only wait again
    std::deque<Entry> m_entries;
    bool m_closed = false;
};

} // namespace signalbox::store
