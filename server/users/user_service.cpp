// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_service.h"

#include "audit/audit_log.h"
#include "auth/access_tokens.h"
#include "auth/denial_repository.h"
#include "auth/impersonation.h"
#include "auth/password_hasher.h"
#include "auth/uuid.h"
#include "http/app_error.h"
#include "store/database_pool.h"
#include "users/user_changes.h"
#include "users/user_repository.h"

#include <QDateTime>

namespace signalbox::users {

using namespace Qt::Literals::StringLiterals;
using auth::SessionRepository;
using auth::TokenDenial;
using http::AppError;
using store::Connection;

namespace {

// So many users are changed in one transaction: others write between two of them.
constexpr qsizetype batchStep = 100;

qint64 currentMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

AppError noSuchUser()
{
    return AppError(404, u"No such user"_s);
}

// What a transaction gave, and which tokens it ended.
template <typename Result> struct Changed {
    Result result;
    QList<TokenDenial> denials;
};

UserList findPage(Connection &connection, const UserSearch &search)
{
    UserFinder finder(connection);
    UserList list;
    list.total = finder.count(search, currentMs());
    UserPage page = finder.page(search, list.total, currentMs());
    list.users = std::move(page.users);
    list.next = std::move(page.next);
    return list;
}

void changeOne(UserChanges &changes, const QByteArray &id, const Batch &batch)
{
    UserChange change;
    switch (batch.action) {
    case BatchAction::Disable:
        change.disabled = true;
        change.disabledUntil = batch.disabledUntil;
        break;
    case BatchAction::Enable:
        change.disabled = false;
        break;
    case BatchAction::SetRole:
        change.role = batch.role;
        break;
    case BatchAction::Remove:
        return changes.remove(id);
    case BatchAction::RevokeSessions:
        return changes.revokeSessions(id);
    }
    changes.change(id, change);
}

BatchResult changeStep(UserChanges &changes, const QByteArrayList &ids, const Batch &batch)
{
    BatchResult result;
    for (const QByteArray &id : ids) {
        try {
            changeOne(changes, id, batch);
            result.done.append(id);
        } catch (const store::DatabaseError &) {
            throw; // the transaction is lost
        } catch (const AppError &refusal) {
            result.failed.append({id, refusal.message()});
        }
    }
    return result;
}

} // namespace

UserService::UserService(Parts parts)
    : m_parts(parts)
{
}

QCoro::Task<std::optional<User>> UserService::findIfThere(Spans spans, QByteArray id)
{
    const auto work = [id](Connection &connection) { return UserRepository(connection).find(id); };
    co_return co_await m_parts.database.read(spans, "find user", work);
}

QCoro::Task<User> UserService::find(Spans spans, QByteArray id)
{
    const auto user = co_await findIfThere(spans, id);
    if (!user)
        throw noSuchUser();
    co_return *user;
}

QCoro::Task<UserList> UserService::list(Spans spans, UserSearch search)
{
    const auto work = [search](Connection &connection) { return findPage(connection, search); };
    co_return co_await m_parts.database.read(spans, "list users", work);
}

QCoro::Task<UserList> UserService::listWithSessions(Spans spans, UserSearch search)
{
    const auto work = [search, life = m_parts.refreshLife](Connection &connection) {
        UserList list = findPage(connection, search);
        QByteArrayList ids;
        for (const User &user : list.users)
            ids.append(user.id);
        const auto sessions = SessionRepository(connection, life).countsOf(ids, currentMs());
        for (const QByteArray &id : ids)
            list.sessions.append(sessions.value(id));
        return list;
    };
    co_return co_await m_parts.database.read(spans, "list users", work);
}

QCoro::Task<QJsonObject> UserService::detail(Spans spans, QByteArray id)
{
    const auto work = [id, life = m_parts.refreshLife](Connection &connection) {
        const auto user = UserRepository(connection).find(id);
        if (!user)
            throw noSuchUser();
        QJsonObject json = toAdminJson(*user, currentMs());
        json.insert(u"sessions"_s, SessionRepository(connection, life).countOf(id, currentMs()));
        json.insert(u"audit"_s, audit::AuditLog(connection).countOf(id));
        return json;
    };
    co_return co_await m_parts.database.read(spans, "find user", work);
}

QCoro::Task<User> UserService::create(Spans spans, NewUser asked, audit::Actor actor)
{
    User user;
    user.email = asked.email;
    user.name = asked.name;
    user.role = asked.role;
    user.passwordHash = co_await m_parts.passwords.hash(spans, asked.password);
    user.createdAt = currentMs();
    user.updatedAt = user.createdAt;
    user.id = auth::newUuid(user.createdAt);
    const auto work = [user, actor, ender = m_parts.ender, life = m_parts.refreshLife](Connection &connection) {
        return UserChanges(connection, ender, life, actor).create(user);
    };
    co_return co_await m_parts.database.write(spans, "create user", work);
}

QCoro::Task<User> UserService::change(Spans spans, QByteArray id, UserChange change, MaybeActor actor)
{
    const auto work = [id, change, actor, ender = m_parts.ender, life = m_parts.refreshLife](Connection &connection) {
        UserChanges changes(connection, ender, life, actor);
        const User user = changes.change(id, change);
        return Changed<User>{user, changes.endTokens()};
    };
    const auto changed = co_await m_parts.database.write(spans, "change user", work);
    m_parts.ender.apply(changed.denials);
    co_return changed.result;
}

QCoro::Task<User> UserService::changeWithPassword(Spans spans, QByteArray id, UserChange asked,
                                                  std::optional<QByteArray> password, MaybeActor actor)
{
    if (password) {
        co_await find(spans, id); // nobody's password is not hashed
        asked.passwordHash = co_await m_parts.passwords.hash(spans, *password);
    }
    co_return co_await change(spans, id, asked, actor);
}

QCoro::Task<> UserService::perform(Spans spans, QByteArray name, audit::Actor actor, ChangeOfUsers change)
{
    const auto work = [actor, change, ender = m_parts.ender, life = m_parts.refreshLife](Connection &connection) {
        UserChanges changes(connection, ender, life, actor);
        change(changes);
        return changes.endTokens();
    };
    const auto denials = co_await m_parts.database.write(spans, name, work);
    m_parts.ender.apply(denials);
}

QCoro::Task<> UserService::remove(Spans spans, QByteArray id, audit::Actor actor)
{
    return perform(spans, "delete user", actor, [id](UserChanges &changes) { changes.remove(id); });
}

QCoro::Task<BatchResult> UserService::changeMany(Spans spans, Batch batch, audit::Actor actor)
{
    BatchResult result;
    QByteArrayList ids = batch.ids;
    std::sort(ids.begin(), ids.end()); // two of them lock users in the same order
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (qsizetype at = 0; at < ids.size(); at += batchStep) {
        const QByteArrayList step = ids.mid(at, batchStep);
        const auto work = [step, batch, actor, ender = m_parts.ender,
                           life = m_parts.refreshLife](Connection &connection) {
            UserChanges changes(connection, ender, life, actor);
            const BatchResult done = changeStep(changes, step, batch);
            return Changed<BatchResult>{done, changes.endTokens()};
        };
        const auto changed = co_await m_parts.database.write(spans, "change users", work);
        m_parts.ender.apply(changed.denials);
        result.done += changed.result.done;
        result.failed += changed.result.failed;
    }
    co_return result;
}

QCoro::Task<QList<auth::Session>> UserService::sessions(Spans spans, QByteArray userId)
{
    const auto work = [userId, life = m_parts.refreshLife](Connection &connection) {
        if (!UserRepository(connection).find(userId))
            throw noSuchUser();
        return SessionRepository(connection, life).listOf(userId, currentMs());
    };
    co_return co_await m_parts.database.read(spans, "list sessions", work);
}

QCoro::Task<> UserService::revokeSession(Spans spans, QByteArray userId, QByteArray sessionId, audit::Actor actor)
{
    return perform(spans, "end session", actor,
                   [userId, sessionId](UserChanges &changes) { changes.revokeSession(userId, sessionId); });
}

QCoro::Task<> UserService::revokeSessions(Spans spans, QByteArray userId, audit::Actor actor)
{
    return perform(spans, "end sessions", actor, [userId](UserChanges &changes) { changes.revokeSessions(userId); });
}

QCoro::Task<QByteArray> UserService::impersonate(Spans spans, QByteArray userId, audit::Actor actor)
{
    struct Allowed {
        User user;
        qint64 issuedAtMs;
    };
    const auto work = [userId, actor, ender = m_parts.ender, life = m_parts.refreshLife](Connection &connection) {
        const User user = UserChanges(connection, ender, life, actor).noteImpersonation(userId);
        return Allowed{user, std::max(currentMs(), auth::DenialRepository(connection).floorOf(userId))};
    };
    const Allowed allowed = co_await m_parts.database.write(spans, "note impersonation", work);
    const QByteArray actorId = actor.userId.isEmpty() ? auth::runTokenActor : actor.userId;
    const http::Identity identity{allowed.user.id, allowed.user.role, {}, {}, actorId};
    co_return m_parts.tokens.sign(identity, allowed.issuedAtMs, auth::AccessTokens::impersonationLife);
}

bool UserService::ensureAdmin(const QString &email, const QByteArray &password)
{
    const auto known = m_parts.database.runNow(
        [email](Connection &connection) { return UserRepository(connection).findByEmail(email); });
    const bool keepsPassword = known && m_parts.passwords.verifyNow(password, known->passwordHash);
    if (keepsPassword && known->isEnabledAdmin(currentMs()))
        return false;
    const QByteArray hash = keepsPassword ? known->passwordHash : m_parts.passwords.hashNow(password);
    const audit::Actor actor{{}, u"start of the server"_s, {}, {}};
    m_parts.database.runNow(
        [email, hash, actor, ender = m_parts.ender, life = m_parts.refreshLife](Connection &connection) {
            UserChanges changes(connection, ender, life, actor);
            const auto user = UserRepository(connection).findByEmail(email); // another process may have made it
            if (user) {
                changes.change(user->id, {.role = http::Role::Admin, .disabled = false, .passwordHash = hash});
                return changes.endTokens();
            }
            User admin;
            admin.email = email.toLower(); // as all are kept
            admin.name = u"Admin"_s;
            admin.role = http::Role::Admin;
            admin.passwordHash = hash;
            admin.createdAt = currentMs();
            admin.updatedAt = admin.createdAt;
            admin.id = auth::newUuid(admin.createdAt);
            changes.create(admin);
            return changes.endTokens();
        });
    return true;
}

QCoro::Task<bool> UserService::hasAdmin(Spans spans)
{
    const auto work = [](Connection &connection) { return UserRepository(connection).hasAdmin(currentMs()); };
    co_return co_await m_parts.database.read(spans, "look for an admin", work);
}

} // namespace signalbox::users
