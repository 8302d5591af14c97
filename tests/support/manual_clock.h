// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/deadline_clock.h"

#include <QTest>

namespace signalbox::test {

// A gate's time, which stands still until a test moves it. Outlives the gate; on its thread.
class ManualClock {
public:
    gate::DeadlineClock clock()
    {
        return [this] {
            ++m_readings;
            return m_now;
        };
    }

    // Moves it, and waits for the gate to have looked at it since.
    bool advance(std::chrono::milliseconds by)
    {
        m_now += by;
        const int before = m_readings;
        return QTest::qWaitFor([&] { return m_readings > before; });
    }

private:
    std::chrono::steady_clock::time_point m_now;
    int m_readings = 0;
};

} // namespace signalbox::test
