// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/back_off.h"

#include <QRandomGenerator>

#include <algorithm>

namespace signalbox {

void BackOff::failed(Clock::time_point now)
{
    m_delay = std::clamp(m_delay * 2, m_shortest, m_longest);
    const double jitter = 0.75 + QRandomGenerator::global()->bounded(0.5);
    m_next = now + std::chrono::duration_cast<Milliseconds>(m_delay * jitter);
}

void BackOff::succeeded()
{
    m_next = {};
    m_delay = Milliseconds(0);
}

} // namespace signalbox
