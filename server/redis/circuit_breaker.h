// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/state.h"

#include <chrono>

namespace signalbox::redis {

// Whether commands are sent, or fail at once since Redis is away or too slow. The rules only; of one client, on its
// thread.
class CircuitBreaker {
public:
    using Clock = std::chrono::steady_clock;

    Breaker state() const { return m_state; }
    bool lets() const { return m_state == Breaker::Closed; }
    quint64 opened() const { return m_opened; } // how often

    void answeredInTime(Clock::time_point at) { m_lastInTime = at; }
    // Whether to open, since a command that was sent then has had no reply by its deadline: when no other had one in
    // time since. A single slow one among quick ones only fails itself.
    bool isTooLate(Clock::time_point sent) const { return m_lastInTime < sent; }

    void open();
    void probe(); // unless it is closed
    void close();

private:
    Breaker m_state = Breaker::Closed;
    Clock::time_point m_lastInTime{};
    quint64 m_opened = 0;
};

} // namespace signalbox::redis
