// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/series_data.h"

#include <QCborArray>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

namespace {

struct ClassInfo {
    const char *name;
    int status;
};
constexpr std::array<ClassInfo, StatusClassCount> Classes{
    {{"2xx", 200}, {"3xx", 300}, {"1xx", 100}, {"4xx", 400}, {"5xx", 500}, {"aborted", 0}}};

QCborValue field(const QCborMap &map, const char *name)
{
    return map.value(QLatin1String(name));
}

qint64 integer(const QCborMap &map, const char *name)
{
    const QCborValue value = field(map, name);
    return value.isDouble() ? qint64(value.toDouble()) : value.toInteger();
}

double milliseconds(const QCborMap &map, const char *name)
{
    const QCborValue value = field(map, name);
    if (value.isInteger())
        return double(value.toInteger());
    return value.toDouble(std::numeric_limits<double>::quiet_NaN());
}

QList<HeatCell> heatFromCbor(const QCborArray &array)
{
    QList<HeatCell> cells;
    cells.reserve(array.size());
    for (const QCborValue entry : array) {
        const QCborArray pair = entry.toArray();
        cells.append({int(pair.at(0).toInteger()), pair.at(1).toInteger()});
    }
    return cells;
}

} // namespace

QString statusClassName(StatusClass statusClass)
{
    return QLatin1String(Classes[size_t(statusClass)].name);
}

int statusOfClass(StatusClass statusClass)
{
    return Classes[size_t(statusClass)].status;
}

bool SeriesPoint::hasLatency() const
{
    return requests > 0 && std::isfinite(latency.p50);
}

SeriesPoint SeriesPoint::fromCbor(const QCborMap &map)
{
    SeriesPoint point;
    point.atMs = integer(map, "at");
    point.requests = integer(map, "requests");
    point.errors = integer(map, "errors");
    point.slow = integer(map, "slow");
    point.activeMax = int(integer(map, "activeMax"));
    point.connections = int(integer(map, "connections"));
    point.bytesIn = integer(map, "bytesIn");
    point.bytesOut = integer(map, "bytesOut");
    const QCborMap classes = field(map, "statusClasses").toMap();
    for (size_t i = 0; i < Classes.size(); ++i)
        point.statusClasses[i] = integer(classes, Classes[i].name);
    point.latency = Percentiles::fromCbor(map);
    point.maxMs = milliseconds(map, "max");
    point.loopDelayMs = milliseconds(map, "loopDelayMs");
    point.heat = heatFromCbor(field(map, "heat").toArray());
    return point;
}

SeriesData SeriesData::fromCbor(const QCborMap &answer)
{
    SeriesData data;
    data.m_stepMs = std::max<qint64>(1, integer(answer, "stepMs"));
    for (const QCborValue bound : field(answer, "heatBoundsMs").toArray())
        data.m_heatBoundsMs.append(bound.isInteger() ? double(bound.toInteger()) : bound.toDouble());
    const QCborArray points = field(answer, "points").toArray();
    data.m_points.reserve(std::min(points.size(), MaxPoints));
    for (const QCborValue point : points)
        data.append(SeriesPoint::fromCbor(point.toMap()));
    return data;
}

qint64 SeriesData::endMs() const
{
    return m_points.isEmpty() ? 0 : m_points.constLast().atMs + m_stepMs;
}

void SeriesData::append(const SeriesPoint &point)
{
    if (m_points.isEmpty() || point.atMs > m_points.constLast().atMs) {
        m_points.append(point);
        if (m_points.size() > MaxPoints)
            m_points.removeFirst();
        return;
    }
    const auto known = std::lower_bound(m_points.begin(), m_points.end(), point.atMs,
                                        [](const SeriesPoint &entry, qint64 at) { return entry.atMs < at; });
    if (known->atMs == point.atMs)
        *known = point;
}

void SeriesData::dropBefore(qint64 atMs)
{
    const auto kept = std::find_if(m_points.cbegin(), m_points.cend(),
                                   [atMs](const SeriesPoint &point) { return point.atMs >= atMs; });
    m_points.erase(m_points.cbegin(), kept);
}

void SeriesData::keepEarlier(const SeriesData &known, const TimeSpan &span)
{
    if (known.m_stepMs != m_stepMs || known.m_heatBoundsMs != m_heatBoundsMs)
        return;
    const qint64 end = m_points.isEmpty() ? span.toMs : std::min(span.toMs, m_points.constFirst().atMs);
    QList<SeriesPoint> earlier;
    std::copy_if(known.m_points.cbegin(), known.m_points.cend(), std::back_inserter(earlier),
                 [&span, end](const SeriesPoint &point) { return point.atMs >= span.fromMs && point.atMs < end; });
    m_points = (earlier + m_points).last(std::min(MaxPoints, earlier.size() + m_points.size()));
}

const SeriesPoint *SeriesData::at(qint64 timeMs) const
{
    auto next = std::upper_bound(m_points.cbegin(), m_points.cend(), timeMs,
                                 [](qint64 time, const SeriesPoint &point) { return time < point.atMs; });
    if (next == m_points.cbegin())
        return nullptr;
    --next;
    return timeMs < next->atMs + m_stepMs ? &*next : nullptr;
}

QList<TimeSpan> SeriesData::gaps(qint64 toMs) const
{
    QList<TimeSpan> found;
    if (m_points.isEmpty())
        return found;
    for (qsizetype i = 1; i < m_points.size(); ++i) {
        const qint64 expected = m_points[i - 1].atMs + m_stepMs;
        if (m_points[i].atMs > expected + m_stepMs / 2)
            found.append({expected, m_points[i].atMs});
    }
    if (toMs > endMs() + m_stepMs)
        found.append({endMs(), toMs});
    return found;
}

qint64 SeriesData::requests() const
{
    qint64 sum = 0;
    for (const SeriesPoint &point : m_points)
        sum += point.requests;
    return sum;
}

} // namespace signalbox::ui
