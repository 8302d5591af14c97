// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_outcome.h"
#include "jobs/redis_connection.h"
#include "jobs/trace_metadata.h"
#include "jobs/worker_scripts.h"

#include <QCoro/QCoroTask>
#include <QHash>
#include <QJsonValue>

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace signalbox::jobs {

// A job as its processor sees it: what it is, and what it may say while it runs. The worker's thread, but for what says
// otherwise. What asks Redis throws RedisError, and JobError when the job is gone.
class JobContext : public std::enable_shared_from_this<JobContext> {
public:
    JobContext(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<const RedisConnection> connection,
               JobRecord job, QByteArray token);

    const JobRecord &job() const { return m_job; }
    const QueueKeys &queue() const { return m_scripts->queue(); }
    const QByteArray &token() const { return m_token; }
    QJsonValue data() const; // undefined when it isn't JSON
    // Where the pieces of what the job does are told of; may be null.
    telemetry::SpanSink *spans() const { return m_spans.get(); }
    void setSpans(std::shared_ptr<telemetry::SpanSink> spans) { m_spans = std::move(spans); }
    // What that which the job does comes of: the run, or its producer while nobody records the run.
    const std::optional<TraceLink> &trace() const { return m_trace; }
    void setTrace(TraceLink trace) { m_trace = std::move(trace); }

    // Whether it is to end, since somebody wants it to, or its lock was lost. Any thread.
    std::stop_token stopToken() const { return m_stop.get_token(); }
    void stop(const QString &why);
    void loseLock(const QString &why); // or it may be lost: Redis knows
    const QString &whyStopped() const { return m_whyStopped; }
    // And nobody else has stopped it.
    bool hasLostLock() const { return m_hasLostLock; }

    QCoro::Task<> updateProgress(QByteArray json); // a number, a text or an object
    QCoro::Task<> log(QByteArray row);
    QCoro::Task<> updateData(QByteArray json);
    // What the children gave that ran to their end, by their keys, as JSON.
    QCoro::Task<QHash<QByteArray, QByteArray>> childrenValues();
    // Why those failed that the parent is to ignore.
    QCoro::Task<QHash<QByteArray, QByteArray>> ignoredFailures();

    // For what a processor itself keeps in Redis.
    redis::Client &redis() const { return m_connection->get(); }
    // `then` is called with how this run ended, once Redis has taken that in or could not; never when the worker went
    // before.
    using EndCall = std::function<void(const JobContext &job, const JobOutcome &outcome)>;
    void whenEnded(EndCall then) { m_endCalls.push_back(std::move(then)); }
    void tellEnded(const JobOutcome &outcome);

    // These end the run, by what they throw: the processor is called again, and no attempt is counted.
    QCoro::Task<> delayUntil(qint64 ms); // since the epoch
    QCoro::Task<> waitAgain(); // as the first
    QCoro::Task<> limitRate(qint64 ms); // of the whole queue, for so long; it needs a limit that is set
    // Goes on when there are none that aren't done.
    QCoro::Task<> waitForChildren();

private:
    QCoro::Task<QHash<QByteArray, QByteArray>> hash(QByteArray suffix);

    const std::shared_ptr<const WorkerScripts> m_scripts;
    const std::shared_ptr<const RedisConnection> m_connection;
    JobRecord m_job;
    const QByteArray m_token;
    std::shared_ptr<telemetry::SpanSink> m_spans;
    std::optional<TraceLink> m_trace;
    std::stop_source m_stop;
    QString m_whyStopped;
    bool m_hasLostLock = false;
    std::vector<EndCall> m_endCalls;
};

} // namespace signalbox::jobs
