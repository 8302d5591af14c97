// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/concurrency_chart.h"

#include "widgets/format.h"
#include "widgets/theme.h"

#include <QChart>
#include <QGraphicsLineItem>
#include <QLineSeries>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

ConcurrencyChart::ConcurrencyChart(const Theme &theme, QWidget *parent)
    : PlotView(theme, AxisKind::Linear, AxisKind::Logarithmic, parent)
    , m_p50(QStringLiteral("p50"), [this](QAbstractSeries *series) { addToPlot(series); })
    , m_p95(QStringLiteral("p95"), [this](QAbstractSeries *series) { addToPlot(series); })
    , m_crosshair(new QGraphicsLineItem(chart()))
{
    m_crosshair->setZValue(100);
    m_crosshair->hide();
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Latency by concurrency"));
    ConcurrencyChart::recolour();
}

void ConcurrencyChart::setPoints(const QList<ConcurrencyPoint> &points)
{
    if (points == m_points)
        return;
    m_points = points;
    replot();
    QStringList parts;
    for (const ConcurrencyPoint &point : points)
        parts.append(tr("%1 in flight: p95 %2").arg(formatCount(double(point.active)), formatDuration(point.p95)));
    describe(parts.isEmpty() ? tr("No data yet") : parts.join(QStringLiteral(", ")));
}

QList<ChartFigure> ConcurrencyChart::legend() const
{
    return {{theme().color(Theme::Role::ChartP50), QStringLiteral("p50"), {}},
            {theme().color(Theme::Role::ChartP95), QStringLiteral("p95"), {}}};
}

void ConcurrencyChart::recolour()
{
    m_p50.setPen(QPen(theme().color(Theme::Role::ChartP50), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_p95.setPen(QPen(theme().color(Theme::Role::ChartP95), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_crosshair->setPen(QPen(theme().color(Theme::Role::TextMuted), 1, Qt::DashLine));
}

void ConcurrencyChart::replot()
{
    QList<QPointF> p50;
    QList<QPointF> p95;
    double smallest = 1e9;
    double largest = 0;
    for (const ConcurrencyPoint &point : std::as_const(m_points)) {
        if (!std::isfinite(point.p50) || !std::isfinite(point.p95))
            continue;
        p50.append({double(point.active), std::max(point.p50, 1e-3)});
        p95.append({double(point.active), std::max(point.p95, 1e-3)});
        smallest = std::min(smallest, p50.constLast().y());
        largest = std::max(largest, p95.constLast().y());
    }
    const double most = p50.isEmpty() ? 1 : p50.constLast().x();
    setScales(AxisScale::linear(std::max(most, 4.0), formatCount, 5),
              p50.isEmpty() ? AxisScale::decades(0.1, 100, formatDuration)
                            : AxisScale::decades(smallest, largest, formatDuration));
    if (p50.size() == 1) { // alone it would not be seen
        p50 = {p50[0] - QPointF(0.2, 0), p50[0] + QPointF(0.2, 0)};
        p95 = {p95[0] - QPointF(0.2, 0), p95[0] + QPointF(0.2, 0)};
    }
    m_p50.setSegments({p50});
    m_p95.setSegments({p95});
}

const ConcurrencyPoint *ConcurrencyChart::nearest(double active) const
{
    const auto found = std::min_element(m_points.cbegin(), m_points.cend(), [=](const auto &a, const auto &b) {
        return std::abs(double(a.active) - active) < std::abs(double(b.active) - active);
    });
    return found == m_points.cend() ? nullptr : &*found;
}

void ConcurrencyChart::mouseMoveEvent(QMouseEvent *event)
{
    const ConcurrencyPoint *point = nearest(toValue(event->position()).x());
    if (!point || !plotArea().contains(event->position()))
        return leaveEvent(nullptr);
    const double x = std::round(toPixels({double(point->active), yScale().min}).x()) + 0.5;
    m_crosshair->setLine(x, plotArea().top(), x, plotArea().bottom());
    m_crosshair->show();
    showTooltip(event->pos(), tr("%1 in flight").arg(formatCount(double(point->active))),
                {{theme().color(Theme::Role::ChartP50), QStringLiteral("p50"), formatDuration(point->p50)},
                 {theme().color(Theme::Role::ChartP95), QStringLiteral("p95"), formatDuration(point->p95)},
                 {{}, tr("Requests"), formatExact(point->count)}});
}

void ConcurrencyChart::leaveEvent(QEvent *event)
{
    m_crosshair->hide();
    hideTooltip();
    if (event)
        PlotView::leaveEvent(event);
}

} // namespace signalbox::ui
