// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_record.h"

#include <chrono>
#include <functional>

namespace signalbox::jobs {

// How many jobs of a queue may begin in a while.
struct JobRateLimit {
    qint64 max = 0;
    qint64 durationMs = 0;
};

// What a failed attempt is to be followed by, when the type of its job's backoff isn't known here. A job that is to
// fail for good: a negative number; one that is to be tried at once: 0; else the milliseconds until then.
using BackoffStrategy = std::function<qint64(const QString &type, qint64 failures, const JobRecord &job)>;

// How a worker works. A value. What isn't set is as with BullMQ's own.
struct WorkerSettings {
    QByteArray name; // in CLIENT LIST and in its jobs; may be empty
    int concurrency = 1; // jobs at a time
    std::chrono::milliseconds lockDuration{30'000}; // renewed at half of it
    std::chrono::milliseconds stalledInterval{30'000};
    int maxStalledCount = 1; // how often a job may stall
    // Before one that can do no job looks again (UnfitWorkerError), and a job that was put off is due.
    std::chrono::milliseconds unfitRest{10'000};
    std::chrono::milliseconds drainDelay{5'000}; // at the latest after this an idle worker looks by itself
    std::optional<qint64> maxStartedAttempts;
    std::optional<JobRateLimit> limiter;
    std::optional<KeepOption> removeOnComplete; // of jobs that say nothing of it
    std::optional<KeepOption> removeOnFail;
    qint64 metricsMinutes = 0; // how many are kept; 0: none are counted
    BackoffStrategy backoffStrategy = {};
};

} // namespace signalbox::jobs
