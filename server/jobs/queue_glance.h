// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_state.h"
#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

#include <array>
#include <optional>

namespace signalbox::jobs {

// How a queue is at a moment. A value.
struct QueueGlance {
    QString error; // a key of it is none of BullMQ's; the counts are what could be read
    bool exists = false;
    std::array<qint64, jobStateCount> counts{}; // by JobState
    bool isPaused = false;
    std::optional<qint64> concurrency; // of all workers together
    std::optional<qint64> rateMax;
    qint64 rateDurationMs = 0;
    qint64 rateLimitedForMs = 0;
    qint64 schedulers = 0;
    std::optional<qint64> oldestRunnableAt; // when the job that has waited longest could have run
    qint64 recentFailures = 0;

    bool operator==(const QueueGlance &) const = default;
    qint64 waitingInAll() const { return counts[0] + counts[2]; } // prioritized too
};

// Looks at queues of one Redis in one go, in that order. On the client's thread; throws RedisError. The client and
// `spans` outlive the task. Failures are counted from `failedSince` on.
QCoro::Task<QList<QueueGlance>> glanceAt(redis::Client &client, QList<QueueAddress> queues, qint64 failedSince,
                                         telemetry::SpanSink *spans);

} // namespace signalbox::jobs
