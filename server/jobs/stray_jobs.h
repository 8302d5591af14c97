// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_record.h"
#include "jobs/queue_keys.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

#include <chrono>
#include <optional>

namespace signalbox::jobs {

// A job that Redis gave to a worker in a reply that never came. It would stall.
struct StrayJob {
    QByteArray id;
    QByteArray token; // that its lock has
};

// Those in what the script answered; what isn't one is left out.
QList<StrayJob> strayJobsIn(const redis::Reply &reply);

// The active jobs that are locked by tokens that begin so, but for the `known` tokens, which are of jobs that run. On
// the client's thread, which outlives the task; throws RedisError.
QCoro::Task<QList<StrayJob>> findStrayJobs(redis::Client &client, QueueKeys queue, QByteArray tokenPrefix,
                                           QByteArrayList known);

// What came of a stray job. A value.
struct StrayClaim {
    std::optional<JobRecord> job; // none: it is another's by now, or has gone, or is too large
    qint64 tooLarge = 0; // bytes of a job that no reply could hold; its lock is held
};

// A stray as it is, with its lock held for `lockDuration` from now. Likewise.
QCoro::Task<StrayClaim> claimStrayJob(redis::Client &client, QueueKeys queue, StrayJob stray,
                                      std::chrono::milliseconds lockDuration);

} // namespace signalbox::jobs
