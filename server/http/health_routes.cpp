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

} // namespace

void registerHealth(Api &api, const ReadyChecks &checks, const telemetry::Telemetry &telemetry)
{
    api.get("/health", &health);
    api.get("/ready", [&checks](Context &) -> QCoro::Task<Reply> { co_return ready(checks); });
    api.get("/debug/active", [&telemetry](Context &) -> QCoro::Task<Reply> {
        co_return Reply::json(QJsonObject{{QStringLiteral("active"), telemetry.activeRequests()}});
    });
}

} // namespace signalbox::http
