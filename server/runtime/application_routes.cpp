// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/authenticator.h"
#include "admin/cache_routes.h"
#include "admin/redis_routes.h"
#include "admin/require_admin.h"
#include "audit/audit_routes.h"
#include "auth/auth_routes.h"
#include "http/api.h"
#include "http/health_routes.h"
#include "http/middleware/compression.h"
#include "http/middleware/cors.h"
#include "http/middleware/security_headers.h"
#include "http/openapi_routes.h"
#include "runtime/application.h"
#include "users/admin_user_routes.h"
#include "users/user_routes.h"

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

void registerCaching(http::Api &api, Application &application, const http::Middleware &requireAdmin)
{
    admin::registerCache(api, cacheServices(application), application.database, application.deletionRuns, requireAdmin);
    admin::registerRedis(api, {application.redis, application.cache, application.database, application.deletionRuns},
                         requireAdmin);
}

void registerAccounts(http::Api &api, Accounts &accounts, const std::shared_ptr<users::UserNames> &names,
                      const std::shared_ptr<auth::Authentication> &authentication, const http::Middleware &requireAdmin)
{
    auth::registerAuth(api, accounts.auth(), names, accounts.rates());
    users::registerUsers(api, accounts.users(), authentication);
    users::registerAdminUsers(api, accounts.users(), requireAdmin);
    audit::registerAudit(api, accounts.database(), requireAdmin);
}

} // namespace

admin::CacheServices cacheServices(Application &application)
{
    return {application.cache, application.redis, application.redisProcess};
}

void registerFeatures(http::Api &api, Application &application, admin::Feed &feed)
{
    addReplySteps(api, application);
    if (application.rateLimiter)
        api.limitRates(application.rateLimiter, application.rateLimit);
    http::registerHealth(api, application.ready, application.telemetry);
    http::registerOpenApi(api);
    const auto names = application.accounts.makeUserNames();
    const auto authentication = application.accounts.makeAuthentication(names);
    const auto authenticator = std::make_shared<admin::AccountAuthenticator>(application.runToken, authentication);
    admin::registerAdmin(api,
                         {application.telemetry, application.facts, application.ready, application.database,
                          application.accounts.users(), cacheServices(application), application.demo, authenticator,
                          application.corsOrigins, feed});
    const http::Middleware requireAdmin = admin::requireAdmin(authenticator);
    registerCaching(api, application, requireAdmin);
    registerAccounts(api, application.accounts, names, authentication, requireAdmin);
}

} // namespace signalbox
