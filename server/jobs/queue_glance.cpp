// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_glance.h"

#include "jobs/job_row.h"
#include "jobs/queue_scripts.h"

#include <limits>

namespace signalbox::jobs {

namespace {

QueueGlance glanceIn(const redis::Reply &reply)
{
    qsizetype place = 0;
    const auto next = [&] { return reply.items.value(place++); };
    QueueGlance glance;
    glance.error = QString::fromUtf8(next().bytes.left(200));
    glance.exists = next().integer != 0;
    for (qint64 &count : glance.counts)
        count = next().integer;
    glance.isPaused = next().integer != 0;
    glance.concurrency = numberIn(next().bytes);
    glance.rateMax = numberIn(next().bytes);
    glance.rateDurationMs = numberIn(next().bytes).value_or(0);
    // The key is ignored without a limit, and a lower one than the limit lets jobs through.
    const qint64 used = numberIn(next().bytes).value_or(std::numeric_limits<qint64>::max());
    const qint64 limitedFor = next().integer;
    if (glance.rateMax && limitedFor > 0 && used >= *glance.rateMax)
        glance.rateLimitedForMs = limitedFor;
    glance.schedulers = next().integer;
    glance.oldestRunnableAt = numberIn(next().bytes);
    glance.recentFailures = next().integer;
    return glance;
}

} // namespace

QCoro::Task<QList<QueueGlance>> glanceAt(redis::Client &client, QList<QueueAddress> queues, qint64 failedSince,
                                         telemetry::SpanSink *spans)
{
    QByteArrayList folders;
    for (const QueueAddress &queue : queues)
        folders.append(queue.folder());
    const QByteArrayList arguments{QByteArray::number(failedSince)};
    const redis::Reply reply = co_await client.run(spans, scripts::glance, folders, arguments);
    QList<QueueGlance> glances;
    for (qsizetype i = 0; i < queues.size(); ++i)
        glances.append(glanceIn(reply.items.value(i)));
    co_return glances;
}

} // namespace signalbox::jobs
