// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/swatch.h"

#include <QPainter>

namespace signalbox::ui {

namespace {

constexpr int Side = 24;

} // namespace

Swatch::Swatch(const Theme &theme, const QColor &color, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_color(color)
{
    setCheckable(true);
    setFixedSize(Side, Side);
    setFocusPolicy(Qt::StrongFocus);
}

QSize Swatch::sizeHint() const
{
    return {Side, Side};
}

void Swatch::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF whole = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    if (isChecked() || hasFocus()) {
        painter.setPen(QPen(m_theme.color(isChecked() ? Theme::Role::Text : Theme::Role::Accent), 2));
        painter.drawRoundedRect(whole, Theme::Radius, Theme::Radius);
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_color);
    painter.drawRoundedRect(whole.adjusted(3, 3, -3, -3), 4, 4);
}

} // namespace signalbox::ui
