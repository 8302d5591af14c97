// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/route_row.h"
#include "request_record.h"
#include "widgets/charts/concurrency_chart.h"
#include "widgets/charts/histogram_chart.h"
#include "widgets/charts/series_data.h"

namespace signalbox::ui {

// What /admin/routes/detail says of one route.
struct RouteDetailData {
    RouteRow totals;
    TimeSpan span;
    SeriesData series;
    LatencyHistogram histogram;
    QList<ConcurrencyPoint> concurrency;
    QList<RequestRecord> slowest;

    static RouteDetailData fromCbor(const QCborMap &answer);
};

} // namespace signalbox::ui
