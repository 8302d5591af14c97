// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "percentiles.h"

#include <QCborMap>
#include <QString>

#include <limits>

namespace signalbox::ui {

// Under so many requests percentiles say little, and pages say so.
inline constexpr qint64 FewRequests = 30;

// What one route did in a range, as /admin/routes gives it.
struct RouteRow {
    QString method;
    QString route; // the pattern; empty for requests that matched none
    qint64 count = 0;
    double perSecond = 0;
    qint64 errors = 0;
    qint64 slow = 0;
    Percentiles latency;
    double maxMs = std::numeric_limits<double>::quiet_NaN();
    double meanMs = std::numeric_limits<double>::quiet_NaN();
    qint64 active = 0;
    qint64 bytesOut = 0;

    std::pair<QString, QString> key() const { return {route, method}; }
    bool operator==(const RouteRow &) const = default;

    QString displayRoute() const; // "(no route)" for none
    QString name() const; // "GET /users/:id", as links have it
    QString requestFilter() const; // "route:/users/:id method:GET"
    double errorRatio() const { return count > 0 ? double(errors) / double(count) : 0; }
    double totalMs() const; // spent in all its requests

    static RouteRow fromCbor(const QCborMap &map);
    static QList<RouteRow> listFromCbor(const QCborMap &answer); // of /admin/routes
};

// "12 requests: percentiles are rough", or nothing when there are enough.
QString fewRequestsNote(qint64 count);

} // namespace signalbox::ui
