// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPixmap>

class QColor;

namespace signalbox::ui {

// The mark of a server's colour, 12 pixels wide and as much as the left margin. Main thread.
QPixmap colorDot(const QColor &color, qreal devicePixelRatio, int leftMargin = 0);

} // namespace signalbox::ui
