// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/admin_routes.h"

#include "admin/database_report.h"
#include "admin/feed.h"
#include "admin/live_switch.h"
#include "admin/parameters.h"
#include "admin/representation.h"
#include "admin/require_admin.h"
#include "admin/settings_change.h"
#include "admin/websocket_handshake.h"
#include "http/app_error.h"
#include "http/middleware/json_body.h"
#include "http/ready_checks.h"
#include "store/database_pool.h"
#include "users/user_service.h"

#include <QCoreApplication>
#include <QCoro/QCoroFuture>
#include <QSysInfo>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using http::Context;
using http::Reply;

namespace {

constexpr auto defaultStats = 10s;
constexpr auto longestStats = std::chrono::hours(24);
constexpr auto longestStep = std::chrono::hours(1);
constexpr int defaultItems = 100;
constexpr int mostItems = 1000;

class AdminRoutes {
public:
    explicit AdminRoutes(const Services &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> info(Context &context);
    QCoro::Task<Reply> stats(Context &context);
    QCoro::Task<Reply> series(Context &context);
    QCoro::Task<Reply> routes(Context &context);
    QCoro::Task<Reply> routeDetail(Context &context);
    QCoro::Task<Reply> requests(Context &context);
    QCoro::Task<Reply> request(Context &context);
    QCoro::Task<Reply> settings(Context &context);
    QCoro::Task<Reply> changeSettings(Context &context);

private:
    QCoro::Task<QCborValue> hasAdmin(Context &context);
    QCborMap currentSettings() const;

    Services m_services;
};

// Null when the database can't tell.
QCoro::Task<QCborValue> AdminRoutes::hasAdmin(Context &context)
{
    if (!m_services.database.state().isUp)
        co_return QCborValue(nullptr);
    try {
        co_return co_await m_services.users.hasAdmin(&context);
    } catch (const store::DatabaseError &) {
        co_return QCborValue(nullptr);
    }
}

QCoro::Task<Reply> AdminRoutes::info(Context &context)
{
    const QCborValue anAdmin = co_await hasAdmin(context);
    const ServerFacts &server = m_services.server;
    co_return represent(context,
                        {{u"name"_s, server.name},
                         {u"version"_s, QStringLiteral(SIGNALBOX_VERSION)},
                         {u"qtVersion"_s, QString::fromLatin1(qVersion())},
                         {u"pid"_s, QCoreApplication::applicationPid()},
                         {u"hostname"_s, QSysInfo::machineHostName()},
                         {u"url"_s, server.url.toString()},
                         {u"startedAt"_s, server.startedAt.toUTC().toString(Qt::ISODateWithMs)},
                         {u"uptimeMs"_s, server.startedAt.msecsTo(QDateTime::currentDateTimeUtc())},
                         {u"threads"_s, server.threads},
                         {u"demo"_s, m_services.demo.isOn()},
                         {u"dataDirectory"_s, server.dataDirectory},
                         {u"tls"_s, server.tls},
                         {u"state"_s, m_services.ready.isDraining() ? u"draining"_s : u"listening"_s},
                         {u"hasAdmin"_s, anAdmin},
                         {u"database"_s, databaseReport(m_services.database)},
                         {u"redis"_s, redisLinkSummary(m_services.cache)}});
}

QCoro::Task<Reply> AdminRoutes::stats(Context &context)
{
    Parameters parameters(context);
    if (parameters.hasInstants()) {
        const auto range = parameters.range(defaultStats);
        parameters.check();
        co_return represent(context, co_await m_services.telemetry.stats(range));
    }
    const auto window = parameters.duration(u"window"_s, defaultStats, longestStats);
    parameters.check();
    co_return represent(context, co_await m_services.telemetry.stats(window));
}

QCoro::Task<Reply> AdminRoutes::series(Context &context)
{
    Parameters parameters(context);
    const auto range = parameters.range(5min);
    const auto step = parameters.duration(u"step"_s, 0ms, longestStep);
    parameters.check();
    co_return represent(
        context,
        co_await m_services.telemetry.series(range, step, parameters.text(u"route"_s), parameters.text(u"method"_s)));
}

QCoro::Task<Reply> AdminRoutes::routes(Context &context)
{
    Parameters parameters(context);
    const auto range = parameters.range(5min);
    parameters.check();
    co_return represent(context, co_await m_services.telemetry.routes(range));
}

QCoro::Task<Reply> AdminRoutes::routeDetail(Context &context)
{
    Parameters parameters(context);
    const auto range = parameters.range(5min);
    const QByteArray method = parameters.required(u"method"_s);
    const QByteArray route = parameters.required(u"route"_s); // "" is a route: what matched none
    parameters.check();
    co_return represent(context, co_await m_services.telemetry.routeDetail(range, method, route));
}

QCoro::Task<Reply> AdminRoutes::requests(Context &context)
{
    Parameters parameters(context);
    const Filter filter = parameters.filter(u"q"_s);
    const auto range = parameters.everything();
    const int limit = parameters.number(u"limit"_s, defaultItems, mostItems);
    parameters.check();
    co_return represent(context,
                        co_await m_services.telemetry.requests(filter, range, parameters.text(u"before"_s), limit));
}

QCoro::Task<Reply> AdminRoutes::request(Context &context)
{
    const auto found = co_await m_services.telemetry.request(context.param("id").toUtf8());
    if (!found)
        throw http::AppError(404, u"No request of this id is kept (any more)"_s);
    co_return represent(context, *found);
}

QCoro::Task<Reply> AdminRoutes::settings(Context &context)
{
    co_return represent(context, currentSettings());
}

QCoro::Task<Reply> AdminRoutes::changeSettings(Context &context)
{
    const auto change = SettingsChange::fromJson(context.json());
    m_services.telemetry.change(change.telemetry);
    if (change.demo)
        co_await m_services.demo.set(*change.demo);
    co_return represent(context, currentSettings());
}

QCborMap AdminRoutes::currentSettings() const
{
    QCborMap settings = m_services.telemetry.liveSettings();
    settings.insert(u"demo"_s, m_services.demo.isOn());
    return settings;
}

http::Middleware requireRoom(const Feed &feed)
{
    return [&feed](Context &context, const http::Handler &next) {
        if (!feed.hasRoom())
            throw http::AppError(503, u"The feed has as many clients as it may"_s).withHeader("Retry-After", "5");
        return next(context);
    };
}

} // namespace

void registerAdmin(http::Api &api, const Services &services)
{
    const auto routes = std::make_shared<AdminRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (AdminRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    const http::RouteOptions options{{requireAdmin(services.authenticator)}, 64 * 1024, 10s, false};

    api.get("/admin/info", handle(&AdminRoutes::info), options);
    api.get("/admin/stats", handle(&AdminRoutes::stats), options);
    api.get("/admin/series", handle(&AdminRoutes::series), options);
    api.get("/admin/routes", handle(&AdminRoutes::routes), options);
    api.get("/admin/routes/detail", handle(&AdminRoutes::routeDetail), options);
    api.get("/admin/requests", handle(&AdminRoutes::requests), options);
    api.get("/admin/requests/:id", handle(&AdminRoutes::request), options);
    api.get("/admin/settings", handle(&AdminRoutes::settings), options);

    http::RouteOptions withBody = options;
    withBody.middleware.push_back(http::jsonBody());
    api.patch("/admin/settings", handle(&AdminRoutes::changeSettings), withBody);

    Feed &feed = services.feed;
    feed.watchTokens(services.authenticator);
    http::RouteOptions upgrade = options;
    upgrade.middleware = {requireAdminOfWebSocket(services.authenticator), requireKnownOrigin(services.allowedOrigins),
                          requireHandshake(), requireRoom(feed)};
    api.upgrade(
        "/admin/feed",
        [&feed](std::shared_ptr<Context>, std::unique_ptr<QTcpSocket> socket) { feed.accept(std::move(socket)); },
        upgrade);
    api.unobserve("/admin");
}

} // namespace signalbox::admin
