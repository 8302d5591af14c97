// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_row.h"

#include <QStringList>

namespace signalbox::ui {

// What happened to a job at some time. A value.
struct JobMoment {
    QString what; // "added", "started", "failed"
    qint64 atMs = 0;
    QString detail;

    QString text() const; // "Started"
    Theme::Role colour() const;
};

struct ChildrenCounts {
    qint64 processed = 0;
    qint64 unprocessed = 0;
    qint64 ignored = 0;
    qint64 failed = 0;
    qint64 total() const { return processed + unprocessed + ignored + failed; }
};

// One job as the admin API tells of it. A value.
struct JobDetails {
    JobRow row;
    QByteArray data; // JSON
    bool dataTruncated = false; // then it is only the beginning
    QByteArray options; // JSON
    bool areOldestTracesLeftOut = false;
    QByteArray returnValue; // JSON; empty: none
    bool returnValueTruncated = false; // then it is only the beginning
    QStringList stackTraces; // one for each attempt that failed, the oldest first
    qint64 attemptsStarted = 0;
    qint64 stalled = 0;
    QString deferredFailure;
    QString deduplicationId;
    QString parentQueueId; // empty: it has no parent, or one that isn't there
    QString parentId;
    ChildrenCounts children;
    qint64 logs = 0;
    QString traceId;
    QList<JobMoment> timeline;
    bool cancellable = false;

    bool hasTree() const { return row.parent || !parentId.isEmpty() || children.total() > 0; }
    static JobDetails fromCbor(const QCborMap &answer);
};

} // namespace signalbox::ui
