// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_state.h"
#include "redis/reply.h"

#include <QJsonArray>

namespace signalbox::jobs {

// A job as lists show it. A value.
struct JobRow {
    QByteArray id;
    std::optional<JobState> state; // none: in no state's list
    QByteArray score; // in its state's sorted set
    qint64 at = 0; // by which its state is ordered
    bool exists = true; // else only its id is left in the state's list
    QByteArray name;
    QByteArray data; // its beginning
    QByteArray progress; // JSON
    std::optional<QByteArray> failedReason;
    std::optional<qint64> timestamp;
    qint64 delayMs = 0;
    qint64 priority = 0;
    std::optional<qint64> processedOn;
    std::optional<qint64> finishedOn;
    qint64 attemptsMade = 0;
    qint64 attempts = 0;
    QByteArray worker;
    bool hasParent = false;
    QByteArray scheduler;
    bool isLifo = false;
    qint64 addedDelayMs = 0; // that it was added with
    qint64 dataSize = 0; // bytes of all of it
    std::optional<qint64> waitedMs; // until it was started; of one that was tried again it isn't known
    std::optional<qint64> index; // in its state's list, from the head; of those that were found that way round

    static JobRow fromReply(const redis::Reply &reply); // of scripts::jobs
};

// A page of a state. A value.
struct JobPage {
    qint64 total = 0;
    QList<JobRow> rows;
};

// Where a walk through a state is. A value.
struct WalkPlace {
    qint64 index = 0; // of a list
    QByteArray id; // the last one that was looked at
    QByteArray score; // its, in a sorted set

    QJsonArray toJson() const; // in a cursor
    static std::optional<WalkPlace> fromJson(const QJsonValue &value);
};

struct WalkStep {
    qint64 total = 0;
    qint64 scanned = 0; // fewer than were asked for when their data is large
    bool isEnd = false; // of the state
    WalkPlace place;
    QList<JobRow> rows;
};

std::optional<qint64> numberIn(const QByteArray &text);

} // namespace signalbox::jobs
