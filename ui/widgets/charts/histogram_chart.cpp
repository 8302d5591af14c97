// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/histogram_chart.h"

#include "widgets/format.h"
#include "widgets/theme.h"

#include <QChart>
#include <QGraphicsRectItem>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace signalbox::ui {

qint64 LatencyHistogram::total() const
{
    return std::accumulate(counts.cbegin(), counts.cend(), qint64{0});
}

qint64 LatencyHistogram::upTo(qsizetype bin) const
{
    return std::accumulate(counts.cbegin(), counts.cbegin() + bin + 1, qint64{0});
}

namespace {

// A logarithmic axis has no place for zero, where the bar of the fastest requests begins: it is drawn from 1 µs.
void liftZero(QList<double> &boundsMs)
{
    constexpr double microsecond = 0.001;
    if (boundsMs.size() > 1 && boundsMs[0] <= 0)
        boundsMs[0] = std::min(microsecond, boundsMs[1] / 2);
}

} // namespace

HistogramChart::HistogramChart(const Theme &theme, QWidget *parent)
    : PlotView(theme, AxisKind::Logarithmic, AxisKind::Linear, parent)
    , m_bars(tr("requests"), [this](QAbstractSeries *series) { addToPlot(series); })
    , m_hovered(new QGraphicsRectItem(chart()))
{
    const auto mark = [this](const QString &name, double Percentiles::*value, Theme::Role role) {
        const auto add = [this](QAbstractSeries *series) { addToPlot(series); };
        m_marks.push_back({name, value, int(role), std::make_unique<SegmentedLine>(name, add)});
    };
    mark(QStringLiteral("p50"), &Percentiles::p50, Theme::Role::ChartP50);
    mark(QStringLiteral("p95"), &Percentiles::p95, Theme::Role::ChartP95);
    mark(QStringLiteral("p99"), &Percentiles::p99, Theme::Role::ChartP99);
    m_hovered->setZValue(100);
    m_hovered->hide();
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setAccessibleName(tr("Latency histogram"));
    HistogramChart::recolour();
}

void HistogramChart::setHistogram(const LatencyHistogram &histogram, const Percentiles &percentiles)
{
    m_shown = histogram;
    liftZero(m_shown.boundsMs);
    m_percentiles = percentiles;
    replot();
    QStringList parts{formatCounted(m_shown.total(), tr("request"), tr("requests"))};
    for (const ChartFigure &figure : legend())
        parts.append(figure.name + QLatin1Char(' ') + figure.value);
    describe(parts.join(QStringLiteral(", ")));
}

QList<ChartFigure> HistogramChart::legend() const
{
    QList<ChartFigure> figures;
    for (const Mark &mark : m_marks)
        figures.append({theme().color(Theme::Role(mark.role)), mark.name, formatDuration(m_percentiles.*mark.value)});
    return figures;
}

void HistogramChart::recolour()
{
    QColor fill = theme().color(Theme::Role::Accent);
    fill.setAlphaF(0.55F);
    m_bars.setStyle(fill, Qt::NoPen);
    for (const Mark &mark : m_marks)
        mark.line->setPen(QPen(theme().color(Theme::Role(mark.role)), 1.75));
    m_hovered->setPen(Qt::NoPen);
    m_hovered->setBrush(theme().color(Theme::Role::Accent));
}

void HistogramChart::replot()
{
    m_hovered->hide();
    if (m_shown.counts.isEmpty() || m_shown.boundsMs.size() != m_shown.counts.size() + 1) {
        setScales(AxisScale::decades(0.1, 100, formatDuration), AxisScale::linear(0, formatCount));
        m_bars.setSegments({});
        for (const Mark &mark : m_marks)
            mark.line->setSegments({});
        return;
    }
    const qint64 most = *std::max_element(m_shown.counts.cbegin(), m_shown.counts.cend());
    setScales(AxisScale::decades(m_shown.boundsMs.constFirst(), m_shown.boundsMs.constLast(), formatDuration),
              AxisScale::linear(double(most), formatCount, 3));
    plotBars();
}

void HistogramChart::plotBars()
{
    StepArea::Segment segment;
    for (qsizetype i = 0; i < m_shown.counts.size(); ++i) {
        for (const double bound : {m_shown.boundsMs[i], m_shown.boundsMs[i + 1]}) {
            segment.lower.append({bound, 0});
            segment.upper.append({bound, double(m_shown.counts[i])});
        }
    }
    m_bars.setSegments({segment});
    for (const Mark &mark : m_marks) {
        const double at = m_percentiles.*mark.value;
        QList<QList<QPointF>> line;
        if (std::isfinite(at) && at > 0)
            line.append({QPointF(at, 0), QPointF(at, yScale().max)});
        mark.line->setSegments(line);
    }
}

void HistogramChart::mouseMoveEvent(QMouseEvent *event)
{
    const double value = toValue(event->position()).x();
    const auto above = std::upper_bound(m_shown.boundsMs.cbegin(), m_shown.boundsMs.cend(), value);
    const bool outside = above == m_shown.boundsMs.cbegin() || above == m_shown.boundsMs.cend();
    if (!plotArea().contains(event->position()) || outside) {
        m_hovered->hide();
        return hideTooltip();
    }
    showBin(above - m_shown.boundsMs.cbegin() - 1, event->pos());
}

void HistogramChart::showBin(qsizetype bin, QPoint position)
{
    const double from = m_shown.boundsMs[bin];
    const double to = m_shown.boundsMs[bin + 1];
    const QPointF top = toPixels({from, double(m_shown.counts[bin])});
    m_hovered->setRect(QRectF(top, toPixels({to, 0})));
    m_hovered->show();
    const double total = double(std::max<qint64>(1, m_shown.total()));
    showTooltip(position, tr("%1 to %2").arg(formatDuration(from), formatDuration(to)),
                {{{}, tr("Requests"), formatExact(m_shown.counts[bin])},
                 {{}, tr("Of all"), formatPercent(double(m_shown.counts[bin]) / total)},
                 {{}, tr("This fast or faster"), formatPercent(double(m_shown.upTo(bin)) / total)}});
}

void HistogramChart::leaveEvent(QEvent *event)
{
    m_hovered->hide();
    hideTooltip();
    PlotView::leaveEvent(event);
}

} // namespace signalbox::ui
