// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/keyed_script.h"
#include "jobs/queue_keys.h"
#include "jobs/worker_settings.h"

namespace signalbox::jobs {

// What Redis answered to whoever asked for a job. A value.
struct FetchReply {
    std::optional<JobRecord> job; // its name is empty when only its id was left
    qint64 limitedForMs = 0; // the queue's rate limit is reached for so long
    qint64 nextAt = 0; // when the next delayed one is due, if that is known; ms since the epoch

    // A number means that nothing was fetched, and so does what can't be read. Throws JobError when it is negative.
    static FetchReply of(const redis::Reply &reply, const char *command, const QByteArray &jobId);
};

// Fields of a job that change with its state.
using JobFields = QList<std::pair<QByteArray, QByteArray>>;

// BullMQ's scripts as a worker calls them: one place that knows the order of their keys and what their maps must hold,
// since a script that misses something stops half-way and leaves what it has done. On the client's thread.
class WorkerScripts {
public:
    WorkerScripts(QueueKeys queue, WorkerSettings settings);

    const QueueKeys &queue() const { return m_queue; }
    const WorkerSettings &settings() const { return m_settings; }

    redis::Pending fetch(redis::Client &client, const QByteArray &token) const;

    struct Finish {
        QByteArray jobId;
        QByteArray token;
        bool fetchesNext = false;
        JobFields fields = {};
    };
    redis::Pending complete(redis::Client &client, const Finish &finish, const QByteArray &returnValue,
                            const JobOptions &options) const;
    redis::Pending fail(redis::Client &client, const Finish &finish, const QByteArray &reason,
                        const JobOptions &options) const;
    // For good or for its next attempt. `countsAttempt` isn't when the processor wants to be called later.
    redis::Pending delay(redis::Client &client, const Finish &finish, qint64 delayMs, bool countsAttempt) const;
    redis::Pending retry(redis::Client &client, const Finish &finish, bool isLifo) const; // at once
    redis::Pending giveBack(redis::Client &client, const QByteArray &jobId, const QByteArray &token) const;
    redis::Pending awaitChildren(redis::Client &client, const QByteArray &jobId, const QByteArray &token) const;
    redis::Pending checkStalled(redis::Client &client) const;
    // What a processor says, and is a piece of its run.
    redis::Pending updateProgress(redis::Client &client, telemetry::SpanSink *spans, const QByteArray &jobId,
                                  const QByteArray &json) const;
    redis::Pending addLog(redis::Client &client, telemetry::SpanSink *spans, const QByteArray &jobId,
                          const QByteArray &row, std::optional<qint64> most) const;
    redis::Pending updateData(redis::Client &client, telemetry::SpanSink *spans, const QByteArray &jobId,
                              const QByteArray &json) const;

    // Those of the above that are given maps, as they are sent.
    ScriptCall fetchCall(const QByteArray &token) const;
    ScriptCall completeCall(const Finish &finish, const QByteArray &returnValue, const JobOptions &options) const;
    ScriptCall failCall(const Finish &finish, const QByteArray &reason, const JobOptions &options) const;
    ScriptCall delayCall(const Finish &finish, qint64 delayMs, bool countsAttempt) const;

private:
    QByteArray key(QByteArrayView suffix) const { return m_queue.of(suffix); }
    QByteArray fetchOptions(const QByteArray &token) const;
    ScriptCall finishCall(const Finish &finish, bool isFailure, const QByteArray &value,
                          const JobOptions &options) const;
    QByteArray finishOptions(const QByteArray &token, const KeepOption &keep, qint64 attempts) const;

    const QueueKeys m_queue;
    const WorkerSettings m_settings;
};

} // namespace signalbox::jobs
