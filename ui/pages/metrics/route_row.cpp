// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/route_row.h"

#include "client/cbor_fields.h"

#include <QCborArray>
#include <QCoreApplication>

#include <cmath>

namespace signalbox::ui {

QString RouteRow::displayRoute() const
{
    return route.isEmpty() ? QCoreApplication::translate("RouteRow", "(no route)") : route;
}

QString RouteRow::name() const
{
    return route.isEmpty() ? method : method + QLatin1Char(' ') + route;
}

QString RouteRow::requestFilter() const
{
    if (route.isEmpty())
        return QStringLiteral("route:\"\" method:%1").arg(method);
    return QStringLiteral("route:%1 method:%2").arg(route, method);
}

double RouteRow::totalMs() const
{
    return std::isfinite(meanMs) ? meanMs * double(count) : 0;
}

RouteRow RouteRow::fromCbor(const QCborMap &map)
{
    RouteRow row;
    row.method = map.value(QLatin1String("method")).toString();
    row.route = map.value(QLatin1String("route")).toString();
    row.count = integerField(map, "count");
    row.perSecond = numberField(map, "rps");
    row.errors = integerField(map, "errors");
    row.slow = integerField(map, "slow");
    row.latency = Percentiles::fromCbor(map);
    row.maxMs = numberField(map, "max");
    row.meanMs = numberField(map, "mean");
    row.active = integerField(map, "active");
    row.bytesOut = integerField(map, "bytesOut");
    return row;
}

QList<RouteRow> RouteRow::listFromCbor(const QCborMap &answer)
{
    QList<RouteRow> rows;
    for (const QCborValue entry : answer.value(QLatin1String("routes")).toArray())
        rows.append(fromCbor(entry.toMap()));
    return rows;
}

QString fewRequestsNote(qint64 count)
{
    if (count == 0 || count >= FewRequests)
        return {};
    if (count == 1)
        return QCoreApplication::translate("RouteRow", "1 request: percentiles are rough");
    return QCoreApplication::translate("RouteRow", "%1 requests: percentiles are rough").arg(count);
}

} // namespace signalbox::ui
