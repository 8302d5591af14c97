// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "percentiles.h"
#include "widgets/charts/time_series.h"

#include <QString>

#include <array>
#include <limits>

namespace signalbox::ui {

// The classes that answers are counted by, in the order that they are stacked. Values index SeriesPoint::statusClasses.
enum class StatusClass : quint8 { Success, Redirection, Informational, ClientError, ServerError, Aborted };
inline constexpr int StatusClassCount = 6;
QString statusClassName(StatusClass statusClass); // "2xx", as in the admin API
int statusOfClass(StatusClass statusClass); // 200; 0 for aborted

struct HeatCell {
    int bin = 0; // index into SeriesData::heatBoundsMs
    qint64 count = 0;
    bool operator==(const HeatCell &) const = default;
};

// What one step of a series counted.
struct SeriesPoint {
    qint64 atMs = 0; // since the epoch; the step's beginning
    qint64 requests = 0;
    qint64 errors = 0;
    qint64 slow = 0;
    int activeMax = 0;
    int connections = 0;
    qint64 bytesIn = 0;
    qint64 bytesOut = 0;
    std::array<qint64, StatusClassCount> statusClasses{};
    Percentiles latency;
    double maxMs = std::numeric_limits<double>::quiet_NaN();
    double loopDelayMs = 0;
    QList<HeatCell> heat;

    bool hasLatency() const;
    bool isIdle() const { return !hasLatency(); }
    qint64 counted() const { return requests; }
    static SeriesPoint fromCbor(const QCborMap &map);
};

// Requests over time, as /admin/series gives them.
class SeriesData : public TimeSeries<SeriesPoint> {
public:
    static SeriesData fromCbor(const QCborMap &answer);

    const QList<double> &heatBoundsMs() const { return m_heatBoundsMs; }
    void keepEarlier(const SeriesData &known, const TimeSpan &span); // also nothing when their heat maps differ
    qint64 requests() const;

private:
    QList<double> m_heatBoundsMs;
};

} // namespace signalbox::ui
