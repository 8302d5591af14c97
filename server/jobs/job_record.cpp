// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_record.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::jobs {

namespace {

// Of a job's hash: so few that looking through them is quicker than a QHash of them is made.
class Fields {
public:
    explicit Fields(const redis::Reply &hash)
        : m_hash(hash)
    {
    }

    QByteArray value(QByteArrayView name) const
    {
        for (qsizetype at = 0; at + 1 < m_hash.items.size(); at += 2)
            if (QByteArrayView(m_hash.items.at(at).bytes) == name)
                return m_hash.items.at(at + 1).bytes;
        return {};
    }
    std::optional<qint64> number(QByteArrayView name) const
    {
        bool isNumber = false;
        const qint64 number = value(name).toLongLong(&isNumber);
        return isNumber ? std::optional(number) : std::nullopt;
    }

private:
    const redis::Reply &m_hash;
};

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
    job.timestamp = fields.number("timestamp").value_or(0);
    job.delay = fields.number("delay").value_or(0);
    job.priority = fields.number("priority").value_or(0);
    job.processedOn = fields.number("processedOn");
    job.finishedOn = fields.number("finishedOn");
    // BullMQ 4 wrote the first of the two.
    const std::optional<qint64> legacy = fields.number("attemptsMade");
    job.attemptsMade = legacy ? *legacy : fields.number("atm").value_or(0);
    job.attemptsStarted = fields.number("ats").value_or(0);
}

} // namespace

std::optional<JobRecord> JobRecord::fromHash(const QByteArray &id, const redis::Reply &hash)
{
    if (hash.items.size() < 2)
        return std::nullopt;
    const Fields fields(hash);
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
