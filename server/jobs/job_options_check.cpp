// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_option_types.h"

#include <algorithm>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 lowestPriority = 2'097'151; // beyond it the order in Redis's doubles is lost

using Trouble = std::optional<JobOptionsError>;

struct PublicName {
    QLatin1StringView name;
    QLatin1StringView stored;
};
constexpr PublicName publicNames[] = {
    {"deduplication"_L1, "de"_L1},
    {"failParentOnFailure"_L1, "fpof"_L1},
    {"continueParentOnFailure"_L1, "cpof"_L1},
    {"ignoreDependencyOnFailure"_L1, "idof"_L1},
    {"removeDependencyOnFailure"_L1, "rdof"_L1},
    {"keepLogs"_L1, "kl"_L1},
};

// The names of a queue's other keys: a job with such an id would be written over one of them.
constexpr QLatin1StringView takenIds[] = {"id"_L1,          "wait"_L1,     "paused"_L1,  "active"_L1,
                                          "prioritized"_L1, "pc"_L1,       "delayed"_L1, "waiting-children"_L1,
                                          "completed"_L1,   "failed"_L1,   "marker"_L1,  "events"_L1,
                                          "meta"_L1,        "limiter"_L1,  "stalled"_L1, "stalled-check"_L1,
                                          "repeat"_L1,      "priority"_L1, "delay"_L1};

constexpr QLatin1StringView takenStarts[] = {"de:"_L1, "dn:"_L1, "metrics:"_L1};

JobOptionsError error(QLatin1StringView field, const QString &message)
{
    return {QString(field), message};
}

Trouble checkFailureFlags(const QJsonObject &options)
{
    int set = 0;
    for (const PublicName &name : publicNames)
        set += name.stored.endsWith("of"_L1) && options.value(name.name).toBool() ? 1 : 0;
    if (set <= 1)
        return std::nullopt;
    return error("failParentOnFailure"_L1,
                 u"only one of failParentOnFailure, continueParentOnFailure, ignoreDependencyOnFailure and "
                 "removeDependencyOnFailure may be set"_s);
}

bool isDecimal(const QString &id)
{
    bool isNumber = false;
    const qint64 number = id.toLongLong(&isNumber);
    return isNumber && QString::number(number) == id;
}

Trouble checkId(const QString &id)
{
    if (id.isEmpty())
        return std::nullopt;
    if (isDecimal(id))
        return error("jobId"_L1,
                     u"a jobId must not be an integer: Redis gives those itself, and would write over the job"_s);
    if (id.startsWith("0:"_L1))
        return error("jobId"_L1, u"a jobId must not start with 0:, BullMQ loses such jobs"_s);
    if (id.startsWith("repeat:"_L1))
        return error("jobId"_L1,
                     u"a jobId must not start with repeat:, as schedulers and their jobs do: one that is there would "
                     "be taken for this job, and none be made"_s);
    const qsizetype colons = id.count(u':');
    if (colons != 0 && colons != 2)
        return error("jobId"_L1, u"a jobId must not contain a colon"_s);
    if (isKeyOfQueue(id))
        return error("jobId"_L1, u"a jobId must not be %1: that is one of the queue's own keys"_s.arg(id));
    return std::nullopt;
}

Trouble checkBackoff(const std::optional<BackoffOption> &backoff)
{
    if (!backoff)
        return std::nullopt;
    if (backoff->type.isEmpty())
        return error("backoff"_L1, u"backoff needs a type, such as fixed or exponential"_s);
    if (backoff->delay < 0)
        return error("backoff"_L1, u"the delay of backoff must not be negative"_s);
    if (!(backoff->jitter >= 0 && backoff->jitter <= 1))
        return error("backoff"_L1, u"the jitter of backoff must be from 0 to 1"_s);
    return std::nullopt;
}

Trouble checkDeduplication(const JobOptions &options)
{
    if (!options.deduplication)
        return std::nullopt;
    if (options.deduplication->id.isEmpty())
        return error("deduplication"_L1, u"deduplication needs an id"_s);
    if (options.parent)
        return error("deduplication"_L1, u"a job with a parent can't have deduplication"_s);
    return std::nullopt;
}

Trouble checkParent(const std::optional<ParentOption> &parent)
{
    if (!parent)
        return std::nullopt;
    if (parent->id.isEmpty())
        return error("parent"_L1, u"parent needs the id of the job"_s);
    if (!parent->queue.contains(u':') || parent->queue.endsWith(u':'))
        return error("parent"_L1, u"the queue of parent is its prefix and its name, as bull:mail"_s);
    return std::nullopt;
}

Trouble checkNumbers(const JobOptions &options, qsizetype dataSize)
{
    if (options.priority < 0 || options.priority > lowestPriority)
        return error("priority"_L1, u"priority must be from 0 to %1"_s.arg(lowestPriority));
    if (options.delay < 0)
        return error("delay"_L1, u"delay must not be negative"_s);
    if (options.attempts < 0)
        return error("attempts"_L1, u"attempts must not be negative"_s);
    if (options.sizeLimit && dataSize > *options.sizeLimit)
        return error("sizeLimit"_L1,
                     u"the data has %1 bytes, and sizeLimit is %2"_s.arg(dataSize).arg(*options.sizeLimit));
    return std::nullopt;
}

// What was read from a stored job may be given again as it is.
QJsonObject withPublicNames(QJsonObject options)
{
    for (const PublicName &name : publicNames) {
        const QJsonValue value = options.take(name.stored);
        if (!value.isUndefined() && !options.contains(name.name))
            options.insert(name.name, value);
    }
    QJsonObject telemetry;
    if (options.contains("tm"_L1))
        telemetry.insert("metadata"_L1, options.take("tm"_L1));
    if (options.contains("omc"_L1))
        telemetry.insert("omitContext"_L1, options.take("omc"_L1));
    if (!telemetry.isEmpty() && !options.contains("telemetry"_L1))
        options.insert("telemetry"_L1, telemetry);
    return options;
}

QJsonObject withStoredNames(QJsonObject options)
{
    for (const PublicName &name : publicNames) {
        const QJsonValue value = options.take(name.name);
        if (!value.isUndefined())
            options.insert(name.stored, value);
    }
    const QJsonObject telemetry = options.take("telemetry"_L1).toObject();
    if (telemetry.contains("metadata"_L1))
        options.insert("tm"_L1, telemetry.value("metadata"_L1));
    if (telemetry.contains("omitContext"_L1))
        options.insert("omc"_L1, telemetry.value("omitContext"_L1));
    return options;
}

} // namespace

bool isKeyOfQueue(const QString &id)
{
    return std::ranges::find(takenIds, id) != std::end(takenIds)
        || std::ranges::any_of(takenStarts, [&](QLatin1StringView start) { return id.startsWith(start); });
}

QJsonObject publicJobOptions(const QJsonObject &stored)
{
    return withPublicNames(stored);
}

QLatin1StringView schedulerOptionIn(const QJsonObject &options)
{
    for (const QLatin1StringView name : {"repeat"_L1, "repeatJobKey"_L1, "prevMillis"_L1}) {
        if (options.contains(name))
            return name;
    }
    return {};
}

std::variant<JobOptions, JobOptionsError> readJobOptions(const QJsonObject &options)
{
    const QJsonObject named = withPublicNames(options);
    if (const Trouble trouble = checkOptionTypes(named))
        return *trouble;
    if (const Trouble trouble = checkFailureFlags(named))
        return *trouble;
    const JobOptions read = JobOptions::fromStored(withStoredNames(named));
    if (const Trouble trouble = checkJobOptions(read))
        return *trouble;
    return read;
}

std::optional<JobOptionsError> checkJobOptions(const JobOptions &options, qsizetype dataSize)
{
    if (Trouble trouble = checkId(options.jobId))
        return trouble;
    if (Trouble trouble = checkBackoff(options.backoff))
        return trouble;
    if (Trouble trouble = checkDeduplication(options))
        return trouble;
    if (Trouble trouble = checkParent(options.parent))
        return trouble;
    return checkNumbers(options, dataSize);
}

} // namespace signalbox::jobs
