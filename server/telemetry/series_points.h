// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/series.h"
#include "telemetry/time_range.h"

#include <QCborMap>

namespace signalbox::telemetry {

// {fromMs, toMs, stepMs, heatBoundsMs, points}. `stepMs` 0 picks the finest that gives at most 600 points. Only steps
// that are over have a point, unless there would be none.
QCborMap seriesPoints(const Series &series, TimeRange range, qint64 stepMs, std::optional<int> route, qint64 nowMs);

} // namespace signalbox::telemetry
