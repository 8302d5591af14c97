// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "users/user.h"

#include <QJsonArray>
#include <QList>
#include <QString>

#include <limits>
#include <optional>

namespace signalbox::store {
class Connection;
}

namespace signalbox::users {

enum class UserOrder : quint8 { CreatedAt, Email, Name, Role, LastSeenAt };

// Which users, and in which order. A value.
struct UserSearch {
    QString text; // in email or name, without regard to case; its wildcards are text
    std::optional<http::Role> role;
    std::optional<bool> disabled;
    qint64 seenAfter = 0; // milliseconds since the epoch, both ends included
    qint64 seenBefore = std::numeric_limits<qint64>::max();
    UserOrder order = UserOrder::CreatedAt;
    bool descending = false;
    int limit = 20;
    int offset = 0; // the other way to go on, beside the cursor
    QString cursor; // UserPage::next of the page before
};

struct UserPage {
    QList<User> users;
    QString next; // empty: this was the last one
};

// Finds users in the database by its indexes: inside a piece of the pool's work, on its thread. Users of the same
// name, role or moment are in the order of their ids, so that pages neither miss nor repeat one.
class UserFinder {
public:
    explicit UserFinder(store::Connection &connection);

    qint64 count(const UserSearch &search, qint64 nowMs);
    // After count() of that search, which gave `total`. AppError 400 for a cursor of another order.
    UserPage page(const UserSearch &search, qint64 total, qint64 nowMs);

private:
    std::optional<QString> matches(const UserSearch &search);

    store::Connection &m_connection;
    std::optional<QString> m_matches; // of the text, when they are few
};

// "-createdAt" and the like; nothing for what is no order.
std::optional<std::pair<UserOrder, bool>> orderNamed(const QString &name);

} // namespace signalbox::users
