// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/route_tasks.h"

#include "telemetry/reports.h"
#include "telemetry/series_points.h"

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::telemetry {

namespace {

constexpr std::size_t slowestCount = 20;

EndRange endsOf(TimeRange range, qint64 nowMs)
{
    return {range.fromMs * 1000, (range.toMs > 0 ? range.toMs : nowMs) * 1000 + 999};
}

} // namespace

RoutesTask::RoutesTask(const Archive &archive, const std::vector<ShardState *> &shards, TimeSpan span, TimeRange range,
                       qint64 nowMs, Answer<QCborMap> answer)
    : m_archive(archive)
    , m_shards(shards)
    , m_span(span)
    , m_range(range)
    , m_nowMs(nowMs)
    , m_nextCoarse(span.fromSecond)
    , m_nextFine(span.seam)
    , m_answer(std::move(answer))
{
}

bool RoutesTask::advance(Series::Selection part, qint64 &next, const QDeadlineTimer &deadline)
{
    part.from = next;
    m_sums.resize(static_cast<std::size_t>(m_archive.routes.size()));
    const auto rest = m_archive.series.visitRoutes(
        part, [this](int route, QByteArrayView cell) { m_sums[static_cast<std::size_t>(route)].mergeFrom(cell); },
        [&deadline] { return !deadline.hasExpired(); });
    next = rest.value_or(part.to);
    return !rest;
}

bool RoutesTask::step(const QDeadlineTimer &deadline)
{
    if (!advance(m_span.coarse(), m_nextCoarse, deadline) || !advance(m_span.fine(), m_nextFine, deadline))
        return false;
    finish();
    return true;
}

void RoutesTask::finish()
{
    QCborArray rows;
    for (std::size_t i = 0; i < m_sums.size(); ++i) {
        const int route = static_cast<int>(i);
        const Cell *open = m_span.reachesNow ? m_archive.series.open(route) : nullptr;
        if (open)
            m_sums[i].merge(*open);
        const RouteTable::Route &name = m_archive.routes.at(route);
        const int active = activeOf(m_shards, name.method, name.pattern);
        if (m_sums[i].requests > 0 || active > 0)
            rows.append(routeRow(name, m_sums[i], m_span.coveredSeconds, active));
    }
    m_answer.give(QCborMap{{u"fromMs"_s, m_span.fromSecond * 1000},
                           {u"toMs"_s, m_range.toMs > 0 ? m_range.toMs : m_nowMs},
                           {u"routes"_s, rows}});
}

RouteDetailTask::RouteDetailTask(const Archive &archive, const std::vector<ShardState *> &shards, TimeSpan span,
                                 TimeRange range, qint64 nowMs, QByteArray method, QByteArray route,
                                 Answer<QCborMap> answer)
    : m_archive(archive)
    , m_shards(shards)
    , m_span(span)
    , m_range(range)
    , m_ends(endsOf(range, nowMs))
    , m_nowMs(nowMs)
    , m_method(std::move(method))
    , m_route(std::move(route))
    , m_before(std::numeric_limits<quint64>::max())
    , m_answer(std::move(answer))
{
}

bool RouteDetailTask::isOfRoute(const EncodedRecord &record) const
{
    return record.text(EncodedRecord::Route) == m_route && record.text(EncodedRecord::Method) == m_method;
}

void RouteDetailTask::offer(const EncodedRecord &record)
{
    const qint64 durationUs = record.head().durationUs;
    const bool full = m_slowest.size() == slowestCount;
    if ((full && durationUs <= m_slowest.back().durationUs) || !m_ends.contains(record.endUs()) || !isOfRoute(record))
        return;
    const quint64 sequence = record.head().sequence;
    const auto isSame = [sequence](const Slow &slow) { return slow.sequence == sequence; };
    if (std::any_of(m_slowest.begin(), m_slowest.end(), isSame))
        return;
    if (full)
        m_slowest.pop_back();
    const auto place = std::find_if(m_slowest.begin(), m_slowest.end(),
                                    [durationUs](const Slow &slow) { return slow.durationUs < durationUs; });
    m_slowest.insert(place, Slow{durationUs, sequence, record.decode().toCbor()});
}

void RouteDetailTask::offerSlowest()
{
    RecordRing::Walk walk(m_archive.slowest.kept(), std::numeric_limits<quint64>::max());
    for (; const auto record = walk.current(); walk.next())
        offer(*record);
}

bool RouteDetailTask::step(const QDeadlineTimer &deadline)
{
    Journal::Walk walk(m_archive.journal, m_before);
    Pace pace(deadline);
    for (walk.skipOutside(m_ends.fromUs, m_ends.toUs); const auto record = walk.current();
         walk.skipOutside(m_ends.fromUs, m_ends.toUs)) {
        offer(*record);
        m_before = record->head().sequence;
        if (pace.isOver())
            return false;
        walk.next();
    }
    offerSlowest();
    finish();
    return true;
}

QCborArray RouteDetailTask::slowest() const
{
    QCborArray records;
    for (const Slow &slow : m_slowest)
        records.append(slow.record);
    return records;
}

void RouteDetailTask::finish()
{
    const Series &series = m_archive.series;
    // A route that was never seen has an index that no step knows: all its figures are zero.
    const int route = m_archive.routes.find(m_method, m_route).value_or(RouteTable::maxRoutes);
    const Cell sum = m_span.sum(series, route);
    ConcurrencyTally tally;
    series.addConcurrency(m_span.fromSecond, m_span.toSecond, route, tally);
    QCborMap answer = seriesPoints(series, m_range, 0, route, m_nowMs);
    answer.insert(u"method"_s, QString::fromUtf8(m_method));
    answer.insert(u"route"_s, QString::fromUtf8(m_route));
    answer.insert(u"totals"_s,
                  routeRow({m_method, m_route}, sum, m_span.coveredSeconds, activeOf(m_shards, m_method, m_route)));
    answer.insert(u"histogram"_s, latencyHistogram(sum));
    answer.insert(u"concurrency"_s, concurrencyRows(tally, route));
    answer.insert(u"slowest"_s, slowest());
    m_answer.give(answer);
}

} // namespace signalbox::telemetry
