// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/actor.h"
#include "auth/session_repository.h"
#include "cache/cause.h"
#include "cache/found.h"
#include "users/user_change.h"
#include "users/user_search.h"

#include <QCoro/QCoroTask>
#include <QJsonObject>

#include <optional>
#include <type_traits>

namespace signalbox::store {
class DatabasePool;
}
namespace signalbox::telemetry {
class SpanSink;
}
namespace signalbox::auth {
class AccessTokens;
class PasswordHasher;
class TokenEnder;
} // namespace signalbox::auth

namespace signalbox::users {

class UserCache;
class UserChanges;

struct NewUser {
    QString email;
    QString name;
    http::Role role = http::Role::User;
    QByteArray password;
};

struct UserList {
    QList<User> users;
    qint64 total = 0;
    QString next;
    QList<int> sessions; // of each user; only for admins
};

// What many users are asked for at once, and what came of it.
enum class BatchAction : quint8 { Disable, Enable, Remove, SetRole, RevokeSessions };
struct Batch {
    QByteArrayList ids;
    BatchAction action = BatchAction::Disable;
    std::optional<http::Role> role;
    std::optional<qint64> disabledUntil;
};
struct BatchResult {
    QByteArrayList done;
    QList<std::pair<QByteArray, QString>> failed; // and why
};

// The rules of users. An `actor` is an admin, whose change the audit log keeps; null when users change themselves.
// Throws AppError. Any thread with an event loop; what it is given outlives it. `spans` may be null. A `cause` is what
// the log of the cache's invalidations says of a change.
class UserService {
public:
    using Spans = telemetry::SpanSink *;
    using Cause = cache::Cause;
    using MaybeActor = std::optional<audit::Actor>;

    struct Parts {
        store::DatabasePool &database;
        auth::PasswordHasher &passwords;
        const auth::AccessTokens &tokens;
        auth::TokenEnder &ender;
        UserCache &cache;
        std::chrono::milliseconds refreshLife;
    };
    explicit UserService(Parts parts);

    QCoro::Task<std::optional<User>> findIfThere(Spans spans, QByteArray id);
    QCoro::Task<User> find(Spans spans, QByteArray id); // 404
    // As the contract has it in JSON, from the cache if that knows; `fresh`: certainly not. Nothing: no such user.
    std::optional<cache::Found> tryFindJson(Spans spans, const QByteArray &id); // only what needs no waiting
    QCoro::Task<cache::Found> findJson(Spans spans, QByteArray id, bool fresh);
    QCoro::Task<UserList> list(Spans spans, UserSearch search);
    QCoro::Task<UserList> listWithSessions(Spans spans, UserSearch search);
    QCoro::Task<QJsonObject> detail(Spans spans, QByteArray id); // as admins see it, with how many sessions and entries
    QCoro::Task<User> create(Spans spans, NewUser user, audit::Actor actor, Cause cause); // 409
    // 404, 409 for a taken email and for the last admin who is enabled.
    QCoro::Task<User> change(Spans spans, QByteArray id, UserChange change, MaybeActor actor, Cause cause);
    QCoro::Task<User> changeWithPassword(Spans spans, QByteArray id, UserChange change,
                                         std::optional<QByteArray> password, MaybeActor actor, Cause cause);
    QCoro::Task<> remove(Spans spans, QByteArray id, audit::Actor actor, Cause cause);
    QCoro::Task<BatchResult> changeMany(Spans spans, Batch batch, audit::Actor actor, Cause cause);

    QCoro::Task<QList<auth::Session>> sessions(Spans spans, QByteArray userId); // 404
    QCoro::Task<> revokeSession(Spans spans, QByteArray userId, QByteArray sessionId, audit::Actor actor); // 404
    QCoro::Task<> revokeSessions(Spans spans, QByteArray userId, audit::Actor actor); // 404
    // An access token of the user, marked as used by the actor. 404, 409 for a disabled user.
    QCoro::Task<QByteArray> impersonate(Spans spans, QByteArray userId, audit::Actor actor);

    // At start, blocking: makes that admin, or makes the user of that email one, with that password. True when
    // something changed.
    bool ensureAdmin(const QString &email, const QByteArray &password);
    QCoro::Task<bool> hasAdmin(Spans spans);

private:
    // Who changes users, and who they may be.
    struct Change {
        QByteArray name; // for people
        QByteArrayList users;
        MaybeActor actor;
        Cause cause;
    };
    // Steps in one transaction, `Result steps(UserChanges &)`, that own what they use, as work of the pool does. Once
    // it is committed, the tokens that it ended count no more, and the cache has forgotten whom it changed.
    template <typename Steps>
    QCoro::Task<std::invoke_result_t<Steps &, UserChanges &>> perform(Spans spans, Change change, Steps steps);

    Parts m_parts;
};

} // namespace signalbox::users
