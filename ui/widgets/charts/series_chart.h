// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/chart_timeline.h"
#include "widgets/charts/time_chart.h"

#include <limits>

namespace signalbox::ui {

// A chart of the points of a TimeSeries; the point has isIdle(): nothing was counted in its step. Subclasses say what
// is drawn, and the figures of one point.
template <typename Series> class SeriesChart : public TimeChart {
public:
    using Point = typename Series::Point;
    using Run = QList<const Point *>;

    using TimeChart::TimeChart;

    void setSeries(const Series &series)
    {
        m_series = series;
        replot();
    }
    const Series &series() const { return m_series; }

protected:
    virtual QList<ChartFigure> figures(const Point &point) const = 0;
    // More of them for the tooltip; `y` is the value under the pointer, NaN for a crosshair moved by keys.
    virtual QList<ChartFigure> details(const Point &point, double) const { return figures(point); }
    virtual QList<std::pair<double, QColor>> marks(const Point &point) const = 0; // on the crosshair

    bool isInSight(const Point &point) const
    {
        const TimeSpan span = timeline().span();
        return point.atMs + m_series.stepMs() > span.fromMs && point.atMs < span.toMs;
    }

    // The points in sight in unbroken runs; a run ends at a gap, and after `idleSteps` steps without anything counted
    // (0: then all are in it).
    QList<Run> runs(qint64 idleSteps) const
    {
        QList<Run> found;
        const qint64 step = m_series.stepMs();
        const TimeSpan span = timeline().span();
        qint64 last = std::numeric_limits<qint64>::min();
        qint64 counted = last;
        for (const Point &point : m_series.points()) {
            if (point.atMs + step < span.fromMs || point.atMs > span.toMs)
                continue;
            const bool broken = last < 0 || point.atMs > last + step + step / 2;
            last = point.atMs;
            if (idleSteps > 0 && point.isIdle())
                continue;
            const bool idle = idleSteps > 0 && counted >= 0 && point.atMs > counted + idleSteps * step;
            if (found.isEmpty() || broken || idle)
                found.append(Run{});
            found.last().append(&point);
            counted = point.atMs;
        }
        return found;
    }

private:
    qint64 stepMs() const final { return m_series.stepMs(); }
    qsizetype pointCount() const final { return m_series.points().size(); }
    qint64 timeOf(qsizetype point) const final { return m_series.points()[point].atMs; }
    qsizetype pointAt(qint64 timeMs) const final { return m_series.indexAt(timeMs); }
    QList<TimeSpan> gaps(qint64 toMs) const final { return m_series.gaps(toMs); }
    QList<ChartFigure> figuresOf(qsizetype point) const final
    {
        return figures(point < 0 ? Point{} : m_series.points()[point]);
    }
    QList<ChartFigure> detailsOf(qsizetype point, double y) const final { return details(m_series.points()[point], y); }
    QList<std::pair<double, QColor>> marksOf(qsizetype point) const final { return marks(m_series.points()[point]); }

    Series m_series;
};

} // namespace signalbox::ui
