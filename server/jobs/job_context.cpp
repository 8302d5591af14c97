// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_context.h"

#include "base/json_text.h"
#include "jobs/job_error.h"
#include "jobs/job_interrupts.h"
#include "jobs/job_json.h"

#include <QDateTime>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Pending;
using redis::Reply;

namespace {

// As BullMQ does with a limit that a processor asks for: more than any maximum.
constexpr qint64 overAnyLimit = 9007199254740991;

void check(const Reply &reply, const char *command, const QByteArray &id)
{
    if (reply.kind == Reply::Kind::Integer && reply.integer < 0)
        throw JobError(reply.integer, command, id);
}

} // namespace

JobContext::JobContext(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<const RedisConnection> connection,
                       JobRecord job, QByteArray token)
    : m_scripts(std::move(scripts))
    , m_connection(std::move(connection))
    , m_job(std::move(job))
    , m_token(std::move(token))
    , m_trace(traceLinkOf(m_job.options.traceParent))
{
}

QJsonValue JobContext::data() const
{
    return jsonValue(m_job.data).value_or(QJsonValue(QJsonValue::Undefined));
}

void JobContext::stop(const QString &why)
{
    m_hasLostLock = false;
    if (m_stop.stop_requested())
        return;
    m_whyStopped = why;
    m_stop.request_stop();
}

void JobContext::loseLock(const QString &why)
{
    if (m_stop.stop_requested())
        return;
    stop(why);
    m_hasLostLock = true;
}

void JobContext::tellEnded(const JobOutcome &outcome)
{
    for (const EndCall &then : std::exchange(m_endCalls, {}))
        then(*this, outcome);
}

QCoro::Task<> JobContext::updateProgress(QByteArray json)
{
    const auto self = shared_from_this();
    if (!isJson(json))
        throw std::invalid_argument("progress must be JSON");
    Pending pending = m_scripts->updateProgress(m_connection->get(), spans(), m_job.id, json);
    const Reply reply = co_await pending;
    check(reply, "updateProgress", m_job.id);
    m_job.progress = json;
}

QCoro::Task<> JobContext::log(QByteArray row)
{
    const auto self = shared_from_this();
    Pending pending = m_scripts->addLog(m_connection->get(), spans(), m_job.id, row, m_job.options.keepLogs);
    const Reply reply = co_await pending;
    check(reply, "addLog", m_job.id);
}

QCoro::Task<> JobContext::updateData(QByteArray json)
{
    const auto self = shared_from_this();
    if (!isJson(json))
        throw std::invalid_argument("data must be JSON");
    Pending pending = m_scripts->updateData(m_connection->get(), spans(), m_job.id, json);
    const Reply reply = co_await pending;
    check(reply, "updateData", m_job.id);
    m_job.data = json;
}

QCoro::Task<QHash<QByteArray, QByteArray>> JobContext::hash(QByteArray suffix)
{
    const auto self = shared_from_this();
    Pending pending = m_connection->get().command(spans(), "HGETALL", m_scripts->queue().job(m_job.id) + suffix);
    const Reply reply = co_await pending;
    QHash<QByteArray, QByteArray> values;
    for (qsizetype at = 0; at + 1 < reply.items.size(); at += 2)
        values.insert(reply.items.at(at).bytes, reply.items.at(at + 1).bytes);
    co_return values;
}

QCoro::Task<QHash<QByteArray, QByteArray>> JobContext::childrenValues()
{
    return hash(":processed");
}

QCoro::Task<QHash<QByteArray, QByteArray>> JobContext::ignoredFailures()
{
    return hash(":failed");
}

QCoro::Task<> JobContext::delayUntil(qint64 ms)
{
    [[maybe_unused]] const auto self = shared_from_this();
    const qint64 delay = std::max<qint64>(ms - QDateTime::currentMSecsSinceEpoch(), 0);
    const WorkerScripts::Finish finish{m_job.id, m_token, false, {}};
    Pending pending = m_scripts->delay(m_connection->get(), finish, delay, false);
    const Reply reply = co_await pending;
    check(reply, "moveToDelayed", m_job.id);
    throw JobMovedError("bullmq:movedToDelayed");
}

QCoro::Task<> JobContext::waitAgain()
{
    [[maybe_unused]] const auto self = shared_from_this();
    Pending pending = m_scripts->giveBack(m_connection->get(), m_job.id, m_token);
    const Reply reply = co_await pending;
    check(reply, "moveJobFromActiveToWait", m_job.id);
    throw JobMovedError("bullmq:movedToWait");
}

QCoro::Task<> JobContext::limitRate(qint64 ms)
{
    [[maybe_unused]] const auto self = shared_from_this();
    Pending pending =
        m_connection->get().command(spans(), "SET", m_scripts->queue().of("limiter"), overAnyLimit, "PX", ms);
    co_await pending;
    throw RateLimitError();
}

QCoro::Task<> JobContext::waitForChildren()
{
    const auto self = shared_from_this();
    Pending pending = m_scripts->awaitChildren(m_connection->get(), m_job.id, m_token);
    const Reply reply = co_await pending;
    check(reply, "moveToWaitingChildren", m_job.id);
    if (reply.integer == 0)
        throw JobMovedError("bullmq:movedToWaitingChildren");
}

} // namespace signalbox::jobs
