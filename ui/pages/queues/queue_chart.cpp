// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_chart.h"

#include "widgets/format.h"

#include <cmath>

namespace signalbox::ui {

namespace {

constexpr qint64 IdleSteps = 5; // a line goes on over so many steps in which nothing was measured
constexpr double LeastMs = 0.1;

QString ratesText(double perSecond)
{
    return std::isfinite(perSecond) ? formatRate(perSecond) : QStringLiteral("–");
}

} // namespace

QueueChart::QueueChart(const Theme &theme, ChartTimeline &timeline, Kind kind, QWidget *parent)
    : SeriesChart(theme, timeline, kind == Kind::Rates ? AxisKind::Linear : AxisKind::Logarithmic, parent)
    , m_kind(kind)
{
}

void QueueChart::addLine(const QString &name, Theme::Role role, ValueOf valueOf)
{
    auto drawn = std::make_unique<SegmentedLine>(name, [this](QAbstractSeries *series) { addToPlot(series); });
    m_lines.push_back({name, role, std::move(valueOf), std::move(drawn)});
    recolour();
}

// As those of LatencyChart, which says why.
void QueueChart::recolour()
{
    for (const Line &line : m_lines)
        line.drawn->setPen(QPen(theme().color(line.role), 1.75, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
    TimeChart::recolour();
}

double QueueChart::figure(const Line &line, const QueuePoint &point) const
{
    const double value = line.valueOf(point);
    return m_kind == Kind::Rates ? value * 1000 / double(series().stepMs()) : value;
}

AxisScale QueueChart::scale() const
{
    double smallest = std::numeric_limits<double>::infinity();
    double largest = 0;
    for (const QueuePoint &point : series().points()) {
        if (!isInSight(point))
            continue;
        for (const Line &line : m_lines) {
            const double value = figure(line, point);
            if (!std::isfinite(value))
                continue;
            smallest = std::min(smallest, value);
            largest = std::max(largest, value);
        }
    }
    if (m_kind == Kind::Rates)
        return AxisScale::linear(largest, formatRate, 3);
    if (largest <= 0)
        return AxisScale::decades(1, 1000, formatDuration);
    return AxisScale::decades(std::max(smallest, LeastMs), std::max(largest, LeastMs), formatDuration);
}

void QueueChart::plot()
{
    setScales(timeScale(), scale());
    const QList<Run> unbroken = runs(0);
    for (const Line &line : m_lines)
        line.drawn->setSegments(segmentsOf(line, unbroken));
}

QList<QList<QPointF>> QueueChart::segmentsOf(const Line &line, const QList<Run> &unbroken) const
{
    const qint64 step = series().stepMs();
    QList<QList<QPointF>> segments;
    for (const Run &run : unbroken) {
        qint64 last = 0; // 0: a segment begins
        for (const QueuePoint *point : run) {
            const double value = figure(line, *point);
            if (!std::isfinite(value))
                continue;
            const double shown = std::max(value, yScale().min);
            if (last == 0 || point->atMs > last + IdleSteps * step)
                segments.append(QList<QPointF>{{double(point->atMs), shown}}); // alone it is as wide as its step
            last = point->atMs;
            segments.last().append({double(point->atMs) + double(step) / 2, shown});
        }
    }
    return segments;
}

QList<ChartFigure> QueueChart::figures(const QueuePoint &point) const
{
    QList<ChartFigure> figures;
    for (const Line &line : m_lines) {
        const double value = figure(line, point);
        figures.append(
            {theme().color(line.role), line.name, m_kind == Kind::Rates ? ratesText(value) : formatDuration(value)});
    }
    return figures;
}

QList<std::pair<double, QColor>> QueueChart::marks(const QueuePoint &point) const
{
    QList<std::pair<double, QColor>> marks;
    for (const Line &line : m_lines)
        if (const double value = figure(line, point); std::isfinite(value))
            marks.append({value, theme().color(line.role)});
    return marks;
}

} // namespace signalbox::ui
