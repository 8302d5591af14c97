// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/worker.h"

#include "jobs/job_error.h"

#include <QUuid>

#include <algorithm>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Pending;
using redis::RedisError;
using redis::Reply;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds firstBackOff{100};
constexpr milliseconds longestBackOff{2000};
constexpr milliseconds longestLimit{30'000};
constexpr milliseconds longestWait{60'000}; // of the loop; it is woken

// Not every way to end a run asks for the next job, and one that delays a job doesn't say when the next is due.
bool tellsOfTheNext(const JobFinisher::Result &result)
{
    const JobOutcome &outcome = result.outcome;
    if (result.next.job || result.next.limitedForMs > 0)
        return true;
    const bool isFinished = outcome.kind == JobOutcome::Kind::Completed || outcome.kind == JobOutcome::Kind::Failed;
    return isFinished && !result.isUnclear;
}

QByteArray tooLarge(qint64 bytes)
{
    return "The job has " + QByteArray::number(bytes)
        + " bytes, more than this worker takes in: put its data elsewhere, and add where it is";
}

WorkerSettings printable(WorkerSettings settings)
{
    for (char &c : settings.name) {
        if (c <= ' ' || c > '~')
            c = '-';
    }
    return settings;
}

} // namespace

Worker::Worker(redis::Clients &clients, QueueKeys queue, Processors processors, WorkerSettings settings,
               LockKeeper &locks, QObject *parent)
    : QObject(parent)
    , m_scripts(std::make_shared<WorkerScripts>(std::move(queue), printable(std::move(settings))))
    , m_connection(std::make_shared<RedisConnection>(clients.here()))
    , m_runner(std::make_shared<JobRunner>(m_scripts, m_connection, std::move(processors), locks,
                                           static_cast<RunObserver &>(*this)))
    , m_fetcher(std::make_shared<JobFetcher>(m_scripts, m_connection, clients.target()))
    , m_id(QUuid::createUuid().toByteArray(QUuid::WithoutBraces))
    , m_strays(m_scripts, m_connection, m_runner, m_id, [this] { straysFound(); })
{
    connect(&locks, &LockKeeper::lost, this, &Worker::lockLost);
    connect(&m_stalledTimer, &QTimer::timeout, this, [this] { checkStalled(); });
}

Worker::~Worker()
{
    *m_isGone = true;
    m_isClosing = true;
    m_strays.letGoOfAll();
    m_runner->abandon();
    m_connection->leave();
    m_fetcher->close();
}

void Worker::start()
{
    Q_ASSERT(!m_isStarted);
    m_isStarted = true;
    m_stalledTimer.start(m_scripts->settings().stalledInterval);
    checkStalled();
    work();
}

void Worker::pause()
{
    m_isPaused = true;
    m_fetcher->interrupt();
}

void Worker::resume()
{
    m_isPaused = false;
    m_free.wake();
}

void Worker::close()
{
    if (std::exchange(m_isClosing, true))
        return;
    m_connection->setClosing();
    m_strays.close();
    m_stalledTimer.stop();
    m_fetcher->close();
    m_free.wake();
    if (!m_isStarted)
        finishClosing();
}

bool Worker::cancel(const QByteArray &jobId, const QString &why)
{
    const std::shared_ptr<JobContext> context = m_runner->running(jobId);
    if (context)
        context->stop(why);
    return bool(context);
}

void Worker::runEnded(const std::shared_ptr<JobContext> &context, const JobOutcome &outcome)
{
    if (outcome.kind == JobOutcome::Kind::Lost)
        emit trouble(u"the end of job %1 could not be told to Redis: %2"_s.arg(QString::fromUtf8(context->job().id),
                                                                               QString::fromUtf8(outcome.value)));
    if (outcome.kind == JobOutcome::Kind::Completed)
        m_whyUnfit.clear();
    emit ended(context, outcome);
}

// Told once for as long as it stays so.
void Worker::unfit(const QString &why)
{
    m_rest = QDeadlineTimer(m_scripts->settings().unfitRest);
    if (std::exchange(m_whyUnfit, why) != why)
        emit trouble(u"no job is taken for now: %1"_s.arg(why));
}

milliseconds Worker::restLeft() const
{
    return milliseconds(std::max<qint64>(m_rest.remainingTime(), 0));
}

QCoro::Task<> Worker::work()
{
    const auto isGone = m_isGone;
    while (!*isGone) {
        const bool isToGoOn = co_await waitUntilFree();
        if (*isGone)
            co_return;
        if (!isToGoOn)
            break;
        co_await take();
    }
    if (!*isGone)
        co_await finishClosing();
}

// Until a job may be taken; false when it is to close.
QCoro::Task<bool> Worker::waitUntilFree()
{
    const auto isGone = m_isGone;
    milliseconds backOff = m_backOff;
    while (!*isGone && !m_isClosing) {
        milliseconds wait = longestWait;
        startStrays();
        const milliseconds limited = m_fetcher->limitedFor();
        const milliseconds resting = restLeft();
        const bool isBackingOff = backOff.count() > 0;
        if (isBackingOff)
            wait = std::exchange(backOff, milliseconds(0));
        else if (resting.count() > 0)
            wait = resting;
        else if (!m_isPaused && m_running < m_scripts->settings().concurrency && limited.count() == 0)
            co_return true;
        else if (limited.count() > 0)
            wait = std::min(limited, longestLimit);
        if (m_isPaused || resting.count() > 0)
            co_await m_fetcher->passOn();
        else
            co_await m_fetcher->giveMarkerBack();
        if (*isGone)
            co_return false;
        co_await m_free.wait(wait);
        if (*isGone)
            co_return false;
        if (limited.count() > 0 && !isBackingOff)
            m_fetcher->forgetLimit();
    }
    co_return false;
}

QCoro::Task<> Worker::take()
{
    const auto isGone = m_isGone;
    const QByteArray token = nextToken();
    std::optional<JobRecord> job;
    QString why;
    bool hasFailed = true;
    bool isUnclear = false;
    m_isTaking = true;
    try {
        job = co_await m_fetcher->next(token);
        hasFailed = false;
    } catch (const RedisError &error) {
        why = error.detail();
        isUnclear = error.kind() != RedisError::Kind::Refused;
    } catch (const JobError &error) {
        why = QString::fromUtf8(error.what());
    }
    if (*isGone)
        co_return;
    m_isTaking = false;
    if (hasFailed) {
        m_backOff = std::clamp(m_backOff * 2, firstBackOff, longestBackOff);
        if (isUnclear)
            m_strays.look();
        noteTrouble(u"no job could be asked for"_s, why);
        co_return;
    }
    m_backOff = {};
    m_troubles.clear();
    if (job)
        process(std::move(*job), token);
    else
        tellIfDrained();
}

QCoro::Task<> Worker::process(JobRecord job, QByteArray token)
{
    const auto isGone = m_isGone;
    ++m_running;
    bool hasAsked = false; // for the next one
    bool hasHeard = false; // of it, or that there is none
    const std::function<bool()> ask = [this, isGone, &hasAsked] { return hasAsked = !*isGone && mayFetch(); };
    std::optional<JobRecord> next = std::move(job);
    while (next) {
        m_hasHadJob = true;
        const JobFinisher::Result result = co_await m_runner->run(*next, token, ask);
        if (*isGone)
            co_return;
        next = result.next.job;
        if (result.isUnclear)
            m_strays.look();
        hasHeard = (std::exchange(hasAsked, false) && tellsOfTheNext(result)) || result.next.limitedForMs > 0;
        if (hasHeard)
            m_fetcher->heard(result.next);
    }
    --m_running;
    if (hasHeard)
        tellIfDrained();
    if (*isGone)
        co_return;
    startStrays();
    m_free.wake();
}

// Of several that run, the first to end without a next one says so; a limit hides whether there are more.
void Worker::tellIfDrained()
{
    if (m_fetcher->isDrained() && m_fetcher->limitedFor().count() == 0 && std::exchange(m_hasHadJob, false))
        emit drained();
}

bool Worker::mayFetch() const
{
    return !m_isClosing && !m_isPaused && restLeft().count() == 0 && m_strays.isEmpty()
        && m_running <= m_scripts->settings().concurrency;
}

// They come before any other that is asked for.
void Worker::straysFound()
{
    if (m_isTaking)
        m_fetcher->interrupt();
    startStrays();
}

// As many as there is room for.
void Worker::startStrays()
{
    const auto isGone = m_isGone;
    while (!*isGone && !m_isClosing && !m_strays.isEmpty()
           && m_running + (m_isTaking ? 1 : 0) < m_scripts->settings().concurrency)
        startStray(m_strays.take());
}

QCoro::Task<> Worker::startStray(StrayJob stray)
{
    const auto isGone = m_isGone;
    ++m_running; // its place
    const StrayClaim claim = co_await m_strays.claim(stray);
    if (*isGone)
        co_return;
    if (claim.tooLarge > 0) {
        co_await m_runner->refuse(stray.id, stray.token, tooLarge(claim.tooLarge));
        if (*isGone)
            co_return;
        noteTrouble(u"job %1 failed"_s.arg(QString::fromUtf8(stray.id)), QString::fromUtf8(tooLarge(claim.tooLarge)));
    }
    --m_running;
    if (claim.job && !m_isClosing) {
        process(*claim.job, stray.token);
    } else {
        m_strays.letGo(stray);
        m_free.wake();
    }
}

QCoro::Task<> Worker::checkStalled()
{
    const auto isGone = m_isGone;
    try {
        Pending pending = m_scripts->checkStalled(m_connection->get());
        const Reply reply = co_await pending;
        if (*isGone)
            co_return;
        for (const Reply &id : reply.items)
            emit stalled(id.bytes);
    } catch (const RedisError &error) {
        if (!*isGone)
            noteTrouble(u"it could not be looked for stalled jobs"_s, error.detail());
    }
}

QCoro::Task<> Worker::finishClosing()
{
    const auto isGone = m_isGone;
    while (m_running > 0) {
        co_await m_free.wait(longestWait);
        if (*isGone)
            co_return;
    }
    co_await m_fetcher->endWait();
    if (*isGone)
        co_return;
    co_await m_strays.giveBack();
    if (*isGone)
        co_return;
    co_await m_fetcher->passOn();
    if (*isGone)
        co_return;
    m_isClosed = true;
    emit closed();
}

// Once for each kind of it, until it is over.
void Worker::noteTrouble(const QString &what, const QString &why)
{
    if (m_troubles.contains(what))
        return;
    m_troubles.insert(what);
    emit trouble(what + u": "_s + why);
}

QByteArray Worker::nextToken()
{
    return m_id + ':' + QByteArray::number(m_tokens++);
}

void Worker::lockLost(const QByteArray &queue, const QByteArray &jobId, const QByteArray &token, const QString &why)
{
    const std::shared_ptr<JobContext> context = m_runner->running(jobId);
    if (queue != m_scripts->queue().base() || !context || context->token() != token)
        return;
    emit trouble(u"job %1: %2"_s.arg(QString::fromUtf8(jobId), why));
    context->loseLock(why);
}

} // namespace signalbox::jobs
