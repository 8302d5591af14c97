// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue.h"

#include "bullmq_scripts.h"
#include "jobs/job_error.h"

#include <vector>

namespace signalbox::jobs {

using redis::Pending;
using redis::Reply;

namespace {

constexpr qsizetype mostAtOnce = 500; // under way
constexpr qsizetype mostBytesAtOnce = qsizetype(4) << 20; // of data, likewise: a client keeps only so much unsent

// Where what is sent together from there on ends.
qsizetype endOfRound(const QList<NewJob> &jobs, qsizetype from)
{
    qsizetype bytes = jobs.at(from).data.size();
    qsizetype end = from + 1;
    while (end < jobs.size() && end - from < mostAtOnce && bytes + jobs.at(end).data.size() <= mostBytesAtOnce)
        bytes += jobs.at(end++).data.size();
    return end;
}

} // namespace

Queue::Queue(redis::Client &client, QueueKeys keys, telemetry::SpanSink *spans)
    : m_client(client)
    , m_keys(std::move(keys))
    , m_spans(spans)
{
    checkQueueName(m_keys.queue());
}

QByteArray Queue::addedId(const Reply &reply, const NewJob &job)
{
    if (reply.kind == Reply::Kind::Bytes && !reply.bytes.isEmpty())
        return reply.bytes;
    if (reply.kind != Reply::Kind::Integer)
        throw redis::RedisError(redis::RedisError::Kind::Protocol, QStringLiteral("A script that adds gave no id"));
    if (reply.integer >= 0)
        return QByteArray::number(reply.integer);
    const auto &parent = job.options.parent;
    const bool isParents = parent
        && (reply.integer == JobError::ParentJobNotExist || reply.integer == JobError::ParentJobCannotBeReplaced);
    const QByteArray subject = isParents ? (parent->queue + u':' + parent->id).toUtf8() : job.name;
    throw JobError(reply.integer, "addJob", subject);
}

Pending Queue::ask(const NewJob &job)
{
    const ScriptCall call = addCall(m_keys, job);
    return m_client.run(m_spans, call.script, call.keys, call.arguments);
}

QCoro::Task<QByteArray> Queue::add(NewJob job)
{
    checkNewJob(job);
    Pending pending = ask(job);
    const Reply reply = co_await pending;
    co_return addedId(reply, job);
}

QCoro::Task<QByteArrayList> Queue::addBulk(QList<NewJob> jobs)
{
    for (const NewJob &job : std::as_const(jobs))
        checkNewJob(job);
    QByteArrayList ids;
    ids.reserve(jobs.size());
    for (qsizetype from = 0, end = 0; from < jobs.size(); from = end) {
        end = endOfRound(jobs, from);
        std::vector<Pending> pendings;
        pendings.reserve(std::size_t(end - from));
        for (qsizetype at = from; at < end; ++at)
            pendings.push_back(ask(jobs.at(at)));
        for (qsizetype at = from; at < end; ++at) {
            const Reply reply = co_await pendings[std::size_t(at - from)];
            ids.append(addedId(reply, jobs.at(at)));
        }
    }
    co_return ids;
}

QCoro::Task<std::optional<JobRecord>> Queue::job(QByteArray id)
{
    if (isKeyOfQueue(QString::fromUtf8(id)))
        co_return std::nullopt;
    Pending pending = m_client.command(m_spans, "HGETALL", m_keys.job(id));
    try {
        const Reply reply = co_await pending;
        co_return JobRecord::fromHash(id, reply);
    } catch (const redis::RedisError &error) {
        if (error.code() != "WRONGTYPE") // a job's lock, its log…
            throw;
    }
    co_return std::nullopt;
}

QCoro::Task<QByteArray> Queue::state(QByteArray id)
{
    const auto key = [this](QByteArrayView suffix) { return m_keys.of(suffix); };
    Pending pending = run(m_client, m_spans, bullmq::getStateV2,
                          jobs::keys(key("completed"), key("failed"), key("delayed"), key("active"), key("wait"),
                                     key("paused"), key("waiting-children"), key("prioritized")),
                          {id});
    const Reply reply = co_await pending;
    co_return reply.bytes;
}

} // namespace signalbox::jobs
