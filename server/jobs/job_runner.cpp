// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_runner.h"

#include "jobs/insistence.h"
#include "jobs/job_interrupts.h"
#include "jobs/job_json.h"
#include "jobs/passing_refusal.h"
#include "jobs/scheduler_iteration.h"

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using Result = JobFinisher::Result;

namespace {

// What a client sends at once is bounded, and a job whose result it never takes in would stall for ever.
constexpr qsizetype largestResult = qsizetype(8) << 20;

// How a processor ended.
struct Ending {
    enum class Kind : quint8 { Done, Failed, FailedForGood, RateLimited, Unfit, Moved };
    Kind kind = Kind::Done;
    QByteArray value = {};
};

QByteArray tooLarge(qsizetype size)
{
    return "The processor's result has " + QByteArray::number(size) + " bytes, of which a job keeps "
        + QByteArray::number(largestResult) + " at most: put it elsewhere, and return where it is";
}

QCoro::Task<Ending> callProcessor(const Processor *processor, std::shared_ptr<JobContext> context)
{
    try {
        QByteArray value = co_await (*processor)(context);
        // Node's listeners die of a return value that isn't JSON.
        if (!value.isEmpty() && !isJson(value))
            co_return {Ending::Kind::FailedForGood, "The processor gave what isn't JSON"};
        if (value.size() > largestResult)
            co_return {Ending::Kind::FailedForGood, tooLarge(value.size())};
        co_return {Ending::Kind::Done, value};
    } catch (const UnrecoverableError &error) {
        co_return {Ending::Kind::FailedForGood, error.what()};
    } catch (const RateLimitError &) {
        co_return {Ending::Kind::RateLimited};
    } catch (const UnfitWorkerError &error) {
        co_return {Ending::Kind::Unfit, error.what()};
    } catch (const JobMovedError &error) {
        co_return {Ending::Kind::Moved, error.what()};
    } catch (const http::AppError &error) {
        const QString text = error.detail().isEmpty() ? QString::fromUtf8(error.what()) : error.detail();
        co_return {Ending::Kind::Failed, text.toUtf8()};
    } catch (const std::exception &error) {
        co_return {Ending::Kind::Failed, error.what()};
    } catch (...) {
        co_return {Ending::Kind::Failed, "The processor threw what is no error"};
    }
}

} // namespace

JobRunner::JobRunner(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<RedisConnection> connection,
                     Processors processors, LockKeeper &locks, RunObserver &observer)
    : m_scripts(std::move(scripts))
    , m_connection(std::move(connection))
    , m_processors(std::move(processors))
    , m_locks(&locks)
    , m_observer(&observer)
    , m_finisher(m_scripts, m_connection)
{
}

QCoro::Task<Result> JobRunner::run(JobRecord job, QByteArray token, std::function<bool()> mayFetch)
{
    const auto self = shared_from_this();
    if (job.name.isEmpty() && job.data.isEmpty() && job.timestamp == 0)
        co_return co_await m_finisher.discard(job.id, token, mayFetch());
    const auto context = std::make_shared<JobContext>(m_scripts, m_connection, job, token);
    if (const auto earlier = running(job.id)) // it stalled, and came back here
        earlier->loseLock(u"its lock was lost"_s);
    m_running.insert(job.id, context);
    holdLock(job.id, token);
    m_observer->runBegins(context);
    bool isScheduled = true;
    if (!job.schedulerId.isEmpty())
        isScheduled = co_await schedule(job);
    if (!m_observer) // the worker has gone meanwhile
        co_return {{JobOutcome::Kind::Lost, "the worker has ended", 0}, {}, false};
    Result result;
    if (isScheduled)
        result = co_await process(context, mayFetch);
    else
        result = co_await putOff(context, mayFetch);
    if (running(job.id) == context)
        m_running.remove(job.id);
    dropLock(job.id, token);
    context->tellEnded(result.outcome);
    if (m_observer)
        m_observer->runEnded(context, result.outcome);
    co_return result;
}

// A job isn't lost because the one after it can't be made. False when that may still be: only who runs this one makes
// it, so that a scheduler whose job were done before would never have another.
QCoro::Task<bool> JobRunner::schedule(JobRecord job)
{
    const auto connection = m_connection;
    Insistence insistence(connection, m_scripts->settings().lockDuration);
    QString trouble;
    bool isPutOff = false;
    for (bool isToGoOn = true; isToGoOn;) {
        isToGoOn = false;
        isPutOff = false;
        trouble.clear();
        try {
            co_await scheduleNext(connection->get(), m_scripts->queue(), job);
        } catch (const redis::RedisError &error) {
            trouble = error.detail();
            isPutOff = mayPass(error);
            isToGoOn = isPutOff && !isFull(error) && !insistence.isOver();
        } catch (const std::exception &error) {
            trouble = QString::fromUtf8(error.what());
        }
        if (isToGoOn)
            co_await insistence.pause();
    }
    tellOfScheduler(job.schedulerId, trouble, isPutOff);
    co_return !isPutOff;
}

// That its job is put off is told once for as long as it stays so.
void JobRunner::tellOfScheduler(const QByteArray &id, const QString &trouble, bool isPutOff)
{
    const bool wasPutOff = m_putOff.remove(id);
    if (isPutOff)
        m_putOff.insert(id);
    if (trouble.isEmpty() || (isPutOff && wasPutOff) || !m_observer)
        return;
    const QString what = isPutOff ? u"the scheduler %1 has no next job yet, for which this one waits: %2"_s
                                  : u"the scheduler %1 has no next job: %2"_s;
    m_observer->troubled(what.arg(QString::fromUtf8(id), trouble));
}

// Not back to be the first that waits, where it would keep others from being done that may make room.
QCoro::Task<Result> JobRunner::putOff(std::shared_ptr<JobContext> context, std::function<bool()> mayFetch)
{
    const qint64 rest = m_scripts->settings().unfitRest.count();
    const QByteArray why = "its scheduler's next job can't be made for now";
    const Result result = co_await m_finisher.putOff(context, rest, why, mayFetch());
    co_return result;
}

QByteArray JobRunner::whyNotRun(const JobRecord &job) const
{
    if (!job.deferredFailure.isEmpty())
        return job.deferredFailure;
    const std::optional<qint64> mostStarted = m_scripts->settings().maxStartedAttempts;
    if (mostStarted && job.attemptsStarted > *mostStarted)
        return "job started more than allowable limit";
    return {};
}

QCoro::Task<Result> JobRunner::process(std::shared_ptr<JobContext> context, std::function<bool()> mayFetch)
{
    const QByteArray refusal = whyNotRun(context->job());
    if (!refusal.isEmpty())
        co_return co_await m_finisher.fail(context, refusal, true, mayFetch());
    const Processor *processor = m_processors.find(context->job().name);
    if (!processor) { // another worker of the queue may have one, and gets the next attempt
        const QByteArray why = "This worker has no processor for jobs named " + context->job().name.toUtf8();
        co_return co_await m_finisher.fail(context, why, false, mayFetch());
    }
    const Ending ending = co_await callProcessor(processor, context);
    const bool hasFailed = ending.kind == Ending::Kind::Failed || ending.kind == Ending::Kind::FailedForGood;
    if (hasFailed && context->hasLostLock()) // which may be why; if Redis has it still, nobody else runs the job
        co_return co_await m_finisher.giveBack(context, context->whyStopped().toUtf8());
    switch (ending.kind) {
    case Ending::Kind::Done:
        co_return co_await m_finisher.complete(context, ending.value, mayFetch());
    case Ending::Kind::Failed:
        co_return co_await m_finisher.fail(context, ending.value, false, mayFetch());
    case Ending::Kind::FailedForGood:
        co_return co_await m_finisher.fail(context, ending.value, true, mayFetch());
    case Ending::Kind::RateLimited:
        co_return co_await m_finisher.giveBack(context, "the rate limit was reached");
    case Ending::Kind::Unfit:
        if (m_observer)
            m_observer->unfit(QString::fromUtf8(ending.value));
        co_return co_await m_finisher.giveBack(context, ending.value);
    case Ending::Kind::Moved:
        break;
    }
    co_return Result{{JobOutcome::Kind::Moved, ending.value, 0}, {}, false};
}

std::shared_ptr<JobContext> JobRunner::running(const QByteArray &jobId) const
{
    return m_running.value(jobId);
}

QByteArrayList JobRunner::tokens() const
{
    QByteArrayList tokens;
    for (const auto &context : m_running)
        tokens.append(context->token());
    return tokens;
}

void JobRunner::holdLock(const QByteArray &jobId, const QByteArray &token)
{
    if (m_locks)
        m_locks->add(m_scripts->queue(), jobId, token, m_scripts->settings().lockDuration);
}

void JobRunner::dropLock(const QByteArray &jobId, const QByteArray &token)
{
    if (m_locks)
        m_locks->remove(m_scripts->queue(), jobId, token);
}

QCoro::Task<Result> JobRunner::refuse(QByteArray jobId, QByteArray token, QByteArray reason)
{
    const auto self = shared_from_this();
    const Result result = co_await m_finisher.refuse(jobId, token, reason);
    co_return result;
}

void JobRunner::abandon()
{
    for (const auto &context : std::as_const(m_running)) {
        m_locks->remove(m_scripts->queue(), context->job().id, context->token());
        context->stop(u"the worker has ended"_s);
    }
    m_locks = nullptr;
    m_observer = nullptr;
}

} // namespace signalbox::jobs
