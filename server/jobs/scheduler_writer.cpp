// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/scheduler_writer.h"

#include "bullmq_scripts.h"
#include "jobs/cron_pattern.h"
#include "jobs/cron_zone.h"
#include "jobs/job_error.h"
#include "jobs/job_json.h"
#include "jobs/message_pack.h"
#include "jobs/new_job.h"

#include <QDateTime>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Reply;

namespace {

// The plan as BullMQ keeps it; what isn't said is left out.
QJsonObject definitionOf(const SchedulerPlan &plan)
{
    QJsonObject definition;
    const auto add = [&](QLatin1StringView name, const std::optional<qint64> &value) {
        if (value)
            definition.insert(name, *value);
    };
    add("startDate"_L1, plan.startAt);
    add("endDate"_L1, plan.endAt);
    add("limit"_L1, plan.limit);
    add("offset"_L1, plan.offsetMs);
    if (!plan.timezone.isEmpty())
        definition.insert("tz"_L1, QString::fromUtf8(plan.timezone));
    if (plan.pattern.isEmpty())
        definition.insert("every"_L1, plan.everyMs);
    else
        definition.insert("pattern"_L1, QString::fromUtf8(plan.pattern));
    return definition;
}

QJsonObject firstJobOptions(const SchedulerPlan &plan, std::optional<qint64> nextMs, qint64 nowMs)
{
    QJsonObject repeat = definitionOf(plan);
    repeat.insert("count"_L1, 1);
    QJsonObject options = plan.options;
    options.insert("repeat"_L1, repeat);
    options.insert("repeatJobKey"_L1, QString::fromUtf8(plan.id));
    options.insert("timestamp"_L1, nowMs);
    if (!nextMs)
        return options; // the script says when
    options.insert("jobId"_L1, QString::fromUtf8("repeat:" + plan.id + ':' + QByteArray::number(*nextMs)));
    options.insert("delay"_L1, std::max<qint64>(*nextMs - nowMs, 0));
    options.insert("prevMillis"_L1, *nextMs);
    return options;
}

void require(bool isSo, const QString &field, const QString &message)
{
    if (!isSo)
        throw InvalidJob(field, message);
}

void checkPlan(const SchedulerPlan &plan, qint64 nowMs)
{
    require(!plan.id.isEmpty(), u"id"_s, u"a scheduler needs an id"_s);
    require(!plan.name.isEmpty(), u"name"_s, u"the jobs of a scheduler need a name"_s);
    require(isJson(plan.data), u"data"_s, u"the data of a job must be JSON"_s);
    require(plan.everyMs >= 0, u"every"_s, u"every must be milliseconds, from 1 on"_s);
    require(plan.pattern.isEmpty() != (plan.everyMs == 0), u"pattern"_s,
            u"a scheduler has either a pattern or every"_s);
    require(!plan.isImmediate || !plan.startAt, u"immediately"_s, u"a scheduler begins either now or at startDate"_s);
    require(!plan.offsetMs || (*plan.offsetMs >= 0 && *plan.offsetMs < plan.everyMs), u"offset"_s,
            u"offset must be less than the interval that it belongs to, from 0 on"_s);
    require(plan.limit.value_or(1) > 0, u"limit"_s, u"limit must be from 1 on"_s);
    require(!plan.endAt || *plan.endAt > std::max(nowMs, plan.startAt.value_or(0)), u"endDate"_s,
            u"endDate must be later than now, and than startDate"_s);
    const auto zone = cronZone(QString::fromUtf8(plan.timezone));
    if (const auto *error = std::get_if<CronError>(&zone))
        throw InvalidJob(u"tz"_s, error->message);
}

std::optional<qint64> firstTime(const SchedulerPlan &plan, qint64 nowMs)
{
    if (plan.pattern.isEmpty())
        return std::nullopt;
    const qint64 after = std::max(nowMs, plan.startAt.value_or(0));
    const auto times = nextTimes(plan.pattern, plan.timezone, after, 1, plan.endAt);
    if (const auto *problem = std::get_if<QString>(&times))
        throw InvalidJob(u"pattern"_s, *problem);
    const QList<qint64> &next = std::get<QList<qint64>>(times);
    require(!next.isEmpty(), u"pattern"_s, u"It never comes before its end"_s);
    return plan.isImmediate ? nowMs : next.first();
}

QByteArray packed(const QJsonObject &object)
{
    MessagePack pack;
    pack.value(object);
    return pack.bytes();
}

QByteArrayList argumentsOf(const QueueAddress &queue, const SchedulerPlan &plan)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    checkPlan(plan, now);
    const std::optional<qint64> next = firstTime(plan, now);
    QJsonObject definition = definitionOf(plan);
    definition.insert("name"_L1, QString::fromUtf8(plan.name));
    return {next ? QByteArray::number(*next) : QByteArray(""),
            packed(definition),
            plan.id,
            plan.data,
            packed(plan.options),
            packed(firstJobOptions(plan, next, now)),
            QByteArray::number(now),
            queue.folder(),
            QByteArray("")};
}

} // namespace

std::variant<QList<qint64>, QString> nextTimes(const QByteArray &pattern, const QByteArray &timezone, qint64 afterMs,
                                               int count, std::optional<qint64> endAt)
{
    const auto zone = cronZone(QString::fromUtf8(timezone));
    if (const auto *error = std::get_if<CronError>(&zone))
        return error->message;
    const auto parsed = CronPattern::parse(QString::fromUtf8(pattern), std::get<QTimeZone>(zone));
    if (const auto *error = std::get_if<CronError>(&parsed))
        return error->message;
    QList<qint64> times;
    std::optional<qint64> next = afterMs;
    while (times.size() < count) {
        next = std::get<CronPattern>(parsed).next(*next);
        if (!next || (endAt && *next > *endAt))
            break;
        times.append(*next);
    }
    return times;
}

QCoro::Task<> upsertScheduler(redis::Client &client, QueueAddress queue, SchedulerPlan plan, telemetry::SpanSink *spans)
{
    const auto key = [&](QByteArrayView suffix) { return queue.key(suffix); };
    const QByteArrayList arguments = argumentsOf(queue, plan);
    // Where a paused queue keeps its jobs is `wait`, too, since version 6; the script looks for the next job that is to
    // go at the place of old ("addJobScheduler-11": pausedKey).
    const auto names = keys(key("repeat"), key("delayed"), key("wait"), key("wait"), key("meta"), key("prioritized"),
                            key("marker"), key("id"), key("events"), key("pc"), key("active"));
    const Reply reply = co_await run(client, spans, bullmq::addJobScheduler, names, arguments);
    if (reply.kind == Reply::Kind::Integer && reply.integer < 0)
        throw JobError(reply.integer, "addJobScheduler", plan.id);
}

} // namespace signalbox::jobs
