// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/housekeeping.h"

#include "auth/expired_sessions.h"
#include "base/json_text.h"
#include "cache/outbox_trim.h"
#include "jobs/queue.h"
#include "jobs/queue_connections.h"
#include "jobs/scheduler_reader.h"
#include "jobs/scheduler_writer.h"
#include "jobs/wake_up.h"
#include "redis/clients.h"

namespace signalbox {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds firstPause{500};
constexpr milliseconds longestPause{30'000};

struct Chore {
    const char *name;
    milliseconds every;
};
constexpr Chore chores[] = {
    {"expired-sessions", std::chrono::minutes(10)},
    {"outbox-trim", std::chrono::minutes(10)},
};

jobs::SchedulerPlan planOf(const Chore &chore)
{
    jobs::SchedulerPlan plan;
    plan.id = chore.name;
    plan.name = chore.name;
    plan.everyMs = chore.every.count();
    plan.options = {{u"removeOnComplete"_s, QJsonObject{{u"count"_s, 20}}},
                    {u"removeOnFail"_s, QJsonObject{{u"count"_s, 100}}}};
    return plan;
}

// The next job is made when the one before begins: a scheduler whose next job was removed never comes again.
QCoro::Task<bool> goesOn(redis::Client &client, jobs::QueueAddress queue, Chore chore)
{
    jobs::SchedulerReader schedulers(client, queue, nullptr);
    const auto scheduler = co_await schedulers.one(chore.name);
    if (!scheduler || scheduler->everyMs != chore.every.count())
        co_return false;
    jobs::Queue jobsOfQueue(client, {queue.prefix, queue.name});
    const QByteArray state = co_await jobsOfQueue.state(scheduler->nextJob());
    static const QByteArrayList toBeDone{"delayed", "waiting", "prioritized", "active"};
    co_return toBeDone.contains(state);
}

// One that goes on is left as it is: making it anew would begin its time again at every start.
QCoro::Task<> schedule(redis::Client &client, jobs::QueueAddress queue, Chore chore)
{
    const bool isThere = co_await goesOn(client, queue, chore);
    if (!isThere)
        co_await jobs::upsertScheduler(client, queue, planOf(chore), nullptr);
}

} // namespace

jobs::Processors housekeeping(store::DatabasePool &database, milliseconds refreshLife)
{
    jobs::Processors processors;
    processors.add(u"expired-sessions"_s,
                   [&database, refreshLife](std::shared_ptr<jobs::JobContext> context) -> QCoro::Task<QByteArray> {
                       co_await auth::removeExpiredSessions(database, context->spans(), refreshLife);
                       co_return QByteArray();
                   });
    processors.add(u"outbox-trim"_s, [&database](std::shared_ptr<jobs::JobContext> context) -> QCoro::Task<QByteArray> {
        const qint64 removed = co_await cache::trimOutbox(database, context->spans());
        co_return jsonText(QJsonObject{{u"removed"_s, removed}});
    });
    return processors;
}

QCoro::Task<> scheduleHousekeeping(redis::Clients &clients, QByteArray prefix, jobs::WakeUp &pause,
                                   std::shared_ptr<bool> isGone, milliseconds interval)
{
    const jobs::QueueAddress queue{jobs::QueueConnections::ownId, prefix, housekeepingQueue};
    milliseconds untilTriedAgain = firstPause;
    while (!*isGone) {
        milliseconds length = interval;
        try {
            for (const Chore &chore : chores)
                co_await schedule(clients.here(), queue, chore);
            untilTriedAgain = firstPause;
        } catch (const std::exception &) { // Redis is away, which the log says already
            length = std::exchange(untilTriedAgain, std::min(2 * untilTriedAgain, longestPause));
        }
        if (!*isGone)
            co_await pause.wait(length);
    }
}

} // namespace signalbox
