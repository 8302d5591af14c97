// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/time_span.h"

#include <algorithm>

namespace signalbox::telemetry {

TimeSpan TimeSpan::of(const Series &series, TimeRange range, qint64 nowMs, bool ofRoutes)
{
    constexpr qint64 ten = Series::stepSeconds[Series::TenSeconds];
    TimeSpan span;
    const qint64 toMs = range.toMs > 0 ? std::min(range.toMs, nowMs) : nowMs;
    const qint64 fromMs = std::max(range.fromMs, series.startSecond() * 1000);
    span.toSecond = (toMs + 999) / 1000;
    span.reachesNow = span.toSecond > series.openSecond();
    span.fromSecond = fromMs / 1000;
    span.seam = span.fromSecond;
    const bool coarse = span.toSecond - span.fromSecond >= coarseFrom
        || series.finestFor(span.fromSecond, ofRoutes) == Series::TenSeconds;
    if (coarse) {
        span.fromSecond -= span.fromSecond % ten;
        const qint64 end = std::min(span.toSecond, series.openSecond());
        span.seam = std::max(span.fromSecond, end - end % ten);
    }
    const double end = static_cast<double>(toMs) / 1000.0;
    span.coveredSeconds = std::max(1.0, end - static_cast<double>(std::max(span.fromSecond, series.startSecond())));
    return span;
}

Cell TimeSpan::sum(const Series &series, std::optional<int> route) const
{
    Cell sum;
    const auto add = [&sum](qint64, const Cell &cell) {
        sum.merge(cell);
        return true;
    };
    series.visit(coarse(route), add);
    series.visit(fine(route), add);
    if (!reachesNow)
        return sum;
    const Cell *open = route ? series.open(*route) : &series.open();
    if (open)
        sum.merge(*open);
    return sum;
}

} // namespace signalbox::telemetry
