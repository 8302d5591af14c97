// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_record.h"
#include "jobs/new_job.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

namespace signalbox::jobs {

// A queue to add jobs to, as BullMQ's Queue is. On the client's thread, which it and `spans` outlive; throws
// RedisError, InvalidJob before anything was done, and JobError when Redis's script refuses.
class Queue {
public:
    explicit Queue(redis::Client &client, QueueKeys keys, telemetry::SpanSink *spans = nullptr);

    const QueueKeys &keys() const { return m_keys; }

    // The id of the job that stands: of this one, or of that which it is a duplicate of.
    QCoro::Task<QByteArray> add(NewJob job);
    // All are checked before the first is added; they are sent many at a time and added one by one.
    QCoro::Task<QByteArrayList> addBulk(QList<NewJob> jobs);
    // None too where a key that isn't a job's has that name.
    QCoro::Task<std::optional<JobRecord>> job(QByteArray id);
    // "waiting", "active", "completed"… as BullMQ calls them; "unknown" when there is none.
    QCoro::Task<QByteArray> state(QByteArray id);

    // The id in a reply to a call that adds. Throws JobError, and RedisError when there is none.
    static QByteArray addedId(const redis::Reply &reply, const NewJob &job);

private:
    redis::Pending ask(const NewJob &job);

    redis::Client &m_client;
    const QueueKeys m_keys;
    telemetry::SpanSink *m_spans;
};

} // namespace signalbox::jobs
