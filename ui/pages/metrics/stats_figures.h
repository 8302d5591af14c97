// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "percentiles.h"

#include <QCborMap>

#include <limits>

namespace signalbox::ui {

// One window's figures, as /admin/stats gives them.
struct StatsFigures {
    qint64 atMs = 0; // its end, since the epoch by the server's clock
    qint64 requests = 0;
    double perSecond = 0;
    qint64 active = 0;
    qint64 activeMax = 0;
    qint64 errors = 0;
    qint64 slow = 0;
    qint64 connections = 0;
    Percentiles latency;
    double loopDelayMs = std::numeric_limits<double>::quiet_NaN();

    double errorRatio() const { return requests > 0 ? double(errors) / double(requests) : 0; }
    static StatsFigures fromCbor(const QCborMap &answer);
};

} // namespace signalbox::ui
