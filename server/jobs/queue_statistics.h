// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_glance.h"

#include <deque>
#include <optional>
#include <vector>

namespace signalbox::jobs {

// Percentiles of durations. A value.
struct DurationFigures {
    qint64 p50 = 0;
    qint64 p95 = 0;
    qint64 p99 = 0;
    qint64 count = 0; // 0: nothing is known

    bool operator==(const DurationFigures &) const = default;
};

struct QueueRates {
    double added = 0; // a second, over the last minute
    double completed = 0;
    double failed = 0;
    DurationFigures wait; // of the jobs finished in the last five minutes
    DurationFigures run;

    bool operator==(const QueueRates &) const = default;
};

// What happened to a queue in a while. A value.
struct QueuePoint {
    qint64 at = 0; // its begin, in ms since the epoch
    qint64 added = 0;
    qint64 completed = 0;
    qint64 failed = 0;
    qint64 waiting = -1; // at its end; -1: not known
    qint64 active = -1;
    qint64 delayed = -1;
    DurationFigures wait;
    DurationFigures run;
};

// Of how a queue has done in the last hour: what happened by second (those in which something did), and how long the
// jobs waited and ran, of a sample. Bounded. One thread at a time.
class QueueStatistics {
public:
    enum class What : quint8 { Added, Completed, Failed };

    void happened(What what, qint64 atMs);
    void finished(qint64 atMs, std::optional<qint64> waitMs, qint64 runMs);
    void counted(const QueueGlance &glance, qint64 atMs);

    QueueRates rates(qint64 nowMs) const;
    bool isQuiet(qint64 nowMs) const; // nothing happened that rates() tells of
    QList<QueuePoint> points(qint64 fromMs, qint64 toMs, qint64 stepMs) const;

private:
    struct Grid {
        qint64 first = 0; // milliseconds since the epoch
        qint64 step = 0; // milliseconds
        QList<QueuePoint> points;
    };
    struct Second {
        qint64 at = 0; // in seconds since the epoch
        quint32 added = 0;
        quint32 completed = 0;
        quint32 failed = 0;
        qint64 waiting = -1;
        qint64 active = -1;
        qint64 delayed = -1;
    };
    struct Sample {
        qint64 at = 0; // in ms
        qint64 waitMs = -1; // -1: not known
        qint64 runMs = 0;
    };

    Second &second(qint64 at);
    void forget();
    void addCounts(Grid &grid) const;
    void addTimes(Grid &grid) const;

    std::deque<Second> m_seconds; // by time
    std::deque<Sample> m_samples; // about by time
};

} // namespace signalbox::jobs
