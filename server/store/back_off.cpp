// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/back_off.h"

#include <QRandomGenerator>

#include <algorithm>

namespace signalbox::store {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds shortest{100};
constexpr milliseconds longest{4000};

} // namespace

void BackOff::failed(Clock::time_point now)
{
    m_delay = std::clamp(m_delay * 2, shortest, longest);
    const double jitter = 0.75 + QRandomGenerator::global()->bounded(0.5);
    m_next = now + std::chrono::duration_cast<milliseconds>(m_delay * jitter);
}

void BackOff::succeeded()
{
    *this = BackOff();
}

} // namespace signalbox::store
