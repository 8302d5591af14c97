// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/health_routes.h"

#include "http/api.h"
#include "http/ready_checks.h"
#include "telemetry/telemetry.h"

namespace signalbox::http {

namespace {

QCoro::Task<Reply> health(Context &)
{
    co_return Reply::json(QByteArrayLiteral("{\"ok\":true}"));
}

Reply ready(const ReadyChecks &checks)
{
    const QJsonObject report = checks.report();
    if (report.value(QLatin1String("ok")).toBool())
        return Reply::json(report);
    return Reply::json(report, 503).withHeader("retry-after", "1");
}

RouteDescription describeHealth()
{
    return {.summary = QStringLiteral("Tell whether the process lives"),
            .tag = "health",
            .responses = {
                {200, {QStringLiteral("It does."), schema::object({{"ok", schema::constant(true)}}).allRequired()}}}};
}

RouteDescription describeReady()
{
    const Schema report =
        schema::object({{"ok", schema::boolean()},
                        {"checks", schema::map(schema::string()).described("What is needed, and its state.")}})
            .allRequired();
    return {.summary = QStringLiteral("Tell whether the server wants traffic"),
            .tag = "health",
            .responses = {{200, {QStringLiteral("It does."), report}},
                          {503, {QStringLiteral("Something is down, or the server stops."), report}}}};
}

RouteDescription describeActive()
{
    return {.summary = QStringLiteral("Count the requests in flight"),
            .tag = "introspection",
            .responses = {{200,
                           {QStringLiteral("This one included."),
                            schema::object({{"active", schema::integer()}}).allRequired()}}}};
}

} // namespace

void registerHealth(Api &api, const ReadyChecks &checks, const telemetry::Telemetry &telemetry)
{
    api.get("/health", &health, {.rateLimit = RateLimit::none(), .description = describeHealth()});
    api.get("/ready", [&checks](Context &) -> QCoro::Task<Reply> { co_return ready(checks); },
            {.rateLimit = RateLimit::none(), .description = describeReady()});
    api.get("/debug/active",
            [&telemetry](Context &) -> QCoro::Task<Reply> {
                co_return Reply::json(QJsonObject{{QStringLiteral("active"), telemetry.activeRequests()}});
            },
            {.description = describeActive()});
}

} // namespace signalbox::http
