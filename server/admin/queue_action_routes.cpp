// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_action_routes.h"

#include "admin/audited_runs.h"
#include "admin/queue_access.h"
#include "admin/queue_job_report.h"
#include "admin/redis_text.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "jobs/job_actions.h"
#include "jobs/job_search.h"

#include <QCborArray>
#include <QCborMap>
#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using jobs::JobAction;
using jobs::JobCursor;
using jobs::JobFilter;
using jobs::JobSearch;
using jobs::QueueAddress;
using jobs::QueueReader;

namespace {

constexpr std::chrono::milliseconds stepTime = 50ms;
constexpr qint64 inOneGo = 200; // jobs that are acted on in a row
constexpr qsizetype namedAtFirst = 4; // then more and more: what each costs Redis isn't known
constexpr qsizetype mostFailures = 100; // that are told of
constexpr qsizetype mostIds = 1000;
constexpr qsizetype notedIds = 20; // in the audit log

// What a step did. A value.
struct SweepStep {
    qint64 matched = 0;
    qint64 done = 0;
    qint64 scanned = 0;
    qint64 total = 0;
    qint64 failedCount = 0;
    QCborArray failed; // the first of them
    QCborValue cursor = nullptr;

    QCborMap toCbor() const
    {
        return {{u"matched"_s, matched}, {u"done"_s, done},   {u"failed"_s, failed}, {u"failedCount"_s, failedCount},
                {u"scanned"_s, scanned}, {u"total"_s, total}, {u"cursor"_s, cursor}};
    }
    void see(const QList<jobs::JobRow> &rows, JobAction action)
    {
        scanned += rows.size();
        matched += std::count_if(rows.begin(), rows.end(), [action](const jobs::JobRow &row) {
            return row.state && jobs::suits(action, *row.state);
        });
    }
    void add(const QList<jobs::ActionResult> &results)
    {
        for (const jobs::ActionResult &result : results) {
            if (result.error.isEmpty()) {
                ++done;
                continue;
            }
            ++failedCount;
            if (failed.size() < mostFailures)
                failed.append(QCborMap{{u"id"_s, readable(result.id)}, {u"error"_s, result.error}});
        }
    }
};

class QueueActionRoutes {
public:
    explicit QueueActionRoutes(const QueueServices &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> search(Context &context);
    QCoro::Task<Reply> act(Context &context);

private:
    using Step = std::function<QCoro::Task<SweepStep>()>;

    QCoro::Task<SweepStep> actOn(Context &context, QueueAddress queue, JobAction action, QByteArrayList ids);
    QCoro::Task<SweepStep> actOnStep(Context &context, QueueAddress queue, JobAction action, QByteArrayList ids,
                                     qsizetype place);
    QCoro::Task<SweepStep> sweep(Context &context, QueueAddress queue, JobAction action, JobFilter filter);
    QCoro::Task<SweepStep> sweepStep(Context &context, QueueAddress queue, JobAction action, JobFilter filter,
                                     JobCursor cursor);
    QCoro::Task<SweepStep> inRun(Context &context, audit::Entry entry, QByteArray what, Step take);

    const QueueServices m_services;
};

AppError badCursor()
{
    return AppError::invalidField(u"body.cursor"_s, u"Must be the cursor that a step answered"_s);
}

JobCursor cursorOf(const QJsonObject &body)
{
    const QByteArray text = body["cursor"_L1].toString().toLatin1();
    JobCursor cursor;
    if (!text.isEmpty()) {
        const auto read = JobCursor::decoded(text);
        if (!read)
            throw badCursor();
        cursor = *read;
    }
    if (cursor.started == 0)
        cursor.started = QDateTime::currentMSecsSinceEpoch();
    return cursor;
}

// Of jobs that are named: the number of those that were acted on.
QString cursorAt(qsizetype place)
{
    const QByteArray text = QByteArray::number(place);
    return QString::fromLatin1(text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

qsizetype placeIn(const QJsonObject &body, qsizetype count)
{
    const QByteArray text = body["cursor"_L1].toString().toLatin1();
    if (text.isEmpty())
        return 0;
    const qsizetype place = QByteArray::fromBase64(text, QByteArray::Base64UrlEncoding).toLongLong();
    if (place <= 0 || place >= count)
        throw badCursor();
    return place;
}

QCoro::Task<Reply> QueueActionRoutes::search(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &body = context.input().body();
    QueueReader reader = readerOf(m_services, context, queue);
    JobSearch search(reader, JobFilter::fromJson(body["match"_L1].toObject()), cursorOf(body));
    const auto order =
        body["order"_L1].toString() == "oldest"_L1 ? QueueReader::Order::Oldest : QueueReader::Order::Newest;
    const qsizetype limit = body["limit"_L1].toInt();
    const jobs::FoundJobs found = co_await search.step(order, limit, stepTime);
    QCborArray items;
    for (const jobs::JobRow &row : found.rows)
        items.append(jobReport(row, queue));
    const QCborValue cursor =
        found.isDone ? QCborValue(nullptr) : QCborValue(QString::fromLatin1(search.cursor().encoded()));
    co_return represent(
        context,
        {{u"items"_s, items}, {u"scanned"_s, found.scanned}, {u"total"_s, found.total}, {u"cursor"_s, cursor}});
}

QCoro::Task<Reply> QueueActionRoutes::act(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QJsonObject &body = context.input().body();
    const JobAction action = *jobs::jobActionNamed(body["action"_L1].toString());
    if (body.contains("jobs"_L1) == body.contains("match"_L1))
        throw AppError::invalidField(u"body.jobs"_s, u"Either jobs or match says which are meant"_s);
    co_await requireQueue(m_services, context, queue);
    SweepStep step;
    if (body.contains("match"_L1)) {
        const JobFilter filter = JobFilter::fromJson(body["match"_L1].toObject());
        step = co_await sweep(context, queue, action, filter);
    } else {
        QByteArrayList ids;
        for (const auto &id : body["jobs"_L1].toArray())
            ids.append(id.toString().toUtf8());
        step = co_await actOn(context, queue, action, ids);
    }
    m_services.board.touch(queue);
    co_return represent(context, step.toCbor());
}

QCoro::Task<SweepStep> QueueActionRoutes::inRun(Context &context, audit::Entry entry, QByteArray what, Step take)
{
    const QByteArray cursor = context.input().body()["cursor"_L1].toString().toLatin1();
    AuditedRuns::Step step(m_services.runs, context, entry.action.toUtf8() + '\n' + what, cursor, u"jobsInAll"_s);
    co_await step.begin(entry);
    const SweepStep taken = co_await take();
    const QByteArray next = taken.cursor.toString().toLatin1();
    co_await step.end(taken.done, next);
    co_return taken;
}

QCoro::Task<SweepStep> QueueActionRoutes::actOn(Context &context, QueueAddress queue, JobAction action,
                                                QByteArrayList ids)
{
    const QJsonObject &body = context.input().body();
    const qsizetype place = placeIn(body, ids.size());
    const Step take = [&] { return actOnStep(context, queue, action, ids, place); };
    if (body["dryRun"_L1].toBool()) {
        const SweepStep seen = co_await take();
        co_return seen;
    }
    audit::Entry entry = queueEntry("queue.jobs."_L1 + nameOf(action), queue);
    QJsonArray noted;
    for (const QByteArray &id : ids.first(std::min(ids.size(), notedIds)))
        noted.append(readable(id));
    entry.after = {{u"jobs"_s, ids.size()}, {u"ids"_s, noted}};
    const QByteArray named = QCryptographicHash::hash(ids.join('\n'), QCryptographicHash::Sha256);
    const SweepStep step = co_await inRun(context, entry, queue.id().toLatin1() + '\n' + named, take);
    co_return step;
}

QCoro::Task<SweepStep> QueueActionRoutes::actOnStep(Context &context, QueueAddress queue, JobAction action,
                                                    QByteArrayList ids, qsizetype place)
{
    const bool isDry = context.input().body()["dryRun"_L1].toBool();
    const QDeadlineTimer end(stepTime);
    QueueReader reader = readerOf(m_services, context, queue);
    jobs::JobActions actions(clientOf(m_services, queue.connection), queue, &context, m_services.cancel);
    SweepStep step;
    step.total = ids.size();
    for (qsizetype count = namedAtFirst; place < ids.size(); count = std::min<qsizetype>(count * 2, inOneGo)) {
        const QByteArrayList some = ids.mid(place, count);
        const QList<jobs::JobRow> rows = co_await reader.rows(some);
        place += some.size();
        step.see(rows, action);
        if (!isDry) {
            const QList<jobs::ActionResult> results = co_await actions.apply(action, rows);
            step.add(results);
        }
        if (end.hasExpired())
            break;
    }
    if (place < ids.size())
        step.cursor = cursorAt(place);
    co_return step;
}

QCoro::Task<SweepStep> QueueActionRoutes::sweep(Context &context, QueueAddress queue, JobAction action,
                                                JobFilter filter)
{
    const QJsonObject &body = context.input().body();
    filter.states.removeIf([action](jobs::JobState state) { return !jobs::suits(action, state); });
    const JobCursor cursor = cursorOf(body);
    filter.started = cursor.started;
    const Step take = [&] { return sweepStep(context, queue, action, filter, cursor); };
    if (body["dryRun"_L1].toBool()) {
        const SweepStep seen = co_await take();
        co_return seen;
    }
    audit::Entry entry = queueEntry("queue.jobs."_L1 + nameOf(action), queue);
    entry.after = {{u"match"_s, body["match"_L1]}};
    const QByteArray match = QJsonDocument(body["match"_L1].toObject()).toJson(QJsonDocument::Compact);
    const SweepStep step = co_await inRun(context, entry, queue.id().toLatin1() + '\n' + match, take);
    co_return step;
}

// Those that are to run again do so in the order in which they ended, or would have been due. Else: what is pushed to a
// list goes to its newest side.
QueueReader::Order orderOf(JobAction action)
{
    const bool runsThem = action == JobAction::Retry || action == JobAction::MoveToWait || action == JobAction::Promote;
    return runsThem ? QueueReader::Order::Oldest : QueueReader::Order::Newest;
}

QCoro::Task<SweepStep> QueueActionRoutes::sweepStep(Context &context, QueueAddress queue, JobAction action,
                                                    JobFilter filter, JobCursor cursor)
{
    const bool isDry = context.input().body()["dryRun"_L1].toBool();
    const QDeadlineTimer end(stepTime);
    QueueReader reader = readerOf(m_services, context, queue);
    JobSearch search(reader, filter, cursor);
    jobs::JobActions actions(clientOf(m_services, queue.connection), queue, &context, m_services.cancel);
    SweepStep step;
    step.total = co_await search.total();
    while (!search.isDone()) {
        const jobs::FoundJobs found = co_await search.piece(orderOf(action), inOneGo);
        step.scanned += found.scanned;
        step.matched += found.rows.size();
        if (!isDry && !found.rows.isEmpty()) {
            const qint64 before = step.done;
            const QList<jobs::ActionResult> results = co_await actions.apply(action, found.rows);
            step.add(results);
            if (action != JobAction::Duplicate && action != JobAction::Cancel)
                search.left(step.done - before, results.last().error.isEmpty());
        }
        if (end.hasExpired())
            break;
    }
    if (!search.isDone())
        step.cursor = QString::fromLatin1(search.cursor().encoded());
    co_return step;
}

Schema momentSchema()
{
    return schema::dateTime().described("Of the time by which the state is ordered.");
}

Schema matchSchema()
{
    const Schema state =
        schema::oneOf({"waiting", "active", "prioritized", "delayed", "waitingChildren", "completed", "failed"});
    return schema::object({{"states", schema::array(state).items(1, jobs::jobStateCount)},
                           {"q", schema::string().longest(1000).described("In id, name, data and failure.")},
                           {"name", schema::string().longest(1000)},
                           {"failedReason", schema::string().longest(1000)},
                           {"before", momentSchema()},
                           {"after", momentSchema()},
                           {"minAttempts", schema::integer(0, 1'000'000)}})
        .required({"states"});
}

Schema searchBody()
{
    return schema::object({{"match", matchSchema()},
                           {"order", schema::oneOf({"newest", "oldest"}).byDefault("newest")},
                           {"cursor", queueCursor()},
                           {"limit", schema::integer(1, 1000).byDefault(200)}})
        .required({"match"});
}

Schema actionBody()
{
    return schema::object(
               {{"action", schema::oneOf({"retry", "moveToWait", "promote", "remove", "duplicate", "cancel", "fail"})},
                {"jobs", schema::array(schema::string().length(1, 4096)).items(1, mostIds).described("Ids.")},
                {"match", matchSchema()},
                {"cursor", queueCursor()},
                {"dryRun", schema::boolean().byDefault(false).described("Only count.")}})
        .required({"action"});
}

} // namespace

void registerQueueActions(http::Api &api, const QueueServices &services, const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<QueueActionRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (QueueActionRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    RoutesWithSchemas add(api, {requireAdmin, requireQueueRedis(services)}, RoutesWithSchemas::largeBody);
    add.add(Method::Post, "/admin/queues/:queue/search", u"Look through the jobs, step by step"_s,
            handle(&QueueActionRoutes::search), {.params = queueParameter(), .body = searchBody()});
    add.add(Method::Post, "/admin/queues/:queue/actions", u"Act on jobs, step by step"_s,
            handle(&QueueActionRoutes::act), {.params = queueParameter(), .body = actionBody()});
}

} // namespace signalbox::admin
