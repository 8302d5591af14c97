// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/users_model.h"

#include "widgets/format.h"

#include <QDateTime>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

void UsersModel::setUsers(const QList<UserRow> &users, bool hasMore)
{
    m_hasMore = hasMore;
    const bool same = std::ranges::equal(users, m_users, {}, &UserRow::id, &UserRow::id);
    if (!same)
        beginResetModel();
    m_users = users;
    if (!same)
        endResetModel();
    else if (!users.isEmpty())
        emit dataChanged(index(0, 0), index(int(users.size()) - 1, ColumnCount - 1));
}

// Someone who was created meanwhile may move others to the next part: none may be there twice.
void UsersModel::append(const QList<UserRow> &users, bool hasMore)
{
    m_hasMore = hasMore;
    QList<UserRow> fresh;
    std::ranges::copy_if(users, std::back_inserter(fresh), [this](const UserRow &user) { return rowOf(user.id) < 0; });
    if (fresh.isEmpty())
        return;
    beginInsertRows({}, int(m_users.size()), int(m_users.size() + fresh.size()) - 1);
    m_users.append(fresh);
    endInsertRows();
}

void UsersModel::update(const UserRow &user)
{
    const int row = rowOf(user.id);
    if (row < 0)
        return;
    m_users[row] = user;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int UsersModel::rowOf(const QString &id) const
{
    const auto found = std::ranges::find(m_users, id, &UserRow::id);
    return found == m_users.end() ? -1 : int(found - m_users.begin());
}

int UsersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_users.size());
}

int UsersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UsersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const UserRow &user = m_users[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(user, index.column());
    case Qt::ToolTipRole:
        return toolTip(user, index.column());
    case Qt::AccessibleTextRole:
        return QString(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() + ' '_L1
                       + text(user, index.column()));
    case Qt::TextAlignmentRole:
        return int((index.column() == Sessions ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant UsersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Sessions ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Email"),    tr("Name"),      tr("Role"),   tr("State"),
                                    tr("Sessions"), tr("Last seen"), tr("Created")};
    return titles[section];
}

bool UsersModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore;
}

void UsersModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        emit moreWanted();
}

QString UsersModel::sortKey(int column)
{
    switch (column) {
    case Email:
        return u"email"_s;
    case Name:
        return u"name"_s;
    case RoleColumn:
        return u"role"_s;
    case LastSeen:
        return u"lastSeenAt"_s;
    case Created:
        return u"createdAt"_s;
    default:
        return {};
    }
}

QString UsersModel::text(const UserRow &user, int column)
{
    switch (column) {
    case Email:
        return user.email;
    case Name:
        return user.name;
    case RoleColumn:
        return user.role;
    case State:
        return user.stateText();
    case Sessions:
        return formatExact(user.sessions);
    case LastSeen:
        return user.lastSeenMs == 0 ? tr("never") : formatAgo(user.lastSeenMs, QDateTime::currentMSecsSinceEpoch());
    default:
        return formatMoment(user.createdMs);
    }
}

QString UsersModel::toolTip(const UserRow &user, int column)
{
    if (column == LastSeen && user.lastSeenMs != 0)
        return formatMoment(user.lastSeenMs);
    return column == Sessions ? tr("%1 that can be refreshed").arg(formatExact(user.sessions)) : text(user, column);
}

} // namespace signalbox::ui
