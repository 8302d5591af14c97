// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/loop_delay_meter.h"

namespace signalbox {

namespace {

constexpr int busyIntervalMs = 50;
constexpr int idleIntervalMs = 1000;

} // namespace

LoopDelayMeter::LoopDelayMeter(Busy isBusy, Report report, QObject *parent)
    : QObject(parent)
    , m_isBusy(std::move(isBusy))
    , m_report(std::move(report))
{
    m_timer.setTimerType(Qt::PreciseTimer); // a coarse one is late by design
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &LoopDelayMeter::measure);
    arm();
}

void LoopDelayMeter::arm()
{
    m_timer.start(m_isBusy() ? busyIntervalMs : idleIntervalMs);
    m_armed.start();
}

void LoopDelayMeter::measure()
{
    m_report(qMax(0, m_armed.nsecsElapsed() / 1000 - qint64(m_timer.interval()) * 1000));
    arm();
}

} // namespace signalbox
