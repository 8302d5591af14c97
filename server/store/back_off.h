// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>

namespace signalbox::store {

// When to try again what fails: at once, then later and later up to some seconds, and never all at the same moment.
// One thread.
class BackOff {
public:
    using Clock = std::chrono::steady_clock;

    bool isDue(Clock::time_point now) const { return now >= m_next; }
    Clock::time_point next() const { return m_next; }
    void failed(Clock::time_point now);
    void succeeded();

private:
    Clock::time_point m_next{};
    std::chrono::milliseconds m_delay{0};
};

} // namespace signalbox::store
