// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <functional>

namespace signalbox {

// Measures how late the event loop of its thread is, by a timer that should have fired. It looks often while there is
// something to be late for, and seldom otherwise, so that an idle server hardly wakes the machine.
class LoopDelayMeter : public QObject {
    Q_OBJECT
public:
    using Report = std::function<void(qint64 microseconds)>;
    using Busy = std::function<bool()>;

    LoopDelayMeter(Busy isBusy, Report report, QObject *parent = nullptr);

private:
    void arm();
    void measure();

    Busy m_isBusy;
    Report m_report;
    QTimer m_timer;
    QElapsedTimer m_armed;
};

} // namespace signalbox
