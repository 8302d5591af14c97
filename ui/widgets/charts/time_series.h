// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/cbor_fields.h"

#include <QCborArray>
#include <QCborMap>
#include <QList>

#include <algorithm>

namespace signalbox::ui {

struct TimeSpan {
    qint64 fromMs = 0;
    qint64 toMs = 0;
    bool operator==(const TimeSpan &) const = default;
};

// Points of equal steps, the oldest first, as the admin API gives them and the feed goes on with them. PointType has
// atMs, its step's beginning, and fromCbor(). A cheaply copied value; bounded: over MaxPoints the oldest go.
template <typename PointType> class TimeSeries {
public:
    using Point = PointType;
    static constexpr qsizetype MaxPoints = 4000;

    const QList<Point> &points() const { return m_points; }
    qint64 stepMs() const { return m_stepMs; }
    bool isEmpty() const { return m_points.isEmpty(); }
    qint64 endMs() const { return isEmpty() ? 0 : m_points.constLast().atMs + m_stepMs; } // of the last step

    // Takes in a point: a newer one at the end, a known step's anew. Older ones that are not known are left out.
    void append(const Point &point)
    {
        if (isEmpty() || point.atMs > m_points.constLast().atMs) {
            m_points.append(point);
            if (m_points.size() > MaxPoints)
                m_points.removeFirst();
            return;
        }
        const auto known = std::ranges::lower_bound(m_points, point.atMs, {}, &Point::atMs);
        if (known->atMs == point.atMs)
            *known = point;
    }

    void dropBefore(qint64 atMs)
    {
        const auto kept =
            std::find_if(m_points.cbegin(), m_points.cend(), [atMs](const Point &point) { return point.atMs >= atMs; });
        m_points.erase(m_points.cbegin(), kept);
    }

    // Takes in what another one knows of the time within `span` before its own first point; nothing when the two
    // differ in their steps.
    void keepEarlier(const TimeSeries &known, const TimeSpan &span)
    {
        if (known.m_stepMs != m_stepMs)
            return;
        const qint64 end = isEmpty() ? span.toMs : std::min(span.toMs, m_points.constFirst().atMs);
        QList<Point> earlier;
        std::ranges::copy_if(known.m_points, std::back_inserter(earlier), [&span, end](const Point &point) {
            return point.atMs >= span.fromMs && point.atMs < end;
        });
        m_points = (earlier + m_points).last(std::min(MaxPoints, earlier.size() + m_points.size()));
    }

    qsizetype indexAt(qint64 timeMs) const // of the step which that time is in; -1 in a gap
    {
        const auto next = std::upper_bound(m_points.cbegin(), m_points.cend(), timeMs,
                                           [](qint64 time, const Point &point) { return time < point.atMs; });
        if (next == m_points.cbegin() || timeMs >= std::prev(next)->atMs + m_stepMs)
            return -1;
        return next - m_points.cbegin() - 1;
    }
    const Point *at(qint64 timeMs) const // null in a gap
    {
        const qsizetype index = indexAt(timeMs);
        return index < 0 ? nullptr : &m_points[index];
    }

    // Where steps are missing between the first point and `toMs`: nobody knows what came then.
    QList<TimeSpan> gaps(qint64 toMs) const
    {
        QList<TimeSpan> found;
        for (qsizetype i = 1; i < m_points.size(); ++i) {
            const qint64 expected = m_points[i - 1].atMs + m_stepMs;
            if (m_points[i].atMs > expected + m_stepMs / 2)
                found.append({expected, m_points[i].atMs});
        }
        if (!isEmpty() && toMs > endMs() + m_stepMs)
            found.append({endMs(), toMs});
        return found;
    }

protected:
    void read(const QCborMap &answer) // {stepMs, points}
    {
        m_stepMs = std::max<qint64>(1, integerField(answer, "stepMs"));
        const QCborArray points = answer.value(QLatin1String("points")).toArray();
        m_points.reserve(std::min(points.size(), MaxPoints));
        for (const QCborValue point : points)
            append(Point::fromCbor(point.toMap()));
    }

private:
    QList<Point> m_points;
    qint64 m_stepMs = 1000;
};

} // namespace signalbox::ui
