// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/histogram_report.h"

#include "percentiles.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

QCborMap histogramReport(const Histogram &histogram)
{
    QCborMap map = Percentiles::of(histogram).toCbor();
    const auto longest = histogram.percentile(1);
    map.insert(u"max"_s, longest ? QCborValue(*longest / 1000) : QCborValue(nullptr));
    return map;
}

} // namespace signalbox::admin
