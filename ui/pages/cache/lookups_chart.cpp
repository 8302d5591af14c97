// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/lookups_chart.h"

#include "widgets/charts/step_segments.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <algorithm>

namespace signalbox::ui {

LookupsChart::LookupsChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent)
    : SeriesChart(theme, timeline, AxisKind::Linear, parent)
{
    add(tr("in process"), &CacheCounts::localHits, int(Theme::Role::ChartActive));
    add(tr("Redis"), &CacheCounts::hits, int(Theme::Role::ChartP50));
    add(tr("missed"), &CacheCounts::misses, int(Theme::Role::ChartP95));
    setAccessibleName(tr("Lookups a second by where they were answered"));
    LookupsChart::recolour();
}

void LookupsChart::add(const QString &name, qint64 CacheCounts::*count, int role)
{
    m_layers.push_back({name, count, role, StepArea(name, [this](QAbstractSeries *series) { addToPlot(series); })});
}

void LookupsChart::recolour()
{
    for (Layer &layer : m_layers) {
        QColor fill = theme().color(Theme::Role(layer.role));
        fill.setAlphaF(0.8F);
        layer.area.setStyle(fill, Qt::NoPen);
    }
    TimeChart::recolour();
}

double LookupsChart::perSecond(qint64 count) const
{
    return double(count) * 1000 / double(series().stepMs());
}

double LookupsChart::upTo(const CachePoint &point, size_t layers) const
{
    qint64 sum = 0;
    for (size_t at = 0; at < layers; ++at)
        sum += point.all.*m_layers[at].count;
    return perSecond(sum);
}

void LookupsChart::plot()
{
    qint64 largest = 0;
    for (const CachePoint &point : series().points())
        if (isInSight(point))
            largest = std::max(largest, point.all.lookups());
    setScales(timeScale(), AxisScale::linear(perSecond(largest), formatRate, 3));
    const QList<Run> unbroken = runs(0);
    for (size_t at = 0; at < m_layers.size(); ++at)
        m_layers[at].area.setSegments(stepSegments(
            unbroken, series().stepMs(), [this, at](const CachePoint &point) { return upTo(point, at); },
            [this, at](const CachePoint &point) { return upTo(point, at + 1); }));
}

QList<ChartFigure> LookupsChart::figures(const CachePoint &point) const
{
    QList<ChartFigure> figures;
    for (const Layer &layer : m_layers)
        figures.append(
            {theme().color(Theme::Role(layer.role)), layer.name, formatRate(perSecond(point.all.*layer.count))});
    return figures;
}

QList<ChartFigure> LookupsChart::details(const CachePoint &point, double) const
{
    QList<ChartFigure> rows = figures(point);
    std::reverse(rows.begin(), rows.end()); // as they lie above one another
    rows.append({{}, tr("All"), formatRate(perSecond(point.all.lookups()))});
    return rows;
}

QList<std::pair<double, QColor>> LookupsChart::marks(const CachePoint &point) const
{
    return {{perSecond(point.all.lookups()), theme().color(Theme::Role::Text)}};
}

} // namespace signalbox::ui
