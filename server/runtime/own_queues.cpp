// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/own_queues.h"

#include "demo/demo_jobs.h"
#include "jobs/command_processor.h"
#include "jobs/once.h"
#include "runtime/application.h"
#include "runtime/housekeeping.h"
#include "runtime/welcome_job.h"

namespace signalbox {

namespace {

constexpr int demoConcurrency = 10;

jobs::WorkerSettings settingsOf(const Application &application, int concurrency)
{
    jobs::WorkerSettings settings;
    settings.name = "signalbox-" + application.facts.name.toUtf8();
    settings.concurrency = concurrency;
    return settings;
}

OwnQueue commandQueue(const Application &application, const jobs::CommandWorkerSettings &worker)
{
    OwnQueue queue{{worker.prefix.toUtf8(), worker.queue.toUtf8()}, {}, settingsOf(application, worker.concurrency)};
    queue.settings.limiter = worker.limiter;
    jobs::Processor processor = jobs::commandProcessor(worker.command);
    queue.processors.setDefault(worker.keepsResults ? jobs::once(std::move(processor)) : std::move(processor));
    return queue;
}

} // namespace

std::vector<OwnQueue> ownQueues(Application &application)
{
    const QByteArray &prefix = application.jobs.prefix;
    std::vector<OwnQueue> queues;
    for (const jobs::CommandWorkerSettings &worker : application.commandWorkers)
        queues.push_back(commandQueue(application, worker));
    queues.push_back({{prefix, housekeepingQueue},
                      housekeeping(application.database, application.refreshTokenLife),
                      settingsOf(application, 1)});
    queues.push_back({{prefix, emailQueue},
                      emailProcessors(application.accounts.users(), application.mailer, application.telemetry.log()),
                      settingsOf(application, application.jobs.emailConcurrency)});
    return queues;
}

QByteArrayList ownPrefixes(const Application &application)
{
    QByteArrayList prefixes{application.jobs.prefix};
    for (const jobs::CommandWorkerSettings &worker : application.commandWorkers)
        prefixes.append(worker.prefix.toUtf8());
    return prefixes;
}

OwnQueue demoQueue(Application &application)
{
    return {{application.jobs.prefix, demo::demoQueueName},
            demo::demoJobs(application.computePool),
            settingsOf(application, demoConcurrency)};
}

} // namespace signalbox
