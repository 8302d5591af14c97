// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/badge.h"

#include <QFontMetrics>
#include <QPainter>

namespace signalbox::ui {

namespace {

constexpr int Height = 20;
constexpr int Padding = 6;
constexpr qreal Scale = 0.88;

QFont badgeFont(const Theme &theme)
{
    QFont font = theme.font(Scale);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

QSize badgeSize(const QString &text, const Theme &theme)
{
    return {QFontMetrics(badgeFont(theme)).horizontalAdvance(text) + 2 * Padding, Height};
}

QRect paintBadge(QPainter &painter, const QRect &rect, const QString &text, const Theme &theme, Theme::Role role)
{
    const QSize size = badgeSize(text, theme);
    const QRect badge(rect.left(), rect.center().y() - size.height() / 2 + 1, std::min(size.width(), rect.width()),
                      size.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.soft(role));
    painter.drawRoundedRect(badge, 4, 4);
    painter.setFont(badgeFont(theme));
    painter.setPen(theme.color(role));
    const QRect room = badge.adjusted(Padding - 1, 0, 1 - Padding, 0);
    painter.drawText(room, Qt::AlignCenter, painter.fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
    painter.restore();
    return badge;
}

BadgeLabel::BadgeLabel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void BadgeLabel::set(const QString &text, Theme::Role role)
{
    m_text = text;
    m_role = role;
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QString BadgeLabel::text() const
{
    return m_text;
}

QSize BadgeLabel::sizeHint() const
{
    return badgeSize(m_text, m_theme);
}

QSize BadgeLabel::minimumSizeHint() const
{
    return sizeHint();
}

void BadgeLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(painter, rect(), m_text, m_theme, m_role);
}

} // namespace signalbox::ui
