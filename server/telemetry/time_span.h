// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/series.h"
#include "telemetry/time_range.h"

namespace signalbox::telemetry {

// A range of time as the series hold it: whole steps, the part in steps of 10 s first, then that in seconds, and
// the open second if the range reaches now.
struct TimeSpan {
    // Sums don't need fine steps: from this length on they are made of those of 10 s.
    static constexpr qint64 coarseFrom = 15 * 60;

    static TimeSpan of(const Series &series, TimeRange range, qint64 nowMs, bool ofRoutes);

    qint64 fromSecond = 0;
    qint64 seam = 0; // where the steps of 10 s end and those of a second begin
    qint64 toSecond = 0;
    bool reachesNow = false;
    double coveredSeconds = 1; // that the server ran, at least a second

    Series::Selection coarse(std::optional<int> route = {}) const
    {
        return {Series::TenSeconds, fromSecond, seam, route};
    }
    Series::Selection fine(std::optional<int> route = {}) const { return {Series::Second, seam, toSecond, route}; }
    // All of it, with the open second.
    Cell sum(const Series &series, std::optional<int> route = {}) const;
};

} // namespace signalbox::telemetry
