// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/cell.h"
#include "telemetry/concurrency_tally.h"
#include "telemetry/route_table.h"

#include <QCborArray>
#include <QCborMap>

namespace signalbox::telemetry {

// Figures in the forms of docs/admin-api.md.

QCborMap statusClasses(const Cell &cell);
QCborMap latencySummary(const Cell &cell); // {p50, p90, p95, p99, p999, max}, null of no requests
QCborArray heatBounds(); // milliseconds, log-spaced
QCborMap pointOf(qint64 second, const Cell &cell);
QCborMap routeRow(const RouteTable::Route &route, const Cell &cell, double coveredSeconds, int active);
QCborMap latencyHistogram(const Cell &cell); // {boundsMs, counts}, for a chart
QCborArray concurrencyRows(const ConcurrencyTally &tally, int route); // [{active, count, p50, p95}]

} // namespace signalbox::telemetry
