// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/authenticator.h"
#include "admin/cache_routes.h"
#include "admin/queue_action_routes.h"
#include "admin/queue_alert_routes.h"
#include "admin/queue_cleaning_routes.h"
#include "admin/queue_connection_routes.h"
#include "admin/queue_job_routes.h"
#include "admin/queue_routes.h"
#include "admin/queue_scheduler_routes.h"
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
#include "jobs/job_routes.h"
#include "jobs/queue_connections.h"
#include "runtime/application.h"
#include "runtime/welcome_job.h"
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
    admin::registerCache(api, cacheServices(application), application.database, application.auditedRuns, requireAdmin);
    admin::registerRedis(api, {application.redis, application.cache, application.database, application.auditedRuns},
                         requireAdmin);
}

void registerQueueConsole(http::Api &api, Application &application, const http::Middleware &requireAdmin)
{
    const admin::QueueServices services = queueServices(application);
    admin::registerQueues(api, services, requireAdmin);
    admin::registerQueueAlerts(api, services, requireAdmin);
    admin::registerQueueConnections(api, services, requireAdmin);
    admin::registerQueueCleaning(api, services, requireAdmin);
    admin::registerQueueSchedulers(api, services, requireAdmin);
    admin::registerQueueActions(api, services, requireAdmin);
    admin::registerQueueJobs(api, services, requireAdmin);
}

void registerAccounts(http::Api &api, Application &application, const std::shared_ptr<users::UserNames> &names,
                      const std::shared_ptr<auth::Authentication> &authentication, const http::Middleware &requireAdmin)
{
    Accounts &accounts = application.accounts;
    auth::Registered welcome;
    if (!application.redis.isOff())
        welcome = [&application](http::Context &context, users::User user) {
            const WelcomeParts parts{application.redis, application.telemetry.log(), application.jobs.prefix};
            return enqueueWelcome(context, parts, std::move(user));
        };
    auth::registerAuth(api, accounts.auth(), names, accounts.rates(), std::move(welcome));
    users::registerUsers(api, accounts.users(), authentication);
    users::registerAdminUsers(api, accounts.users(), requireAdmin);
    audit::registerAudit(api, accounts.database(), requireAdmin);
}

void registerJobRoutes(http::Api &api, Application &application,
                       const std::shared_ptr<auth::Authentication> &authentication)
{
    const QByteArray prefix = application.jobs.prefix;
    const auto touched = [&board = application.queues.board(), prefix](const QByteArray &queue) {
        board.touch({jobs::QueueConnections::ownId, prefix, queue});
    };
    jobs::registerJobs(api, {application.redis, prefix, touched}, authentication);
}

QFuture<bool> cancelJob(Application &application, const jobs::QueueAddress &queue, const QByteArray &jobId,
                        const QString &why)
{
    if (queue.connection != jobs::QueueConnections::ownId || !application.jobEngine)
        return QtFuture::makeReadyFuture(false);
    return application.jobEngine->cancel(queue.base(), jobId, why);
}

} // namespace

admin::CacheServices cacheServices(Application &application)
{
    return {application.cache, application.redis, application.redisProcess};
}

admin::QueueServices queueServices(Application &application)
{
    jobs::QueueConsole &queues = application.queues;
    return {queues.connections(),
            queues.board(),
            queues.alerts(),
            application.database,
            application.auditedRuns,
            application.computePool,
            [&application](const jobs::QueueAddress &queue, const QByteArray &jobId, const QString &why) {
                return cancelJob(application, queue, jobId, why);
            }};
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
    registerQueueConsole(api, application, requireAdmin);
    registerAccounts(api, application, names, authentication, requireAdmin);
    registerJobRoutes(api, application, authentication);
}

} // namespace signalbox
