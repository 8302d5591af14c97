// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox::ui {

// How figures are written everywhere: three significant digits, always with their unit. Any thread.
QString formatDuration(double ms); // "842 µs", "12.4 ms", "1.24 s", "2 m 05 s"; NaN or negative: "–"
QString formatCount(double count); // "999", "12.4k", "1.20M"; fractions below 100 keep three digits
QString formatExact(qint64 count); // "1,240"
QString formatCounted(qint64 count, const QString &one, const QString &many); // "1 request", "1,240 requests"
QString formatRate(double perSecond); // "12.4k/s"
QString formatBytes(double bytes); // "842 B", "12.4 KiB"
QString formatPercent(double ratio); // "3.20 %"
QString formatClock(qint64 atMs); // "14:03:07.123", local
QString formatMoment(qint64 atMs); // "2026-01-02 14:03:07", local; "–" for 0
QString formatAgo(qint64 atMs, qint64 nowMs); // "3 s ago"
QString formatRemaining(qint64 ms); // of what counts down: "<1 s", "42 s", "1 m 05 s", "2 h 03 m", "3 d 04 h"

// A tool tip that says what others wrote as it is, whatever in it looks like a tag.
QString asToolTip(const QString &text);

} // namespace signalbox::ui
