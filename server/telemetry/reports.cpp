// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/reports.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::telemetry {

namespace {

// 48 rows from 1 µs to 60 s, each the same step on a logarithmic scale. Shorter and longer ones go into the
// first and the last.
constexpr int heatRows = 48;
constexpr double firstHeatUs = 1;
constexpr double lastHeatUs = 60e6;

double heatBoundUs(int row)
{
    return firstHeatUs * std::pow(lastHeatUs / firstHeatUs, static_cast<double>(row) / heatRows);
}

int heatRowOf(int bucket)
{
    static const auto rows = [] {
        std::array<int, Histogram::bucketCount> table{};
        for (int i = 0; i < Histogram::bucketCount; ++i) {
            int row = 0;
            while (row + 1 < heatRows && heatBoundUs(row + 1) <= Histogram::representative(i))
                ++row;
            table[static_cast<std::size_t>(i)] = row;
        }
        return table;
    }();
    return rows[static_cast<std::size_t>(bucket)];
}

QCborValue milliseconds(double us)
{
    return QCborValue(us / 1000.0);
}

// The histogram's middle of a bucket may lie above the longest of all.
QCborValue percentile(const Cell &cell, double quantile)
{
    const auto us = cell.latency.percentile(quantile);
    return us ? milliseconds(std::min(*us, static_cast<double>(cell.maxUs))) : QCborValue(nullptr);
}

QCborValue longest(const Cell &cell)
{
    return cell.requests > 0 ? milliseconds(static_cast<double>(cell.maxUs)) : QCborValue(nullptr);
}

QCborArray heatOf(const Histogram &histogram)
{
    std::array<quint64, heatRows> counts{};
    histogram.forEach(
        [&counts](int bucket, quint64 count) { counts[static_cast<std::size_t>(heatRowOf(bucket))] += count; });
    QCborArray heat;
    for (int row = 0; row < heatRows; ++row) {
        if (const quint64 count = counts[static_cast<std::size_t>(row)]; count > 0)
            heat.append(QCborArray{row, static_cast<qint64>(count)});
    }
    return heat;
}

} // namespace

QCborMap statusClasses(const Cell &cell)
{
    const auto count = [&cell](std::size_t index) { return static_cast<qint64>(cell.classes[index]); };
    return {{u"1xx"_s, count(1)}, {u"2xx"_s, count(2)}, {u"3xx"_s, count(3)},
            {u"4xx"_s, count(4)}, {u"5xx"_s, count(5)}, {u"aborted"_s, count(0)}};
}

QCborMap latencySummary(const Cell &cell)
{
    return {{u"p50"_s, percentile(cell, 0.5)},    {u"p90"_s, percentile(cell, 0.9)},
            {u"p95"_s, percentile(cell, 0.95)},   {u"p99"_s, percentile(cell, 0.99)},
            {u"p999"_s, percentile(cell, 0.999)}, {u"max"_s, longest(cell)}};
}

QCborArray heatBounds()
{
    QCborArray bounds;
    for (int row = 0; row <= heatRows; ++row)
        bounds.append(milliseconds(heatBoundUs(row)));
    return bounds;
}

QCborMap pointOf(qint64 second, const Cell &cell)
{
    QCborMap point = latencySummary(cell);
    point.insert(u"at"_s, second * 1000);
    point.insert(u"requests"_s, static_cast<qint64>(cell.requests));
    point.insert(u"errors"_s, static_cast<qint64>(cell.errors));
    point.insert(u"slow"_s, static_cast<qint64>(cell.slow));
    point.insert(u"activeMax"_s, static_cast<qint64>(cell.activeMax));
    point.insert(u"connections"_s, static_cast<qint64>(cell.connections));
    point.insert(u"bytesIn"_s, static_cast<qint64>(cell.bytesIn));
    point.insert(u"bytesOut"_s, static_cast<qint64>(cell.bytesOut));
    point.insert(u"statusClasses"_s, statusClasses(cell));
    point.insert(u"loopDelayMs"_s, milliseconds(static_cast<double>(cell.loopDelayUs)));
    point.insert(u"heat"_s, heatOf(cell.latency));
    return point;
}

QCborMap routeRow(const RouteTable::Route &route, const Cell &cell, double coveredSeconds, int active)
{
    const auto requests = static_cast<double>(cell.requests);
    QCborMap row{
        {u"method"_s, QString::fromUtf8(route.method)},
        {u"route"_s, QString::fromUtf8(route.pattern)},
        {u"count"_s, static_cast<qint64>(cell.requests)},
        {u"rps"_s, requests / coveredSeconds},
        {u"errors"_s, static_cast<qint64>(cell.errors)},
        {u"slow"_s, static_cast<qint64>(cell.slow)},
        {u"p50"_s, percentile(cell, 0.5)},
        {u"p90"_s, percentile(cell, 0.9)},
        {u"p95"_s, percentile(cell, 0.95)},
        {u"p99"_s, percentile(cell, 0.99)},
        {u"max"_s, longest(cell)},
        {u"active"_s, active},
        {u"bytesOut"_s, static_cast<qint64>(cell.bytesOut)},
    };
    row.insert(u"mean"_s,
               cell.requests > 0 ? milliseconds(static_cast<double>(cell.durationUs) / requests) : QCborValue(nullptr));
    return row;
}

// Four bars in each doubling: fine enough to see two humps, coarse enough for a chart.
QCborMap latencyHistogram(const Cell &cell)
{
    constexpr int perBar = (1 << Histogram::subBits) / 4;
    std::map<int, quint64> bars;
    cell.latency.forEach([&bars](int bucket, quint64 count) { bars[bucket / perBar] += count; });
    QCborArray bounds;
    QCborArray counts;
    if (!bars.empty()) {
        const int last = bars.rbegin()->first;
        for (int bar = bars.begin()->first; bar <= last; ++bar) {
            bounds.append(milliseconds(static_cast<double>(Histogram::lowerBound(bar * perBar))));
            counts.append(static_cast<qint64>(bars[bar]));
        }
        bounds.append(milliseconds(static_cast<double>(Histogram::lowerBound((last + 1) * perBar))));
    }
    return {{u"boundsMs"_s, bounds}, {u"counts"_s, counts}};
}

QCborArray concurrencyRows(const ConcurrencyTally &tally, int route)
{
    std::map<int, Histogram> levels;
    tally.forEach(route, [&levels](int level, int bucket, quint32 count) { levels[level].add(bucket, count); });
    QCborArray rows;
    for (const auto &[level, latency] : levels) {
        rows.append(QCborMap{{u"active"_s, static_cast<qint64>(ConcurrencyTally::lowestOf(level))},
                             {u"count"_s, static_cast<qint64>(latency.total())},
                             {u"p50"_s, milliseconds(latency.percentile(0.5).value_or(0))},
                             {u"p95"_s, milliseconds(latency.percentile(0.95).value_or(0))}});
    }
    return rows;
}

} // namespace signalbox::telemetry
