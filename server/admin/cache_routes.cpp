// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/cache_routes.h"

#include "admin/audited.h"
#include "admin/audited_runs.h"
#include "admin/cache_cause.h"
#include "admin/key_deletion.h"
#include "admin/namespace_change.h"
#include "admin/parameters.h"
#include "admin/redis_access.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "redis/clients.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds longestStep = 1h;
constexpr qint64 mostPoints = 600;

class CacheRoutes {
public:
    CacheRoutes(const CacheServices &services, store::DatabasePool &database, AuditedRuns &runs)
        : m_services(services)
        , m_database(database)
        , m_runs(runs)
    {
    }

    QCoro::Task<Reply> report(Context &context);
    QCoro::Task<Reply> series(Context &context);
    QCoro::Task<Reply> change(Context &context);
    QCoro::Task<Reply> flush(Context &context);
    QCoro::Task<Reply> invalidate(Context &context);
    QCoro::Task<Reply> invalidations(Context &context);

private:
    cache::Namespace &namespaceIn(const Context &context) const; // or 404

    CacheServices m_services;
    store::DatabasePool &m_database;
    AuditedRuns &m_runs;
};

cache::Namespace &CacheRoutes::namespaceIn(const Context &context) const
{
    if (cache::Namespace *space = m_services.cache.find(context.param("name").toUtf8()))
        return *space;
    throw AppError(404, u"The cache has no such namespace"_s);
}

audit::Entry entryOf(const QString &action, const cache::Namespace &space)
{
    audit::Entry entry;
    entry.action = action;
    entry.targetType = u"cache"_s;
    entry.targetId = space.name();
    entry.targetName = QString::fromUtf8(space.name());
    return entry;
}

QCoro::Task<Reply> CacheRoutes::report(Context &context)
{
    co_return represent(context, cacheReport(m_services));
}

// In whole seconds; one that isn't asked for gives at most mostPoints.
qint64 stepFor(milliseconds asked, qint64 seconds)
{
    if (asked > 0ms)
        return std::max<qint64>(std::chrono::ceil<std::chrono::seconds>(asked).count(), 1);
    for (const qint64 step : {1, 10}) {
        if (seconds <= step * mostPoints)
            return step;
    }
    return 60;
}

QCoro::Task<Reply> CacheRoutes::series(Context &context)
{
    Parameters parameters(context);
    const auto range = parameters.range(5min);
    const milliseconds asked = parameters.duration(u"step"_s, 0ms, longestStep);
    parameters.check();
    const qint64 toMs = range.toMs > 0 ? range.toMs : QDateTime::currentMSecsSinceEpoch();
    const qint64 from = range.fromMs / 1000;
    const qint64 to = (toMs + 999) / 1000;
    const qint64 step = stepFor(asked, to - from);
    QCborArray points;
    for (const auto &point : m_services.cache.history().points(from, to, step))
        points.append(pointReport(m_services.cache, point));
    co_return represent(
        context, {{u"fromMs"_s, range.fromMs}, {u"toMs"_s, toMs}, {u"stepMs"_s, step * 1000}, {u"points"_s, points}});
}

QCoro::Task<Reply> CacheRoutes::change(Context &context)
{
    cache::Namespace &space = namespaceIn(context);
    const NamespaceChange change(context.input().body());
    audit::Entry entry = entryOf(u"cache.strategy"_s, space);
    entry.before = change.before(space);
    entry.after = change.after();
    co_await noteChange(m_database, context, entry);
    change.apply(m_services.cache, space);
    co_return represent(context, namespaceReport(m_services.cache, space));
}

// `total` is what there was before the step, of which it is a part.
QCborMap stepReport(const cache::Cache::FlushStep &step, qint64 total)
{
    return DeletedStep{step.matched, step.deleted, std::min(step.scanned, total), total, step.cursor}.toCbor();
}

QCoro::Task<Reply> CacheRoutes::flush(Context &context)
{
    cache::Namespace &space = namespaceIn(context);
    const QJsonObject &body = context.input().body();
    const QByteArray cursor = cursorIn(body);
    const cache::Cause cause = causeOf(context);
    RedisKeys keys(m_services.clients, &context);
    const qint64 total = co_await keys.total();
    if (body.value("dryRun"_L1).toBool()) {
        const auto seen = co_await m_services.cache.flush(&context, space, cursor, true, cause);
        co_return represent(context, stepReport(seen, total));
    }
    AuditedRuns::Step step(m_runs, context, "flush\n" + space.name(), cursor, u"keysInAll"_s);
    const audit::Entry entry = entryOf(u"cache.flush"_s, space);
    co_await step.begin(entry);
    const auto done = co_await m_services.cache.flush(&context, space, cursor, false, cause);
    co_await step.end(done.deleted, done.cursor);
    co_return represent(context, stepReport(done, total));
}

QCoro::Task<Reply> CacheRoutes::invalidate(Context &context)
{
    cache::Namespace &space = namespaceIn(context);
    const QByteArray id = context.input().body().value("id"_L1).toString().toUtf8();
    audit::Entry entry = entryOf(u"cache.invalidate"_s, space);
    entry.targetName = QString::fromUtf8(space.name() + ':' + id).left(200);
    co_await noteChange(m_database, context, entry);
    const QByteArrayList ids{id};
    const cache::Cause cause = causeOf(context);
    co_await m_services.cache.invalidateByAdmin(&context, space, ids, cause);
    co_return Reply::empty();
}

QCoro::Task<Reply> CacheRoutes::invalidations(Context &context)
{
    const QJsonObject &query = context.input().query();
    std::optional<quint64> before;
    if (query.contains("before"_L1))
        before = quint64(query.value("before"_L1).toInteger());
    const auto page = m_services.cache.invalidations().page(query.value("namespace"_L1).toString().toUtf8(), before,
                                                            query.value("limit"_L1).toInt());
    QCborArray items;
    for (const cache::Invalidation &invalidation : page.items)
        items.append(invalidationReport(invalidation));
    const QCborValue next = page.next ? QCborValue(QString::number(*page.next)) : QCborValue(nullptr);
    co_return represent(context, {{u"items"_s, items}, {u"next"_s, next}});
}

Schema nameParameter()
{
    return schema::object({{"name", schema::string().described("Of a namespace: user.")}});
}

Schema seriesQuery()
{
    return schema::object({{"window", schema::string().longest(16).described("5m, 1h; instead of from and to.")},
                           {"from", schema::string().longest(16).described("Milliseconds since the epoch.")},
                           {"to", schema::string().longest(16)},
                           {"step", schema::string().longest(16).described("1s, 1m.")}});
}

Schema flushBody()
{
    return schema::object(
        {{"cursor", stepCursor()}, {"dryRun", schema::boolean().byDefault(false).described("Only count.")}});
}

Schema invalidationsQuery()
{
    return schema::object({{"namespace", schema::string().longest(64)},
                           {"before", schema::integer(1, std::numeric_limits<qint64>::max() / 1024)},
                           {"limit", schema::integer(1, 1000).byDefault(100)}});
}

Schema invalidateBody()
{
    return schema::object({{"id", schema::string().length(1, 512).described("Of the subject: a user's id.")}})
        .allRequired();
}

} // namespace

void registerCache(http::Api &api, const CacheServices &services, store::DatabasePool &database, AuditedRuns &runs,
                   const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<CacheRoutes>(services, database, runs);
    const auto handle = [&](QCoro::Task<Reply> (CacheRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    RoutesWithSchemas add(api, {requireAdmin});
    add.add(Method::Get, "/admin/cache", u"The cache and its figures, by namespace and strategy"_s,
            handle(&CacheRoutes::report), {});
    add.add(Method::Get, "/admin/cache/series", u"What the cache did over time"_s, handle(&CacheRoutes::series),
            {.query = seriesQuery()});
    add.add(Method::Get, "/admin/cache/invalidations", u"What was taken out of the cache, and why"_s,
            handle(&CacheRoutes::invalidations), {.query = invalidationsQuery()});
    add.add(Method::Patch, "/admin/cache/namespaces/:name", u"Change how a namespace is kept right"_s,
            handle(&CacheRoutes::change), {.params = nameParameter(), .body = NamespaceChange::schema()});
    RoutesWithSchemas withRedis(api, {requireAdmin, requireRedis(services.clients)});
    withRedis.add(Method::Post, "/admin/cache/namespaces/:name/flush", u"Empty a namespace, step by step"_s,
                  handle(&CacheRoutes::flush), {.params = nameParameter(), .body = flushBody(), .bodyOptional = true});
    withRedis.add(Method::Post, "/admin/cache/namespaces/:name/invalidate", u"Take one subject out of the cache"_s,
                  handle(&CacheRoutes::invalidate), {.params = nameParameter(), .body = invalidateBody()});
}

} // namespace signalbox::admin
