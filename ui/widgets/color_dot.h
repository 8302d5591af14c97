// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPixmap>

class QColor;

namespace signalbox::ui {

// The mark of a server's colour, 12 pixels wide. Main thread.
QPixmap colorDot(const QColor &color, qreal devicePixelRatio);

} // namespace signalbox::ui
