// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_alert_routes.h"

#include "admin/audited.h"
#include "admin/queue_access.h"
#include "admin/queue_report.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "base/compute_pool.h"
#include "http/app_error.h"
#include "http/validated_input.h"

#include <QCoro/QCoroFuture>
#include <QDateTime>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using jobs::AlertRules;

namespace {

constexpr qint64 msInMinute = 60'000;
constexpr qint64 longestMinutes = 24LL * 60;
constexpr qint64 longestSnooze = 30LL * 24 * 60;
constexpr qint64 longestWaitMs = 30LL * 24 * 3600 * 1000;

class QueueAlertRoutes {
public:
    explicit QueueAlertRoutes(const QueueServices &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> report(Context &context);
    QCoro::Task<Reply> setRules(Context &context);
    QCoro::Task<Reply> setQueueRules(Context &context);
    QCoro::Task<Reply> snooze(Context &context);

private:
    QCborMap all() const;
    // Files are written beside the reactors. Throws 500 with what is wrong.
    QCoro::Task<> keep(std::function<QString()> change);

    const QueueServices m_services;
};

QCborMap QueueAlertRoutes::all() const
{
    QCborMap queues;
    const auto exceptions = m_services.alerts.exceptions();
    for (auto each = exceptions.begin(); each != exceptions.end(); ++each)
        queues.insert(each.key().id(), QCborMap::fromJsonObject(each.value().toJson()));
    return {{u"rules"_s, QCborMap::fromJsonObject(m_services.alerts.rules().toJson())},
            {u"queues"_s, queues},
            {u"alerts"_s, alertsReport(m_services.alerts)}};
}

QCoro::Task<> QueueAlertRoutes::keep(std::function<QString()> change)
{
    auto written = m_services.pool.tryRun(std::move(change));
    if (!written)
        throw AppError(503, u"The server is busy; try again"_s);
    const QString error = co_await *written;
    if (!error.isEmpty())
        throw AppError(500, u"It can't be kept: "_s + error, error);
}

QCoro::Task<Reply> QueueAlertRoutes::report(Context &context)
{
    co_return represent(context, all());
}

QCoro::Task<Reply> QueueAlertRoutes::setRules(Context &context)
{
    const AlertRules rules = AlertRules::fromJson(context.input().body()["rules"_L1].toObject());
    audit::Entry entry;
    entry.action = u"queues.alerts"_s;
    entry.targetType = u"queues"_s;
    entry.before = m_services.alerts.rules().toJson();
    entry.after = rules.toJson();
    co_await noteChange(m_services.database, context, entry);
    const std::function<QString()> change = [&alerts = m_services.alerts, rules] { return alerts.setRules(rules); };
    co_await keep(change);
    co_return represent(context, all());
}

QCoro::Task<Reply> QueueAlertRoutes::setQueueRules(Context &context)
{
    const jobs::QueueAddress queue = queueIn(context);
    const QJsonValue asked = context.input().body()["rules"_L1];
    std::optional<AlertRules> rules;
    if (asked.isObject())
        rules = AlertRules::fromJson(asked.toObject());
    audit::Entry entry = queueEntry(u"queue.alerts"_s, queue);
    entry.before = m_services.alerts.rulesOf(queue).toJson();
    entry.after = {{u"rules"_s, asked}};
    co_await noteChange(m_services.database, context, entry);
    const std::function<QString()> change = [&alerts = m_services.alerts, queue, rules] {
        return alerts.setRules(queue, rules);
    };
    co_await keep(change);
    m_services.board.touch(queue);
    co_return represent(context, all());
}

QCoro::Task<Reply> QueueAlertRoutes::snooze(Context &context)
{
    const QString alert = context.param("alert");
    const qint64 minutes = context.input().body()["minutes"_L1].toInteger();
    const qint64 until = QDateTime::currentMSecsSinceEpoch() + minutes * msInMinute;
    audit::Entry entry;
    entry.action = u"queues.snooze"_s;
    entry.targetType = u"alert"_s;
    entry.targetId = alert.toUtf8().left(200);
    entry.after = {{u"minutes"_s, minutes}};
    co_await noteChange(m_services.database, context, entry);
    const auto isThere = std::make_shared<bool>(false);
    const std::function<QString()> change = [&alerts = m_services.alerts, alert, until, isThere] {
        QString error;
        *isThere = alerts.snooze(alert, until, error);
        return error;
    };
    co_await keep(change);
    if (!*isThere)
        throw AppError(404, u"There is no such alert (any more)"_s);
    co_return Reply::empty();
}

Schema rulesSchema()
{
    return schema::object({{"failedCount", schema::integer(0, 1'000'000).described("Jobs; 0: never.")},
                           {"failedMinutes", schema::integer(1, longestMinutes)},
                           {"waitingMs", schema::integer(0, longestWaitMs).described("0: never.")},
                           {"noWorker", schema::boolean()}});
}

} // namespace

void registerQueueAlerts(http::Api &api, const QueueServices &services, const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<QueueAlertRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (QueueAlertRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    RoutesWithSchemas add(api, {requireAdmin});
    add.add(Method::Get, "/admin/queues/alerts", u"What is wrong with queues, and by which rules"_s,
            handle(&QueueAlertRoutes::report), {});
    add.add(Method::Put, "/admin/queues/alerts", u"Change the rules of alerts"_s, handle(&QueueAlertRoutes::setRules),
            {.body = schema::object({{"rules", rulesSchema()}}).allRequired()});
    add.add(Method::Put, "/admin/queues/:queue/alerts", u"Change the rules of a queue's alerts"_s,
            handle(&QueueAlertRoutes::setQueueRules),
            {.params = queueParameter(), .body = schema::object({{"rules", rulesSchema().nullable()}}).allRequired()});
    add.add(Method::Post, "/admin/queues/alerts/:alert/snooze", u"Silence an alert for a while"_s,
            handle(&QueueAlertRoutes::snooze),
            {.params = schema::object({{"alert", schema::string().length(1, 4200)}}),
             .body = schema::object({{"minutes", schema::integer(0, longestSnooze).described("0: no longer.")}})
                         .allRequired()});
}

} // namespace signalbox::admin
