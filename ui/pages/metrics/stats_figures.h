// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>

#include <limits>

namespace signalbox::ui {

// One window's figures, as /admin/stats gives them. Percentiles are NaN when nothing came.
struct StatsFigures {
    qint64 atMs = 0; // its end, since the epoch by the server's clock
    qint64 requests = 0;
    double perSecond = 0;
    qint64 active = 0;
    qint64 activeMax = 0;
    qint64 errors = 0;
    qint64 slow = 0;
    qint64 connections = 0;
    double p50 = std::numeric_limits<double>::quiet_NaN();
    double p95 = std::numeric_limits<double>::quiet_NaN();
    double p99 = std::numeric_limits<double>::quiet_NaN();
    double loopDelayMs = std::numeric_limits<double>::quiet_NaN();

    double errorRatio() const { return requests > 0 ? double(errors) / double(requests) : 0; }
    static StatsFigures fromCbor(const QCborMap &answer);
};

} // namespace signalbox::ui
