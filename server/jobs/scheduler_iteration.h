// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_record.h"
#include "jobs/queue_keys.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

namespace signalbox::jobs {

// Makes the job that follows on this one of a scheduler, as every worker must when it takes one: the scheduler would
// stand still otherwise. Harmless when it was done before. On the client's thread, which outlives the task; throws
// RedisError, JobError, and std::invalid_argument when the pattern can't be read.
QCoro::Task<> scheduleNext(redis::Client &client, QueueKeys queue, JobRecord job);

} // namespace signalbox::jobs
