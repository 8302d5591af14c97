// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "histogram.h"

#include <QCborMap>

namespace signalbox::admin {

// Of durations in microseconds: {p50, p95, p99, max} in milliseconds, null when there are none.
QCborMap histogramReport(const Histogram &histogram);

} // namespace signalbox::admin
