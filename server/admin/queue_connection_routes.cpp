// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_connection_routes.h"

#include "admin/audited.h"
#include "admin/queue_report.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "base/compute_pool.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "jobs/queue_connections.h"
#include "redis/redis_url.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using jobs::QueueConnection;
using jobs::QueueConnectionError;
using jobs::QueueConnections;

namespace {

class QueueConnectionRoutes {
public:
    explicit QueueConnectionRoutes(const QueueServices &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> add(Context &context);
    QCoro::Task<Reply> change(Context &context);
    QCoro::Task<Reply> remove(Context &context);

private:
    using Outcome = std::optional<QueueConnectionError>;

    QueueConnection connectionIn(const Context &context) const; // or 404
    // Files are written beside the reactors. Throws what errorOf() makes of it.
    QCoro::Task<> keep(std::function<Outcome()> change);

    const QueueServices m_services;
};

QueueConnections::Change changeIn(const QJsonObject &body)
{
    QueueConnections::Change change;
    if (body.contains("name"_L1))
        change.name = body["name"_L1].toString();
    if (body.contains("url"_L1))
        change.url = body["url"_L1].toString();
    if (body.contains("prefixes"_L1)) {
        change.prefixes = QByteArrayList();
        for (const auto &prefix : body["prefixes"_L1].toArray())
            change.prefixes->append(prefix.toString().toUtf8());
    }
    return change;
}

// Never the password.
QJsonObject noted(QJsonObject body)
{
    if (!body.contains("url"_L1))
        return body;
    const auto url = redis::RedisUrl::parse(body["url"_L1].toString());
    if (const auto *invalid = std::get_if<redis::RedisUrl::Invalid>(&url))
        throw AppError::invalidField(u"body.url"_s, invalid->message);
    body.insert(u"url"_s, std::get<redis::RedisUrl>(url).forLogs());
    return body;
}

audit::Entry entryOf(const QString &action, const QString &name, const QByteArray &id = {})
{
    audit::Entry entry;
    entry.action = action;
    entry.targetType = u"queue.connection"_s;
    entry.targetId = id;
    entry.targetName = name.left(200);
    return entry;
}

QueueConnection QueueConnectionRoutes::connectionIn(const Context &context) const
{
    const auto connection = m_services.connections.find(context.param("connection").toUtf8());
    if (!connection)
        throw AppError(404, u"There is no such connection (any more)"_s);
    return *connection;
}

AppError errorOf(const QueueConnectionError &error)
{
    switch (error.kind) {
    case QueueConnectionError::Kind::Invalid:
        return AppError::invalidField(u"body."_s + error.field, error.message);
    case QueueConnectionError::Kind::Missing:
        return AppError(404, error.message);
    case QueueConnectionError::Kind::Unwritten:
        break;
    }
    return AppError(500, u"It can't be kept: "_s + error.message, error.message);
}

QCoro::Task<> QueueConnectionRoutes::keep(std::function<Outcome()> change)
{
    auto written = m_services.pool.tryRun(std::move(change));
    if (!written)
        throw AppError(503, u"The server is busy; try again"_s);
    const Outcome error = co_await *written;
    if (error)
        throw errorOf(*error);
}

QCoro::Task<Reply> QueueConnectionRoutes::add(Context &context)
{
    const QJsonObject &body = context.input().body();
    const QueueConnections::Change given = changeIn(body);
    audit::Entry entry = entryOf(u"queue.connection.add"_s, *given.name);
    entry.after = noted(body);
    co_await noteChange(m_services.database, context, entry);
    const auto added = std::make_shared<QueueConnection>();
    const std::function<Outcome()> change = [&connections = m_services.connections, given, added] {
        return connections.add(given, *added);
    };
    co_await keep(change);
    m_services.board.looked(); // so that it is connected at once
    Reply reply = represent(context, connectionReport(m_services.connections, *added));
    reply.status = 201;
    co_return reply;
}

QCoro::Task<Reply> QueueConnectionRoutes::change(Context &context)
{
    const QueueConnection before = connectionIn(context);
    const QJsonObject &body = context.input().body();
    audit::Entry entry = entryOf(u"queue.connection.change"_s, before.name, before.id);
    entry.after = noted(body);
    co_await noteChange(m_services.database, context, entry);
    const std::function<Outcome()> work = [&connections = m_services.connections, id = before.id,
                                           asked = changeIn(body)] { return connections.change(id, asked); };
    co_await keep(work);
    co_return represent(context, connectionReport(m_services.connections, connectionIn(context)));
}

QCoro::Task<Reply> QueueConnectionRoutes::remove(Context &context)
{
    const QueueConnection connection = connectionIn(context);
    if (connection.isOwn)
        throw AppError(409, u"The server's own Redis can't be removed"_s);
    const audit::Entry entry = entryOf(u"queue.connection.remove"_s, connection.name, connection.id);
    co_await noteChange(m_services.database, context, entry);
    const std::function<Outcome()> work = [&connections = m_services.connections, id = connection.id] {
        return connections.remove(id);
    };
    co_await keep(work);
    co_return Reply::empty();
}

Schema prefixesSchema()
{
    const Schema prefix =
        schema::string().length(1, 200).pattern("^[^\\x00-\\x1f]+$").message("Must be the beginning of keys: bull");
    return schema::array(prefix).items(1, 20);
}

Schema connectionParameter()
{
    return schema::object({{"connection", schema::string().length(1, 64)}});
}

} // namespace

void registerQueueConnections(http::Api &api, const QueueServices &services, const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<QueueConnectionRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (QueueConnectionRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    const Schema name = schema::string().trimmed().length(1, 100);
    const Schema url = schema::string().length(1, 2000).described("redis://, rediss:// or unix://");
    const Schema body = schema::object({{"name", name}, {"url", url}, {"prefixes", prefixesSchema()}});
    RoutesWithSchemas routesOf(api, {requireAdmin});
    routesOf.add(Method::Post, "/admin/queues/connections", u"Watch the queues of another Redis"_s,
                 handle(&QueueConnectionRoutes::add), {.body = body.required({"name", "url"})});
    routesOf.add(Method::Patch, "/admin/queues/connections/:connection", u"Change a connection"_s,
                 handle(&QueueConnectionRoutes::change), {.params = connectionParameter(), .body = body.notEmpty()});
    routesOf.add(Method::Delete, "/admin/queues/connections/:connection", u"Watch a Redis no longer"_s,
                 handle(&QueueConnectionRoutes::remove), {.params = connectionParameter()});
}

} // namespace signalbox::admin
