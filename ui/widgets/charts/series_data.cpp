// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/series_data.h"

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
    point.atMs = integerField(map, "at");
    point.requests = integerField(map, "requests");
    point.errors = integerField(map, "errors");
    point.slow = integerField(map, "slow");
    point.activeMax = int(integerField(map, "activeMax"));
    point.connections = int(integerField(map, "connections"));
    point.bytesIn = integerField(map, "bytesIn");
    point.bytesOut = integerField(map, "bytesOut");
    const QCborMap classes = field(map, "statusClasses").toMap();
    for (size_t i = 0; i < Classes.size(); ++i)
        point.statusClasses[i] = integerField(classes, Classes[i].name);
    point.latency = Percentiles::fromCbor(map);
    point.maxMs = numberField(map, "max");
    point.loopDelayMs = numberField(map, "loopDelayMs");
    point.heat = heatFromCbor(field(map, "heat").toArray());
    return point;
}

SeriesData SeriesData::fromCbor(const QCborMap &answer)
{
    SeriesData data;
    for (const QCborValue bound : field(answer, "heatBoundsMs").toArray())
        data.m_heatBoundsMs.append(bound.isInteger() ? double(bound.toInteger()) : bound.toDouble());
    data.read(answer);
    return data;
}

void SeriesData::keepEarlier(const SeriesData &known, const TimeSpan &span)
{
    if (known.m_heatBoundsMs == m_heatBoundsMs)
        TimeSeries::keepEarlier(known, span);
}

qint64 SeriesData::requests() const
{
    qint64 sum = 0;
    for (const SeriesPoint &point : points())
        sum += point.requests;
    return sum;
}

} // namespace signalbox::ui
