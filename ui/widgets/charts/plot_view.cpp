// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/plot_view.h"

#include "widgets/charts/plot_frame.h"
#include "widgets/theme.h"

#include <QAbstractSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLogValueAxis>
#include <QValueAxis>
#include <QWheelEvent>

namespace signalbox::ui {

namespace {

QAbstractAxis *makeAxis(PlotView::AxisKind kind, QObject *parent)
{
    if (kind == PlotView::AxisKind::Logarithmic) {
        auto *axis = new QLogValueAxis(parent);
        axis->setBase(10);
        return axis;
    }
    auto *axis = new QValueAxis(parent);
    axis->setTickType(QValueAxis::TicksDynamic);
    return axis;
}

void applyScale(QAbstractAxis *axis, const AxisScale &scale)
{
    if (auto *values = qobject_cast<QValueAxis *>(axis)) {
        values->setTickAnchor(scale.ticks.isEmpty() ? scale.min : scale.ticks.constFirst().value);
        values->setTickInterval(scale.step);
    }
    axis->setRange(scale.min, scale.max);
}

} // namespace

PlotView::PlotView(const Theme &theme, AxisKind xKind, AxisKind yKind, QWidget *parent)
    : QChartView(new QChart, parent)
    , m_theme(theme)
    , m_xAxis(makeAxis(xKind, this))
    , m_yAxis(makeAxis(yKind, this))
    , m_frame(new PlotFrame(chart()))
{
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->addAxis(m_xAxis, Qt::AlignBottom);
    chart()->addAxis(m_yAxis, Qt::AlignLeft);
    for (QAbstractAxis *axis : {m_xAxis, m_yAxis}) {
        axis->setLabelsVisible(false);
        axis->setLineVisible(false);
        axis->setMinorGridLineVisible(false);
    }
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumHeight(72);
    connect(&m_theme, &Theme::changed, this, &PlotView::applyTheme);
    applyTheme();
}

QRectF PlotView::plotArea() const
{
    const QRectF area = QRectF(rect()).adjusted(LeftMargin, TopMargin, -RightMargin, -BottomMargin);
    return {area.topLeft(), QSizeF(qMax(1.0, area.width()), qMax(1.0, area.height()))};
}

QPointF PlotView::toPixels(QPointF value) const
{
    const QRectF area = plotArea();
    return {area.left() + m_xScale.position(value.x()) * area.width(),
            area.bottom() - m_yScale.position(value.y()) * area.height()};
}

QPointF PlotView::toValue(QPointF pixels) const
{
    const QRectF area = plotArea();
    const double x = qBound(0.0, (pixels.x() - area.left()) / area.width(), 1.0);
    const double y = qBound(0.0, (area.bottom() - pixels.y()) / area.height(), 1.0);
    return {m_xScale.value(x), m_yScale.value(y)};
}

void PlotView::setScales(const AxisScale &x, const AxisScale &y)
{
    m_xScale = x;
    m_yScale = y;
    applyScale(m_xAxis, x);
    applyScale(m_yAxis, y);
    m_frame->setScales(x, y);
}

void PlotView::addToPlot(QAbstractSeries *series)
{
    chart()->addSeries(series);
    series->attachAxis(m_xAxis);
    series->attachAxis(m_yAxis);
}

void PlotView::setHatched(const QList<TimeSpan> &spans)
{
    m_frame->setHatched(spans);
}

void PlotView::setDisconnected(const QList<TimeSpan> &spans)
{
    m_frame->setDisconnected(spans);
}

void PlotView::describe(const QString &currentValues)
{
    if (accessibleDescription() != currentValues)
        setAccessibleDescription(currentValues);
}

void PlotView::showTooltip(QPoint position, const QString &heading, const QList<ChartFigure> &figures)
{
    if (!m_tooltip || m_tooltip->parentWidget() != window()) {
        delete m_tooltip;
        m_tooltip = new ChartTooltip(m_theme, window());
    }
    m_tooltip->setContent(heading, figures);
    m_tooltip->placeBeside(mapTo(window(), position));
    m_tooltip->show();
    m_tooltip->raise();
}

void PlotView::hideTooltip()
{
    if (m_tooltip)
        m_tooltip->hide();
}

void PlotView::resizeEvent(QResizeEvent *event)
{
    chart()->setPlotArea(plotArea()); // before the chart's layout, which places the grid, is told of its size
    QChartView::resizeEvent(event);
    m_frame->setGeometry(QRectF(rect()), plotArea());
    replot();
}

void PlotView::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the page scrolls
}

void PlotView::hideEvent(QHideEvent *event)
{
    hideTooltip();
    QChartView::hideEvent(event);
}

void PlotView::applyTheme()
{
    const QPen grid(m_theme.color(Theme::Role::ChartGrid), 1);
    m_yAxis->setGridLinePen(grid);
    m_xAxis->setGridLinePen(grid);
    QColor hatch = m_theme.color(Theme::Role::TextMuted);
    hatch.setAlphaF(0.35F);
    m_frame->setStyle(m_theme.font(0.85), m_theme.color(Theme::Role::TextMuted), hatch,
                      m_theme.color(Theme::Role::Danger));
    recolour();
}

} // namespace signalbox::ui
