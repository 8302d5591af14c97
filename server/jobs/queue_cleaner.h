// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/cleaning_cursor.h"
#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

namespace signalbox::jobs {

enum class Cleaning : quint8 { Counts, Removes };

// Takes out the jobs of each of the states, in that order, to which nothing has happened since `untilMs`, or counts
// them: a step of about that time. A scheduler's next job stays, and so do a parent's children. On the client's thread;
// throws RedisError. The client and `spans` outlive the task.
QCoro::Task<CleaningStep> cleanQueue(redis::Client &client, QueueAddress queue, CleaningCursor cursor,
                                     QList<JobState> states, qint64 untilMs, Cleaning cleaning,
                                     std::chrono::milliseconds time, telemetry::SpanSink *spans);

} // namespace signalbox::jobs
