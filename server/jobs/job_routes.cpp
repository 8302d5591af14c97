// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_routes.h"

#include "auth/require_auth.h"
#include "base/json_text.h"
#include "http/api.h"
#include "http/app_error.h"
#include "http/context.h"
#include "http/validated_input.h"
#include "jobs/job_error.h"
#include "jobs/queue.h"
#include "jobs/trace_metadata.h"
#include "redis/clients.h"
#include "utc_time.h"

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;

namespace {

constexpr qint64 bodyLimit = 1024 * 1024;

NewJob jobIn(const Context &context)
{
    const QJsonObject &body = context.input().body();
    NewJob job;
    job.name = body["name"_L1].toString().toUtf8();
    if (body.contains("data"_L1))
        job.data = jsonText(body["data"_L1]);
    const QJsonObject given = body["opts"_L1].toObject();
    const auto options = readJobOptions(given);
    if (const auto *error = std::get_if<JobOptionsError>(&options))
        throw AppError::invalidField(u"body.opts."_s + error->field, error->message);
    job.options = std::get<JobOptions>(options);
    if (job.options.parent || !schedulerOptionIn(given).isNull())
        throw AppError::invalidField(u"body.opts"_s, u"A parent or a schedule can't be given here"_s);
    if (job.options.traceParent.isEmpty() && !job.options.omitsContext)
        job.options.traceParent = traceMetadata({context.traceId(), context.spanId()});
    return job;
}

// POST /jobs/:queue
QCoro::Task<Reply> add(Context &context, const JobRouteSettings &settings)
{
    const QByteArray name = context.param("queue").toUtf8();
    const NewJob job = jobIn(context);
    Queue queue(settings.redis.here(), {settings.prefix, name}, &context);
    const auto span = context.span("job", "add " + job.name + " to " + name);
    QByteArray id;
    QString problem;
    try {
        id = co_await queue.add(job);
    } catch (const InvalidJob &error) {
        throw AppError::invalidField(u"body."_s + error.field(), QString::fromUtf8(error.what()));
    } catch (const JobError &error) {
        problem = QString::fromUtf8(error.what());
    }
    if (!problem.isEmpty())
        throw AppError(409, problem);
    settings.touched(name);
    co_return Reply::json(QJsonObject{{u"id"_s, QString::fromUtf8(id)}}, 201);
}

QJsonObject reportOf(const JobRecord &job, const QByteArray &state)
{
    const auto moment = [](qint64 ms) { return isoText(ms); };
    QJsonObject report{{u"id"_s, QString::fromUtf8(job.id)},
                       {u"name"_s, job.name},
                       {u"data"_s, jsonValue(job.data).value_or(QJsonValue())},
                       {u"opts"_s, publicJobOptions(QJsonDocument::fromJson(job.optionsJson).object())},
                       {u"state"_s, QString::fromLatin1(state)},
                       {u"progress"_s, jsonValue(job.progress).value_or(0)},
                       {u"attemptsMade"_s, job.attemptsMade},
                       {u"timestamp"_s, moment(job.timestamp)}};
    if (!job.failedReason.isEmpty())
        report.insert(u"failedReason"_s, QString::fromUtf8(job.failedReason));
    if (!job.returnValue.isEmpty())
        report.insert(u"returnvalue"_s, jsonValue(job.returnValue).value_or(QJsonValue()));
    if (job.processedOn)
        report.insert(u"processedOn"_s, moment(*job.processedOn));
    if (job.finishedOn)
        report.insert(u"finishedOn"_s, moment(*job.finishedOn));
    return report;
}

// GET /jobs/:queue/:id
QCoro::Task<Reply> show(Context &context, const JobRouteSettings &settings)
{
    const QByteArray id = context.param("id").toUtf8();
    Queue queue(settings.redis.here(), {settings.prefix, context.param("queue").toUtf8()}, &context);
    const auto job = co_await queue.job(id);
    if (!job || job->timestamp == 0) // a scheduler's hash, or that of what children gave
        throw AppError(404, u"No such job"_s);
    const QByteArray state = co_await queue.state(id);
    co_return Reply::json(reportOf(*job, state));
}

Schema queueName()
{
    return schema::string().pattern("^[A-Za-z0-9._-]{1,64}$").described("Of a queue of BullMQ's.");
}

Schema count()
{
    return schema::integer(0, 9'007'199'254'740'991);
}

Schema keepSchema()
{
    return schema::anyOf({schema::boolean(), schema::integer(-1, 1'000'000'000),
                          schema::object({{"age", count().described("s")}, {"count", count()}, {"limit", count()}})});
}

// Those of the contract; BullMQ's others are let through, and checked as BullMQ does.
Schema optionsSchema()
{
    const Schema backoff = schema::object({{"type", schema::string().length(1, 64)},
                                           {"delay", count().described("ms")},
                                           {"jitter", schema::number().range(0, 1)}})
                               .required({"type"});
    const Schema deduplication = schema::object({{"id", schema::string().length(1, 256)},
                                                 {"ttl", count().described("ms")},
                                                 {"extend", schema::boolean()},
                                                 {"replace", schema::boolean()},
                                                 {"reschedule", schema::boolean()},
                                                 {"keepLastIfActive", schema::boolean()}})
                                     .required({"id"});
    return schema::object({{"attempts", schema::integer(1, 1000)},
                           {"backoff", schema::anyOf({count(), backoff})},
                           {"delay", count().described("ms")},
                           {"priority", schema::integer(0, 2'097'151)},
                           {"jobId", schema::string().length(1, 256)},
                           {"removeOnComplete", keepSchema()},
                           {"removeOnFail", keepSchema()},
                           {"lifo", schema::boolean()},
                           {"deduplication", deduplication}})
        .open();
}

Schema addBody()
{
    return schema::object({{"name", schema::string().length(1, 256)},
                           {"data", schema::anything().described("What the job is about; {} by default.")},
                           {"opts", optionsSchema()}})
        .required({"name"});
}

http::RouteOptions optionsOf(const QString &summary, const http::Middleware &authenticated)
{
    http::RouteOptions options;
    options.middleware = {authenticated, auth::allowRoles({http::Role::Editor, http::Role::Admin})};
    options.description.summary = summary;
    options.description.tag = "Jobs";
    options.description.security = http::Security::Bearer;
    return options;
}

} // namespace

void registerJobs(http::Api &api, JobRouteSettings settings, std::shared_ptr<auth::Authentication> authentication)
{
    const http::Middleware authenticated = auth::requireAuth(std::move(authentication));
    http::RouteOptions adding = optionsOf(u"Add a job to a queue of BullMQ's"_s, authenticated);
    adding.bodyLimit = bodyLimit;
    adding.description.params = schema::object({{"queue", queueName()}});
    adding.description.body = addBody();
    adding.description.errors = {403, 409, 503};
    api.post(
        "/jobs/:queue", [settings](Context &context) { return add(context, settings); }, adding);

    http::RouteOptions showing = optionsOf(u"One job"_s, authenticated);
    showing.description.params = schema::object({{"queue", queueName()}, {"id", schema::string().length(1, 512)}});
    showing.description.errors = {403, 404, 503};
    api.get(
        "/jobs/:queue/:id", [settings](Context &context) { return show(context, settings); }, showing);
}

} // namespace signalbox::jobs
