// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/plot_frame.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QPainter>

namespace signalbox::ui {

namespace {

constexpr double LabelGap = 6;
constexpr double LostBarHeight = 3;
constexpr double LostBarWidth = 2; // at least

QString toSecond(qint64 atMs)
{
    return QDateTime::fromMSecsSinceEpoch(atMs).toString(QStringLiteral("HH:mm:ss"));
}

} // namespace

PlotFrame::PlotFrame(QGraphicsItem *parent)
    : QGraphicsItem(parent)
{
    setZValue(1.8); // over QtCharts' background, under its grid
}

void PlotFrame::setGeometry(const QRectF &whole, const QRectF &plot)
{
    prepareGeometryChange();
    m_whole = whole;
    m_plot = plot;
}

void PlotFrame::setScales(const AxisScale &x, const AxisScale &y)
{
    m_x = x;
    m_y = y;
    update();
}

void PlotFrame::setHatched(const QList<TimeSpan> &spans)
{
    if (spans == m_hatched)
        return;
    m_hatched = spans;
    update();
}

void PlotFrame::setDisconnected(const QList<TimeSpan> &spans)
{
    if (spans == m_disconnected)
        return;
    m_disconnected = spans;
    update();
}

void PlotFrame::setStyle(const QFont &font, const QColor &text, const QColor &hatch, const QColor &lost)
{
    m_font = font;
    m_text = text;
    m_hatch = hatch;
    m_lost = lost;
    update();
}

void PlotFrame::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    painter->setFont(m_font);
    for (const TimeSpan &span : m_hatched)
        paintHatched(painter, span);
    for (const TimeSpan &span : m_disconnected)
        paintDisconnected(painter, span);
    painter->setPen(m_text);
    paintXLabels(painter);
    paintYLabels(painter);
}

void PlotFrame::paintXLabels(QPainter *painter) const
{
    const QFontMetricsF metrics(m_font);
    double free = m_whole.left();
    for (const AxisScale::Tick &tick : m_x.ticks) {
        const double width = metrics.horizontalAdvance(tick.label);
        const double center = m_plot.left() + m_x.position(tick.value) * m_plot.width();
        const double left = qBound(m_whole.left(), center - width / 2, m_whole.right() - width);
        if (left < free)
            continue;
        painter->drawText(QPointF(left, m_plot.bottom() + LabelGap + metrics.ascent()), tick.label);
        free = left + width + LabelGap;
    }
}

void PlotFrame::paintYLabels(QPainter *painter) const
{
    const QFontMetricsF metrics(m_font);
    double free = m_whole.bottom();
    for (const AxisScale::Tick &tick : m_y.ticks) {
        const double center = m_plot.bottom() - m_y.position(tick.value) * m_plot.height();
        const double top = qMax(m_whole.top(), center - metrics.height() / 2);
        if (top + metrics.height() > free)
            continue;
        const QRectF box(m_whole.left(), top, m_plot.left() - LabelGap - m_whole.left(), metrics.height());
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, tick.label);
        free = top;
    }
}

void PlotFrame::paintHatched(QPainter *painter, TimeSpan span) const
{
    const QRectF band = bandOf(span);
    if (band.width() < 1)
        return;
    painter->fillRect(band, QBrush(m_hatch, Qt::BDiagPattern));
    const QString label = QObject::tr("no data");
    const QFontMetricsF metrics(m_font);
    if (metrics.horizontalAdvance(label) + 2 * LabelGap > band.width())
        return;
    painter->setPen(m_text);
    painter->drawText(band, Qt::AlignCenter, label);
}

// The bar is above the plot, whose series would cover it: the server's figures of that time may be there.
void PlotFrame::paintDisconnected(QPainter *painter, TimeSpan span) const
{
    QRectF band = bandOf(span);
    if (double(span.toMs) < m_x.min || double(span.fromMs) > m_x.max)
        return;
    band.setWidth(qMax(band.width(), LostBarWidth));
    QColor tint = m_lost;
    tint.setAlphaF(0.06F);
    painter->fillRect(band, tint);
    painter->fillRect(QRectF(band.left(), band.top() - LostBarHeight, band.width(), LostBarHeight), m_lost);
    const QFontMetricsF metrics(m_font);
    const QString times = toSecond(span.fromMs) + QStringLiteral(" – ") + toSecond(span.toMs);
    for (const QString &label : {QObject::tr("connection lost %1").arg(times), QObject::tr("connection lost")}) {
        if (metrics.horizontalAdvance(label) + 2 * LabelGap > band.width())
            continue;
        painter->setPen(m_lost);
        painter->drawText(band.adjusted(0, 1, 0, 0), Qt::AlignHCenter | Qt::AlignTop, label);
        return;
    }
}

QRectF PlotFrame::bandOf(TimeSpan span) const
{
    const double left = m_plot.left() + m_x.position(double(span.fromMs)) * m_plot.width();
    const double right = m_plot.left() + m_x.position(double(span.toMs)) * m_plot.width();
    return {left, m_plot.top(), right - left, m_plot.height()};
}

} // namespace signalbox::ui
