// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_repository.h"

#include "auth/role_names.h"
#include "store/connection.h"

namespace signalbox::users {

using namespace Qt::Literals::StringLiterals;
using store::Value;

namespace {

std::optional<User> first(store::Query rows)
{
    return rows.next() ? std::optional(readUser(rows)) : std::nullopt;
}

} // namespace

User readUser(const store::Query &row)
{
    User user;
    user.id = row.ascii(0);
    user.email = row.text(1);
    user.name = row.text(2);
    user.role = auth::roleNamed(row.text(3)).value_or(http::Role::User);
    user.passwordHash = row.ascii(4);
    user.disabledAt = row.numberOrNull(5);
    user.disabledUntil = row.numberOrNull(6);
    user.lastSeenAt = row.numberOrNull(7).value_or(0);
    user.createdAt = row.number(8);
    user.updatedAt = row.number(9);
    return user;
}

UserRepository::UserRepository(store::Connection &connection)
    : m_connection(connection)
{
}

std::optional<User> UserRepository::find(const QByteArray &id)
{
    return first(m_connection.run("SELECT " SIGNALBOX_USER_COLUMNS " FROM users u WHERE u.id = ?", {Value::ascii(id)}));
}

std::optional<User> UserRepository::findByEmail(const QString &email)
{
    return first(m_connection.run("SELECT " SIGNALBOX_USER_COLUMNS " FROM users u WHERE u.email_key = ?",
                                  {comparedForm(email)}));
}

QHash<QByteArray, QString> UserRepository::emailsOf(const QByteArrayList &ids)
{
    QHash<QByteArray, QString> emails;
    for (const QByteArray &id : ids) {
        auto rows = m_connection.run("SELECT email FROM users WHERE id = ?", {Value::ascii(id)});
        if (rows.next())
            emails.insert(id, rows.text(0));
    }
    return emails;
}

// SQLite's writer is alone anyway.
std::optional<User> UserRepository::lock(const QByteArray &id)
{
    return first(m_connection.run({"SELECT " SIGNALBOX_USER_COLUMNS " FROM users u WHERE u.id = ?",
                                   "SELECT " SIGNALBOX_USER_COLUMNS " FROM users u WHERE u.id = ? FOR UPDATE"},
                                  {Value::ascii(id)}));
}

QList<User> UserRepository::lockAdmins()
{
    auto rows = m_connection.run({"SELECT " SIGNALBOX_USER_COLUMNS " FROM users u WHERE u.role = 'admin' ORDER BY u.id",
                                  "SELECT " SIGNALBOX_USER_COLUMNS
                                  " FROM users u WHERE u.role = 'admin' ORDER BY u.id FOR UPDATE"});
    QList<User> admins;
    while (rows.next())
        admins.append(readUser(rows));
    return admins;
}

bool UserRepository::hasAdmin(qint64 nowMs)
{
    auto rows = m_connection.run("SELECT 1 FROM users WHERE role = 'admin'"
                                 " AND (disabled_at IS NULL OR disabled_until <= ?) LIMIT 1",
                                 {nowMs});
    return rows.next();
}

void UserRepository::insert(const User &user)
{
    m_connection.change("INSERT INTO users (id, email, email_key, name, name_key, role, password_hash, disabled_at,"
                        " disabled_until, last_seen_at, created_at, updated_at)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        {Value::ascii(user.id), user.email, comparedForm(user.email), user.name,
                         comparedForm(user.name), auth::roleName(user.role), Value::ascii(user.passwordHash),
                         user.disabledAt, user.disabledUntil, user.lastSeenAt, user.createdAt, user.updatedAt});
}

void UserRepository::update(const User &user)
{
    m_connection.change("UPDATE users SET email = ?, email_key = ?, name = ?, name_key = ?, role = ?,"
                        " password_hash = ?, disabled_at = ?, disabled_until = ?, updated_at = ? WHERE id = ?",
                        {user.email, comparedForm(user.email), user.name, comparedForm(user.name),
                         auth::roleName(user.role), Value::ascii(user.passwordHash), user.disabledAt,
                         user.disabledUntil, user.updatedAt, Value::ascii(user.id)});
}

void UserRepository::remove(const QByteArray &id)
{
    m_connection.change("DELETE FROM users WHERE id = ?", {Value::ascii(id)});
}

void UserRepository::markSeen(const QHash<QByteArray, qint64> &seen)
{
    // In the order of ids: two processes that mark the same users can't wait for each other.
    QByteArrayList ids = seen.keys();
    std::sort(ids.begin(), ids.end());
    for (const QByteArray &id : ids) {
        const qint64 at = seen.value(id);
        m_connection.change("UPDATE users SET last_seen_at = ? WHERE id = ? AND coalesce(last_seen_at, 0) < ?",
                            {at, Value::ascii(id), at});
    }
}

} // namespace signalbox::users
