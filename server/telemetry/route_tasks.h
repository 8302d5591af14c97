// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/journal_tasks.h"
#include "telemetry/shard_state.h"
#include "telemetry/time_span.h"

namespace signalbox::telemetry {

// The figures of every route: {fromMs, toMs, routes}.
class RoutesTask : public Task {
public:
    RoutesTask(const Archive &archive, const std::vector<ShardState *> &shards, TimeSpan span, TimeRange range,
               qint64 nowMs, Answer<QCborMap> answer);
    bool step(const QDeadlineTimer &deadline) override;

private:
    // Goes on with a part of the span; false when the deadline came first.
    bool advance(Series::Selection part, qint64 &next, const QDeadlineTimer &deadline);
    void finish();

    const Archive &m_archive;
    const std::vector<ShardState *> &m_shards;
    const TimeSpan m_span;
    const TimeRange m_range;
    const qint64 m_nowMs;
    qint64 m_nextCoarse;
    qint64 m_nextFine;
    std::vector<Cell> m_sums; // by route
    const Answer<QCborMap> m_answer;
};

// Everything about one route; see docs/admin-api.md. Its slowest requests come from the journal and from those that
// were set aside as the slowest of their time.
class RouteDetailTask : public Task {
public:
    RouteDetailTask(const Archive &archive, const std::vector<ShardState *> &shards, TimeSpan span, TimeRange range,
                    qint64 nowMs, QByteArray method, QByteArray route, Answer<QCborMap> answer);
    bool step(const QDeadlineTimer &deadline) override;

private:
    struct Slow {
        qint64 durationUs;
        quint64 sequence;
        QCborMap record;
    };
    bool isOfRoute(const EncodedRecord &record) const;
    void offer(const EncodedRecord &record);
    void offerSlowest();
    QCborArray slowest() const;
    void finish();

    const Archive &m_archive;
    const std::vector<ShardState *> &m_shards;
    const TimeSpan m_span;
    const TimeRange m_range;
    const EndRange m_ends;
    const qint64 m_nowMs;
    const QByteArray m_method;
    const QByteArray m_route;
    quint64 m_before;
    std::vector<Slow> m_slowest; // the slowest first
    const Answer<QCborMap> m_answer;
};

} // namespace signalbox::telemetry
