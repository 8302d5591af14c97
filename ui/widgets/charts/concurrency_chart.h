// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/plot_view.h"
#include "widgets/charts/segmented_line.h"

class QGraphicsLineItem;

namespace signalbox::ui {

// Latency of the requests that began while so many were in flight on the server.
struct ConcurrencyPoint {
    qint64 active = 0;
    qint64 count = 0;
    double p50 = 0;
    double p95 = 0;
    bool operator==(const ConcurrencyPoint &) const = default;
};

// Concurrency against latency: a route that slows down under load climbs to the right.
class ConcurrencyChart : public PlotView {
    Q_OBJECT
public:
    ConcurrencyChart(const Theme &theme, QWidget *parent = nullptr);

    void setPoints(const QList<ConcurrencyPoint> &points); // by active, ascending
    QList<ChartFigure> legend() const;

protected:
    void recolour() override;
    void replot() override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    const ConcurrencyPoint *nearest(double active) const;

    QList<ConcurrencyPoint> m_points;
    SegmentedLine m_p50;
    SegmentedLine m_p95;
    QGraphicsLineItem *m_crosshair;
};

} // namespace signalbox::ui
