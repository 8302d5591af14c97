// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/capture_store.h"
#include "telemetry/journal.h"
#include "telemetry/line_store.h"
#include "telemetry/route_table.h"
#include "telemetry/series.h"
#include "telemetry/slowest_requests.h"

namespace signalbox::telemetry {

// All that is kept of the past. Collector's thread only.
struct Archive {
    Archive(qint64 journalBytes, qint64 seriesBytes, int reactors, qint64 nowSecond)
        : series(seriesBytes, reactors, nowSecond)
        , journal(journalBytes - journalBytes / slowestShare)
        , slowest(journalBytes / slowestShare)
        , lines(lineBytes)
        , captures(captureBytes)
    {
    }

    static constexpr qint64 slowestShare = 16;
    static constexpr qint64 lineBytes = 4 * 1024 * 1024;
    static constexpr qint64 captureBytes = 16 * 1024 * 1024;

    RouteTable routes;
    Series series;
    Journal journal;
    SlowestRequests slowest;
    LineStore lines;
    CaptureStore captures;
};

} // namespace signalbox::telemetry
