// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QAbstractButton>

namespace signalbox::ui {

// A colour to choose. Main thread.
class Swatch : public QAbstractButton {
    Q_OBJECT
public:
    Swatch(const Theme &theme, const QColor &color, QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QColor m_color;
};

} // namespace signalbox::ui
