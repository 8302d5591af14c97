// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/admin_routes.h"
#include "admin/audited_runs.h"
#include "admin/queue_services.h"
#include "base/compute_pool.h"
#include "cache/cache.h"
#include "http/rate_limit.h"
#include "http/ready_checks.h"
#include "jobs/command_worker_settings.h"
#include "jobs/queue_console.h"
#include "mail/mail_settings.h"
#include "mail/mailer.h"
#include "redis/clients.h"
#include "runtime/accounts.h"
#include "runtime/demo_switch.h"
#include "runtime/job_engine.h"
#include "runtime/job_settings.h"
#include "telemetry/telemetry.h"

#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>

namespace signalbox::http {
class Api;
class RateLimiter;
} // namespace signalbox::http

namespace signalbox::store {
class DatabasePool;
}

namespace signalbox {

// What the reactors of one server share. Made by the Server, outlives its reactors; what changes while they run may
// be used by any thread.
struct Application {
    struct Parts {
        telemetry::Telemetry &telemetry;
        store::DatabasePool &database;
        redis::Clients &redis;
    };
    Application(Parts parts, const cache::Settings &cacheSettings, auth::JwtSecrets secrets,
                const AccountSettings &accountSettings, bool demoOn, const QString &dataDirectory = {},
                const JobSettings &jobSettings = {}, const mail::MailSettings &mailSettings = {})
        : telemetry(parts.telemetry)
        , database(parts.database)
        , redis(parts.redis)
        , cache({redis, database, telemetry.log()}, cacheSettings)
        , accounts(database, redis, cache, computePool, telemetry.log(), std::move(secrets), accountSettings)
        , demo(demoOn)
        , queues(parts.redis, dataDirectory)
        , jobs(jobSettings)
        , mailer(mailSettings, dataDirectory)
        , refreshTokenLife(accountSettings.refreshTokenLife)
    {
    }

    telemetry::Telemetry &telemetry;
    store::DatabasePool &database;
    redis::Clients &redis;
    cache::Cache cache;
    admin::ServerFacts facts;
    http::ReadyChecks ready;
    ComputePool computePool{{}};
    std::shared_ptr<http::RateLimiter> rateLimiter; // null: nothing is limited
    http::RateLimit rateLimit; // of the routes that set none of their own
    Accounts accounts;
    DemoSwitch demo;
    jobs::QueueConsole queues;
    const JobSettings jobs;
    mail::Mailer mailer;
    const std::chrono::milliseconds refreshTokenLife;
    std::vector<jobs::CommandWorkerSettings> commandWorkers;
    std::unique_ptr<JobEngine> jobEngine; // null: this server works on no queue
    std::function<admin::RedisProcess()> redisProcess; // of the private Redis; null when there is none
    admin::AuditedRuns auditedRuns{database};
    std::shared_ptr<const admin::Authenticator> runToken;
    QStringList corsOrigins;
    std::shared_ptr<std::atomic<int>> connections = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<int>> feedClients = std::make_shared<std::atomic<int>>(0);
};

// What the admin API and the feed tell of the cache with.
admin::CacheServices cacheServices(Application &application);

// Likewise of queues.
admin::QueueServices queueServices(Application &application);

// Registers the routes of every feature with the Api of one reactor: the one place that names them all.
void registerFeatures(http::Api &api, Application &application, admin::Feed &feed);

} // namespace signalbox
