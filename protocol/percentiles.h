// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>

#include <limits>

namespace signalbox {

class Histogram;

// The durations, in milliseconds, that 50, 95 and 99 of 100 were no longer than: fields of the admin API's answers,
// there null when nothing was measured. A value.
struct Percentiles {
    double p50 = std::numeric_limits<double>::quiet_NaN(); // NaN when nothing was measured
    double p95 = std::numeric_limits<double>::quiet_NaN();
    double p99 = std::numeric_limits<double>::quiet_NaN();

    bool operator==(const Percentiles &) const = default;

    static Percentiles of(const Histogram &histogram);
    static Percentiles fromCbor(const QCborMap &map); // the rest of the map is none of its business
    QCborMap toCbor() const; // {p50, p95, p99}
};

} // namespace signalbox
