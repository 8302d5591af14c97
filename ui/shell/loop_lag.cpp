// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/loop_lag.h"

#include <algorithm>

namespace signalbox::ui {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds Interval = 20ms;
constexpr std::size_t Kept = 5s / Interval;
constexpr std::size_t PerSecond = 1s / Interval;

} // namespace

LoopLag::LoopLag(QObject *parent)
    : QObject(parent)
{
    m_lateMs.reserve(Kept);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &LoopLag::tick);
    m_since.start();
    m_timer.start(Interval);
}

double LoopLag::p99Ms() const
{
    if (m_lateMs.empty())
        return 0;
    std::vector<double> sorted = m_lateMs;
    const auto at = sorted.begin() + std::ptrdiff_t(sorted.size() * 99 / 100);
    std::ranges::nth_element(sorted, at);
    return *at;
}

double LoopLag::maxMs() const
{
    return m_lateMs.empty() ? 0 : std::ranges::max(m_lateMs);
}

void LoopLag::tick()
{
    const double elapsedMs = double(m_since.nsecsElapsed()) / 1e6;
    m_since.restart();
    const double late = std::max(0.0, elapsedMs - double(Interval.count()));
    if (m_lateMs.size() < Kept)
        m_lateMs.push_back(late);
    else
        m_lateMs[m_next % Kept] = late;
    if (++m_next % PerSecond == 0)
        emit measured();
}

} // namespace signalbox::ui
