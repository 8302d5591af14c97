// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_cleaning_routes.h"

#include "admin/audited_runs.h"
#include "admin/queue_access.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "jobs/queue_cleaner.h"
#include "jobs/queue_obliteration.h"
#include "jobs/queue_reader.h"

#include <QCborMap>
#include <QDateTime>

#include <algorithm>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using jobs::Cleaning;
using jobs::CleaningCursor;
using jobs::CleaningStep;
using jobs::JobState;
using jobs::QueueAddress;

namespace {

constexpr std::chrono::milliseconds stepTime = 50ms;
constexpr qint64 longestAgeMs = 10LL * 366 * 24 * 3600 * 1000;

class QueueCleaningRoutes {
public:
    explicit QueueCleaningRoutes(const QueueServices &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> drain(Context &context);
    QCoro::Task<Reply> clean(Context &context);
    QCoro::Task<Reply> obliterate(Context &context);

private:
    using Step = std::function<QCoro::Task<CleaningStep>(const CleaningCursor &, Cleaning)>;
    struct Emptying {
        QString action; // in the audit log
        QList<JobState> states;
        std::optional<qint64> ageMs; // only those that are so old
        bool tellsWhatItRemoved = true;
        Step step;
    };

    QCoro::Task<Reply> empty(Context &context, QueueAddress queue, Emptying what);
    QCoro::Task<QCborMap> dryStep(Emptying what, std::optional<CleaningCursor> cursor, qint64 total);
    QCoro::Task<QCborMap> removingStep(Context &context, QueueAddress queue, Emptying what,
                                       std::optional<CleaningCursor> cursor, qint64 total);
    QCoro::Task<qint64> countOf(Context &context, QueueAddress queue, Emptying what);

    const QueueServices m_services;
};

// Nothing when it is the first step.
std::optional<CleaningCursor> cursorOf(const QJsonObject &body)
{
    const QByteArray text = body["cursor"_L1].toString().toLatin1();
    if (text.isEmpty())
        return {};
    auto cursor = CleaningCursor::decoded(text);
    if (!cursor)
        throw AppError::invalidField(u"body.cursor"_s, u"Must be the cursor that a step answered"_s);
    return cursor;
}

CleaningCursor cursorOfNow()
{
    CleaningCursor cursor;
    cursor.started = QDateTime::currentMSecsSinceEpoch();
    return cursor;
}

// The states that are ordered by when their jobs came into them.
bool isByTime(JobState state)
{
    return state == JobState::Completed || state == JobState::Failed || state == JobState::WaitingChildren;
}

// Of the others all are counted, whatever their age.
QCoro::Task<qint64> QueueCleaningRoutes::countOf(Context &context, QueueAddress queue, Emptying what)
{
    redis::Client &client = clientOf(m_services, queue.connection);
    jobs::QueueReader reader = readerOf(m_services, context, queue);
    qint64 count = 0;
    for (const JobState state : what.states) {
        if (what.ageMs && isByTime(state)) {
            const qint64 until = QDateTime::currentMSecsSinceEpoch() - *what.ageMs;
            redis::Pending pending =
                client.command(&context, "ZCOUNT", queue.key(jobs::keySuffixOf(state)), "-inf", until);
            const redis::Reply reply = co_await pending;
            count += reply.integer;
        } else {
            const jobs::JobPage page = co_await reader.page(state, jobs::QueueReader::Order::Newest, 0, 0);
            count += page.total;
        }
    }
    co_return count;
}

QCborMap stepReport(qint64 matched, qint64 done, qint64 total, const QCborValue &cursor)
{
    return {{u"matched"_s, matched},
            {u"done"_s, done},
            {u"scanned"_s, matched},
            {u"total"_s, total},
            {u"cursor"_s, cursor}};
}

// Which are old of those that aren't ordered by time only a look at each tells.
QCoro::Task<QCborMap> QueueCleaningRoutes::dryStep(Emptying what, std::optional<CleaningCursor> cursor, qint64 total)
{
    if (!what.ageMs || std::ranges::all_of(what.states, isByTime))
        co_return stepReport(total, 0, total, nullptr);
    const CleaningCursor place = cursor.value_or(cursorOfNow());
    const CleaningStep counted = co_await what.step(place, Cleaning::Counts);
    QCborValue next = nullptr;
    if (counted.next)
        next = QString::fromLatin1(counted.next->encoded());
    co_return stepReport(counted.removed, 0, total, next);
}

QCoro::Task<Reply> QueueCleaningRoutes::empty(Context &context, QueueAddress queue, Emptying what)
{
    const QJsonObject &body = context.input().body();
    const auto cursor = cursorOf(body);
    if (!cursor)
        co_await requireQueue(m_services, context, queue);
    const qint64 total = co_await countOf(context, queue, what);
    if (body["dryRun"_L1].toBool()) {
        const QCborMap report = co_await dryStep(what, cursor, total);
        co_return represent(context, report);
    }
    const QCborMap report = co_await removingStep(context, queue, what, cursor, total);
    co_return represent(context, report);
}

QCoro::Task<QCborMap> QueueCleaningRoutes::removingStep(Context &context, QueueAddress queue, Emptying what,
                                                        std::optional<CleaningCursor> cursor, qint64 total)
{
    audit::Entry entry = queueEntry(what.action, queue);
    entry.after = context.input().body();
    const QByteArray brought = entry.after.take("cursor"_L1).toString().toLatin1();
    AuditedRuns::Step step(m_services.runs, context, what.action.toUtf8() + '\n' + queue.id().toLatin1(), brought,
                           u"jobsInAll"_s);
    co_await step.begin(entry);
    const CleaningCursor place = cursor.value_or(cursorOfNow());
    const CleaningStep done = co_await what.step(place, Cleaning::Removes);
    m_services.board.touch(queue);
    if (!done.error.isEmpty()) {
        co_await step.refuse(done.removed, done.error);
        throw AppError(409, done.error);
    }
    qint64 removed = done.removed;
    if (!what.tellsWhatItRemoved)
        removed = total - co_await countOf(context, queue, what);
    const QByteArray next = done.next ? done.next->encoded() : QByteArray();
    co_await step.end(removed, next);
    QCborValue nextCursor = nullptr;
    if (!next.isEmpty())
        nextCursor = QString::fromLatin1(next);
    co_return stepReport(removed, removed, total, nextCursor);
}

QCoro::Task<Reply> QueueCleaningRoutes::drain(Context &context)
{
    const QueueAddress queue = queueIn(context);
    QList<JobState> states{JobState::Waiting, JobState::Prioritized};
    if (context.input().body()["delayed"_L1].toBool())
        states.append(JobState::Delayed);
    redis::Client &client = clientOf(m_services, queue.connection);
    const Step step = [&](const CleaningCursor &cursor, Cleaning cleaning) {
        return jobs::cleanQueue(client, queue, cursor, states, cursor.started, cleaning, stepTime, &context);
    };
    const Emptying what{u"queue.drain"_s, states, {}, true, step};
    co_return co_await empty(context, queue, what);
}

QCoro::Task<Reply> QueueCleaningRoutes::clean(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &body = context.input().body();
    const QList<JobState> states{*jobs::jobStateNamed(body["state"_L1].toString())};
    const qint64 age = body["olderThanMs"_L1].toInteger();
    redis::Client &client = clientOf(m_services, queue.connection);
    const Step step = [&](const CleaningCursor &cursor, Cleaning cleaning) {
        return jobs::cleanQueue(client, queue, cursor, states, cursor.started - age, cleaning, stepTime, &context);
    };
    const Emptying what{u"queue.clean"_s, states, age, true, step};
    co_return co_await empty(context, queue, what);
}

QCoro::Task<Reply> QueueCleaningRoutes::obliterate(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &body = context.input().body();
    if (body["confirm"_L1].toString().toUtf8() != queue.name)
        throw AppError::invalidField(u"body.confirm"_s, u"Must be the queue's name"_s);
    const bool isForced = body["force"_L1].toBool();
    redis::Client &client = clientOf(m_services, queue.connection);
    const Step step = [&](const CleaningCursor &cursor, Cleaning) {
        return jobs::obliterateQueue(client, queue, cursor, isForced, stepTime, &context);
    };
    const QList<JobState> states = jobs::allJobStates();
    const Emptying what{u"queue.obliterate"_s, states, {}, false, step};
    co_return co_await empty(context, queue, what);
}

Schema dryRun()
{
    return schema::boolean().byDefault(false).described("Only count those that are there.");
}

} // namespace

void registerQueueCleaning(http::Api &api, const QueueServices &services, const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<QueueCleaningRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (QueueCleaningRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    RoutesWithSchemas add(api, {requireAdmin, requireQueueRedis(services)});
    add.add(Method::Post, "/admin/queues/:queue/drain", u"Take out the jobs that wait, step by step"_s,
            handle(&QueueCleaningRoutes::drain),
            {.params = queueParameter(),
             .body = schema::object(
                 {{"delayed", schema::boolean().byDefault(false)}, {"cursor", queueCursor()}, {"dryRun", dryRun()}}),
             .bodyOptional = true});
    const Schema state = schema::oneOf({"waiting", "prioritized", "delayed", "waitingChildren", "completed", "failed"});
    add.add(Method::Post, "/admin/queues/:queue/clean", u"Take out old jobs of a state, step by step"_s,
            handle(&QueueCleaningRoutes::clean),
            {.params = queueParameter(),
             .body = schema::object({{"state", state},
                                     {"olderThanMs", schema::integer(0, longestAgeMs)},
                                     {"cursor", queueCursor()},
                                     {"dryRun", dryRun()}})
                         .required({"state", "olderThanMs"})});
    add.add(Method::Post, "/admin/queues/:queue/obliterate", u"Remove a queue with all its jobs, step by step"_s,
            handle(&QueueCleaningRoutes::obliterate),
            {.params = queueParameter(),
             .body = schema::object({{"force", schema::boolean().byDefault(false)},
                                     {"confirm", schema::string().length(1, 1000).described("The queue's name.")},
                                     {"cursor", queueCursor()},
                                     {"dryRun", dryRun()}})
                         .required({"confirm"})});
}

} // namespace signalbox::admin
