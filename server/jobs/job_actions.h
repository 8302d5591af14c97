// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_row.h"
#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>
#include <QFuture>
#include <QStringView>

#include <array>
#include <functional>

namespace signalbox::jobs {

enum class JobAction : quint8 { Retry, MoveToWait, Promote, Remove, Duplicate, Cancel, Fail };
inline constexpr std::array allJobActions{JobAction::Retry,  JobAction::MoveToWait, JobAction::Promote,
                                          JobAction::Remove, JobAction::Duplicate,  JobAction::Cancel,
                                          JobAction::Fail};

QLatin1StringView nameOf(JobAction action);
std::optional<JobAction> jobActionNamed(QStringView name);
bool suits(JobAction action, JobState state); // it can be done to a job there

// What became of a job. A value.
struct ActionResult {
    QByteArray id;
    QString error; // empty: it is done
};

// Tells a job that runs on this server to stop: false when none does. Any thread.
using CancelJob = std::function<QFuture<bool>(const QueueAddress &queue, const QByteArray &jobId, const QString &why)>;

// Acts on jobs of a queue as BullMQ does, by its scripts. On the client's thread; throws RedisError. The client and
// `spans` outlive the tasks.
class JobActions {
public:
    JobActions(redis::Client &client, QueueAddress queue, telemetry::SpanSink *spans, CancelJob cancel = {});

    // On each, whose state is as the row says, or it is told that it is another one.
    QCoro::Task<QList<ActionResult>> apply(JobAction action, QList<JobRow> rows);
    // Of a job: what is wrong, or empty.
    QCoro::Task<QString> updateData(QByteArray id, QByteArray json);
    QCoro::Task<QString> changeDelay(QByteArray id, qint64 delayMs);
    QCoro::Task<QString> changePriority(QByteArray id, qint64 priority, bool isLifo);

private:
    redis::Pending ask(JobAction action, const JobRow &row);
    redis::Pending reprocess(const JobRow &row, bool resetsAttempts);
    redis::Pending promote(const JobRow &row);
    QCoro::Task<> hasten(QList<JobRow> removals);
    QCoro::Task<QString> actAlone(JobAction action, JobRow row);
    QCoro::Task<QString> duplicate(JobRow row);
    QCoro::Task<QString> fail(JobRow row);
    QCoro::Task<QString> cancel(JobRow row);

    QByteArray key(QByteArrayView suffix) const { return m_queue.key(suffix); }

    redis::Client &m_client;
    const QueueAddress m_queue;
    telemetry::SpanSink *m_spans;
    const CancelJob m_cancel;
};

} // namespace signalbox::jobs
