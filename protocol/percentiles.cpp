// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "percentiles.h"

#include "histogram.h"

#include <cmath>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double milliseconds(const Histogram &histogram, double quantile)
{
    return histogram.percentile(quantile).value_or(none) / 1000;
}

// JSON knows no difference between integers and doubles.
double number(const QCborValue &value)
{
    return value.isInteger() ? double(value.toInteger()) : value.toDouble(none);
}

QCborValue numberOrNull(double value)
{
    return std::isfinite(value) ? QCborValue(value) : QCborValue(nullptr);
}

} // namespace

Percentiles Percentiles::of(const Histogram &histogram)
{
    return {milliseconds(histogram, 0.5), milliseconds(histogram, 0.95), milliseconds(histogram, 0.99)};
}

Percentiles Percentiles::fromCbor(const QCborMap &map)
{
    return {number(map["p50"_L1]), number(map["p95"_L1]), number(map["p99"_L1])};
}

QCborMap Percentiles::toCbor() const
{
    return {{u"p50"_s, numberOrNull(p50)}, {u"p95"_s, numberOrNull(p95)}, {u"p99"_s, numberOrNull(p99)}};
}

} // namespace signalbox
