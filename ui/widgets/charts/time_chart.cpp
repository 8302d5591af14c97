// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/time_chart.h"

#include "widgets/charts/chart_timeline.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QChart>
#include <QGraphicsEllipseItem>
#include <QGraphicsLineItem>
#include <QGraphicsRectItem>
#include <QKeyEvent>
#include <QMouseEvent>

#include <cmath>
#include <limits>

namespace signalbox::ui {

namespace {
constexpr double OverlayZ = 100; // over all series
constexpr double MarkRadius = 3.5;
constexpr double NoValue = std::numeric_limits<double>::quiet_NaN();
} // namespace

TimeChart::TimeChart(const Theme &theme, ChartTimeline &timeline, AxisKind yKind, QWidget *parent)
    : PlotView(theme, AxisKind::Linear, yKind, parent)
    , m_timeline(timeline)
    , m_crosshair(new QGraphicsLineItem(chart()))
    , m_selection(new QGraphicsRectItem(chart()))
{
    m_crosshair->setZValue(OverlayZ);
    m_crosshair->hide();
    m_selection->setZValue(OverlayZ - 1);
    m_selection->hide();
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::CrossCursor);
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(0);
    connect(&m_refresh, &QTimer::timeout, this, &TimeChart::refresh);
    connect(&m_timeline, &ChartTimeline::spanChanged, this, &TimeChart::replot);
    connect(&m_timeline, &ChartTimeline::disconnectedChanged, this, &TimeChart::replot);
    connect(&m_timeline, &ChartTimeline::hoverChanged, this, &TimeChart::showHover);
    connect(&m_timeline, &ChartTimeline::selectionChanged, this, &TimeChart::showSelection);
}

AxisScale TimeChart::timeScale() const
{
    const TimeSpan span = m_timeline.span();
    return AxisScale::time(span.fromMs, span.toMs, plotArea().width());
}

qint64 TimeChart::timeAt(double x) const
{
    return std::llround(toValue({x, 0}).x());
}

void TimeChart::replot()
{
    if (isVisible())
        m_refresh.start();
}

void TimeChart::recolour()
{
    m_crosshair->setPen(QPen(theme().color(Theme::Role::TextMuted), 1, Qt::DashLine));
    QColor fill = theme().color(Theme::Role::Accent);
    m_selection->setPen(QPen(fill, 1));
    fill.setAlphaF(0.18F);
    m_selection->setBrush(fill);
    replot();
}

void TimeChart::showEvent(QShowEvent *event)
{
    PlotView::showEvent(event);
    replot();
}

void TimeChart::refresh()
{
    plot();
    setHatched(gaps(m_timeline.span().toMs));
    setDisconnected(m_timeline.disconnected());
    followPointer();
    showHover();
    showSelection();
    describeNow();
}

// The time under a pointer at rest changes with what the chart shows.
void TimeChart::followPointer()
{
    if (!m_pointer)
        return;
    m_timeline.setHover(timeAt(m_pointer->x()));
    updateTooltip(*m_pointer, toValue(*m_pointer).y());
}

void TimeChart::describeNow()
{
    QStringList parts;
    for (const ChartFigure &figure : legend())
        parts.append(figure.name + QLatin1Char(' ') + figure.value);
    describe(parts.isEmpty() ? tr("No data yet") : parts.join(QStringLiteral(", ")));
    emit legendChanged();
}

qsizetype TimeChart::hovered() const
{
    const auto hover = m_timeline.hoverMs();
    return hover ? pointAt(*hover) : -1;
}

QList<ChartFigure> TimeChart::legend() const
{
    if (pointCount() == 0)
        return {};
    const qsizetype point = m_timeline.hoverMs() ? hovered() : pointCount() - 1;
    QList<ChartFigure> shown = figuresOf(point);
    if (point < 0) {
        for (ChartFigure &figure : shown)
            figure.value = QStringLiteral("–");
    }
    return shown;
}

void TimeChart::showHover()
{
    const auto hover = m_timeline.hoverMs();
    m_crosshair->setVisible(hover.has_value());
    if (hover) {
        const QRectF area = plotArea();
        const qsizetype point = hovered();
        const double at = point >= 0 ? double(timeOf(point)) + double(stepMs()) / 2 : double(*hover);
        const double x = std::round(toPixels({at, yScale().min}).x()) + 0.5;
        m_crosshair->setLine(x, area.top(), x, area.bottom());
        showMarks(point, x);
    } else {
        showMarks(-1, 0);
        hideTooltip();
    }
    emit legendChanged();
}

void TimeChart::showMarks(qsizetype point, double x)
{
    const auto wanted = point >= 0 ? marksOf(point) : QList<std::pair<double, QColor>>{};
    while (m_marks.size() < wanted.size()) {
        auto *mark = new QGraphicsEllipseItem(-MarkRadius, -MarkRadius, 2 * MarkRadius, 2 * MarkRadius, chart());
        mark->setZValue(OverlayZ + 1);
        m_marks.append(mark);
    }
    for (qsizetype i = 0; i < m_marks.size(); ++i) {
        m_marks[i]->setVisible(i < wanted.size());
        if (i >= wanted.size())
            continue;
        m_marks[i]->setPos(x, toPixels({xScale().min, wanted[i].first}).y());
        m_marks[i]->setBrush(wanted[i].second);
        m_marks[i]->setPen(QPen(theme().color(Theme::Role::Surface), 1.5));
    }
}

void TimeChart::showSelection()
{
    const auto selection = m_timeline.selection();
    m_selection->setVisible(selection.has_value());
    if (!selection)
        return;
    const double left = toPixels({double(selection->fromMs), yScale().min}).x();
    const double right = toPixels({double(selection->toMs), yScale().min}).x();
    const QRectF area = plotArea();
    m_selection->setRect(QRectF(QPointF(left, area.top()), QPointF(right, area.bottom())).normalized());
}

void TimeChart::updateTooltip(QPoint position, double y)
{
    const auto hover = m_timeline.hoverMs();
    if (!hover)
        return;
    const qsizetype point = hovered();
    const qint64 at = point >= 0 ? timeOf(point) : *hover;
    const QString heading = formatClock(at);
    QList<ChartFigure> shown = point >= 0 ? detailsOf(point, y) : QList<ChartFigure>{{{}, tr("No data"), {}}};
    if (m_timeline.wasDisconnected(at))
        shown.append({theme().color(Theme::Role::Danger), tr("not connected then"), {}});
    showTooltip(position, heading, shown);
}

void TimeChart::select(qint64 anchorMs, qint64 otherMs)
{
    const qint64 step = stepMs();
    const auto [from, to] = std::minmax(anchorMs, otherMs);
    const TimeSpan span{from / step * step, (to + step - 1) / step * step};
    m_timeline.setSelection(span);
}

void TimeChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !plotArea().contains(event->position()))
        return;
    m_anchorMs = timeAt(event->position().x());
    m_pressed = event->pos();
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_anchorMs && !plotArea().contains(event->position()))
        return endHover();
    m_pointer = event->pos();
    if (m_anchorMs && std::abs(event->pos().x() - m_pressed.x()) >= QApplication::startDragDistance() / 2)
        select(*m_anchorMs, timeAt(event->position().x()));
    followPointer();
}

void TimeChart::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_anchorMs)
        return;
    m_anchorMs.reset();
    m_timeline.pickSelection();
}

void TimeChart::mouseDoubleClickEvent(QMouseEvent *)
{
    m_anchorMs.reset();
    m_timeline.setSelection(std::nullopt);
    m_timeline.goLive();
}

void TimeChart::leaveEvent(QEvent *event)
{
    if (!m_anchorMs)
        endHover();
    PlotView::leaveEvent(event);
}

void TimeChart::focusOutEvent(QFocusEvent *event)
{
    endHover();
    m_timeline.setSelection(std::nullopt);
    PlotView::focusOutEvent(event);
}

void TimeChart::endHover()
{
    m_pointer.reset();
    m_timeline.setHover(std::nullopt);
}

void TimeChart::moveHover(int steps, bool selecting)
{
    if (pointCount() == 0)
        return;
    const TimeSpan span = m_timeline.span();
    const qint64 from = m_timeline.hoverMs().value_or(timeOf(pointCount() - 1));
    const qint64 to = qBound(span.fromMs, from + steps * stepMs(), span.toMs - 1);
    if (selecting) {
        const auto selection = m_timeline.selection();
        const qint64 anchor = !selection ? from : (selection->fromMs < from ? selection->fromMs : selection->toMs);
        select(anchor, to);
    } else {
        m_timeline.setSelection(std::nullopt);
    }
    m_pointer.reset();
    m_timeline.setHover(to);
    updateTooltip(toPixels({double(to), yScale().max}).toPoint(), NoValue);
}

void TimeChart::keyPressEvent(QKeyEvent *event)
{
    const bool selecting = event->modifiers().testFlag(Qt::ShiftModifier);
    const int steps = event->modifiers().testFlag(Qt::ControlModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return moveHover(-steps, selecting);
    case Qt::Key_Right:
        return moveHover(steps, selecting);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return m_timeline.pickSelection();
    case Qt::Key_Escape:
        if (m_timeline.selection() || m_anchorMs) {
            m_anchorMs.reset();
            return m_timeline.setSelection(std::nullopt);
        }
        return m_timeline.goLive();
    default:
        event->ignore(); // not the view's scrolling
    }
}

} // namespace signalbox::ui
