// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/hit_rate_chart.h"

#include "widgets/format.h"
#include "widgets/theme.h"

#include <array>
#include <cmath>

namespace signalbox::ui {

namespace {

constexpr qint64 IdleSteps = 5; // a line goes on over so many steps without a lookup
constexpr double RoomAbove = 1.04; // so that a line at 100 % is not cut off
constexpr std::array Colours{Theme::Role::ChartActive, Theme::Role::ChartP50, Theme::Role::ChartP95,
                             Theme::Role::ChartP99,    Theme::Role::Info,     Theme::Role::Success};

AxisScale shares()
{
    AxisScale scale;
    scale.max = RoomAbove;
    scale.step = 0.25;
    for (int quarter = 0; quarter <= 4; ++quarter)
        scale.ticks.append({quarter * scale.step, QStringLiteral("%1 %").arg(quarter * 25)});
    return scale;
}

CacheCounts countsOf(const CachePoint &point, const QString &name)
{
    return point.namespaces.value(name);
}

} // namespace

HitRateChart::HitRateChart(const Theme &theme, ChartTimeline &timeline, QWidget *parent)
    : SeriesChart(theme, timeline, AxisKind::Linear, parent)
{
    setAccessibleName(tr("Hit rate over time"));
    HitRateChart::recolour();
}

void HitRateChart::recolour()
{
    for (qsizetype at = 0; at < m_names.size(); ++at)
        lineOf(m_names[at]).setPen(penOf(at));
    TimeChart::recolour();
}

QColor HitRateChart::colourOf(qsizetype namespaceAt) const
{
    return theme().color(Colours[size_t(namespaceAt) % Colours.size()]);
}

// As those of LatencyChart, which says why.
QPen HitRateChart::penOf(qsizetype namespaceAt) const
{
    return {colourOf(namespaceAt), 1.75, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin};
}

SegmentedLine &HitRateChart::lineOf(const QString &name)
{
    std::unique_ptr<SegmentedLine> &line = m_lines[name];
    if (!line)
        line = std::make_unique<SegmentedLine>(name, [this](QAbstractSeries *series) { addToPlot(series); });
    return *line;
}

void HitRateChart::plot()
{
    setScales(timeScale(), shares());
    m_names = series().namespaces();
    for (const auto &[name, line] : m_lines)
        if (!m_names.contains(name))
            line->setSegments({});
    const QList<Run> unbroken = runs(0);
    for (qsizetype at = 0; at < m_names.size(); ++at) {
        SegmentedLine &line = lineOf(m_names[at]);
        line.setPen(penOf(at));
        line.setSegments(segmentsOf(m_names[at], unbroken));
    }
}

QList<QList<QPointF>> HitRateChart::segmentsOf(const QString &name, const QList<Run> &unbroken) const
{
    const qint64 step = series().stepMs();
    QList<QList<QPointF>> segments;
    for (const Run &run : unbroken) {
        qint64 last = 0; // 0: a segment begins
        for (const CachePoint *point : run) {
            const double ratio = countsOf(*point, name).hitRatio();
            if (!std::isfinite(ratio))
                continue;
            if (last == 0 || point->atMs > last + IdleSteps * step)
                segments.append(QList<QPointF>{{double(point->atMs), ratio}}); // alone it is as wide as its step
            last = point->atMs;
            segments.last().append({double(point->atMs) + double(step) / 2, ratio});
        }
    }
    return segments;
}

QList<ChartFigure> HitRateChart::figures(const CachePoint &point) const
{
    QList<ChartFigure> figures;
    for (qsizetype at = 0; at < m_names.size(); ++at)
        figures.append({colourOf(at), m_names[at], formatPercent(countsOf(point, m_names[at]).hitRatio())});
    return figures;
}

QList<ChartFigure> HitRateChart::details(const CachePoint &point, double) const
{
    QList<ChartFigure> rows = figures(point);
    rows.append({{}, tr("in process"), formatPercent(point.all.localRatio())});
    rows.append({{}, tr("lookups"), formatExact(point.all.lookups())});
    return rows;
}

QList<std::pair<double, QColor>> HitRateChart::marks(const CachePoint &point) const
{
    QList<std::pair<double, QColor>> marks;
    for (qsizetype at = 0; at < m_names.size(); ++at) {
        const double ratio = countsOf(point, m_names[at]).hitRatio();
        if (std::isfinite(ratio))
            marks.append({ratio, colourOf(at)});
    }
    return marks;
}

} // namespace signalbox::ui
