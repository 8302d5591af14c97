// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_row.h"
#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>
#include <QHash>
#include <QJsonObject>
#include <QSet>

namespace signalbox::jobs {

// All that is known of a job. A value.
struct JobDetail {
    JobRow row;
    QHash<QByteArray, QByteArray> fields; // of its hash, long ones cut; of stack traces the end is left
    QSet<QByteArray> cut; // their names
    qint64 logs = 0; // lines
    QByteArray lock; // its worker's token; empty: none
    qint64 processedChildren = 0;
    qint64 unprocessedChildren = 0;
    qint64 ignoredChildren = 0;
    qint64 failedChildren = 0;

    QByteArray field(const QByteArray &name) const { return fields.value(name); }
    bool isCut(const QByteArray &name) const { return cut.contains(name); }
};

struct JobLogs {
    QByteArrayList lines; // a long one is cut, and says so
    qint64 total = 0;
    qint64 from = 0;
};

// Reads a queue of BullMQ's, in bounded pieces. On the client's thread; throws RedisError. The client and `spans`
// outlive the tasks.
class QueueReader {
public:
    QueueReader(redis::Client &client, QueueAddress queue, telemetry::SpanSink *spans);

    enum class Order : quint8 { Newest, Oldest };
    QCoro::Task<JobPage> page(JobState state, Order order, qint64 from, qint64 limit);
    // Goes on from `place`; only those that match `filter`, which is that of scripts::jobs.
    QCoro::Task<WalkStep> walk(JobState state, Order order, WalkPlace place, qint64 count, QJsonObject filter);
    // Each, in that order, with its state. Of a job that is in none but has not ended, while very many wait, it is
    // supposed that it does, too.
    QCoro::Task<QList<JobRow>> rows(QByteArrayList ids);
    QCoro::Task<std::optional<JobDetail>> job(QByteArray id);
    QCoro::Task<JobLogs> logs(QByteArray id, qint64 from, qint64 limit); // a negative `from` counts from the end
    QCoro::Task<bool> exists(); // the queue

private:
    redis::Pending ask(const QByteArrayList &arguments);

    redis::Client &m_client;
    const QueueAddress m_queue;
    telemetry::SpanSink *m_spans;
};

} // namespace signalbox::jobs
