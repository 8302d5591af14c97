// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/heat_map_item.h"

#include "widgets/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

namespace {

// Under the lines, over the grid: QtCharts puts grids at 2, axes at 3 and series from 4.
constexpr double HeatZ = 2.5;

qint64 largestCount(const SeriesData &series, const AxisScale &x)
{
    qint64 largest = 1;
    for (const SeriesPoint &point : series.points()) {
        if (double(point.atMs + series.stepMs()) <= x.min || double(point.atMs) >= x.max)
            continue;
        for (const HeatCell &cell : point.heat)
            largest = std::max(largest, cell.count);
    }
    return largest;
}

QList<std::pair<int, int>> binRows(const QList<double> &bounds, const AxisScale &y, int height)
{
    QList<std::pair<int, int>> rows;
    const auto row = [&](double value) { return int(std::lround((1 - y.position(value)) * height)); };
    for (qsizetype i = 0; i + 1 < bounds.size(); ++i)
        rows.append({row(bounds[i + 1]), row(bounds[i])});
    return rows;
}

} // namespace

HeatMapItem::HeatMapItem(QGraphicsItem *parent)
    : QGraphicsItem(parent)
{
    setZValue(HeatZ);
}

void HeatMapItem::setTheme(const Theme &theme)
{
    for (size_t i = 0; i < m_colours.size(); ++i)
        m_colours[i] = qPremultiply(theme.heat(double(i) / double(m_colours.size() - 1)).rgba());
}

void HeatMapItem::render(const SeriesData &series, const AxisScale &x, const AxisScale &y, const QRectF &plot,
                         double pixelRatio)
{
    if (plot != m_plot)
        prepareGeometryChange();
    m_plot = plot;
    const QSize size = (plot.size() * pixelRatio).toSize();
    if (m_image.size() != size)
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
    m_image.fill(Qt::transparent);
    m_binRows = binRows(series.heatBoundsMs(), y, size.height());
    const double logLargest = std::log1p(double(largestCount(series, x)));
    for (const SeriesPoint &point : series.points()) {
        const auto column = [&](qint64 at) { return int(std::lround(x.position(double(at)) * size.width())); };
        const int left = column(point.atMs);
        const int right = column(point.atMs + series.stepMs());
        if (right > left)
            paintColumn(point, left, right, logLargest);
    }
    update();
}

void HeatMapItem::paintColumn(const SeriesPoint &point, int left, int right, double logLargest)
{
    for (const HeatCell &cell : point.heat) {
        if (cell.bin < 0 || cell.bin >= m_binRows.size() || cell.count <= 0)
            continue;
        const auto [top, bottom] = m_binRows[cell.bin];
        const double intensity = std::min(1.0, std::log1p(double(cell.count)) / logLargest);
        const QRgb colour = m_colours[size_t(std::lround(intensity * double(m_colours.size() - 1)))];
        for (int row = std::max(0, top); row < std::min(bottom, m_image.height()); ++row) {
            auto *line = reinterpret_cast<QRgb *>(m_image.scanLine(row));
            std::fill(line + left, line + std::min(right, m_image.width()), colour);
        }
    }
}

void HeatMapItem::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    if (!m_image.isNull())
        painter->drawImage(m_plot, m_image);
}

} // namespace signalbox::ui
