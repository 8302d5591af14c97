// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/api.h"
#include "http/health_routes.h"
#include "http/middleware/compression.h"
#include "http/middleware/cors.h"
#include "http/middleware/security_headers.h"
#include "http/openapi_routes.h"
#include "runtime/application.h"

namespace signalbox {

namespace {

http::CorsSettings corsSettings(const QStringList &origins)
{
    http::CorsSettings settings;
    for (const QString &origin : origins)
        settings.origins.append(origin.toLatin1());
    return settings;
}

void addReplySteps(http::Api &api, Application &application)
{
    api.onReply(http::compression(application.computePool));
    api.onReply(http::securityHeaders());
    if (!application.corsOrigins.isEmpty())
        api.onReply(http::cors(corsSettings(application.corsOrigins)));
}

} // namespace

void registerFeatures(http::Api &api, Application &application, admin::Feed &feed)
{
    addReplySteps(api, application);
    if (application.rateLimiter)
        api.limitRates(application.rateLimiter, application.rateLimit);
    http::registerHealth(api, application.ready, application.telemetry);
    http::registerOpenApi(api);
    admin::registerAdmin(api,
                         {application.telemetry, application.facts, application.ready, application.database,
                          application.demo, application.authenticator, application.corsOrigins, feed});
}

} // namespace signalbox
