// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_changes.h"

#include "audit/audit_log.h"
#include "auth/session_repository.h"
#include "http/app_error.h"
#include "store/connection.h"
#include "users/user_repository.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace signalbox::users {

using namespace Qt::Literals::StringLiterals;
using auth::SessionRepository;
using http::AppError;

namespace {

AppError emailTaken()
{
    return AppError(409, u"This email is taken"_s);
}

AppError lastAdmin()
{
    return AppError(409, u"This is the last admin who is enabled; make another one first"_s);
}

} // namespace

UserChanges::UserChanges(store::Connection &connection, auth::TokenEnder ender, std::chrono::milliseconds refreshLife,
                         std::optional<audit::Actor> actor)
    : m_connection(connection)
    , m_ender(ender)
    , m_refreshLife(refreshLife)
    , m_actor(std::move(actor))
    , m_now(QDateTime::currentMSecsSinceEpoch())
{
}

User UserChanges::create(const User &user)
{
    UserRepository users(m_connection);
    if (users.findByEmail(user.email))
        throw emailTaken();
    users.insert(user);
    m_changed.append(user.id);
    const QJsonObject after{
        {u"email"_s, user.email}, {u"name"_s, user.name}, {u"role"_s, toJson(user, m_now)[u"role"_s]}};
    note(u"user.create"_s, user, {{}, after});
    return user;
}

User UserChanges::change(const QByteArray &id, const UserChange &change)
{
    UserRepository users(m_connection);
    const bool mayDemote = change.role || change.disabled || change.disabledUntil;
    if (mayDemote)
        users.lockAdmins(); // before the user: always in this order
    const User before = locked(id);
    User after = change.appliedTo(before, m_now);
    if (mayDemote && before.isEnabledAdmin(m_now))
        checkLastAdmin(id, after.isEnabledAdmin(m_now));
    if (comparedForm(after.email) != comparedForm(before.email) && users.findByEmail(after.email))
        throw emailTaken();
    users.update(after);
    m_changed.append(id);
    if (endsSessions(before, after, m_now))
        SessionRepository(m_connection, m_refreshLife).revokeAll(id, m_now);
    if (endsAccessTokens(before, after, m_now))
        m_ended.append({id, {}});
    note(u"user.update"_s, after, differenceOf(before, after, m_now));
    return after;
}

void UserChanges::remove(const QByteArray &id)
{
    UserRepository users(m_connection);
    users.lockAdmins();
    const User user = locked(id);
    if (user.isEnabledAdmin(m_now))
        checkLastAdmin(id, false);
    users.remove(id);
    m_changed.append(id);
    m_ended.append({id, {}});
    const QJsonObject before{
        {u"email"_s, user.email}, {u"name"_s, user.name}, {u"role"_s, toJson(user, m_now)[u"role"_s]}};
    note(u"user.delete"_s, user, {before, {}});
}

void UserChanges::revokeSession(const QByteArray &userId, const QByteArray &sessionId)
{
    const User user = locked(userId);
    if (!SessionRepository(m_connection, m_refreshLife).revoke(sessionId, userId, m_now))
        throw AppError(404, u"No such session"_s);
    m_ended.append({userId, sessionId});
    note(u"session.revoke"_s, user, {{{u"session"_s, QString::fromLatin1(sessionId)}}, {}});
}

void UserChanges::revokeSessions(const QByteArray &userId)
{
    const User user = locked(userId);
    const qint64 count = SessionRepository(m_connection, m_refreshLife).revokeAll(userId, m_now);
    m_ended.append({userId, {}});
    note(u"session.revokeAll"_s, user, {{{u"sessions"_s, count}}, {}});
}

User UserChanges::noteImpersonation(const QByteArray &userId)
{
    User user = locked(userId);
    if (user.isDisabled(m_now))
        throw AppError(409, u"This account is disabled"_s);
    note(u"user.impersonate"_s, user);
    return user;
}

// At the time it is now: a login may have been waited for, whose token is younger than `m_now`.
QList<auth::TokenDenial> UserChanges::endTokens()
{
    QList<auth::TokenDenial> denials;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const Ended &ended : std::exchange(m_ended, {}))
        denials.append(m_ender.end(m_connection, ended.userId, ended.sessionId, now));
    return denials;
}

User UserChanges::locked(const QByteArray &id)
{
    const auto user = UserRepository(m_connection).lock(id);
    if (!user)
        throw AppError(404, u"No such user"_s);
    return *user;
}

// Nobody else can make or unmake an admin meanwhile: they are all locked.
void UserChanges::checkLastAdmin(const QByteArray &id, bool staysEnabledAdmin)
{
    if (staysEnabledAdmin)
        return;
    const QList<User> admins = UserRepository(m_connection).lockAdmins();
    const auto isAnother = [&](const User &admin) { return admin.id != id && admin.isEnabledAdmin(m_now); };
    if (std::none_of(admins.begin(), admins.end(), isAnother))
        throw lastAdmin();
}

void UserChanges::note(const QString &action, const User &target, const Difference &difference)
{
    if (!m_actor)
        return;
    audit::AuditLog(m_connection)
        .add(*m_actor, {action, u"user"_s, target.id, target.email, difference.before, difference.after}, m_now);
}

} // namespace signalbox::users
