// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "users/user.h"
#include "users/user_search.h"

#include <QHash>
#include <QList>

#include <optional>

namespace signalbox::store {
class Connection;
class Query;
} // namespace signalbox::store

namespace signalbox::users {

// Users in the database: inside a piece of the pool's work, on its thread.
class UserRepository {
public:
    explicit UserRepository(store::Connection &connection);

    std::optional<User> find(const QByteArray &id);
    std::optional<User> findByEmail(const QString &email);
    QHash<QByteArray, QString> emailsOf(const QByteArrayList &ids); // of those whom there are
    // Nobody else changes them until the transaction ends.
    std::optional<User> lock(const QByteArray &id);
    // All admins, always in the same order, so that two that lock them can't wait for each other.
    QList<User> lockAdmins();
    bool hasAdmin(qint64 nowMs); // who is enabled

    void insert(const User &user); // DatabaseError UniqueViolation when the email is taken
    void update(const User &user);
    void remove(const QByteArray &id); // and the sessions

    // The moments in which users were last seen; later ones that are known already stay.
    void markSeen(const QHash<QByteArray, qint64> &seen);

private:
    store::Connection &m_connection;
};

// The columns that readUser() takes, as a literal for statements.
#define SIGNALBOX_USER_COLUMNS                                                                                         \
    "u.id, u.email, u.name, u.role, u.password_hash, u.disabled_at, u.disabled_until, u.last_seen_at, u.created_at,"   \
    " u.updated_at"
User readUser(const store::Query &row);

} // namespace signalbox::users
