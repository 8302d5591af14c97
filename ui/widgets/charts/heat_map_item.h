// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/axis_scale.h"
#include "widgets/charts/series_data.h"

#include <QGraphicsItem>
#include <QImage>

#include <array>

namespace signalbox::ui {

class Theme;

// How many requests took how long, and when: a column for each step, a cell for each range of latency, coloured by
// its count on a logarithmic scale. Lies in a chart's plot; its image is made anew only when the data or size change.
class HeatMapItem : public QGraphicsItem {
public:
    explicit HeatMapItem(QGraphicsItem *parent);

    void setTheme(const Theme &theme);
    void render(const SeriesData &series, const AxisScale &x, const AxisScale &y, const QRectF &plot,
                double pixelRatio);
    const QImage &image() const { return m_image; }

    QRectF boundingRect() const override { return m_plot; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;

private:
    void paintColumn(const SeriesPoint &point, int left, int right, double logLargest);

    std::array<QRgb, 256> m_colours{};
    QImage m_image;
    QRectF m_plot;
    QList<std::pair<int, int>> m_binRows; // top and bottom pixel rows of each bin
};

} // namespace signalbox::ui
