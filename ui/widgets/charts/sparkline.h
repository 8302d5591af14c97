// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QList>
#include <QRectF>

class QPainter;

namespace signalbox::ui {

// A line of the recent past, without axes. NaN is a gap. With fewer than two values nothing is drawn.
void paintSparkline(QPainter &painter, const QRectF &area, const QList<double> &values, const QColor &colour);

} // namespace signalbox::ui
