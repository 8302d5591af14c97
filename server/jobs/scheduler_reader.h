// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>
#include <QJsonObject>

namespace signalbox::jobs {

// What makes a job again and again, as it is in Redis. A value.
struct SchedulerRow {
    QByteArray id;
    QByteArray name; // of its jobs
    QByteArray pattern; // of cron; empty: every so many milliseconds
    std::optional<qint64> everyMs;
    QByteArray timezone;
    std::optional<qint64> startAt;
    std::optional<qint64> endAt;
    std::optional<qint64> limit;
    qint64 iterations = 0;
    QByteArray data; // JSON
    QJsonObject options; // with BullMQ's short names
    std::optional<qint64> nextAt;
    std::optional<qint64> lastAt; // when its next job was made, which is when the last one began

    QByteArray nextJob() const { return "repeat:" + id + ':' + QByteArray::number(nextAt.value_or(0)); }
};

struct SchedulerList {
    QList<SchedulerRow> rows; // by their next run; at most a thousand
    qint64 total = 0; // that there are
};

// Reads a queue's job schedulers, and works on them. On the client's thread; throws RedisError. The client and `spans`
// outlive the tasks.
class SchedulerReader {
public:
    SchedulerReader(redis::Client &client, QueueAddress queue, telemetry::SpanSink *spans);

    QCoro::Task<SchedulerList> list();
    QCoro::Task<std::optional<SchedulerRow>> one(QByteArray id);
    QCoro::Task<bool> remove(QByteArray id); // false: there is none

private:
    // What is asked of one: for several, it goes out in one write.
    struct Asked {
        SchedulerRow row; // what is known of it before
        redis::Pending fields;
        redis::Pending nextMadeAt;
    };
    Asked ask(const QByteArray &id, const QByteArray &score);
    static QCoro::Task<SchedulerRow> read(Asked asked);

    redis::Client &m_client;
    const QueueAddress m_queue;
    telemetry::SpanSink *m_spans;
};

} // namespace signalbox::jobs
