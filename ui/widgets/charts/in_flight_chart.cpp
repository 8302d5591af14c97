// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/in_flight_chart.h"

#include "widgets/charts/chart_timeline.h"
#include "widgets/charts/step_segments.h"
#include "widgets/format.h"
#include "widgets/theme.h"

namespace signalbox::ui {

InFlightChart::InFlightChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent)
    : SeriesChart(theme, timeline, AxisKind::Linear, parent)
    , m_area(tr("in flight"), [this](QAbstractSeries *series) { addToPlot(series); })
{
    setAccessibleName(tr("Requests in flight"));
    InFlightChart::recolour();
}

void InFlightChart::recolour()
{
    const QColor line = theme().color(Theme::Role::ChartActive);
    QColor fill = line;
    fill.setAlphaF(0.3F);
    m_area.setStyle(fill, QPen(line, 1));
    TimeChart::recolour();
}

void InFlightChart::plot()
{
    int largest = 0;
    for (const SeriesPoint &point : series().points()) {
        if (isInSight(point))
            largest = std::max(largest, point.activeMax);
    }
    setScales(timeScale(), AxisScale::linear(largest, formatCount, 2));
    m_area.setSegments(stepSegments(
        runs(0), series().stepMs(), [](const SeriesPoint &) { return 0; },
        [](const SeriesPoint &point) { return point.activeMax; }));
}

QList<ChartFigure> InFlightChart::figures(const SeriesPoint &point) const
{
    return {{theme().color(Theme::Role::ChartActive), tr("at once"), formatCount(point.activeMax)}};
}

QList<std::pair<double, QColor>> InFlightChart::marks(const SeriesPoint &point) const
{
    return {{double(point.activeMax), theme().color(Theme::Role::ChartActive)}};
}

} // namespace signalbox::ui
