// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

namespace signalbox::jobs {

// What BullMQ's own workers count when they are told to. A value.
struct QueueMetric {
    qint64 count = 0; // in all
    QList<qint64> perMinute; // the newest first
};

// Changes a queue as a whole, as BullMQ's Queue does. On the client's thread; throws RedisError. The client and `spans`
// outlive the tasks.
class QueueManager {
public:
    QueueManager(redis::Client &client, QueueAddress queue, telemetry::SpanSink *spans);

    QCoro::Task<> create(); // so that it is found; one that is there stays as it is
    QCoro::Task<> setPaused(bool isPaused);
    QCoro::Task<> setConcurrency(qint64 concurrency); // 0: any
    QCoro::Task<> setRateLimit(qint64 max, qint64 durationMs); // 0: any
    QCoro::Task<std::optional<QueueMetric>> metric(QByteArray name); // "completed" or "failed"

private:
    redis::Client &m_client;
    const QueueAddress m_queue;
    telemetry::SpanSink *m_spans;
};

} // namespace signalbox::jobs
