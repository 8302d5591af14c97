// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>
#include <QJsonObject>

namespace signalbox::jobs {

// What a scheduler is to be. A value; times are milliseconds since the epoch.
struct SchedulerPlan {
    QByteArray id;
    QByteArray name; // of its jobs
    QByteArray pattern; // of cron; empty: each everyMs
    qint64 everyMs = 0;
    QByteArray timezone; // empty: the machine's
    std::optional<qint64> startAt;
    std::optional<qint64> endAt;
    std::optional<qint64> limit; // of runs
    std::optional<qint64> offsetMs; // of an interval: its runs come so much after its multiples since the epoch
    bool isImmediate = false; // the first run of a pattern is now; that of an interval always is, without startAt
    QByteArray data = "{}"; // JSON
    QJsonObject options; // of its jobs, with BullMQ's short names
};

// The next times of a pattern after `afterMs`, `count` at most, none after `endAt`; or why it can't be read.
std::variant<QList<qint64>, QString> nextTimes(const QByteArray &pattern, const QByteArray &timezone, qint64 afterMs,
                                               int count, std::optional<qint64> endAt = {});

// Makes a scheduler, or changes it: its next job goes, and the one of the new plan comes. On the client's thread, as
// Node's upsertJobScheduler. Throws RedisError, JobError, and InvalidJob for a plan that can't be: one that never
// comes, a pattern or a time zone that can't be read… The client and `spans` outlive the task.
QCoro::Task<> upsertScheduler(redis::Client &client, QueueAddress queue, SchedulerPlan plan,
                              telemetry::SpanSink *spans);

} // namespace signalbox::jobs
