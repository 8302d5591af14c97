// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "histogram.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace signalbox::app {

// How late the main thread came to a timer, from some seconds after the start on: what scripts/bench reads
// (SIGNALBOX_LAG_REPORT names the file). Main thread.
class LagReport : public QObject {
    Q_OBJECT
public:
    explicit LagReport(QString file, QObject *parent = nullptr);

    void write() const; // {"samples", "p50Ms", "p99Ms", "maxMs"}

private:
    void tick();

    QString m_file;
    QTimer m_timer;
    QElapsedTimer m_sinceTick;
    Histogram m_late; // µs
    qint64 m_worst = 0; // µs
};

} // namespace signalbox::app
