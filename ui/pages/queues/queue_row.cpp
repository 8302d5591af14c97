// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_row.h"

#include "client/cbor_fields.h"

#include <QCborArray>

#include <cmath>
#include <numeric>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

bool areSame(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

std::optional<qint64> limitField(const QCborMap &map, const char *name)
{
    const qint64 limit = integerField(map, name);
    return limit > 0 ? std::optional(limit) : std::nullopt;
}

std::optional<QueueRateLimit> rateLimitField(const QCborMap &map)
{
    const QCborMap limit = map.value("rateLimit"_L1).toMap();
    const QueueRateLimit read{integerField(limit, "max"), integerField(limit, "durationMs")};
    return read.max > 0 ? std::optional(read) : std::nullopt;
}

} // namespace

qint64 QueueCounts::total() const
{
    return std::accumulate(jobs.begin(), jobs.end(), qint64{0});
}

qint64 QueueCounts::toRun() const
{
    return of(JobState::Waiting) + of(JobState::Prioritized) + of(JobState::Delayed);
}

QueueCounts QueueCounts::fromCbor(const QCborMap &map)
{
    QueueCounts counts;
    for (const JobState state : AllJobStates)
        counts.jobs[size_t(state)] = integerField(map, jobStateKey(state).toLatin1().constData());
    return counts;
}

bool QueueTimes::operator==(const QueueTimes &other) const
{
    return count == other.count && areSame(percentiles.p50, other.percentiles.p50)
        && areSame(percentiles.p95, other.percentiles.p95) && areSame(percentiles.p99, other.percentiles.p99);
}

QueueTimes QueueTimes::fromCbor(const QCborMap &map)
{
    return {Percentiles::fromCbor(map), integerField(map, "count")};
}

double QueueRow::finishedPerSecond() const
{
    return completedPerSecond + failedPerSecond;
}

bool QueueRow::operator==(const QueueRow &other) const
{
    return id == other.id && connection == other.connection && prefix == other.prefix && name == other.name
        && counts == other.counts && paused == other.paused && concurrency == other.concurrency
        && rateLimit == other.rateLimit && areSame(rateLimitedForMs, other.rateLimitedForMs) && workers == other.workers
        && own == other.own && consumed == other.consumed && schedulers == other.schedulers
        && areSame(oldestWaitingMs, other.oldestWaitingMs) && areSame(addedPerSecond, other.addedPerSecond)
        && areSame(completedPerSecond, other.completedPerSecond) && areSame(failedPerSecond, other.failedPerSecond)
        && waitTimes == other.waitTimes && runTimes == other.runTimes && countedAtMs == other.countedAtMs
        && error == other.error;
}

QueueRow QueueRow::fromCbor(const QCborMap &map)
{
    QueueRow row;
    row.id = map.value("id"_L1).toString();
    row.connection = map.value("connection"_L1).toString();
    row.prefix = map.value("prefix"_L1).toString();
    row.name = map.value("name"_L1).toString();
    row.counts = QueueCounts::fromCbor(map.value("counts"_L1).toMap());
    row.paused = map.value("paused"_L1).toBool();
    row.concurrency = limitField(map, "concurrency");
    row.rateLimit = rateLimitField(map);
    row.rateLimitedForMs = numberField(map, "rateLimitedForMs");
    if (map.value("workers"_L1).isInteger())
        row.workers = integerField(map, "workers");
    row.own = map.value("own"_L1).toBool();
    row.consumed = map.value("consumed"_L1).toBool(true);
    row.schedulers = integerField(map, "schedulers");
    row.oldestWaitingMs = numberField(map, "oldestWaitingMs");
    row.addedPerSecond = numberField(map, "addedPerSecond");
    row.completedPerSecond = numberField(map, "completedPerSecond");
    row.failedPerSecond = numberField(map, "failedPerSecond");
    row.waitTimes = QueueTimes::fromCbor(map.value("waitMs"_L1).toMap());
    row.runTimes = QueueTimes::fromCbor(map.value("runMs"_L1).toMap());
    row.countedAtMs = momentField(map, "countedAt");
    row.error = map.value("error"_L1).toString();
    return row;
}

QList<QueueRow> QueueRow::listFromCbor(const QCborValue &array)
{
    QList<QueueRow> rows;
    for (const auto &value : array.toArray())
        rows.append(fromCbor(value.toMap()));
    return rows;
}

} // namespace signalbox::ui
