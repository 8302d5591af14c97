// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/route_detail_data.h"

#include "client/cbor_fields.h"

#include <QCborArray>

#include <algorithm>

namespace signalbox::ui {

namespace {

LatencyHistogram histogramFromCbor(const QCborMap &map)
{
    LatencyHistogram histogram;
    for (const QCborValue bound : map.value(QLatin1String("boundsMs")).toArray())
        histogram.boundsMs.append(bound.isInteger() ? double(bound.toInteger()) : bound.toDouble());
    for (const QCborValue count : map.value(QLatin1String("counts")).toArray())
        histogram.counts.append(count.isDouble() ? qint64(count.toDouble()) : count.toInteger());
    return histogram;
}

QList<ConcurrencyPoint> concurrencyFromCbor(const QCborArray &array)
{
    QList<ConcurrencyPoint> points;
    for (const QCborValue entry : array) {
        const QCborMap map = entry.toMap();
        points.append({integerField(map, "active"), integerField(map, "count"), numberField(map, "p50"),
                       numberField(map, "p95")});
    }
    std::sort(points.begin(), points.end(), [](const auto &a, const auto &b) { return a.active < b.active; });
    return points;
}

} // namespace

RouteDetailData RouteDetailData::fromCbor(const QCborMap &answer)
{
    RouteDetailData data;
    data.totals = RouteRow::fromCbor(answer.value(QLatin1String("totals")).toMap());
    data.totals.method = answer.value(QLatin1String("method")).toString();
    data.totals.route = answer.value(QLatin1String("route")).toString();
    data.span = {integerField(answer, "fromMs"), integerField(answer, "toMs")};
    data.series = SeriesData::fromCbor(answer);
    data.histogram = histogramFromCbor(answer.value(QLatin1String("histogram")).toMap());
    data.concurrency = concurrencyFromCbor(answer.value(QLatin1String("concurrency")).toArray());
    for (const QCborValue record : answer.value(QLatin1String("slowest")).toArray())
        data.slowest.append(RequestRecord::fromCbor(record.toMap()));
    return data;
}

} // namespace signalbox::ui
