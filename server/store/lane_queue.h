// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/work_item.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

namespace signalbox::store {

// Work that waits for a thread of its lane, the first to come first, up to a bound. Any thread.
//
// Most work takes less time than it takes to wake a thread. So as long as a thread is at work another is only put to
// work when something has waited for a millisecond; one that is idle watches over that.
class LaneQueue {
public:
    using Clock = WorkItem::Clock;
    struct Entry {
        std::shared_ptr<WorkItem> item;
        Access access = Access::Read;
    };
    using Entries = std::vector<Entry>;

    LaneQueue(int capacity, int threads); // all of which are at work until they first pop()

    Entries push(Entries entries); // gives back what it has no room for, or all when it is closed
    // The next one for a thread, which is at work until it asks again. Nothing at `until`, or when the queue is closed.
    Entry pop(Clock::time_point until);
    // The next one for a thread that is at work, when it reads and was submitted before that moment.
    Entry popReading(Clock::time_point submittedBefore);
    std::deque<Entry> takeExpired(Clock::time_point now);
    std::deque<Entry> close(); // what was left
    bool isClosed() const;
    int size() const;

private:
    using Lock = std::unique_lock<std::mutex>;

    Entry takeFirst();
    bool isLate() const;
    bool needsThread() const;
    bool sleep(Lock &lock, Clock::time_point until);

    const std::size_t m_capacity;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed; // told without the mutex, for which who is woken would only wait again
    std::deque<Entry> m_entries;
    int m_busy; // threads
    int m_idle = 0;
    bool m_watched = false; // by an idle thread
    bool m_closed = false;
};

} // namespace signalbox::store
