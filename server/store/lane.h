// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/database_figures.h"
#include "store/database_url.h"
#include "store/lane_health.h"
#include "store/lane_queue.h"
#include "store/lane_worker.h"

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace signalbox::store {

// Threads with a connection each, that take work from one bounded queue. Any thread.
class Lane {
public:
    struct Settings {
        QString name;
        DatabaseUrl url;
        Access access = Access::Write; // what its connections may do
        LaneWorker::Verify verify; // of each new connection
        int connections = 1;
        int queued = 256;
        std::function<void()> wakeWatch; // that calls enforceDeadlines(); any thread
    };
    using StateChanged = std::function<void()>; // called on the lane's threads

    Lane(const Settings &settings, StateChanged stateChanged);
    ~Lane();

    void start();
    void stop(); // what waits is answered Unavailable, what runs is waited for
    void submit(LaneQueue::Entries entries);
    // Drops what waited too long and interrupts what runs too long. False when there is nothing to look after.
    bool enforceDeadlines(WorkItem::Clock::time_point now);

    DatabaseState state() const { return m_health.state(); }
    LaneFigures figures() const;

private:
    QString m_name;
    int m_capacity;
    LaneQueue m_queue;
    LaneHealth m_health;
    std::atomic<quint64> m_refused = 0;
    std::atomic<quint64> m_expired = 0; // while they waited
    std::atomic<quint64> m_unavailable = 0; // when they came
    std::vector<std::unique_ptr<LaneWorker>> m_workers;
};

} // namespace signalbox::store
