// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/users_delegate.h"

#include "pages/users/users_model.h"
#include "widgets/badge.h"

#include <QApplication>

namespace signalbox::ui {

namespace {

const UserRow &userOf(const QModelIndex &index)
{
    return static_cast<const UsersModel *>(index.model())->user(index.row());
}

bool isBadge(const QModelIndex &index)
{
    return index.column() == UsersModel::RoleColumn || index.column() == UsersModel::State;
}

} // namespace

UsersDelegate::UsersDelegate(const Theme &theme, QTableView &table)
    : InsetDelegate(theme, table)
    , m_theme(theme)
{
}

void UsersDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    InsetDelegate::paint(painter, option, index);
    if (!isBadge(index))
        return;
    const UserRow &user = userOf(index);
    const Theme::Role colour = index.column() == UsersModel::State ? user.stateColour() : user.roleColour();
    paintBadge(*painter, option.rect.adjusted(Theme::Grid, 0, -Theme::Grid, 0), index.data().toString(), m_theme,
               colour);
}

void UsersDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    InsetDelegate::initStyleOption(option, index);
    if (isBadge(index))
        option->text.clear();
    const bool strong = index.column() == UsersModel::Email && !userOf(index).disabled;
    const QColor colour =
        m_theme.color(strong || index.column() == UsersModel::Name ? Theme::Role::Text : Theme::Role::TextMuted);
    option->palette.setColor(QPalette::Text, colour);
    option->palette.setColor(QPalette::HighlightedText, colour);
}

} // namespace signalbox::ui
