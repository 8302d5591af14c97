// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/series_data.h"

#include <QUrlQuery>

#include <chrono>

namespace signalbox::ui {

class TimeRange;

// The length of a range that follows now; the whole history for all. Zero for a custom one.
std::chrono::milliseconds lengthOf(const TimeRange &range);
// From when to when it is; one that follows now ends at `nowMs`, by the server's clock.
TimeSpan rangeSpan(const TimeRange &range, qint64 nowMs);
// As docs/admin-api.md has it: `window`, or `from` and `to`. By length, so that the server's clock may differ from
// ours.
QUrlQuery rangeQuery(const TimeRange &range);
QUrlQuery spanQuery(qint64 fromMs, qint64 toMs);

} // namespace signalbox::ui
