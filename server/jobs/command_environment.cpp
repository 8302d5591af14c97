// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/command_environment.h"

#include <QJsonDocument>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype longestName = 4096; // a variable that is too long would keep the program from starting

bool configuresThisProgram(const QString &variable)
{
    return variable.startsWith("SIGNALBOX_"_L1) || variable == "JWT_SECRET"_L1 || variable == "REDIS_URL"_L1
        || variable == "DATABASE_URL"_L1;
}

void addTrace(QProcessEnvironment &environment, const JobContext &job)
{
    if (!job.trace())
        return;
    environment.insert(u"TRACEPARENT"_s, QString::fromLatin1(traceParent(*job.trace())));
    // BullMQ's telemetry writes the producer's headers as an object.
    const QString &metadata = job.job().options.traceParent;
    const QString state = QJsonDocument::fromJson(metadata.toUtf8())["tracestate"_L1].toString();
    if (!state.isEmpty() && traceLinkOf(metadata))
        environment.insert(u"TRACESTATE"_s, state.left(longestName));
}

} // namespace

QProcessEnvironment commandEnvironment(const JobContext &job)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &variable : environment.keys()) {
        if (configuresThisProgram(variable))
            environment.remove(variable);
    }
    environment.remove(u"TRACEPARENT"_s);
    environment.remove(u"TRACESTATE"_s);
    const JobRecord &record = job.job();
    environment.insert(u"SIGNALBOX_JOB_ID"_s, QString::fromUtf8(record.id).left(longestName));
    environment.insert(u"SIGNALBOX_JOB_NAME"_s, record.name.left(longestName));
    environment.insert(u"SIGNALBOX_JOB_QUEUE"_s, QString::fromUtf8(job.queue().queue()).left(longestName));
    environment.insert(u"SIGNALBOX_JOB_ATTEMPT"_s, QString::number(record.attemptsMade + 1));
    addTrace(environment, job);
    return environment;
}

} // namespace signalbox::jobs
