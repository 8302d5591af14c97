// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_routes.h"

#include "admin/audited.h"
#include "admin/key_deletion.h"
#include "admin/redis_access.h"
#include "admin/redis_report.h"
#include "admin/redis_text.h"
#include "admin/redis_value.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "redis/client.h"
#include "redis/clients.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using redis::Pending;

namespace {

constexpr int slowEntries = 50;
constexpr qint64 longestTtlMs = 10LL * 366 * 24 * 3600 * 1000;
constexpr qsizetype longestName = 200; // of a target in the audit log

KeySearch searchIn(const QJsonObject &input)
{
    KeySearch search;
    search.match = input.value("match"_L1).toString().toUtf8();
    search.type = input.value("type"_L1).toString().toLatin1();
    search.cursor = cursorIn(input);
    return search;
}

QCborValue ttlOf(const KeyRow &row)
{
    return row.ttlMs ? QCborValue(*row.ttlMs) : QCborValue(nullptr);
}

class RedisRoutes {
public:
    explicit RedisRoutes(const RedisServices &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> report(Context &context);
    QCoro::Task<Reply> keys(Context &context);
    QCoro::Task<Reply> key(Context &context);
    QCoro::Task<Reply> remove(Context &context);
    QCoro::Task<Reply> setTtl(Context &context);
    QCoro::Task<Reply> removeMany(Context &context);

private:
    QCoro::Task<KeyRow> rowIn(Context &context); // or 404

    RedisServices m_services;
};

QCoro::Task<Reply> RedisRoutes::report(Context &context)
{
    redis::Client &client = m_services.clients.here();
    Pending info = client.command(&context, "INFO");
    Pending size = client.command(&context, "DBSIZE");
    Pending slow = client.command(&context, "SLOWLOG", "GET", slowEntries);
    const redis::Reply told = co_await std::move(info);
    const redis::Reply keys = co_await std::move(size);
    const auto slowLog = co_await ifAllowed(std::move(slow));
    const auto url = m_services.clients.target()->get().url;
    co_return represent(
        context,
        redisReport(RedisInfo(told.bytes), keys.integer, url ? url->database : 0, slowLog.value_or(redis::Reply())));
}

QCoro::Task<Reply> RedisRoutes::keys(Context &context)
{
    const QJsonObject &query = context.input().query();
    const KeySearch search = searchIn(query);
    StepLimits limits;
    limits.count = query.value("count"_L1).toInt();
    limits.found = limits.count;
    RedisKeys keys(m_services.clients, &context);
    const qint64 total = co_await keys.total();
    const KeyStep step = co_await keys.step(search, limits);
    QCborArray items;
    for (const KeyRow &row : co_await keys.rows(step.keys))
        items.append(row.toCbor());
    const QCborValue cursor = step.cursor.isEmpty() ? QCborValue(nullptr) : QString::fromLatin1(step.cursor);
    co_return represent(context,
                        {{u"items"_s, items},
                         {u"cursor"_s, cursor},
                         {u"scanned"_s, std::min(step.scanned, total)},
                         {u"total"_s, total}});
}

QCoro::Task<KeyRow> RedisRoutes::rowIn(Context &context)
{
    const auto key = keyOfId(context.param("id"));
    if (!key)
        throw AppError::invalidField(u"params.id"_s, u"Must be a key's id: base64url of its bytes"_s);
    RedisKeys keys(m_services.clients, &context);
    const auto row = co_await keys.row(*key);
    if (!row)
        throw AppError(404, u"There is no such key (any more)"_s);
    co_return *row;
}

QCoro::Task<Reply> RedisRoutes::key(Context &context)
{
    const KeyRow row = co_await rowIn(context);
    const KeyContent content = co_await readContent(m_services.clients, &context, row);
    QCborMap body = row.toCbor();
    body.insert(u"encoding"_s, QString::fromLatin1(content.encoding));
    body.insert(u"length"_s, content.length);
    body.insert(u"truncated"_s, content.truncated);
    body.insert(u"value"_s, content.value);
    co_return represent(context, body);
}

QCoro::Task<Reply> RedisRoutes::remove(Context &context)
{
    const KeyRow row = co_await rowIn(context);
    KeyDeletion deletion(m_services, context);
    co_await deletion.one(row);
    co_return Reply::empty();
}

QCoro::Task<Reply> RedisRoutes::setTtl(Context &context)
{
    KeyRow row = co_await rowIn(context);
    const QJsonValue asked = context.input().body().value("ttlMs"_L1);
    const auto ttlMs = asked.isNull() ? std::nullopt : std::optional(asked.toInteger());
    audit::Entry entry;
    entry.action = u"redis.key.ttl"_s;
    entry.targetType = u"redis.key"_s;
    entry.targetId = keyId(row.key).toLatin1().left(longestName);
    entry.targetName = readableKey(row.key).left(longestName);
    entry.before = {{u"ttlMs"_s, ttlOf(row).toJsonValue()}};
    entry.after = {{u"ttlMs"_s, asked}};
    co_await noteChange(m_services.database, context, entry);
    RedisKeys keys(m_services.clients, &context);
    if (!co_await keys.setTtl(row.key, ttlMs))
        throw AppError(404, u"There is no such key any more"_s);
    row.ttlMs = ttlMs;
    co_return represent(context, row.toCbor());
}

QCoro::Task<Reply> RedisRoutes::removeMany(Context &context)
{
    const QJsonObject &body = context.input().body();
    KeyDeletion deletion(m_services, context);
    const DeletedStep step = co_await deletion.step(searchIn(body), body.value("dryRun"_L1).toBool());
    co_return represent(context, step.toCbor());
}

Schema matchSchema()
{
    return schema::string().length(1, 1000).described("A glob pattern of Redis: user:*, *[0-9], h?llo.");
}

Schema typeSchema()
{
    return schema::string().length(1, 64).pattern("^[A-Za-z0-9_-]+$").message("Must be a type: string, hash…");
}

Schema idParameter()
{
    return schema::object({{"id",
                            schema::string()
                                .pattern("^[A-Za-z0-9_-]+$")
                                .message("Must be a key's id: base64url of its bytes")
                                .described("A key: base64url of its bytes.")}});
}

Schema searchQuery()
{
    return schema::object({{"match", matchSchema()},
                           {"type", typeSchema()},
                           {"cursor", stepCursor()},
                           {"count", schema::integer(1, 1000).byDefault(100)}});
}

Schema ttlBody()
{
    return schema::object(
               {{"ttlMs", schema::integer(1, longestTtlMs).nullable().described("From now on; null: for good.")}})
        .allRequired();
}

Schema deletionBody()
{
    return schema::object({{"match", matchSchema()},
                           {"type", typeSchema()},
                           {"cursor", stepCursor()},
                           {"dryRun", schema::boolean().byDefault(false).described("Only count.")}})
        .required({"match"});
}

} // namespace

void registerRedis(http::Api &api, const RedisServices &services, const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<RedisRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (RedisRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    RoutesWithSchemas add(api, {requireAdmin, requireRedis(services.clients)});
    add.add(Method::Get, "/admin/redis", u"Redis's own state"_s, handle(&RedisRoutes::report), {});
    add.add(Method::Get, "/admin/redis/keys", u"Look through the keys, step by step"_s, handle(&RedisRoutes::keys),
            {.query = searchQuery()});
    add.add(Method::Post, "/admin/redis/keys/delete", u"Delete keys, step by step"_s, handle(&RedisRoutes::removeMany),
            {.body = deletionBody()});
    add.add(Method::Get, "/admin/redis/keys/:id", u"Look into a key"_s, handle(&RedisRoutes::key),
            {.params = idParameter()});
    add.add(Method::Delete, "/admin/redis/keys/:id", u"Delete a key"_s, handle(&RedisRoutes::remove),
            {.params = idParameter()});
    add.add(Method::Patch, "/admin/redis/keys/:id", u"Change how long a key stays"_s, handle(&RedisRoutes::setTtl),
            {.params = idParameter(), .body = ttlBody()});
}

} // namespace signalbox::admin
