// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_scheduler_routes.h"

#include "admin/audited.h"
#include "admin/queue_access.h"
#include "admin/queue_report.h"
#include "admin/redis_text.h"
#include "admin/representation.h"
#include "admin/routes_with_schemas.h"
#include "base/json_text.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "jobs/cron_zone.h"
#include "jobs/job_error.h"
#include "jobs/job_options.h"
#include "jobs/new_job.h"
#include "jobs/scheduler_reader.h"
#include "jobs/scheduler_writer.h"
#include "utc_time.h"

#include <QDateTime>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
using jobs::QueueAddress;
using jobs::SchedulerPlan;
using jobs::SchedulerReader;
using jobs::SchedulerRow;

namespace {

constexpr int toldRuns = 5;
constexpr qint64 longestIntervalMs = 10LL * 366 * 24 * 3600 * 1000;

class QueueSchedulerRoutes {
public:
    explicit QueueSchedulerRoutes(const QueueServices &services)
        : m_services(services)
    {
    }

    QCoro::Task<Reply> list(Context &context);
    QCoro::Task<Reply> preview(Context &context);
    QCoro::Task<Reply> write(Context &context);
    QCoro::Task<Reply> run(Context &context);
    QCoro::Task<Reply> remove(Context &context);

private:
    SchedulerReader readerIn(Context &context, const QueueAddress &queue)
    {
        return {clientOf(m_services, queue.connection), queue, &context};
    }

    const QueueServices m_services;
};

QList<qint64> nextTimesOf(const SchedulerRow &row)
{
    if (!row.nextAt)
        return {};
    QList<qint64> times{*row.nextAt};
    if (row.everyMs) {
        for (int i = 1; i < toldRuns; ++i)
            times.append(*row.nextAt + i * *row.everyMs);
        return times;
    }
    const auto further = jobs::nextTimes(row.pattern, row.timezone, *row.nextAt, toldRuns - 1);
    if (const auto *known = std::get_if<QList<qint64>>(&further)) // else what another program wrote can't be read
        times += *known;
    return times;
}

QCborArray momentsOf(const QList<qint64> &times, std::optional<qint64> endAt = {})
{
    QCborArray moments;
    for (const qint64 time : times) {
        if (!endAt || time <= *endAt)
            moments.append(isoText(time));
    }
    return moments;
}

QCborMap schedulerReport(const SchedulerRow &row)
{
    const auto number = [](const std::optional<qint64> &value) {
        return value ? QCborValue(*value) : QCborValue(nullptr);
    };
    return {{u"id"_s, readable(row.id)},
            {u"name"_s, readable(row.name)},
            {u"pattern"_s, textValue(row.pattern)},
            {u"everyMs"_s, number(row.everyMs)},
            {u"timezone"_s, textValue(row.timezone)},
            {u"startAt"_s, momentValue(row.startAt)},
            {u"endAt"_s, momentValue(row.endAt)},
            {u"limit"_s, number(row.limit)},
            {u"iterations"_s, row.iterations},
            {u"data"_s, jsonValue(row.data)},
            {u"opts"_s, QCborMap::fromJsonObject(jobs::publicJobOptions(row.options))},
            {u"nextAt"_s, momentValue(row.nextAt)},
            {u"next"_s, momentsOf(nextTimesOf(row), row.endAt)},
            {u"lastAt"_s, momentValue(row.lastAt)},
            {u"nextJob"_s, readable(row.nextJob())}};
}

audit::Entry entryOf(const QString &action, const QueueAddress &queue, const QByteArray &scheduler)
{
    audit::Entry entry = jobEntry(action, queue, scheduler);
    entry.targetType = u"queue.scheduler"_s;
    return entry;
}

QCoro::Task<Reply> QueueSchedulerRoutes::list(Context &context)
{
    const QueueAddress queue = queueIn(context);
    SchedulerReader reader = readerIn(context, queue);
    const jobs::SchedulerList list = co_await reader.list();
    QCborArray items;
    for (const SchedulerRow &row : list.rows)
        items.append(schedulerReport(row));
    co_return represent(context, {{u"items"_s, items}, {u"total"_s, list.total}});
}

std::optional<qint64> momentIn(const QJsonObject &body, QLatin1StringView name)
{
    if (!body.contains(name))
        return std::nullopt;
    return QDateTime::fromString(body[name].toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

// Its time zone, or 400: names of zones, and what else Node knows, as UTC+2.
QByteArray timezoneIn(const QJsonObject &body)
{
    const QString timezone = body["timezone"_L1].toString();
    const auto zone = jobs::cronZone(timezone);
    if (const auto *error = std::get_if<jobs::CronError>(&zone))
        throw AppError::invalidField(u"body.timezone"_s, error->message);
    return timezone.toUtf8();
}

// The times of a pattern, or 400.
QList<qint64> timesIn(const QJsonObject &body, std::optional<qint64> endAt = {})
{
    const QByteArray timezone = timezoneIn(body);
    const qint64 after = std::max(QDateTime::currentMSecsSinceEpoch(), momentIn(body, "startAt"_L1).value_or(0));
    const QByteArray pattern = body["pattern"_L1].toString().toUtf8();
    const auto times = jobs::nextTimes(pattern, timezone, after, toldRuns, endAt);
    if (const auto *problem = std::get_if<QString>(&times))
        throw AppError::invalidField(u"body.pattern"_s, *problem);
    if (std::get<QList<qint64>>(times).isEmpty())
        throw AppError::invalidField(u"body.pattern"_s, u"It never comes"_s);
    return std::get<QList<qint64>>(times);
}

QJsonObject jobOptionsIn(const QJsonObject &body)
{
    const QJsonObject given = body["opts"_L1].toObject();
    requireModestOptions(given);
    for (const auto name : {"jobId"_L1, "delay"_L1, "parent"_L1, "repeat"_L1, "deduplication"_L1}) {
        if (given.contains(name))
            throw AppError::invalidField("body.opts."_L1 + name, u"The scheduler says this of its jobs"_s);
    }
    const auto options = jobs::readJobOptions(given);
    if (const auto *error = std::get_if<jobs::JobOptionsError>(&options))
        throw AppError::invalidField("body.opts."_L1 + error->field, error->message);
    QJsonObject stored = std::get<jobs::JobOptions>(options).toStored();
    if (!given.contains("attempts"_L1)) // a job always says it, a template only what it was given
        stored.remove("attempts"_L1);
    return stored;
}

SchedulerPlan planIn(const QJsonObject &body, const QByteArray &id)
{
    if (body.contains("pattern"_L1) == body.contains("everyMs"_L1))
        throw AppError::invalidField(u"body.pattern"_s, u"Give either a pattern or everyMs"_s);
    SchedulerPlan plan{.id = id,
                       .name = body["name"_L1].toString().toUtf8(),
                       .pattern = body["pattern"_L1].toString().toUtf8(),
                       .everyMs = body["everyMs"_L1].toInteger(),
                       .timezone = timezoneIn(body),
                       .startAt = momentIn(body, "startAt"_L1),
                       .endAt = momentIn(body, "endAt"_L1),
                       .limit = std::nullopt,
                       .offsetMs = std::nullopt,
                       .data = jsonText(body.contains("data"_L1) ? body["data"_L1] : QJsonObject()),
                       .options = jobOptionsIn(body)};
    if (body.contains("limit"_L1))
        plan.limit = body["limit"_L1].toInteger();
    if (plan.endAt && *plan.endAt <= std::max(QDateTime::currentMSecsSinceEpoch(), plan.startAt.value_or(0)))
        throw AppError::invalidField(u"body.endAt"_s, u"It has to be later than now, and than its start"_s);
    if (!plan.pattern.isEmpty())
        timesIn(body, plan.endAt);
    return plan;
}

// What the library refuses of a plan, as 400 of the field that it comes from.
AppError refusalOf(const jobs::InvalidJob &error)
{
    static const QHash<QString, QString> names{{u"tz"_s, u"timezone"_s},
                                               {u"every"_s, u"everyMs"_s},
                                               {u"startDate"_s, u"startAt"_s},
                                               {u"endDate"_s, u"endAt"_s}};
    return AppError::invalidField("body."_L1 + names.value(error.field(), error.field()),
                                  QString::fromUtf8(error.what()));
}

QCoro::Task<Reply> QueueSchedulerRoutes::preview(Context &context)
{
    const QList<qint64> times = timesIn(context.input().body());
    co_return represent(context, {{u"next"_s, momentsOf(times)}});
}

QCoro::Task<Reply> QueueSchedulerRoutes::write(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QByteArray id = context.param("scheduler").toUtf8();
    if (id.contains(':'))
        throw AppError::invalidField(u"params.scheduler"_s, u"BullMQ loses jobs of an id with a colon"_s);
    const QJsonObject &body = context.input().body();
    const SchedulerPlan plan = planIn(body, id);
    co_await requireQueue(m_services, context, queue);
    SchedulerReader reader = readerIn(context, queue);
    const bool isNew = !co_await reader.one(id);
    audit::Entry entry = entryOf(u"queue.scheduler.write"_s, queue, id);
    entry.after = body;
    entry.after.remove("data"_L1); // it may hold what is nobody's business
    co_await noteChange(m_services.database, context, entry);
    QString problem;
    try {
        co_await jobs::upsertScheduler(clientOf(m_services, queue.connection), queue, plan, &context);
    } catch (const jobs::InvalidJob &error) {
        throw refusalOf(error);
    } catch (const jobs::JobError &error) {
        problem = QString::fromUtf8(error.what());
    }
    if (!problem.isEmpty())
        throw AppError(409, problem);
    m_services.board.touch(queue);
    const auto row = co_await reader.one(id);
    if (!row)
        throw AppError(409, u"It was removed meanwhile"_s);
    Reply reply = represent(context, schedulerReport(*row));
    reply.status = isNew ? 201 : 200;
    co_return reply;
}

// A job like its next one, which stays as it is.
QCoro::Task<Reply> QueueSchedulerRoutes::run(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QByteArray id = context.param("scheduler").toUtf8();
    SchedulerReader reader = readerIn(context, queue);
    const auto row = co_await reader.one(id);
    if (!row)
        throw AppError(404, u"There is no such scheduler (any more)"_s);
    const audit::Entry entry = entryOf(u"queue.scheduler.run"_s, queue, id);
    co_await noteChange(m_services.database, context, entry);
    jobs::NewJob job{row->name, row->data, jobs::JobOptions::fromStored(row->options)};
    job.options.delay = 0;
    co_return co_await addJob(m_services, context, queue, job);
}

QCoro::Task<Reply> QueueSchedulerRoutes::remove(Context &context)
{
    const QueueAddress queue = queueIn(context);
    const QByteArray id = context.param("scheduler").toUtf8();
    SchedulerReader reader = readerIn(context, queue);
    if (!co_await reader.one(id))
        throw AppError(404, u"There is no such scheduler (any more)"_s);
    const audit::Entry entry = entryOf(u"queue.scheduler.remove"_s, queue, id);
    co_await noteChange(m_services.database, context, entry);
    co_await reader.remove(id);
    m_services.board.touch(queue);
    co_return Reply::empty();
}

Schema schedulerParameter()
{
    return schema::object({{"queue", schema::string().length(1, 4096).described("A queue's id.")},
                           {"scheduler", schema::string().length(1, 1000)}});
}

Schema patternSchema()
{
    return schema::string().length(1, 200).described("A cron pattern of five or six fields.");
}

Schema timezoneSchema()
{
    return schema::string().longest(100).described("As Europe/Warsaw; else the server's own.");
}

Schema previewBody()
{
    return schema::object(
               {{"pattern", patternSchema()}, {"timezone", timezoneSchema()}, {"startAt", schema::dateTime()}})
        .required({"pattern"});
}

Schema schedulerBody()
{
    return schema::object({{"name", schema::string().length(1, 1000).described("Of its jobs.")},
                           {"pattern", patternSchema()},
                           {"everyMs", schema::integer(1, longestIntervalMs)},
                           {"timezone", timezoneSchema()},
                           {"startAt", schema::dateTime()},
                           {"endAt", schema::dateTime()},
                           {"limit", schema::integer(1, 1'000'000'000)},
                           {"data", schema::anything()},
                           {"opts", schema::object({}).open()}})
        .required({"name"});
}

} // namespace

void registerQueueSchedulers(http::Api &api, const QueueServices &services, const http::Middleware &requireAdmin)
{
    using http::Method;
    const auto routes = std::make_shared<QueueSchedulerRoutes>(services);
    const auto handle = [&](QCoro::Task<Reply> (QueueSchedulerRoutes::*method)(Context &)) -> http::Handler {
        return [routes, method](Context &context) { return (routes.get()->*method)(context); };
    };
    RoutesWithSchemas add(api, {requireAdmin, requireQueueRedis(services)}, RoutesWithSchemas::largeBody);
    add.add(Method::Get, "/admin/queues/:queue/schedulers", u"The job schedulers of a queue"_s,
            handle(&QueueSchedulerRoutes::list), {.params = queueParameter()});
    add.add(Method::Put, "/admin/queues/:queue/schedulers/:scheduler", u"Make a scheduler, or change it"_s,
            handle(&QueueSchedulerRoutes::write), {.params = schedulerParameter(), .body = schedulerBody()});
    add.add(Method::Post, "/admin/queues/:queue/schedulers/:scheduler/run", u"Run a scheduler's job now"_s,
            handle(&QueueSchedulerRoutes::run), {.params = schedulerParameter()});
    add.add(Method::Delete, "/admin/queues/:queue/schedulers/:scheduler", u"Remove a scheduler"_s,
            handle(&QueueSchedulerRoutes::remove), {.params = schedulerParameter()});
    RoutesWithSchemas ofNoQueue(api, {requireAdmin});
    ofNoQueue.add(Method::Post, "/admin/queues/schedulers/preview", u"When a cron pattern comes"_s,
                  handle(&QueueSchedulerRoutes::preview), {.body = previewBody()});
}

} // namespace signalbox::admin
