// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/redis_connection.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace signalbox::jobs {

// How long it is tried again to tell something to a Redis that doesn't answer, and how often: not for long once the
// worker is to close. The worker's thread.
class Insistence {
public:
    using Milliseconds = std::chrono::milliseconds;

    Insistence(std::shared_ptr<RedisConnection> connection, Milliseconds atMost)
        : m_connection(std::move(connection))
        , m_pause(m_connection)
        , m_atMost(atMost)
    {
    }

    bool isOver() const
    {
        const Milliseconds atMost = m_connection->isClosing() ? std::min(m_atMost, whenClosing) : m_atMost;
        return m_connection->isGone() || Clock::now() - m_since > atMost;
    }
    // Until the next try; the longer, the more there were.
    WakeUp::Awaiter pause() { return m_pause.wait(std::exchange(m_next, std::min(m_next * 2, longestPause))); }

private:
    using Clock = std::chrono::steady_clock;

    static constexpr Milliseconds whenClosing{5000};
    static constexpr Milliseconds longestPause{1000};

    const std::shared_ptr<RedisConnection> m_connection;
    RedisConnection::Pause m_pause;
    const Milliseconds m_atMost;
    const Clock::time_point m_since = Clock::now();
    Milliseconds m_next{50};
};

} // namespace signalbox::jobs
