// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/users/user_row.h"

#include <QAbstractTableModel>

namespace signalbox::ui {

// The users that have come so far, in the server's order; the view asks for more as it is scrolled. Main thread.
class UsersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Email, Name, RoleColumn, State, Sessions, LastSeen, Created, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setUsers(const QList<UserRow> &users, bool hasMore); // anew; in place when they are the same ones
    void append(const QList<UserRow> &users, bool hasMore);
    void update(const UserRow &user); // if it is there
    const UserRow &user(int row) const { return m_users[row]; }
    int rowOf(const QString &id) const; // -1: not there

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    static QString sortKey(int column); // of the admin API; empty: the server can't sort by it

signals:
    void moreWanted();

private:
    static QString text(const UserRow &user, int column);
    static QString toolTip(const UserRow &user, int column);

    QList<UserRow> m_users;
    bool m_hasMore = false;
};

} // namespace signalbox::ui
