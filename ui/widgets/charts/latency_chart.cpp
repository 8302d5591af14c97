// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/latency_chart.h"

#include "widgets/charts/chart_timeline.h"
#include "widgets/charts/heat_map_item.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QChart>

#include <cmath>
#include <limits>

namespace signalbox::ui {

namespace {
constexpr qint64 IdleSteps = 5; // a line goes on over so many steps in which nothing came
}

LatencyChart::LatencyChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent)
    : SeriesChart(theme, timeline, AxisKind::Logarithmic, parent)
    , m_heat(new HeatMapItem(chart()))
{
    const auto add = [this](QAbstractSeries *series) { addToPlot(series); };
    const auto percentile = [&](const QString &name, double Percentiles::*value, Theme::Role role) {
        m_percentiles.push_back({name, value, int(role), std::make_unique<SegmentedLine>(name, add),
                                 std::make_unique<SegmentedLine>(name, add)});
    };
    percentile(QStringLiteral("p50"), &Percentiles::p50, Theme::Role::ChartP50);
    percentile(QStringLiteral("p95"), &Percentiles::p95, Theme::Role::ChartP95);
    percentile(QStringLiteral("p99"), &Percentiles::p99, Theme::Role::ChartP99);
    setAccessibleName(tr("Latency over time"));
    LatencyChart::recolour();
}

void LatencyChart::recolour()
{
    // Flat caps and bevelled joins: QtCharts strokes the outline of every line at each change, and round ones take
    // several times as long.
    m_heat->setTheme(theme());
    QColor halo = theme().color(Theme::Role::Surface);
    halo.setAlphaF(0.75F);
    for (const Percentile &percentile : m_percentiles) {
        percentile.halo->setPen(QPen(halo, 4, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
        percentile.line->setPen(
            QPen(theme().color(Theme::Role(percentile.role)), 1.75, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
    }
    TimeChart::recolour();
}

AxisScale LatencyChart::latencyScale() const
{
    double smallest = std::numeric_limits<double>::infinity();
    double largest = 0;
    const QList<double> &bounds = series().heatBoundsMs();
    for (const SeriesPoint &point : series().points()) {
        if (!point.hasLatency() || !isInSight(point))
            continue;
        smallest = std::min(smallest, point.latency.p50);
        largest = std::max({largest, point.latency.p99, point.heat.isEmpty() ? point.maxMs : 0});
        for (const HeatCell &cell : point.heat) {
            if (cell.bin < 0 || cell.bin + 1 >= bounds.size())
                continue;
            smallest = std::min(smallest, bounds[cell.bin]);
            largest = std::max(largest, bounds[cell.bin + 1]);
        }
    }
    if (largest <= 0)
        return AxisScale::decades(0.1, 100, formatDuration);
    return AxisScale::decades(std::max(smallest, 0.001), largest, formatDuration);
}

void LatencyChart::plot()
{
    setScales(timeScale(), latencyScale());
    m_heat->render(series(), xScale(), yScale(), plotArea(), devicePixelRatioF());
    const auto unbroken = runs(IdleSteps);
    for (const Percentile &percentile : m_percentiles)
        plotLine(percentile, unbroken);
}

void LatencyChart::plotLine(const Percentile &percentile, const QList<Run> &unbroken)
{
    const double half = double(series().stepMs()) / 2;
    QList<QList<QPointF>> segments;
    for (const auto &run : unbroken) {
        QList<QPointF> points;
        for (const SeriesPoint *point : run)
            points.append({double(point->atMs) + half, std::max(point->latency.*percentile.value, yScale().min)});
        if (points.size() == 1) // alone it would not be seen: as wide as its step
            points = {points[0] - QPointF(half, 0), points[0] + QPointF(half, 0)};
        segments.append(points);
    }
    percentile.halo->setSegments(segments);
    percentile.line->setSegments(segments);
}

QList<ChartFigure> LatencyChart::figures(const SeriesPoint &point) const
{
    QList<ChartFigure> figures;
    for (const Percentile &percentile : m_percentiles)
        figures.append({theme().color(Theme::Role(percentile.role)), percentile.name,
                        formatDuration(point.hasLatency() ? point.latency.*percentile.value : -1)});
    return figures;
}

QList<ChartFigure> LatencyChart::details(const SeriesPoint &point, double y) const
{
    QList<ChartFigure> rows{{{}, tr("Rate"), formatRate(double(point.requests) * 1000 / double(series().stepMs()))}};
    rows += figures(point);
    if (point.hasLatency())
        rows.append({{}, tr("max"), formatDuration(point.maxMs)});
    const QList<double> &bounds = series().heatBoundsMs();
    const auto above = std::upper_bound(bounds.cbegin(), bounds.cend(), y);
    if (!std::isfinite(y) || above == bounds.cbegin() || above == bounds.cend())
        return rows;
    const int bin = int(above - bounds.cbegin()) - 1;
    qint64 count = 0;
    for (const HeatCell &cell : point.heat)
        count += cell.bin == bin ? cell.count : 0;
    rows.append({theme().color(Theme::Role::Accent),
                 tr("%1 to %2").arg(formatDuration(bounds[bin]), formatDuration(bounds[bin + 1])),
                 count == 1 ? tr("1 request") : tr("%1 requests").arg(formatCount(double(count)))});
    return rows;
}

QList<std::pair<double, QColor>> LatencyChart::marks(const SeriesPoint &point) const
{
    QList<std::pair<double, QColor>> marks;
    if (!point.hasLatency())
        return marks;
    for (const Percentile &percentile : m_percentiles)
        marks.append({point.latency.*percentile.value, theme().color(Theme::Role(percentile.role))});
    return marks;
}

} // namespace signalbox::ui
