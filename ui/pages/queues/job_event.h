// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_row.h"

namespace signalbox::ui {

// Something that happened to a job, as BullMQ notes it. A value.
struct JobEvent {
    QString jobId;
    QString name; // "completed", "progress", "removed"
    qint64 atMs = 0;
    JobProgress progress;
    QString failedReason;

    // Where the job is after it; none: it tells nothing of that.
    std::optional<JobState> stateAfter() const;
    bool isRemoval() const;
    void applyTo(JobRow &row) const; // as far as it tells

    static JobEvent fromCbor(const QCborMap &map);
    static QList<JobEvent> listFromCbor(const QCborValue &events);
};

} // namespace signalbox::ui
