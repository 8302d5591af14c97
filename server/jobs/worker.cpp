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
constexpr milliseconds betweenStrayLooks{500};
constexpr milliseconds longestBetweenStrayLooks{5000}; // while Redis doesn't answer
constexpr int strayLooks = 4; // that were answered: what Redis was sent before it hung may be done after one

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
{
    connect(&locks, &LockKeeper::lost, this, &Worker::lockLost);
    connect(&m_stalledTimer, &QTimer::timeout, this, [this] { checkStalled(); });
}

Worker::~Worker()
{
    *m_isGone = true;
    m_isClosing = true;
    for (const StrayJob &stray : m_strays)
        m_runner->dropLock(stray.id, stray.token);
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
    const bool wasDrained = m_fetcher->isDrained();
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
            lookForStrays();
        noteTrouble(u"no job could be asked for"_s, why);
        co_return;
    }
    m_backOff = {};
    m_troubles.clear();
    if (job)
        process(std::move(*job), token);
    else if (!wasDrained && m_fetcher->isDrained() && m_tokens > 1)
        emit drained();
}

QCoro::Task<> Worker::process(JobRecord job, QByteArray token)
{
    const auto isGone = m_isGone;
    ++m_running;
    bool hasAsked = false; // for the next one
    const std::function<bool()> ask = [this, isGone, &hasAsked] { return hasAsked = !*isGone && mayFetch(); };
    std::optional<JobRecord> next = std::move(job);
    while (next) {
        const JobFinisher::Result result = co_await m_runner->run(*next, token, ask);
        if (*isGone)
            co_return;
        next = result.next.job;
        if (result.isUnclear)
            lookForStrays();
        if ((std::exchange(hasAsked, false) && tellsOfTheNext(result)) || result.next.limitedForMs > 0)
            m_fetcher->heard(result.next);
    }
    --m_running;
    startStrays();
    m_free.wake();
}

bool Worker::mayFetch() const
{
    return !m_isClosing && !m_isPaused && restLeft().count() == 0 && m_strays.empty()
        && m_running <= m_scripts->settings().concurrency;
}

// A reply was lost in which there may have been a job.
void Worker::lookForStrays()
{
    m_strayLooks = strayLooks;
    if (!m_isAdopting)
        adoptStrays();
}

QCoro::Task<> Worker::adoptStrays()
{
    const auto isGone = m_isGone;
    m_isAdopting = true;
    milliseconds pause = betweenStrayLooks;
    while (m_strayLooks > 0 && !m_isClosing) {
        const auto strays = co_await findStrays();
        if (*isGone)
            co_return;
        if (strays) {
            --m_strayLooks;
            std::ranges::for_each(*strays, [this](const StrayJob &stray) { adopt(stray); });
            startStrays();
        }
        if (*isGone)
            co_return;
        pause = strays ? betweenStrayLooks : std::min(pause * 2, longestBetweenStrayLooks);
        co_await m_strayPause.wait(pause);
        if (*isGone)
            co_return;
    }
    m_isAdopting = false;
}

// It is held until there is a place for it, and before any other is asked for.
void Worker::adopt(const StrayJob &stray)
{
    if (m_isClosing)
        return;
    m_runner->holdLock(stray.id, stray.token);
    m_strays.push_back(stray);
    if (m_isTaking)
        m_fetcher->interrupt();
}

void Worker::startStrays()
{
    const auto isGone = m_isGone;
    while (!*isGone && !m_isClosing && !m_strays.empty()
           && m_running + (m_isTaking ? 1 : 0) < m_scripts->settings().concurrency) {
        const StrayJob stray = m_strays.front();
        m_strays.pop_front();
        startStray(stray);
    }
}

QCoro::Task<> Worker::startStray(StrayJob stray)
{
    const auto isGone = m_isGone;
    ++m_running; // its place
    const StrayClaim claim = co_await claimStray(stray);
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
        m_runner->dropLock(stray.id, stray.token);
        m_free.wake();
    }
}

// Nothing when it isn't ours any more; when Redis doesn't answer it is found again.
QCoro::Task<StrayClaim> Worker::claimStray(StrayJob stray)
{
    const auto isGone = m_isGone;
    const auto connection = m_connection;
    const milliseconds lockDuration = m_scripts->settings().lockDuration;
    bool hasFailed = false;
    try {
        const StrayClaim claim = co_await claimStrayJob(connection->get(), m_scripts->queue(), stray, lockDuration);
        co_return claim;
    } catch (const RedisError &) {
        hasFailed = true;
    }
    if (hasFailed && !*isGone)
        lookForStrays();
    co_return StrayClaim();
}

// Nobody has begun them: they wait again.
QCoro::Task<> Worker::giveStraysBack()
{
    const auto isGone = m_isGone;
    const auto scripts = m_scripts;
    for (const StrayJob &stray : std::exchange(m_strays, {}))
        m_runner->dropLock(stray.id, stray.token);
    for (int looks = std::max(m_strayLooks, 1); looks > 0; --looks) {
        const auto strays = co_await findStrays();
        if (*isGone)
            co_return;
        for (const StrayJob &stray : strays.value_or(QList<StrayJob>())) {
            try {
                Pending pending = scripts->giveBack(m_connection->get(), stray.id, stray.token);
                co_await pending;
            } catch (const RedisError &) {
                // It stalls at worst, and is another's then.
            }
            if (*isGone)
                co_return;
        }
        if (looks > 1)
            co_await m_closingPause.wait(betweenStrayLooks);
        if (*isGone)
            co_return;
    }
}

QCoro::Task<std::optional<QList<StrayJob>>> Worker::findStrays()
{
    const auto runner = m_runner;
    const auto connection = m_connection;
    try {
        QByteArrayList known = runner->tokens();
        for (const StrayJob &stray : m_strays)
            known.append(stray.token);
        const QByteArray ours = m_id;
        QList<StrayJob> found = co_await findStrayJobs(connection->get(), m_scripts->queue(), ours, known);
        found.removeIf([&](const StrayJob &each) { // it has begun meanwhile
            const std::shared_ptr<JobContext> context = runner->running(each.id);
            return context && context->token() == each.token;
        });
        co_return found;
    } catch (const RedisError &) {
        co_return std::nullopt;
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
    co_await giveStraysBack();
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
    context->stop(why);
}

} // namespace signalbox::jobs
