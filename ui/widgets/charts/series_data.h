// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "percentiles.h"

#include <QCborMap>
#include <QList>
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
    static SeriesPoint fromCbor(const QCborMap &map);
};

struct TimeSpan {
    qint64 fromMs = 0;
    qint64 toMs = 0;
    bool operator==(const TimeSpan &) const = default;
};

// Points of equal steps, the oldest first, as /admin/series gives them and the feed goes on with them. A cheaply
// copied value; bounded: over MaxPoints the oldest go.
class SeriesData {
public:
    static constexpr qsizetype MaxPoints = 4000;

    static SeriesData fromCbor(const QCborMap &answer);

    const QList<SeriesPoint> &points() const { return m_points; }
    const QList<double> &heatBoundsMs() const { return m_heatBoundsMs; }
    qint64 stepMs() const { return m_stepMs; }
    bool isEmpty() const { return m_points.isEmpty(); }
    qint64 endMs() const; // of the last step; 0 when empty

    // Takes in a point: a newer one at the end, a known step's anew. Older ones that are not known are left out.
    void append(const SeriesPoint &point);
    void dropBefore(qint64 atMs);
    // Takes in what another one knows of the time within `span` before its own first point; nothing when the two differ
    // in their steps.
    void keepEarlier(const SeriesData &known, const TimeSpan &span);

    const SeriesPoint *at(qint64 timeMs) const; // the step which that time is in; null in a gap
    // Where steps are missing between the first point and `toMs`: nobody knows what came then.
    QList<TimeSpan> gaps(qint64 toMs) const;
    qint64 requests() const;

private:
    QList<SeriesPoint> m_points;
    QList<double> m_heatBoundsMs;
    qint64 m_stepMs = 1000;
};

} // namespace signalbox::ui
