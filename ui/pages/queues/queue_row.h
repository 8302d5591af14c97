// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_state.h"
#include "percentiles.h"

#include <QCborMap>
#include <QList>

#include <array>
#include <limits>
#include <optional>

namespace signalbox::ui {

// How many jobs of a queue are in each state. A value.
struct QueueCounts {
    std::array<qint64, JobStateCount> jobs{};

    qint64 of(JobState state) const { return jobs[size_t(state)]; }
    qint64 total() const;
    qint64 toRun() const; // waits, in whatever way, but for its children
    bool operator==(const QueueCounts &) const = default;

    static QueueCounts fromCbor(const QCborMap &map);
};

// How long jobs that have finished lately took to do something, in milliseconds. A value.
struct QueueTimes {
    Percentiles percentiles; // NaN while nothing was measured
    qint64 count = 0;

    bool operator==(const QueueTimes &other) const; // two that are not known are equal

    static QueueTimes fromCbor(const QCborMap &map);
};

struct QueueRateLimit {
    qint64 max = 0;
    qint64 durationMs = 0;
    bool operator==(const QueueRateLimit &) const = default;
};

// A queue as the admin API tells of it. A value.
struct QueueRow {
    static constexpr double Unknown = std::numeric_limits<double>::quiet_NaN();

    QString id;
    QString connection; // its id
    QString prefix;
    QString name;
    QueueCounts counts;
    bool paused = false;
    std::optional<qint64> concurrency; // of all its workers together; none: no limit
    std::optional<QueueRateLimit> rateLimit;
    double rateLimitedForMs = Unknown;
    std::optional<qint64> workers; // none: Redis doesn't tell
    bool own = false; // this server works on it
    bool consumed = true;
    qint64 schedulers = 0;
    double oldestWaitingMs = Unknown;
    double addedPerSecond = Unknown;
    double completedPerSecond = Unknown;
    double failedPerSecond = Unknown;
    QueueTimes waitTimes;
    QueueTimes runTimes;
    qint64 countedAtMs = 0; // since the epoch, by the server's clock
    QString error; // why nothing more is known

    bool lacksWorker() const { return !consumed && !paused; }
    bool isRateLimited() const { return rateLimitedForMs > 0; }
    double finishedPerSecond() const; // completed and failed; NaN when it is not known
    bool operator==(const QueueRow &other) const;

    static QueueRow fromCbor(const QCborMap &map);
    static QList<QueueRow> listFromCbor(const QCborValue &array);
};

} // namespace signalbox::ui
