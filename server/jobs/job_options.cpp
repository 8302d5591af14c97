// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_options.h"

#include "jobs/message_pack.h"

#include <QJsonDocument>

#include <cmath>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double exactly = 9007199254740992.0;

struct FailureFlag {
    ChildFailure failure;
    QLatin1StringView name;
};
constexpr FailureFlag failureFlags[] = {
    {ChildFailure::FailsParent, "fpof"_L1},
    {ChildFailure::ContinuesParent, "cpof"_L1},
    {ChildFailure::IsIgnored, "idof"_L1},
    {ChildFailure::RemovesDependency, "rdof"_L1},
};

std::optional<qint64> takeInteger(QJsonObject &from, QLatin1StringView name)
{
    const QJsonValue value = from.take(name);
    if (!value.isDouble() || std::abs(value.toDouble()) > exactly)
        return std::nullopt;
    return qint64(value.toDouble());
}

std::optional<BackoffOption> backoffOf(const QJsonValue &value)
{
    if (value.isDouble())
        return BackoffOption{u"fixed"_s, value.toInteger(), 0};
    if (!value.isObject())
        return std::nullopt;
    QJsonObject object = value.toObject();
    const double jitter = object.value("jitter"_L1).toDouble();
    return BackoffOption{object.value("type"_L1).toString(), takeInteger(object, "delay"_L1).value_or(0), jitter};
}

std::optional<KeepOption> keepOf(const QJsonValue &value)
{
    using Form = KeepOption::Form;
    if (value.isBool())
        return KeepOption{value.toBool() ? 0 : -1, {}, {}, Form::Flag};
    if (value.isDouble())
        return KeepOption{value.toInteger(), {}, {}, Form::Number};
    if (!value.isObject())
        return std::nullopt;
    QJsonObject object = value.toObject();
    return KeepOption{takeInteger(object, "count"_L1), takeInteger(object, "age"_L1), takeInteger(object, "limit"_L1)};
}

std::optional<DeduplicationOption> deduplicationOf(const QJsonValue &value)
{
    if (!value.isObject())
        return std::nullopt;
    QJsonObject object = value.toObject();
    DeduplicationOption option;
    option.id = object.value("id"_L1).toString();
    option.ttl = takeInteger(object, "ttl"_L1);
    option.extend = object.value("extend"_L1).toBool();
    option.replace = object.value("replace"_L1).toBool();
    option.reschedule = object.value("reschedule"_L1).toBool();
    option.keepLastIfActive = object.value("keepLastIfActive"_L1).toBool();
    return option;
}

std::optional<ParentOption> parentOf(const QJsonValue &value)
{
    if (!value.isObject())
        return std::nullopt;
    const QJsonObject object = value.toObject();
    return ParentOption{object.value("id"_L1).toString(), object.value("queue"_L1).toString()};
}

void insert(QJsonObject &into, QLatin1StringView name, const std::optional<qint64> &number)
{
    if (number)
        into.insert(name, *number);
}

void insert(QJsonObject &into, QLatin1StringView name, bool flag)
{
    if (flag)
        into.insert(name, true);
}

void insert(QJsonObject &into, QLatin1StringView name, const QString &text)
{
    if (!text.isEmpty())
        into.insert(name, text);
}

void insert(QJsonObject &into, QLatin1StringView name, const std::optional<KeepOption> &keep)
{
    if (!keep)
        return;
    const qint64 count = keep->count.value_or(-1);
    if (keep->form != KeepOption::Form::Object) {
        into.insert(name, keep->form == KeepOption::Form::Flag ? QJsonValue(count == 0) : QJsonValue(count));
        return;
    }
    QJsonObject object;
    insert(object, "count"_L1, keep->count);
    insert(object, "age"_L1, keep->age);
    insert(object, "limit"_L1, keep->limit);
    if (!object.isEmpty())
        into.insert(name, object);
}

QJsonObject objectOf(const BackoffOption &backoff)
{
    QJsonObject object{{u"type"_s, backoff.type}, {u"delay"_s, backoff.delay}};
    if (backoff.jitter > 0)
        object.insert("jitter"_L1, backoff.jitter);
    return object;
}

QJsonObject objectOf(const DeduplicationOption &option)
{
    QJsonObject object{{u"id"_s, option.id}};
    insert(object, "ttl"_L1, option.ttl);
    insert(object, "extend"_L1, option.extend);
    insert(object, "replace"_L1, option.replace);
    insert(object, "reschedule"_L1, option.reschedule);
    insert(object, "keepLastIfActive"_L1, option.keepLastIfActive);
    return object;
}

void takeLinks(JobOptions &options, QJsonObject &rest)
{
    options.deduplication = deduplicationOf(rest.take("de"_L1));
    options.parent = parentOf(rest.take("parent"_L1));
    for (const FailureFlag &flag : failureFlags) {
        if (rest.take(flag.name).toBool())
            options.childFailure = flag.failure;
    }
    options.repeat = rest.take("repeat"_L1).toObject();
    options.repeatJobKey = rest.take("repeatJobKey"_L1).toString();
    options.prevMillis = takeInteger(rest, "prevMillis"_L1);
}

void insertLinks(QJsonObject &stored, const JobOptions &options)
{
    if (options.deduplication)
        stored.insert("de"_L1, objectOf(*options.deduplication));
    if (options.parent)
        stored.insert("parent"_L1, QJsonObject{{u"id"_s, options.parent->id}, {u"queue"_s, options.parent->queue}});
    for (const FailureFlag &flag : failureFlags)
        insert(stored, flag.name, options.childFailure == flag.failure);
    if (!options.repeat.isEmpty())
        stored.insert("repeat"_L1, options.repeat);
    insert(stored, "repeatJobKey"_L1, options.repeatJobKey);
    insert(stored, "prevMillis"_L1, options.prevMillis);
}

} // namespace

JobOptions JobOptions::fromStored(const QJsonObject &stored)
{
    QJsonObject rest = stored;
    JobOptions options;
    takeLinks(options, rest);
    options.jobId = rest.take("jobId"_L1).toString();
    options.timestamp = takeInteger(rest, "timestamp"_L1);
    options.attempts = takeInteger(rest, "attempts"_L1).value_or(0);
    options.backoff = backoffOf(rest.take("backoff"_L1));
    options.delay = takeInteger(rest, "delay"_L1).value_or(0);
    options.priority = takeInteger(rest, "priority"_L1).value_or(0);
    options.lifo = rest.take("lifo"_L1).toBool();
    options.removeOnComplete = keepOf(rest.take("removeOnComplete"_L1));
    options.removeOnFail = keepOf(rest.take("removeOnFail"_L1));
    options.keepLogs = takeInteger(rest, "kl"_L1);
    options.stackTraceLimit = takeInteger(rest, "stackTraceLimit"_L1);
    options.sizeLimit = takeInteger(rest, "sizeLimit"_L1);
    options.traceParent = rest.take("tm"_L1).toString();
    options.omitsContext = rest.take("omc"_L1).toBool();
    options.others = rest;
    return options;
}

JobOptions JobOptions::fromStored(const QByteArray &json)
{
    return fromStored(QJsonDocument::fromJson(json).object());
}

QJsonObject JobOptions::toStored() const
{
    QJsonObject stored = others;
    stored.insert("attempts"_L1, attempts);
    insert(stored, "jobId"_L1, jobId);
    insert(stored, "timestamp"_L1, timestamp);
    if (backoff)
        stored.insert("backoff"_L1, objectOf(*backoff));
    if (delay != 0)
        stored.insert("delay"_L1, delay);
    if (priority != 0)
        stored.insert("priority"_L1, priority);
    insert(stored, "lifo"_L1, lifo);
    insert(stored, "removeOnComplete"_L1, removeOnComplete);
    insert(stored, "removeOnFail"_L1, removeOnFail);
    insert(stored, "kl"_L1, keepLogs);
    insert(stored, "stackTraceLimit"_L1, stackTraceLimit);
    insert(stored, "sizeLimit"_L1, sizeLimit);
    insert(stored, "tm"_L1, traceParent);
    insert(stored, "omc"_L1, omitsContext);
    insertLinks(stored, *this);
    return stored;
}

QByteArray JobOptions::packed() const
{
    return MessagePack().value(toStored()).bytes();
}

} // namespace signalbox::jobs
