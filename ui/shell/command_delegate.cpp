// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/command_delegate.h"

#include "shell/command_model.h"

#include <QPainter>

namespace signalbox::ui {

namespace {

using Role = Theme::Role;

constexpr int Padding = 10;
constexpr int TextLeft = Padding + Theme::IconSize + 10;
constexpr int RightRoom = 26 * Theme::Grid;

} // namespace

CommandDelegate::CommandDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void CommandDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setOpacity(option.state & QStyle::State_Selected ? 1.0 : 0.5);
        painter->setBrush(m_theme.color(Role::Selection));
        painter->drawRoundedRect(option.rect, Theme::Radius, Theme::Radius);
        painter->setOpacity(1.0);
    }
    const QRect icon(option.rect.left() + Padding, option.rect.center().y() - Theme::IconSize / 2 + 1, Theme::IconSize,
                     Theme::IconSize);
    m_theme.icon(index.data(CommandModel::IconRole).toString(), Role::TextMuted).paint(painter, icon);
    paintTitle(*painter, option.rect.adjusted(TextLeft, 0, -RightRoom, 0), index);
    const QString keys = index.data(CommandModel::KeysRole).toString();
    const QString group = index.data(CommandModel::GroupRole).toString();
    painter->setFont(m_theme.font(0.9));
    painter->setPen(m_theme.color(Role::TextMuted));
    painter->drawText(option.rect.adjusted(0, 0, -Padding, 0), Qt::AlignRight | Qt::AlignVCenter,
                      keys.isEmpty() ? group : group + QStringLiteral("   ") + keys);
    painter->restore();
}

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, RowHeight};
}

void CommandDelegate::paintTitle(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const QFont plain = m_theme.font();
    QFont marked = plain;
    marked.setWeight(QFont::Bold);
    const auto positions = index.data(CommandModel::PositionsRole).value<QList<int>>();
    const QString title = QFontMetrics(plain).elidedText(index.data().toString(), Qt::ElideRight, rect.width());
    int left = rect.left();
    for (int at = 0; at < title.size(); ++at) {
        const bool hit = positions.contains(at);
        painter.setFont(hit ? marked : plain);
        painter.setPen(m_theme.color(hit ? Role::Accent : Role::Text));
        const QString character = title.mid(at, 1);
        painter.drawText(QRect(left, rect.top(), rect.width(), rect.height()), Qt::AlignVCenter, character);
        left += painter.fontMetrics().horizontalAdvance(character);
    }
}

} // namespace signalbox::ui
