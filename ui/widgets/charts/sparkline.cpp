// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace signalbox::ui {

namespace {

void closeArea(QPainter &painter, QPainterPath path, const QRectF &area, const QColor &colour)
{
    if (path.elementCount() < 2)
        return;
    const double left = path.elementAt(0).x;
    path.lineTo(path.currentPosition().x(), area.bottom());
    path.lineTo(left, area.bottom());
    QColor fill = colour;
    fill.setAlphaF(0.14F);
    painter.fillPath(path, fill);
}

} // namespace

void paintSparkline(QPainter &painter, const QRectF &area, const QList<double> &values, const QColor &colour)
{
    double largest = 0;
    for (const double value : values)
        largest = std::isfinite(value) ? std::max(largest, value) : largest;
    if (values.size() < 2)
        return;
    const double step = area.width() / double(values.size() - 1);
    const double scale = largest > 0 ? (area.height() - 2) / largest : 0;
    painter.setBrush(Qt::NoBrush);
    QPainterPath path;
    const auto finish = [&] {
        closeArea(painter, path, area, colour);
        painter.strokePath(path, QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        path = QPainterPath();
    };
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            finish();
            continue;
        }
        const QPointF point(area.left() + double(i) * step, area.bottom() - 1 - values[i] * scale);
        if (path.elementCount() == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    finish();
}

} // namespace signalbox::ui
