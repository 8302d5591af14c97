// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/rail_button.h"

#include "widgets/format.h"

#include <QPainter>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using Role = Theme::Role;

constexpr int Height = 36;
constexpr int Padding = 12;
constexpr int TextLeft = Padding + Theme::IconSize + Theme::Grid + 4;

} // namespace

RailButton::RailButton(const Theme &theme, const QString &icon, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icon(icon)
{
    setText(text);
    setAccessibleName(text);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RailButton::setBadge(int count)
{
    if (count == m_badge)
        return;
    m_badge = count;
    setAccessibleDescription(count == 0 ? QString() : tr("%1 need a look").arg(count));
    update();
}

int RailButton::badge() const
{
    return m_badge;
}

void RailButton::setFolded(bool folded)
{
    m_folded = folded;
    update();
}

QSize RailButton::sizeHint() const
{
    return {Padding + Theme::IconSize + Padding, Height};
}

void RailButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter);
    paintIcon(painter);
    if (!m_folded) {
        QFont font = m_theme.font();
        font.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(m_theme.color(isChecked() || underMouse() ? Role::Text : Role::TextMuted));
        painter.drawText(rect().adjusted(TextLeft, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text());
    }
    if (m_badge > 0)
        paintBadgeCount(painter);
}

void RailButton::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RailButton::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void RailButton::paintGround(QPainter &painter) const
{
    const QRectF ground = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(hasFocus() ? QPen(m_theme.color(Role::Accent)) : QPen(Qt::NoPen));
    painter.setBrush(isChecked() || underMouse() ? QBrush(m_theme.color(Role::Selection)) : QBrush(Qt::NoBrush));
    painter.setOpacity(isChecked() || hasFocus() ? 1.0 : 0.6);
    painter.drawRoundedRect(ground, Theme::Radius, Theme::Radius);
    painter.setOpacity(1.0);
}

void RailButton::paintIcon(QPainter &painter) const
{
    const int left = m_folded ? (width() - Theme::IconSize) / 2 : Padding;
    const QRect place(left, (height() - Theme::IconSize) / 2, Theme::IconSize, Theme::IconSize);
    const Role role = isChecked() ? Role::Accent : underMouse() ? Role::Text : Role::TextMuted;
    m_theme.icon(m_icon, role).paint(&painter, place);
}

void RailButton::paintBadgeCount(QPainter &painter) const
{
    painter.setPen(Qt::NoPen);
    if (m_folded) {
        painter.setBrush(m_theme.color(Role::Danger));
        painter.drawEllipse(QPointF(width() / 2.0 + 9, height() / 2.0 - 9), 3.5, 3.5);
        return;
    }
    QFont font = m_theme.font(0.85);
    font.setWeight(QFont::DemiBold);
    const QString count = formatCount(m_badge);
    const int wide = std::max(QFontMetrics(font).horizontalAdvance(count) + 12, 20);
    const QRect pill(width() - wide - Theme::Grid, (height() - 18) / 2, wide, 18);
    painter.setBrush(m_theme.soft(Role::Danger));
    painter.drawRoundedRect(pill, 9, 9);
    painter.setFont(font);
    painter.setPen(m_theme.color(Role::Danger));
    painter.drawText(pill, Qt::AlignCenter, count);
}

} // namespace signalbox::ui
