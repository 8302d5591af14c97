// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_finisher.h"

#include "base/json_text.h"
#include "jobs/backoff.h"
#include "jobs/insistence.h"
#include "jobs/job_error.h"
#include "jobs/passing_refusal.h"

#include <QRandomGenerator>

namespace signalbox::jobs {

using redis::Client;
using redis::Pending;
using redis::RedisError;
using redis::Reply;

namespace {

JobFinisher::Result lost(const QByteArray &why, bool isUnclear = false)
{
    return {{JobOutcome::Kind::Lost, why, 0}, {}, isUnclear};
}

// What a script says of a job that it has moved already, in a call whose reply was lost.
bool saysItIsDone(const JobError &error)
{
    switch (error.code()) {
    case JobError::JobNotExist:
    case JobError::JobLockNotExist:
    case JobError::JobNotInState:
    case JobError::JobLockMismatch:
        return true;
    default:
        return false;
    }
}

QByteArray cut(const QByteArray &reason)
{
    constexpr qsizetype longest = 64 * 1024;
    return reason.size() > longest ? reason.first(longest) : reason;
}

// Those of many attempts might be more than a client sends at once.
void dropOldest(QStringList &traces)
{
    constexpr qsizetype longest = 1024 * 1024; // characters together
    qsizetype length = 0;
    for (qsizetype i = traces.size() - 1; i >= 0; --i) {
        length += traces[i].size();
        if (length > longest && i + 1 < traces.size()) {
            traces = traces.sliced(i + 1);
            return;
        }
    }
}

} // namespace

JobFinisher::JobFinisher(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<RedisConnection> connection)
    : m_scripts(std::move(scripts))
    , m_connection(std::move(connection))
{
}

JobFinisher::End JobFinisher::endOf(const JobContext &context, const char *command)
{
    return {command, context.job().id, context.job().attemptsMade};
}

// What Redis refuses for good is thrown, unless an earlier try may have been taken in.
QCoro::Task<JobFinisher::Answer> JobFinisher::insist(Ask ask, End end)
{
    Insistence insistence(m_connection, 2 * m_scripts->settings().lockDuration);
    for (bool isUnclear = false;;) {
        Answer answer;
        try {
            answer = co_await tryOnce(ask, end, isUnclear);
            co_return answer;
        } catch (const RedisError &error) {
            isUnclear = isUnclear || error.kind() != RedisError::Kind::Refused;
            answer.isLost = !mayPass(error);
            if (answer.isLost && !isUnclear)
                throw;
            answer.trouble = error.detail().toUtf8();
        }
        answer.isUnclear = isUnclear;
        answer.isLost = answer.isLost || insistence.isOver();
        if (answer.isLost)
            co_return answer;
        co_await insistence.pause();
    }
}

// `isUnclear`: an earlier try may have been taken in.
QCoro::Task<JobFinisher::Answer> JobFinisher::tryOnce(Ask ask, End end, bool isUnclear)
{
    Answer answer;
    answer.isUnclear = isUnclear;
    std::optional<JobError> refusal;
    try {
        Pending pending = ask(m_connection->get());
        answer.reply = co_await pending;
        answer.fetched = FetchReply::of(answer.reply, end.command, end.jobId);
    } catch (const JobError &error) {
        if (!isUnclear || !saysItIsDone(error))
            throw;
        refusal = error;
    }
    if (refusal) {
        const bool isDone = co_await wasTakenIn(end);
        if (!isDone)
            throw *refusal;
    }
    co_return answer;
}

// Whether it was this end, in an earlier try, that took the lock away; else it ran out, or is another worker's.
QCoro::Task<bool> JobFinisher::wasTakenIn(End end)
{
    if (!end.attemptsMade)
        co_return true;
    Pending pending = m_connection->get().command(nullptr, "HMGET", m_scripts->queue().job(end.jobId), "atm", "name");
    const Reply reply = co_await pending;
    const bool isGone = reply.items.at(1).isNil();
    co_return isGone || reply.items.at(0).bytes.toLongLong() > *end.attemptsMade;
}

QCoro::Task<JobFinisher::Result> JobFinisher::complete(std::shared_ptr<JobContext> context, QByteArray returnValue,
                                                       bool fetchesNext)
{
    const WorkerScripts::Finish finish{context->job().id, context->token(), fetchesNext, {}};
    const auto scripts = m_scripts;
    Ask ask = [scripts, finish, returnValue, context](Client &client) {
        return scripts->complete(client, finish, returnValue, context->job().options);
    };
    QByteArray refusal;
    bool isFinal = true;
    try {
        const Answer answer = co_await insist(ask, endOf(*context, "moveToFinished"));
        if (answer.isLost)
            co_return lost(answer.trouble, answer.isUnclear);
        co_return {{JobOutcome::Kind::Completed, returnValue, 0}, answer.fetched, answer.isUnclear};
    } catch (const JobError &error) {
        if (saysItIsDone(error))
            co_return lost(error.what());
        refusal = error.what(); // children that aren't done, or failed
        isFinal = error.code() != JobError::JobPendingChildren; // who tries again may find them done
    } catch (const RedisError &error) {
        refusal = error.detail().toUtf8();
        isFinal = false; // not the job's fault, which was done well
    }
    co_return co_await fail(context, refusal, isFinal, fetchesNext);
}

JobFields JobFinisher::failureFields(const JobContext &context, const QByteArray &reason) const
{
    QStringList traces = context.job().stacktrace;
    traces.append(QString::fromUtf8("Error: " + reason + "\n    at the processor of " + context.job().name.toUtf8()
                                    + " in " + m_scripts->queue().queue()));
    const std::optional<qint64> limit = context.job().options.stackTraceLimit;
    if (limit)
        traces = *limit > 0 ? traces.last(std::min<qsizetype>(*limit, traces.size())) : QStringList();
    dropOldest(traces);
    const QByteArray json = QJsonDocument(QJsonArray::fromStringList(traces)).toJson(QJsonDocument::Compact);
    return {{"failedReason", reason}, {"stacktrace", json}};
}

std::optional<qint64> JobFinisher::delayOfRetry(const JobContext &context, QByteArray &reason) const
{
    try {
        return retryDelay(context.job(), m_scripts->settings(), QRandomGenerator::global()->generateDouble());
    } catch (const std::exception &error) { // the worker has no such backoff
        reason += QByteArray(". ") + error.what();
        return std::nullopt;
    }
}

QCoro::Task<JobFinisher::Result> JobFinisher::fail(std::shared_ptr<JobContext> context, QByteArray reason, bool isFinal,
                                                   bool fetchesNext)
{
    reason = cut(reason);
    const std::optional<qint64> delay = isFinal ? std::nullopt : delayOfRetry(*context, reason);
    const WorkerScripts::Finish finish{context->job().id, context->token(), fetchesNext,
                                       failureFields(*context, reason)};
    if (!delay)
        co_return co_await failForGood(context, reason, finish);
    const auto scripts = m_scripts;
    const bool isLifo = context->job().options.lifo;
    Ask ask = [scripts, finish, delay, isLifo](Client &client) {
        return *delay > 0 ? scripts->delay(client, finish, *delay, true) : scripts->retry(client, finish, isLifo);
    };
    const End end = endOf(*context, *delay > 0 ? "moveToDelayed" : "retryJob");
    try {
        Answer answer = co_await insist(ask, end);
        if (answer.isLost)
            co_return lost(answer.trouble, answer.isUnclear);
        co_return {{JobOutcome::Kind::Retried, reason, *delay}, answer.fetched, answer.isUnclear};
    } catch (const std::exception &error) {
        co_return lost(error.what());
    }
}

QCoro::Task<JobFinisher::Result> JobFinisher::failForGood(std::shared_ptr<JobContext> context, QByteArray reason,
                                                          WorkerScripts::Finish finish)
{
    const auto scripts = m_scripts;
    Ask ask = [scripts, finish, reason, context](Client &client) {
        return scripts->fail(client, finish, reason, context->job().options);
    };
    try {
        Answer answer = co_await insist(ask, endOf(*context, "moveToFinished"));
        if (answer.isLost)
            co_return lost(answer.trouble, answer.isUnclear);
        co_return {{JobOutcome::Kind::Failed, reason, 0}, answer.fetched, answer.isUnclear};
    } catch (const std::exception &error) {
        co_return lost(error.what());
    }
}

QCoro::Task<JobFinisher::Result> JobFinisher::giveBack(std::shared_ptr<JobContext> context, QByteArray why)
{
    const auto scripts = m_scripts;
    Ask ask = [scripts, context](Client &client) {
        return scripts->giveBack(client, context->job().id, context->token());
    };
    const End end{"moveJobFromActiveToWait", context->job().id, std::nullopt};
    try {
        Answer answer = co_await insist(ask, end);
        if (answer.isLost)
            co_return lost(answer.trouble, answer.isUnclear);
        answer.fetched.limitedForMs = std::max<qint64>(answer.reply.integer, 0);
        co_return {{JobOutcome::Kind::Moved, why, 0}, answer.fetched, answer.isUnclear};
    } catch (const std::exception &error) {
        co_return lost(error.what());
    }
}

QCoro::Task<JobFinisher::Result> JobFinisher::putOff(std::shared_ptr<JobContext> context, qint64 delayMs,
                                                     QByteArray why, bool fetchesNext)
{
    const auto scripts = m_scripts;
    const WorkerScripts::Finish finish{context->job().id, context->token(), fetchesNext, {}};
    Ask ask = [scripts, finish, delayMs](Client &client) { return scripts->delay(client, finish, delayMs, false); };
    const End end{"moveToDelayed", context->job().id, std::nullopt};
    try {
        Answer answer = co_await insist(ask, end);
        if (answer.isLost)
            co_return lost(answer.trouble, answer.isUnclear);
        co_return {{JobOutcome::Kind::Moved, why, 0}, answer.fetched, answer.isUnclear};
    } catch (const std::exception &error) {
        co_return lost(error.what());
    }
}

QCoro::Task<JobFinisher::Result> JobFinisher::discard(QByteArray jobId, QByteArray token, bool fetchesNext)
{
    JobOptions keepsNone;
    keepsNone.removeOnFail = KeepOption{0, {}, {}};
    const WorkerScripts::Finish finish{jobId, token, fetchesNext, {}};
    const Result result = co_await failUnread(finish, "Nothing is left of this job but its id", keepsNone);
    co_return result;
}

QCoro::Task<JobFinisher::Result> JobFinisher::refuse(QByteArray jobId, QByteArray token, QByteArray reason)
{
    const WorkerScripts::Finish finish{jobId, token, false, {{"failedReason", reason}}};
    const JobOptions usual;
    const Result result = co_await failUnread(finish, reason, usual);
    co_return result;
}

// One of which nobody knows more than its id.
QCoro::Task<JobFinisher::Result> JobFinisher::failUnread(WorkerScripts::Finish finish, QByteArray reason,
                                                         JobOptions options)
{
    const auto scripts = m_scripts;
    const QByteArray jobId = finish.jobId;
    Ask ask = [scripts, finish, options, reason](Client &client) {
        return scripts->fail(client, finish, reason, options);
    };
    const End end{"moveToFinished", jobId, std::nullopt};
    try {
        Answer answer = co_await insist(ask, end);
        if (answer.isLost)
            co_return lost(answer.trouble, answer.isUnclear);
        co_return {{JobOutcome::Kind::Failed, reason, 0}, answer.fetched, answer.isUnclear};
    } catch (const std::exception &error) {
        co_return lost(error.what());
    }
}

} // namespace signalbox::jobs
