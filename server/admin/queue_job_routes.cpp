// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_job_routes.h"

#include "admin/audited.h"
#include "admin/queue_access.h"
#include "admin/queue_job_report.h"
#include "admin/queue_report.h"
#include "admin/redis_text.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "base/json_text.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "jobs/job_actions.h"
#include "jobs/job_error.h"
#include "jobs/job_options.h"
#include "jobs/job_tree.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using jobs::QueueAddress;
using jobs::QueueReader;

namespace {

constexpr qint64 mostRows = 1000;
constexpr qint64 farthest = 1'000'000'000;
constexpr qint64 longestDelayMs = 10LL * 366 * 24 * 3600 * 1000;
constexpr qint64 lowestPriority = 2'097'151;

class QueueJobRoutes {
public:
    explicit QueueJobRoutes(const QueueServices &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> page(Context &context);
    QCoro::Task<Reply> one(Context &context);
    QCoro::Task<Reply> logs(Context &context);
    QCoro::Task<Reply> tree(Context &context);
    QCoro::Task<Reply> add(Context &context);
    QCoro::Task<Reply> change(Context &context);

private:
    QCborMap report(const jobs::JobDetail &detail, const QueueAddress &queue) const;
    QCoro::Task<jobs::JobDetail> detailIn(Context &context, QueueAddress queue, QByteArray id); // or 404

    const QueueServices m_services;
};

QueueReader::Order orderIn(const QJsonObject &input)
{
    return input["order"_L1].toString() == "oldest"_L1 ? QueueReader::Order::Oldest : QueueReader::Order::Newest;
}

QCoro::Task<Reply> QueueJobRoutes::page(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &query = context.input().query();
    const auto state = jobs::jobStateNamed(query["state"_L1].toString());
    const qint64 from = query["from"_L1].toInteger();
    QueueReader reader = readerOf(m_services, context, queue);
    const jobs::JobPage page = co_await reader.page(*state, orderIn(query), from, query["limit"_L1].toInteger());
    QCborArray items;
    for (const jobs::JobRow &row : page.rows)
        items.append(jobReport(row, queue));
    co_return represent(context, {{u"items"_s, items}, {u"total"_s, page.total}, {u"from"_s, from}});
}

QCoro::Task<jobs::JobDetail> QueueJobRoutes::detailIn(Context &context, QueueAddress queue, QByteArray id)
{
    QueueReader reader = readerOf(m_services, context, queue);
    const auto detail = co_await reader.job(id);
    if (!detail)
        throw AppError(404, u"There is no such job (any more)"_s);
    co_return *detail;
}

QCborMap QueueJobRoutes::report(const jobs::JobDetail &detail, const QueueAddress &queue) const
{
    return jobDetailReport(detail, queue, m_services.board.isOwn(queue));
}

QCoro::Task<Reply> QueueJobRoutes::one(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QByteArray id = context.param("job").toUtf8();
    const jobs::JobDetail detail = co_await detailIn(context, queue, id);
    co_return represent(context, report(detail, queue));
}

QCoro::Task<Reply> QueueJobRoutes::logs(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &query = context.input().query();
    const QByteArray id = context.param("job").toUtf8();
    const qint64 from = query["from"_L1].toInteger();
    const qint64 limit = query["limit"_L1].toInteger();
    QueueReader reader = readerOf(m_services, context, queue);
    const jobs::JobLogs logs = co_await reader.logs(id, from, limit);
    QCborArray lines;
    for (const QByteArray &line : logs.lines)
        lines.append(readable(line));
    co_return represent(context, {{u"lines"_s, lines}, {u"total"_s, logs.total}, {u"from"_s, logs.from}});
}

QCborMap nodeReport(const jobs::JobNode &node)
{
    const jobs::JobRow &row = node.row;
    QCborArray children;
    for (const jobs::JobNode &child : node.children)
        children.append(nodeReport(child));
    const QCborValue state = row.state ? QCborValue(QString(nameOf(*row.state))) : QCborValue(nullptr);
    return {{u"queue"_s, node.queue.id()},
            {u"queueName"_s, readable(node.queue.name)},
            {u"id"_s, readable(row.id)},
            {u"name"_s, readable(row.name)},
            {u"state"_s, state},
            {u"progress"_s, jsonValue(row.progress)},
            {u"failedReason"_s, textValue(row.failedReason.value_or(QByteArray()))},
            {u"children"_s, children},
            {u"more"_s, node.more}};
}

QCoro::Task<Reply> QueueJobRoutes::tree(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QByteArray id = context.param("job").toUtf8();
    const auto tree = co_await jobs::readJobTree(clientOf(m_services, queue.connection), queue, id, &context);
    if (!tree)
        throw AppError(404, u"There is no such job (any more)"_s);
    co_return represent(context, {{u"root"_s, nodeReport(tree->root)}, {u"truncated"_s, tree->isTruncated}});
}

QCoro::Task<Reply> QueueJobRoutes::add(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &body = context.input().body();
    jobs::NewJob job{body["name"_L1].toString().toUtf8(), jsonText(body["data"_L1]), {}};
    if (!body.contains("data"_L1))
        job.data = "{}";
    const QJsonObject given = body["opts"_L1].toObject();
    requireModestOptions(given);
    const auto options = jobs::readJobOptions(given);
    if (const auto *error = std::get_if<jobs::JobOptionsError>(&options))
        throw AppError::invalidField(u"body.opts."_s + error->field, error->message);
    if (std::get<jobs::JobOptions>(options).parent)
        throw AppError::invalidField(u"body.opts.parent"_s, u"A parent is for flows, which programs add"_s);
    if (const QLatin1StringView name = jobs::schedulerOptionIn(given); !name.isNull())
        throw AppError::invalidField("body.opts."_L1 + name, u"Only the jobs of a scheduler have this"_s);
    job.options = std::get<jobs::JobOptions>(options);
    if (const auto error = jobs::checkJobOptions(job.options, job.data.size()))
        throw AppError::invalidField(u"body.opts."_s + error->field, error->message);
    co_await requireQueue(m_services, context, queue);
    audit::Entry entry = queueEntry(u"queue.job.add"_s, queue);
    entry.after = {{u"name"_s, body["name"_L1]}, {u"opts"_s, body["opts"_L1]}};
    co_await noteChange(m_services.database, context, entry);
    co_return co_await addJob(m_services, context, queue, job);
}

// What can't be changed of a job in that state, as 409.
void requireChangeable(const QJsonObject &body, std::optional<jobs::JobState> state)
{
    const bool isWaiting = state == jobs::JobState::Waiting || state == jobs::JobState::Prioritized;
    const bool isDelayed = state == jobs::JobState::Delayed;
    if (body.contains("delayMs"_L1) && !isDelayed)
        throw AppError(409, u"It isn't delayed (any more)"_s);
    if (body.contains("priority"_L1) && !isWaiting && !isDelayed)
        throw AppError(409, u"It doesn't wait (any more)"_s);
    if (body.contains("lifo"_L1) && !isWaiting)
        throw AppError(409, u"It has no place among those that wait"_s);
}

// That its data is another is told, not what it is: it may hold what is nobody's business.
audit::Entry changeEntry(const QueueAddress &queue, const QByteArray &id, const QJsonObject &body,
                         const jobs::JobDetail &before)
{
    audit::Entry entry = jobEntry(u"queue.job.change"_s, queue, id);
    for (const QString &name : body.keys()) {
        if (name != "data"_L1)
            entry.after.insert(name, body[name]);
    }
    entry.after.insert(u"data"_s, body.contains("data"_L1));
    entry.before = {{u"priority"_s, before.row.priority}, {u"delayMs"_s, before.row.delayMs}};
    return entry;
}

QCoro::Task<Reply> QueueJobRoutes::change(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &body = context.input().body();
    const QByteArray id = context.param("job").toUtf8();
    const jobs::JobDetail before = co_await detailIn(context, queue, id);
    requireChangeable(body, before.row.state);
    const audit::Entry entry = changeEntry(queue, id, body, before);
    co_await noteChange(m_services.database, context, entry);
    jobs::JobActions actions(clientOf(m_services, queue.connection), queue, &context);
    QString problem;
    if (body.contains("data"_L1)) {
        const QByteArray data = jsonText(body["data"_L1]);
        problem = co_await actions.updateData(id, data);
    }
    if (problem.isEmpty() && body.contains("delayMs"_L1)) {
        const qint64 delay = body["delayMs"_L1].toInteger();
        problem = co_await actions.changeDelay(id, delay);
    }
    if (problem.isEmpty() && (body.contains("priority"_L1) || body.contains("lifo"_L1))) {
        const qint64 priority = body["priority"_L1].toInteger(before.row.priority);
        const bool isLifo = body["lifo"_L1].toBool();
        problem = co_await actions.changePriority(id, priority, isLifo);
    }
    if (!problem.isEmpty())
        throw AppError(409, problem);
    m_services.board.touch(queue);
    const jobs::JobDetail after = co_await detailIn(context, queue, id);
    co_return represent(context, report(after, queue));
}

Schema stateSchema()
{
    return schema::oneOf({"waiting", "active", "prioritized", "delayed", "waitingChildren", "completed", "failed"});
}

Schema orderSchema()
{
    return schema::oneOf({"newest", "oldest"}).byDefault("newest");
}

Schema pageQuery()
{
    return schema::object({{"state", stateSchema().byDefault("waiting")},
                           {"from", schema::integer(0, farthest).byDefault(QJsonValue(0))},
                           {"limit", schema::integer(1, mostRows).byDefault(200)},
                           {"order", orderSchema()}});
}

Schema logsQuery()
{
    return schema::object(
        {{"from", schema::integer(-farthest, farthest).byDefault(QJsonValue(0)).described("Negative: from the end.")},
         {"limit", schema::integer(1, mostRows).byDefault(500)}});
}

Schema additionBody()
{
    return schema::object({{"name", schema::string().length(1, 1000)},
                           {"data", schema::anything().described("JSON; {} when it is left out.")},
                           {"opts", schema::object({}).open().described("As in BullMQ.")}})
        .required({"name"});
}

Schema changeBody()
{
    return schema::object({{"data", schema::anything()},
                           {"delayMs", schema::integer(0, longestDelayMs).described("From now on.")},
                           {"priority", schema::integer(0, lowestPriority)},
                           {"lifo", schema::boolean().described("Before all others of its priority.")}})
        .notEmpty();
}

} // namespace

void registerQueueJobs(http::Api &api, const QueueServices &services, const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<QueueJobRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (QueueJobRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    RoutesWithSchemas add(api, {requireAdmin, requireQueueRedis(services)}, RoutesWithSchemas::largeBody);
    add.add(Method::Get, "/admin/queues/:queue/jobs", u"The jobs of a state"_s, handle(&QueueJobRoutes::page),
            {.params = queueParameter(), .query = pageQuery()});
    add.add(Method::Post, "/admin/queues/:queue/jobs", u"Add a job"_s, handle(&QueueJobRoutes::add),
            {.params = queueParameter(), .body = additionBody()});
    add.add(Method::Patch, "/admin/queues/:queue/jobs/:job", u"Change a job"_s, handle(&QueueJobRoutes::change),
            {.params = jobParameter(), .body = changeBody()});
    add.add(Method::Get, "/admin/queues/:queue/jobs/:job", u"All of a job"_s, handle(&QueueJobRoutes::one),
            {.params = jobParameter()});
    add.add(Method::Get, "/admin/queues/:queue/jobs/:job/logs", u"What a job has logged"_s,
            handle(&QueueJobRoutes::logs), {.params = jobParameter(), .query = logsQuery()});
    add.add(Method::Get, "/admin/queues/:queue/jobs/:job/tree", u"A job among its parents and children"_s,
            handle(&QueueJobRoutes::tree), {.params = jobParameter()});
}

} // namespace signalbox::admin
