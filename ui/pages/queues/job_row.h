// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_state.h"

#include <QCborMap>
#include <QList>

#include <limits>
#include <optional>

namespace signalbox::ui {

// How far a job is: BullMQ lets it be a number of percent or anything else. A value.
struct JobProgress {
    double share = std::numeric_limits<double>::quiet_NaN(); // 0 to 1; NaN: it is told otherwise, or not at all
    QString text; // "42 %", or what the job says

    bool isKnown() const { return !text.isEmpty(); }
    bool operator==(const JobProgress &other) const { return text == other.text; }

    static JobProgress fromCbor(const QCborValue &value);
};

// A job of a queue as the lists of the admin API tell of it. Times are milliseconds since the epoch, 0 when there is
// none, durations NaN when they aren't known. A value.
struct JobRow {
    static constexpr double Unknown = std::numeric_limits<double>::quiet_NaN();

    QString id;
    QString name;
    std::optional<JobState> state; // none: it is gone
    qint64 priority = 0;
    qint64 delayMs = 0;
    qint64 attemptsMade = 0;
    qint64 attempts = 1;
    JobProgress progress;
    QString dataPreview;
    QString failedReason;
    qint64 atMs = 0; // by which its state is ordered
    qint64 addedAtMs = 0;
    qint64 processedAtMs = 0;
    qint64 finishedAtMs = 0;
    qint64 dueAtMs = 0;
    double waitMs = Unknown;
    double runMs = Unknown;
    QString worker;
    QString scheduler; // that made it
    bool parent = false; // has one
    bool missing = false; // there is an id, and nothing behind it

    bool isGone() const { return !state; }
    QString stateText() const;
    Theme::Role stateColour() const;
    double runMsNow() const; // of what still runs, until now
    QString attemptsText() const; // "2 of 5"
    QString attemptText() const; // "attempt 2 of 3": which one runs, or how many have

    static JobRow fromCbor(const QCborMap &map);
    static QList<JobRow> listFromCbor(const QCborValue &items);
};

// With the day when it isn't today, to the millisecond; "–" for 0.
QString jobMoment(qint64 atMs);
// A JSON value as it is to be written, its members in the order in which they came.
QByteArray jsonOf(const QCborValue &value);

} // namespace signalbox::ui
