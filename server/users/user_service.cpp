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
#include "users/user_cache.h"
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

// What a transaction gave, and what it makes untrue.
template <typename Result> struct Changed {
    Result result;
    QList<TokenDenial> denials = {};
    QByteArrayList users = {};
    cache::Noted noted = {};
};

// Whether the transaction may have been committed all the same.
bool isUndecided(const store::DatabaseError &error)
{
    using Kind = store::DatabaseError::Kind;
    return error.kind() == Kind::TimedOut || error.kind() == Kind::Unavailable;
}

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

void makeAdmin(Connection &connection, UserChanges &changes, const QString &email, const QByteArray &hash)
{
    const auto user = UserRepository(connection).findByEmail(email); // another process may have made it
    if (user) {
        changes.change(user->id, {.role = http::Role::Admin, .disabled = false, .passwordHash = hash});
        return;
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

std::optional<cache::Found> UserService::tryFindJson(Spans spans, const QByteArray &id)
{
    return m_parts.cache.tryFind(spans, id);
}

QCoro::Task<cache::Found> UserService::findJson(Spans spans, QByteArray id, bool fresh)
{
    return m_parts.cache.find(spans, std::move(id), fresh);
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

template <typename Steps>
QCoro::Task<std::invoke_result_t<Steps &, UserChanges &>> UserService::perform(Spans spans, Change change, Steps steps)
{
    using Done = Changed<std::invoke_result_t<Steps &, UserChanges &>>;
    const auto work = [change, steps, ender = m_parts.ender, life = m_parts.refreshLife,
                       noter = m_parts.cache.noter(change.cause)](Connection &connection) {
        UserChanges changes(connection, ender, life, change.actor);
        Done done{steps(changes)};
        done.denials = changes.endTokens();
        done.users = changes.changedUsers();
        done.noted = noter.note(connection, done.users);
        return done;
    };
    std::optional<Done> done;
    try {
        done = co_await m_parts.database.write(spans, change.name, work);
    } catch (const store::DatabaseError &error) {
        if (isUndecided(error))
            m_parts.cache.mayHaveChanged(change.users);
        throw;
    }
    m_parts.ender.apply(done->denials);
    co_await m_parts.cache.changed(spans, done->users, change.cause, done->noted);
    co_return done->result;
}

QCoro::Task<User> UserService::create(Spans spans, NewUser asked, audit::Actor actor, Cause cause)
{
    User user;
    user.email = asked.email;
    user.name = asked.name;
    user.role = asked.role;
    user.passwordHash = co_await m_parts.passwords.hash(spans, asked.password);
    user.createdAt = currentMs();
    user.updatedAt = user.createdAt;
    user.id = auth::newUuid(user.createdAt);
    const auto steps = [user](UserChanges &changes) { return changes.create(user); };
    const Change change{"create user", {user.id}, actor, cause};
    co_return co_await perform(spans, change, steps);
}

QCoro::Task<User> UserService::change(Spans spans, QByteArray id, UserChange asked, MaybeActor actor, Cause cause)
{
    const auto steps = [id, asked](UserChanges &changes) { return changes.change(id, asked); };
    return perform(spans, {"change user", {id}, actor, cause}, steps);
}

QCoro::Task<User> UserService::changeWithPassword(Spans spans, QByteArray id, UserChange asked,
                                                  std::optional<QByteArray> password, MaybeActor actor, Cause cause)
{
    if (password) {
        co_await find(spans, id); // nobody's password is not hashed
        asked.passwordHash = co_await m_parts.passwords.hash(spans, *password);
    }
    co_return co_await change(spans, id, asked, actor, cause);
}

QCoro::Task<> UserService::remove(Spans spans, QByteArray id, audit::Actor actor, Cause cause)
{
    const auto steps = [id](UserChanges &changes) {
        changes.remove(id);
        return true;
    };
    const Change change{"delete user", {id}, actor, cause};
    co_await perform(spans, change, steps);
}

QCoro::Task<BatchResult> UserService::changeMany(Spans spans, Batch batch, audit::Actor actor, Cause cause)
{
    BatchResult result;
    QByteArrayList ids = batch.ids;
    std::sort(ids.begin(), ids.end()); // two of them lock users in the same order
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (qsizetype at = 0; at < ids.size(); at += batchStep) {
        const QByteArrayList some = ids.mid(at, batchStep);
        const auto steps = [some, batch](UserChanges &changes) { return changeStep(changes, some, batch); };
        const Change change{"change users", some, actor, cause};
        const BatchResult done = co_await perform(spans, change, steps);
        result.done += done.done;
        result.failed += done.failed;
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
    const auto steps = [userId, sessionId](UserChanges &changes) {
        changes.revokeSession(userId, sessionId);
        return true;
    };
    const Change change{"end session", {}, actor, {}};
    co_await perform(spans, change, steps);
}

QCoro::Task<> UserService::revokeSessions(Spans spans, QByteArray userId, audit::Actor actor)
{
    const auto steps = [userId](UserChanges &changes) {
        changes.revokeSessions(userId);
        return true;
    };
    const Change change{"end sessions", {}, actor, {}};
    co_await perform(spans, change, steps);
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
    const auto noter = m_parts.cache.noterForLater({{}, "start of the server", {}});
    m_parts.database.runNow(
        [email, hash, actor, noter, ender = m_parts.ender, life = m_parts.refreshLife](Connection &connection) {
            UserChanges changes(connection, ender, life, actor);
            makeAdmin(connection, changes, email, hash);
            noter.note(connection, changes.changedUsers());
            return changes.endTokens();
        });
    m_parts.cache.relayNotes();
    return true;
}

QCoro::Task<bool> UserService::hasAdmin(Spans spans)
{
    const auto work = [](Connection &connection) { return UserRepository(connection).hasAdmin(currentMs()); };
    co_return co_await m_parts.database.read(spans, "look for an admin", work);
}

} // namespace signalbox::users
