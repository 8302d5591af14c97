// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/worker_scripts.h"

#include "bullmq_scripts.h"
#include "jobs/job_error.h"
#include "jobs/job_row.h"
#include "jobs/message_pack.h"

#include <QDateTime>

#include <algorithm>

namespace signalbox::jobs {

using redis::Client;
using redis::Pending;
using redis::Reply;

namespace {

// A worker's own calls are nobody's request.
constexpr telemetry::SpanSink *nobody = nullptr;

QByteArray now()
{
    return QByteArray::number(QDateTime::currentMSecsSinceEpoch());
}

Pending send(Client &client, const ScriptCall &call)
{
    return client.run(nobody, call.script, call.keys, call.arguments);
}

QByteArray flag(bool isSet)
{
    return isSet ? "1" : "0";
}

QByteArray packed(const JobFields &fields)
{
    if (fields.isEmpty())
        return "";
    MessagePack pack;
    pack.list(quint32(fields.size() * 2));
    for (const auto &[name, value] : fields)
        pack.text(name).text(value);
    return pack.bytes();
}

void addLimiter(MessagePack &pack, const std::optional<JobRateLimit> &limiter)
{
    pack.text("limiter");
    if (limiter)
        pack.map(2).member("max", limiter->max).member("duration", limiter->durationMs);
    else
        pack.nil();
}

void addName(MessagePack &pack, const QByteArray &name)
{
    pack.text("name");
    if (name.isEmpty())
        pack.nil();
    else
        pack.text(name);
}

void addKeep(MessagePack &pack, const KeepOption &keep)
{
    const quint32 members = 1 + (keep.age ? 1 : 0) + (keep.limit ? 1 : 0);
    pack.text("keepJobs").map(members).member("count", keep.count.value_or(-1));
    if (keep.age)
        pack.member("age", *keep.age);
    if (keep.limit)
        pack.member("limit", *keep.limit);
}

// 0 for what is none. Redis's own are integers, a score is a text.
qint64 millisecondsIn(const Reply &reply)
{
    constexpr qint64 farthest = 9'000'000'000'000'000;
    const qint64 said = reply.kind == Reply::Kind::Integer ? reply.integer : numberIn(reply.bytes).value_or(0);
    return std::clamp<qint64>(said, 0, farthest);
}

} // namespace

FetchReply FetchReply::of(const Reply &reply, const char *command, const QByteArray &jobId)
{
    FetchReply fetched;
    if (reply.kind == Reply::Kind::Integer && reply.integer < 0)
        throw JobError(reply.integer, command, jobId);
    const Reply hash = reply.items.value(0);
    const Reply id = reply.items.value(1);
    if (hash.kind == Reply::Kind::List && id.kind == Reply::Kind::Bytes && !id.bytes.isEmpty())
        fetched.job = JobRecord::fromHash(id.bytes, hash);
    fetched.limitedForMs = millisecondsIn(reply.items.value(2));
    fetched.nextAt = millisecondsIn(reply.items.value(3));
    return fetched;
}

WorkerScripts::WorkerScripts(QueueKeys queue, WorkerSettings settings)
    : m_queue(std::move(queue))
    , m_settings(std::move(settings))
{
}

QByteArray WorkerScripts::fetchOptions(const QByteArray &token) const
{
    MessagePack pack;
    pack.map(4).member("token", token).member("lockDuration", m_settings.lockDuration.count());
    addLimiter(pack, m_settings.limiter);
    addName(pack, m_settings.name);
    return pack.bytes();
}

ScriptCall WorkerScripts::fetchCall(const QByteArray &token) const
{
    return callOf(bullmq::moveToActive,
                  keys(key("wait"), key("active"), key("prioritized"), key("events"), key("stalled"), key("limiter"),
                       key("delayed"), key("paused"), key("meta"), key("pc"), key("marker")),
                  {m_queue.folder(), now(), fetchOptions(token)});
}

Pending WorkerScripts::fetch(Client &client, const QByteArray &token) const
{
    return send(client, fetchCall(token));
}

// All of these must be there, whatever the job and however it ends.
QByteArray WorkerScripts::finishOptions(const QByteArray &token, const KeepOption &keep, qint64 attempts) const
{
    MessagePack pack;
    pack.map(7).member("token", token);
    addKeep(pack, keep);
    pack.member("lockDuration", m_settings.lockDuration.count()).member("attempts", attempts).text("maxMetricsSize");
    if (m_settings.metricsMinutes > 0)
        pack.integer(m_settings.metricsMinutes);
    else
        pack.text("");
    addLimiter(pack, m_settings.limiter);
    addName(pack, m_settings.name);
    return pack.bytes();
}

ScriptCall WorkerScripts::finishCall(const Finish &finish, bool isFailure, const QByteArray &value,
                                     const JobOptions &options) const
{
    const QByteArray state = isFailure ? "failed" : "completed";
    const QByteArray field = isFailure ? "failedReason" : "returnvalue";
    const auto &ofJob = isFailure ? options.removeOnFail : options.removeOnComplete;
    const auto &ofWorker = isFailure ? m_settings.removeOnFail : m_settings.removeOnComplete;
    const KeepOption keep = ofJob ? *ofJob : ofWorker.value_or(KeepOption{-1, {}, {}});
    return callOf(bullmq::moveToFinished,
                  keys(key("wait"), key("active"), key("prioritized"), key("events"), key("stalled"), key("limiter"),
                       key("delayed"), key("paused"), key("meta"), key("pc"), key(state), m_queue.job(finish.jobId),
                       key("metrics:" + state), key("marker")),
                  {finish.jobId, now(), field, value, state, flag(finish.fetchesNext), m_queue.folder(),
                   finishOptions(finish.token, keep, options.attempts), packed(finish.fields)});
}

ScriptCall WorkerScripts::completeCall(const Finish &finish, const QByteArray &returnValue,
                                       const JobOptions &options) const
{
    return finishCall(finish, false, returnValue.isEmpty() ? "null" : returnValue, options);
}

Pending WorkerScripts::complete(Client &client, const Finish &finish, const QByteArray &returnValue,
                                const JobOptions &options) const
{
    return send(client, completeCall(finish, returnValue, options));
}

ScriptCall WorkerScripts::failCall(const Finish &finish, const QByteArray &reason, const JobOptions &options) const
{
    return finishCall(finish, true, reason, options);
}

Pending WorkerScripts::fail(Client &client, const Finish &finish, const QByteArray &reason,
                            const JobOptions &options) const
{
    return send(client, failCall(finish, reason, options));
}

ScriptCall WorkerScripts::delayCall(const Finish &finish, qint64 delayMs, bool countsAttempt) const
{
    return callOf(bullmq::moveToDelayed,
                  keys(key("marker"), key("active"), key("prioritized"), key("delayed"), m_queue.job(finish.jobId),
                       key("events"), key("meta"), key("stalled"), key("wait"), key("limiter"), key("pc")),
                  {m_queue.folder(), now(), finish.jobId, finish.token, QByteArray::number(delayMs),
                   flag(!countsAttempt), packed(finish.fields), flag(finish.fetchesNext),
                   finish.fetchesNext ? fetchOptions(finish.token) : ""});
}

Pending WorkerScripts::delay(Client &client, const Finish &finish, qint64 delayMs, bool countsAttempt) const
{
    return send(client, delayCall(finish, delayMs, countsAttempt));
}

Pending WorkerScripts::retry(Client &client, const Finish &finish, bool isLifo) const
{
    return run(
        client, nobody, bullmq::retryJob,
        keys(key("active"), key("wait"), key("paused"), m_queue.job(finish.jobId), key("meta"), key("events"),
             key("delayed"), key("prioritized"), key("pc"), key("marker"), key("stalled")),
        {m_queue.folder(), now(), isLifo ? "RPUSH" : "LPUSH", finish.jobId, finish.token, packed(finish.fields)});
}

Pending WorkerScripts::giveBack(Client &client, const QByteArray &jobId, const QByteArray &token) const
{
    return run(client, nobody, bullmq::moveJobFromActiveToWait,
               keys(key("active"), key("wait"), key("stalled"), key("paused"), key("meta"), key("limiter"),
                    key("prioritized"), key("marker"), key("events")),
               {jobId, token, m_queue.job(jobId)});
}

Pending WorkerScripts::awaitChildren(Client &client, const QByteArray &jobId, const QByteArray &token) const
{
    const QByteArray job = m_queue.job(jobId);
    return run(client, nobody, bullmq::moveToWaitingChildren,
               keys(key("active"), key("waiting-children"), job, job + ":dependencies", job + ":unsuccessful",
                    key("stalled"), key("events")),
               {token, "", now(), jobId, m_queue.folder()});
}

Pending WorkerScripts::checkStalled(Client &client) const
{
    return run(client, nobody, bullmq::moveStalledJobsToWait,
               keys(key("stalled"), key("wait"), key("active"), key("stalled-check"), key("meta"), key("paused"),
                    key("marker"), key("events"), key("repeat")),
               {QByteArray::number(m_settings.maxStalledCount), m_queue.folder(), now(),
                QByteArray::number(qint64(m_settings.stalledInterval.count()))});
}

Pending WorkerScripts::updateProgress(Client &client, telemetry::SpanSink *spans, const QByteArray &jobId,
                                      const QByteArray &json) const
{
    return run(client, spans, bullmq::updateProgress, keys(m_queue.job(jobId), key("events"), key("meta")),
               {jobId, json});
}

Pending WorkerScripts::addLog(Client &client, telemetry::SpanSink *spans, const QByteArray &jobId,
                              const QByteArray &row, std::optional<qint64> most) const
{
    return run(client, spans, bullmq::addLog, keys(m_queue.job(jobId), m_queue.logs(jobId)),
               {jobId, row, most ? QByteArray::number(*most) : ""});
}

Pending WorkerScripts::updateData(Client &client, telemetry::SpanSink *spans, const QByteArray &jobId,
                                  const QByteArray &json) const
{
    return run(client, spans, bullmq::updateData, keys(m_queue.job(jobId)), {json});
}

} // namespace signalbox::jobs
