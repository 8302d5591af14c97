// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_record.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::jobs {

namespace {

using Fields = QHash<QByteArray, QByteArray>;

Fields fieldsOf(const redis::Reply &hash)
{
    Fields fields;
    for (qsizetype at = 0; at + 1 < hash.items.size(); at += 2)
        fields.insert(hash.items.at(at).bytes, hash.items.at(at + 1).bytes);
    return fields;
}

std::optional<qint64> numberOf(const Fields &fields, const QByteArray &name)
{
    bool isNumber = false;
    const qint64 number = fields.value(name).toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

QStringList stacktraceOf(const QByteArray &json)
{
    QStringList traces;
    const QJsonArray array = QJsonDocument::fromJson(json).array();
    for (const QJsonValue trace : array)
        traces.append(trace.toString());
    return traces;
}

void readCounts(JobRecord &job, const Fields &fields)
{
    job.timestamp = numberOf(fields, "timestamp").value_or(0);
    job.delay = numberOf(fields, "delay").value_or(0);
    job.priority = numberOf(fields, "priority").value_or(0);
    job.processedOn = numberOf(fields, "processedOn");
    job.finishedOn = numberOf(fields, "finishedOn");
    // BullMQ 4 wrote the first of the two.
    const std::optional<qint64> legacy = numberOf(fields, "attemptsMade");
    job.attemptsMade = legacy ? *legacy : numberOf(fields, "atm").value_or(0);
    job.attemptsStarted = numberOf(fields, "ats").value_or(0);
}

} // namespace

std::optional<JobRecord> JobRecord::fromHash(const QByteArray &id, const redis::Reply &hash)
{
    const Fields fields = fieldsOf(hash);
    if (fields.isEmpty())
        return std::nullopt;
    JobRecord job;
    readCounts(job, fields);
    job.id = id;
    job.name = QString::fromUtf8(fields.value("name"));
    job.data = fields.value("data");
    job.optionsJson = fields.value("opts");
    job.options = JobOptions::fromStored(job.optionsJson);
    job.progress = fields.value("progress");
    job.returnValue = fields.value("returnvalue");
    job.failedReason = fields.value("failedReason");
    job.stacktrace = stacktraceOf(fields.value("stacktrace"));
    job.parentKey = fields.value("parentKey");
    job.parent = fields.value("parent");
    job.schedulerId = fields.value("rjk");
    job.deduplicationId = fields.value("deid");
    job.deferredFailure = fields.value("defa");
    job.processedBy = fields.value("pb");
    return job;
}

} // namespace signalbox::jobs
