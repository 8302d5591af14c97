// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/axis_scale.h"
#include "widgets/charts/series_data.h"

#include <QColor>
#include <QFont>
#include <QGraphicsItem>

namespace signalbox::ui {

// The labels around a plot the hatched parts in it of which nothing is known, and
// the bars over those in which the window was not connected. QtCharts' own labels take printf
// formats only and move the plot's edge with their width.
class PlotFrame : public QGraphicsItem {
public:
    explicit PlotFrame(QGraphicsItem *parent);

    void setGeometry(const QRectF &whole, const QRectF &plot);
    void setScales(const AxisScale &x, const AxisScale &y);
    void setHatched(const QList<TimeSpan> &spans);
    void setDisconnected(const QList<TimeSpan> &spans);
    void setStyle(const QFont &font, const QColor &text, const QColor &hatch, const QColor &lost);

    QRectF boundingRect() const override { return m_whole; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void paintXLabels(QPainter *painter) const;
    void paintYLabels(QPainter *painter) const;
    void paintHatched(QPainter *painter, TimeSpan span) const;
    void paintDisconnected(QPainter *painter, TimeSpan span) const;
    QRectF bandOf(TimeSpan span) const;

    QRectF m_whole;
    QRectF m_plot;
    AxisScale m_x;
    AxisScale m_y;
    QList<TimeSpan> m_hatched;
    QList<TimeSpan> m_disconnected;
    QFont m_font;
    QColor m_text;
    QColor m_hatch;
    QColor m_lost;
};

} // namespace signalbox::ui
