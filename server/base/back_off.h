// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>

namespace signalbox {

// When to try again what fails: at once, then later and later up to a bound, and never all at the same moment. One
// thread.
class BackOff {
public:
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::milliseconds;

    BackOff(Milliseconds shortest, Milliseconds longest)
        : m_shortest(shortest)
        , m_longest(longest)
    {
    }

    bool isDue(Clock::time_point now) const { return now >= m_next; }
    Clock::time_point next() const { return m_next; }
    void failed(Clock::time_point now); // the next is due a quarter sooner or later than its delay
    void succeeded();

private:
    Milliseconds m_shortest;
    Milliseconds m_longest;
    Clock::time_point m_next{};
    Milliseconds m_delay{0};
};

} // namespace signalbox
