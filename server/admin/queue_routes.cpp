// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_routes.h"

#include "admin/audited.h"
#include "admin/parameters.h"
#include "admin/queue_access.h"
#include "admin/queue_report.h"
#include "admin/redis_access.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "jobs/queue_connections.h"
#include "jobs/queue_manager.h"

#include <QCoro/QCoroTimer>
#include <QDateTime>
#include <QDeadlineTimer>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using jobs::QueueAddress;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds longestWindow = 1h;
constexpr milliseconds firstLook = 1500ms; // how long an answer waits for it
constexpr milliseconds lookInterval = 20ms;
constexpr qint64 mostPoints = 300;
constexpr qint64 longestRateMs = 24LL * 3600 * 1000;

class QueueRoutes {
public:
    explicit QueueRoutes(const QueueServices &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> list(Context &context);
    QCoro::Task<Reply> one(Context &context);
    QCoro::Task<Reply> create(Context &context);
    QCoro::Task<Reply> change(Context &context);
    QCoro::Task<Reply> pauseAll(Context &context);

private:
    QCoro::Task<> letItLook();
    jobs::QueueManager managerOf(Context &context, const QueueAddress &queue);

    const QueueServices m_services;
};

jobs::QueueManager QueueRoutes::managerOf(Context &context, const QueueAddress &queue)
{
    return {clientOf(m_services, queue.connection), queue, &context};
}

// When nobody has looked for a while, what is known is old.
QCoro::Task<> QueueRoutes::letItLook()
{
    const bool isFresh = m_services.board.isLookedAt();
    m_services.board.looked();
    if (isFresh)
        co_return;
    QHash<QByteArray, quint64> rounds;
    for (const jobs::QueueConnection &connection : m_services.connections.list()) {
        const redis::Clients *const clients = m_services.connections.clients(connection.id);
        if (clients && clients->state().kind == redis::State::Kind::Up)
            rounds.insert(connection.id, m_services.board.rounds(connection.id));
    }
    const QDeadlineTimer end(firstLook);
    const auto isDone = [&](const QByteArray &connection) {
        return m_services.board.rounds(connection) > rounds.value(connection);
    };
    const QList<QByteArray> connections = rounds.keys();
    while (!end.hasExpired() && !std::all_of(connections.begin(), connections.end(), isDone))
        co_await QCoro::sleepFor(lookInterval);
}

QCoro::Task<Reply> QueueRoutes::list(Context &context)
{
    co_await letItLook();
    co_return represent(context, queuesReport(m_services));
}

// In whole seconds, so that there are at most mostPoints.
qint64 stepFor(milliseconds window)
{
    for (const qint64 seconds : {1, 2, 5, 10}) {
        if (window.count() <= seconds * 1000 * mostPoints)
            return seconds * 1000;
    }
    return 12'000;
}

QCborValue metricReport(const std::optional<jobs::QueueMetric> &metric)
{
    if (!metric)
        return nullptr;
    QCborArray points;
    for (const qint64 point : metric->perMinute)
        points.append(point);
    return QCborMap{{u"count"_s, metric->count}, {u"perMinute"_s, points}};
}

QCoro::Task<Reply> QueueRoutes::one(Context &context)
{
    const QueueAddress queue = queueIn(context);
    Parameters parameters(context);
    const milliseconds window = parameters.duration(u"window"_s, 15min, longestWindow);
    parameters.check();
    m_services.board.looked();
    const jobs::QueueRow row = co_await queueRow(m_services, context, queue);
    jobs::QueueManager manager = managerOf(context, queue);
    const auto completed = co_await manager.metric("completed");
    const auto failed = co_await manager.metric("failed");
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const qint64 step = stepFor(window);
    QCborArray points;
    for (const jobs::QueuePoint &point : m_services.board.points(queue, now - window.count(), now, step))
        points.append(pointReport(point));
    QCborMap body = queueReport(row, now);
    body.insert(u"workersList"_s, workersReport(row));
    body.insert(u"jobNames"_s, QCborArray::fromStringList(m_services.board.jobNames(queue)));
    body.insert(u"points"_s, points);
    body.insert(u"stepMs"_s, step);
    QCborValue metrics = nullptr;
    if (completed || failed)
        metrics = QCborMap{{u"completed"_s, metricReport(completed)}, {u"failed"_s, metricReport(failed)}};
    body.insert(u"metrics"_s, metrics);
    co_return represent(context, body);
}

QCoro::Task<Reply> QueueRoutes::create(Context &context)
{
    const QJsonObject &body = context.input().body();
    QueueAddress queue;
    queue.connection = body["connection"_L1].toString().toUtf8();
    const auto connection = m_services.connections.find(queue.connection);
    if (!connection)
        throw AppError::invalidField(u"body.connection"_s, u"There is no such connection"_s);
    queue.prefix = body["prefix"_L1].toString(QString::fromUtf8(connection->prefixes.first())).toUtf8();
    queue.name = body["name"_L1].toString().toUtf8();
    if (!connection->prefixes.contains(queue.prefix))
        throw AppError::invalidField(u"body.prefix"_s,
                                     u"Must be one of the connection's prefixes; add it there first"_s);
    const redis::Clients *const clients =
        m_services.connections.clients(queue.connection); // it may be removed meanwhile
    if (!clients)
        throw AppError::invalidField(u"body.connection"_s, u"There is no such connection (any more)"_s);
    try {
        jobs::QueueReader reader = readerOf(m_services, context, queue);
        if (co_await reader.exists())
            throw AppError(409, u"There is such a queue already"_s);
        co_await noteChange(m_services.database, context, queueEntry(u"queue.create"_s, queue));
        jobs::QueueManager manager = managerOf(context, queue);
        co_await manager.create();
    } catch (const redis::RedisError &error) {
        throw heardByAdmins(error, clients->state());
    }
    const jobs::QueueRow row = co_await queueRow(m_services, context, queue);
    Reply reply = represent(context, queueReport(row, QDateTime::currentMSecsSinceEpoch()));
    reply.status = 201;
    co_return reply;
}

QJsonObject settingsOf(const jobs::QueueGlance &glance)
{
    QJsonObject settings{{u"paused"_s, glance.isPaused}};
    settings.insert(u"concurrency"_s, glance.concurrency ? QJsonValue(*glance.concurrency) : QJsonValue());
    QJsonValue rate;
    if (glance.rateMax)
        rate = QJsonObject{{u"max"_s, *glance.rateMax}, {u"durationMs"_s, glance.rateDurationMs}};
    settings.insert(u"rateLimit"_s, rate);
    return settings;
}

QCoro::Task<Reply> QueueRoutes::change(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &body = context.input().body();
    const jobs::QueueRow before = co_await queueRow(m_services, context, queue);
    audit::Entry entry = queueEntry(u"queue.change"_s, queue);
    const QJsonObject former = settingsOf(before.glance);
    for (const QString &name : body.keys())
        entry.before.insert(name, former[name]);
    entry.after = body;
    co_await noteChange(m_services.database, context, entry);
    jobs::QueueManager manager = managerOf(context, queue);
    if (body.contains("concurrency"_L1))
        co_await manager.setConcurrency(body["concurrency"_L1].toInteger());
    if (body.contains("rateLimit"_L1)) {
        const QJsonObject limit = body["rateLimit"_L1].toObject();
        const qint64 max = limit["max"_L1].toInteger();
        const qint64 durationMs = limit["durationMs"_L1].toInteger();
        co_await manager.setRateLimit(max, durationMs);
    }
    if (body.contains("paused"_L1)) {
        const bool isPaused = body["paused"_L1].toBool();
        co_await manager.setPaused(isPaused);
    }
    const jobs::QueueRow after = co_await queueRow(m_services, context, queue);
    co_return represent(context, queueReport(after, QDateTime::currentMSecsSinceEpoch()));
}

QCoro::Task<Reply> QueueRoutes::pauseAll(Context &context)
{
    const bool isPaused = context.input().body()["paused"_L1].toBool();
    co_await letItLook();
    audit::Entry entry;
    entry.action = u"queues.pause"_s;
    entry.targetType = u"queues"_s;
    entry.after = {{u"paused"_s, isPaused}};
    co_await noteChange(m_services.database, context, entry);
    QCborArray changed;
    QCborArray failed;
    const auto known = m_services.board.changesAfter(0);
    for (const jobs::QueueRow &row : known.rows) {
        if (row.glance.isPaused == isPaused)
            continue;
        QString problem;
        try {
            jobs::QueueManager manager = managerOf(context, row.address);
            co_await manager.setPaused(isPaused);
            m_services.board.touch(row.address);
            changed.append(row.address.id());
        } catch (const AppError &error) {
            problem = error.message();
        }
        if (!problem.isEmpty())
            failed.append(QCborMap{{u"id"_s, row.address.id()}, {u"error"_s, problem}});
    }
    co_return represent(context, {{u"changed"_s, changed}, {u"failed"_s, failed}});
}

Schema nameSchema()
{
    return schema::string().length(1, 200).pattern("^[^:\\x00-\\x1f]+$").message("Must be a name without a colon");
}

Schema prefixSchema()
{
    return schema::string().length(1, 200).pattern("^[^\\x00-\\x1f]+$").message("Must be the beginning of keys: bull");
}

Schema creationBody()
{
    return schema::object({{"connection", schema::string().length(1, 64)},
                           {"prefix", prefixSchema()},
                           {"name", nameSchema().trimmed()}})
        .required({"connection", "name"});
}

Schema changeBody()
{
    const Schema limit =
        schema::object({{"max", schema::integer(1, 1'000'000'000)}, {"durationMs", schema::integer(1, longestRateMs)}})
            .allRequired();
    return schema::object({{"paused", schema::boolean()},
                           {"concurrency",
                            schema::integer(1, 1'000'000)
                                .nullable()
                                .described("Jobs that all workers together may run at a time; null: any.")},
                           {"rateLimit", limit.nullable().described("Jobs in a time, of all workers; null: any.")}})
        .notEmpty();
}

} // namespace

void registerQueues(http::Api &api, const QueueServices &services, const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<QueueRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (QueueRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    RoutesWithSchemas add(api, {requireAdmin});
    add.add(Method::Get, "/admin/queues", u"All queues, what is connected, and what is wrong"_s,
            handle(&QueueRoutes::list), {});
    add.add(Method::Post, "/admin/queues", u"Make a queue"_s, handle(&QueueRoutes::create), {.body = creationBody()});
    add.add(Method::Post, "/admin/queues/pause", u"Pause or resume all queues"_s, handle(&QueueRoutes::pauseAll),
            {.body = schema::object({{"paused", schema::boolean()}}).allRequired()});
    RoutesWithSchemas withRedis(api, {requireAdmin, requireQueueRedis(services)});
    withRedis.add(Method::Get, "/admin/queues/:queue", u"A queue, and how it has done"_s, handle(&QueueRoutes::one),
                  {.params = queueParameter(),
                   .query = schema::object({{"window", schema::string().longest(16).described("15m, 1h.")}})});
    withRedis.add(Method::Patch, "/admin/queues/:queue", u"Pause, resume or limit a queue"_s,
                  handle(&QueueRoutes::change), {.params = queueParameter(), .body = changeBody()});
}

} // namespace signalbox::admin
