// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/state.h"
#include "redis/trouble.h"

#include <QMutex>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>

namespace signalbox::redis {

// What others may know of a client: it counts, without a lock, and any thread reads.
class ClientMonitor {
public:
    using Clock = std::chrono::steady_clock;

    struct Link { // how its connection is
        State::Kind kind = State::Kind::Starting;
        QString error;
        QString hint;
        Breaker breaker = Breaker::Closed;
        quint64 opened = 0;
    };

    // The client's thread.
    void asked() { add(m_commands); }
    void answered(Clock::duration took);
    void failed(RedisError::Kind kind); // one that was asked
    void wasReadOnly();
    void setPending(quint64 count) { m_pending.store(count, std::memory_order_relaxed); }
    void setLink(const Link &link);
    void wasInterrupted() const; // before whoever waits is told, and before another connection is used
    // Set before anything else.
    std::function<void()> changed; // called by setLink()
    std::function<void()> interrupted; // called by wasInterrupted()

    // Any thread.
    Link link() const;
    void addTo(Figures &figures) const;

private:
    using Counter = std::atomic<quint64>;
    static void add(Counter &counter, quint64 count = 1); // one thread writes

    Counter m_commands = 0;
    Counter m_failed = 0;
    Counter m_timedOut = 0;
    Counter m_refused = 0;
    Counter m_pending = 0;
    std::atomic<Clock::rep> m_readOnlyAt = 0;
    std::array<Counter, Histogram::bucketCount> m_latency{};
    mutable QMutex m_mutex; // for what follows
    Link m_link;
};

} // namespace signalbox::redis
