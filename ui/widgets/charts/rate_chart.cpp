// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/rate_chart.h"

#include "widgets/charts/chart_timeline.h"
#include "widgets/charts/step_segments.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <algorithm>
#include <numeric>

namespace signalbox::ui {

RateChart::RateChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent)
    : SeriesChart(theme, timeline, AxisKind::Linear, parent)
{
    for (size_t i = 0; i < m_areas.size(); ++i)
        m_areas[i] = std::make_unique<StepArea>(className(StatusClass(i)),
                                                [this](QAbstractSeries *series) { addToPlot(series); });
    setAccessibleName(tr("Requests a second by status"));
    RateChart::recolour();
}

void RateChart::recolour()
{
    for (size_t i = 0; i < m_areas.size(); ++i) {
        QColor fill = colour(StatusClass(i));
        fill.setAlphaF(0.85F);
        m_areas[i]->setStyle(fill, Qt::NoPen);
    }
    TimeChart::recolour();
}

QColor RateChart::colour(StatusClass statusClass) const
{
    return theme().statusColor(statusOfClass(statusClass));
}

QString RateChart::className(StatusClass statusClass) const
{
    return statusClass == StatusClass::Aborted ? tr("aborted") : statusClassName(statusClass);
}

double RateChart::perSecond(qint64 count) const
{
    return double(count) * 1000 / double(series().stepMs());
}

bool RateChart::isSeen(StatusClass statusClass) const
{
    const QList<SeriesPoint> &points = series().points();
    return std::any_of(points.cbegin(), points.cend(),
                       [=](const SeriesPoint &point) { return point.statusClasses[size_t(statusClass)] > 0; });
}

void RateChart::plot()
{
    qint64 largest = 0;
    for (const SeriesPoint &point : series().points()) {
        if (isInSight(point))
            largest = std::max(largest, point.requests);
    }
    setScales(timeScale(), AxisScale::linear(perSecond(largest), formatRate, 3));
    const auto unbroken = runs(0);
    for (size_t i = 0; i < m_areas.size(); ++i)
        m_areas[i]->setSegments(isSeen(StatusClass(i)) ? segments(unbroken, i) : QList<StepArea::Segment>{});
}

QList<StepArea::Segment> RateChart::segments(const QList<Run> &unbroken, size_t statusClass) const
{
    const auto upTo = [this](const SeriesPoint &point, size_t classes) {
        const auto first = point.statusClasses.cbegin();
        return perSecond(std::accumulate(first, first + classes, qint64{0}));
    };
    return stepSegments(
        unbroken, series().stepMs(), [&](const SeriesPoint &point) { return upTo(point, statusClass); },
        [&](const SeriesPoint &point) { return upTo(point, statusClass + 1); });
}

QList<ChartFigure> RateChart::figures(const SeriesPoint &point) const
{
    QList<ChartFigure> figures;
    for (size_t i = 0; i < m_areas.size(); ++i) {
        const auto statusClass = StatusClass(i);
        if (isSeen(statusClass))
            figures.append(
                {colour(statusClass), className(statusClass), formatRate(perSecond(point.statusClasses[i]))});
    }
    return figures;
}

QList<ChartFigure> RateChart::details(const SeriesPoint &point, double) const
{
    QList<ChartFigure> rows = figures(point);
    std::reverse(rows.begin(), rows.end()); // as they lie above one another
    rows.append({{}, tr("All"), formatRate(perSecond(point.requests))});
    return rows;
}

QList<std::pair<double, QColor>> RateChart::marks(const SeriesPoint &point) const
{
    return {{perSecond(point.requests), theme().color(Theme::Role::Text)}};
}

} // namespace signalbox::ui
