// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_access.h"

#include "admin/redis_access.h"
#include "admin/redis_text.h"
#include "admin/representation.h"
#include "http/app_error.h"
#include "http/context.h"
#include "http/validated_input.h"
#include "jobs/job_error.h"
#include "jobs/queue.h"
#include "jobs/queue_alerts.h"
#include "jobs/queue_connections.h"
#include "jobs/trace_metadata.h"

#include <QDateTime>
#include <QJsonDocument>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using jobs::QueueAddress;

namespace {

constexpr qsizetype longestName = 200; // of a target in the audit log
constexpr qsizetype largestOptions = 64 * 1024; // bytes of a job's

QCoro::Task<http::Reply> explained(QueueServices services, Context &context, const http::Handler &next)
{
    const QueueAddress queue = queueIn(context);
    const redis::Clients *const clients = services.connections.clients(queue.connection);
    if (!clients)
        throw AppError(404, u"There is no such connection"_s);
    const redis::State state = clients->state();
    if (state.kind != redis::State::Kind::Up && state.kind != redis::State::Kind::Starting)
        throw noRedis(state);
    try {
        co_return co_await next(context);
    } catch (const redis::RedisError &error) {
        throw heardByAdmins(error, clients->state());
    }
}

} // namespace

http::Middleware requireQueueRedis(const QueueServices &services)
{
    return [services](Context &context, const http::Handler &next) { return explained(services, context, next); };
}

QueueAddress queueIn(const Context &context)
{
    const auto queue = QueueAddress::fromId(context.param("queue"));
    if (!queue)
        throw AppError::invalidField(u"params.queue"_s, u"Must be a queue's id, as GET /admin/queues tells it"_s);
    return *queue;
}

redis::Client &clientOf(const QueueServices &services, const QByteArray &connection)
{
    redis::Clients *const clients = services.connections.clients(connection);
    if (!clients)
        throw AppError(404, u"There is no such connection"_s);
    return clients->here();
}

jobs::QueueReader readerOf(const QueueServices &services, Context &context, const QueueAddress &queue)
{
    return {clientOf(services, queue.connection), queue, &context};
}

QCoro::Task<> requireQueue(const QueueServices &services, Context &context, QueueAddress queue)
{
    jobs::QueueReader reader = readerOf(services, context, queue);
    if (!co_await reader.exists())
        throw AppError(404, u"There is no such queue (any more)"_s);
}

QCoro::Task<jobs::QueueRow> queueRow(const QueueServices &services, Context &context, QueueAddress queue)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const qint64 failedSince = now - services.alerts.rulesOf(queue).failedMinutes * 60'000;
    const QList<QueueAddress> one{queue};
    const auto glances = co_await jobs::glanceAt(clientOf(services, queue.connection), one, failedSince, &context);
    if (!glances.first().exists)
        throw AppError(404, u"There is no such queue (any more)"_s);
    services.board.seen(queue);
    services.board.counted(queue, glances.first(), now);
    jobs::QueueRow row = services.board.row(queue).value_or(jobs::QueueRow());
    row.address = queue;
    row.glance = glances.first();
    row.countedAt = now;
    co_return row;
}

QCoro::Task<http::Reply> addJob(const QueueServices &services, Context &context, QueueAddress address, jobs::NewJob job)
{
    if (job.options.traceParent.isEmpty() && !job.options.omitsContext)
        job.options.traceParent = jobs::traceMetadata({context.traceId(), context.spanId()});
    jobs::Queue queue(clientOf(services, address.connection), {address.prefix, address.name}, &context);
    QString problem;
    QByteArray id;
    try {
        id = co_await queue.add(job);
    } catch (const jobs::InvalidJob &error) {
        problem = QString::fromUtf8(error.what());
    } catch (const jobs::JobError &error) {
        problem = QString::fromUtf8(error.what());
    }
    if (!problem.isEmpty())
        throw AppError(409, problem);
    services.board.touch(address);
    http::Reply reply = represent(context, {{u"id"_s, readable(id)}});
    reply.status = 201;
    co_return reply;
}

void requireModestOptions(const QJsonObject &options)
{
    if (QJsonDocument(options).toJson(QJsonDocument::Compact).size() > largestOptions)
        throw AppError::invalidField(u"body.opts"_s, u"Options may have 64 KiB"_s);
}

audit::Entry queueEntry(const QString &action, const QueueAddress &queue)
{
    audit::Entry entry;
    entry.action = action;
    entry.targetType = u"queue"_s;
    entry.targetId = queue.id().toLatin1().left(longestName);
    entry.targetName = readableKey(queue.name).left(longestName);
    return entry;
}

audit::Entry jobEntry(const QString &action, const QueueAddress &queue, const QByteArray &job)
{
    audit::Entry entry = queueEntry(action, queue);
    entry.targetType = u"job"_s;
    entry.targetName = readableKey(queue.name + ':' + job).left(longestName);
    return entry;
}

http::Schema queueParameter()
{
    return schema::object({{"queue", schema::string().length(1, 4096).described("A queue's id.")}});
}

http::Schema jobParameter()
{
    return schema::object({{"queue", schema::string().length(1, 4096).described("A queue's id.")},
                           {"job", schema::string().length(1, 4096).described("A job's id, percent-encoded.")}});
}

http::Schema queueCursor()
{
    return schema::string()
        .length(1, 8192)
        .pattern("^[A-Za-z0-9_-]+$")
        .message("Must be the cursor that a step answered")
        .nullable()
        .described("Of the step before; none at first.");
}

} // namespace signalbox::admin
