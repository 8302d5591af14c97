// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_options.h"
#include "redis/reply.h"

#include <QJsonValue>
#include <QStringList>

namespace signalbox::jobs {

// A job as its hash in Redis says. A value; what is absent or malformed there is at its default here.
struct JobRecord {
    // Of HGETALL's flat list. Nothing when there is no such hash. The name may be missing: the hash may have been
    // removed while the id still waited.
    static std::optional<JobRecord> fromHash(const QByteArray &id, const redis::Reply &hash);

    QByteArray id;
    QString name;
    QByteArray data; // JSON, as it was written
    QByteArray optionsJson;
    JobOptions options;
    qint64 timestamp = 0; // ms, as are the other times
    qint64 delay = 0;
    qint64 priority = 0;
    std::optional<qint64> processedOn;
    std::optional<qint64> finishedOn;
    qint64 attemptsMade = 0;
    qint64 attemptsStarted = 0;
    QByteArray progress; // JSON
    QByteArray returnValue; // JSON
    QByteArray failedReason;
    QStringList stacktrace;
    QByteArray parentKey;
    QByteArray parent; // JSON
    QByteArray schedulerId;
    QByteArray deduplicationId;
    QByteArray deferredFailure; // it is to fail with this, without being run
    QByteArray processedBy;
};

} // namespace signalbox::jobs
