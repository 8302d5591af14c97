// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/brand.h"

#include <QPainter>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int Height = 7 * Theme::Grid;
constexpr int MarkSize = 24;
constexpr int MarkLeft = Theme::Grid;
constexpr int RoomForName = 12 * Theme::Grid;

} // namespace

Brand::Brand(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_mark(u":/signalbox/signalbox.svg"_s)
{
    setAccessibleName(u"Signalbox"_s);
    setFixedHeight(Height);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize Brand::sizeHint() const
{
    return {MarkLeft + MarkSize, Height};
}

void Brand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    m_mark.paint(&painter, MarkLeft, (height() - MarkSize) / 2, MarkSize, MarkSize);
    if (width() < RoomForName)
        return;
    QFont font = m_theme.font(1.15);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(m_theme.color(Theme::Role::Text));
    painter.drawText(rect().adjusted(MarkLeft + MarkSize + 10, 0, 0, 0), Qt::AlignVCenter, u"Signalbox"_s);
}

} // namespace signalbox::ui
