// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/color_dot.h"

#include <QPainter>

namespace signalbox::ui {

QPixmap colorDot(const QColor &color, qreal devicePixelRatio, int leftMargin)
{
    QPixmap pixmap(QSize(leftMargin + 12, 12) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(leftMargin + 1, 1, 10, 10), 3, 3);
    return pixmap;
}

} // namespace signalbox::ui
