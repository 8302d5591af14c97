// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "percentiles.h"
#include "widgets/charts/time_series.h"

namespace signalbox::ui {

// What one step saw of a queue.
struct QueuePoint {
    qint64 atMs = 0; // since the epoch; the step's beginning
    qint64 added = 0;
    qint64 completed = 0;
    qint64 failed = 0;
    qint64 waiting = 0;
    qint64 active = 0;
    qint64 delayed = 0;
    Percentiles wait; // of what finished; NaN when nothing did; so is the next
    Percentiles run;

    bool isIdle() const { return added + completed + failed == 0; }
    static QueuePoint fromCbor(const QCborMap &map);
};

// A queue over time, as the admin API gives it.
class QueueSeries : public TimeSeries<QueuePoint> {
public:
    static QueueSeries fromCbor(const QCborMap &answer);
};

} // namespace signalbox::ui
