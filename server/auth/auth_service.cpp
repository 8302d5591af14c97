// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/auth_service.h"

#include "auth/denial_repository.h"
#include "auth/login_limiter.h"
#include "auth/password_hasher.h"
#include "auth/session_repository.h"
#include "auth/token_ender.h"
#include "auth/uuid.h"
#include "http/app_error.h"
#include "store/database_pool.h"
#include "users/user_cache.h"
#include "users/user_repository.h"

#include <QDateTime>

namespace signalbox::auth {

using namespace Qt::Literals::StringLiterals;
using http::AppError;
using store::Connection;
using users::User;
using users::UserRepository;

namespace {

qint64 currentMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

AppError invalidCredentials()
{
    return AppError(401, u"Invalid credentials"_s);
}

AppError disabledUser()
{
    return AppError(403, u"This account is disabled"_s);
}

AppError invalidRefreshToken()
{
    return AppError(401, u"The refresh token is not valid"_s);
}

AppError tooManyFailures(std::chrono::seconds wait)
{
    return AppError(429, u"Too many failed logins; try again later"_s)
        .withHeader("Retry-After", QByteArray::number(qint64(wait.count())));
}

// What a transaction gave that began or went on with a session; the tokens are signed after it.
struct Opened {
    User user;
    QByteArray sessionId;
    QByteArray refreshToken;
    qint64 issuedAtMs = 0;
};

// Read while the user's row is locked, so that whatever ends the user's tokens comes before or after, never between.
qint64 issueTime(Connection &connection, const QByteArray &userId, qint64 nowMs)
{
    return std::max(nowMs, DenialRepository(connection).floorOf(userId));
}

Opened openSession(Connection &connection, const User &user, const Client &client, std::chrono::milliseconds life)
{
    const qint64 now = currentMs();
    const auto begun = SessionRepository(connection, life).begin(user.id, client, now);
    return {user, begun.sessionId, begun.refreshToken, issueTime(connection, user.id, now)};
}

std::optional<User> lockUserOf(Connection &connection, SessionRepository &sessions, const QByteArray &refreshToken)
{
    const auto userId = sessions.userOf(refreshToken);
    return userId ? UserRepository(connection).lock(*userId) : std::nullopt;
}

// What came of a refresh token: committed either way, since a reuse revokes the session.
struct Refreshed {
    std::optional<Opened> opened;
    QList<TokenDenial> denials;
};

Refreshed useRefreshToken(Connection &connection, const QByteArray &token, const Client &client,
                          std::chrono::milliseconds life, const TokenEnder &ender)
{
    SessionRepository sessions(connection, life);
    const auto user = lockUserOf(connection, sessions, token);
    const auto stored = user ? sessions.lock(token) : std::nullopt;
    const qint64 now = currentMs();
    if (!stored || stored->isRevoked || stored->expiresAt <= now)
        return {};
    const Session &session = stored->session;
    if (stored->isUsed) {
        sessions.revoke(session.id, session.userId, now);
        return {{}, {ender.end(connection, session.userId, session.id, now)}};
    }
    if (user->isDisabled(now))
        return {};
    const QByteArray next = sessions.rotate(token, session.id, client, now);
    return {Opened{*user, session.id, next, issueTime(connection, user->id, now)}, {}};
}

Tokens sign(const AccessTokens &tokens, const Opened &opened)
{
    const http::Identity identity{opened.user.id, opened.user.role, {}, opened.sessionId, {}};
    return {tokens.sign(identity, opened.issuedAtMs, tokens.life()), opened.refreshToken, tokens.life()};
}

} // namespace

AuthService::AuthService(Parts parts)
    : m_parts(parts)
{
}

QCoro::Task<Login> AuthService::registerUser(telemetry::SpanSink *spans, QString email, QString name,
                                             QByteArray password, Client client, cache::Cause cause)
{
    User user;
    user.email = email;
    user.name = name;
    user.passwordHash = co_await m_parts.passwords.hash(spans, password);
    user.createdAt = currentMs();
    user.updatedAt = user.createdAt;
    user.lastSeenAt = user.createdAt;
    user.id = newUuid(user.createdAt);
    const auto work = [user, client, life = m_parts.refreshLife,
                       noter = m_parts.cache.noter(cause)](Connection &connection) {
        UserRepository users(connection);
        if (users.findByEmail(user.email))
            throw AppError(409, u"This email is taken"_s);
        users.insert(user);
        const cache::Noted noted = noter.note(connection, {user.id});
        return std::pair(openSession(connection, user, client, life), noted);
    };
    const auto [opened, noted] = co_await m_parts.database.write(spans, "register user", work);
    const QByteArrayList added{user.id};
    co_await m_parts.cache.changed(spans, added, cause, noted); // somebody may have asked for that id
    co_return Login{opened.user, sign(m_parts.tokens, opened)};
}

QCoro::Task<Login> AuthService::logIn(telemetry::SpanSink *spans, QString email, QByteArray password, Client client)
{
    const LoginAttempt attempt{client.addressKey, users::comparedForm(email).toUtf8()};
    if (const auto wait = co_await m_parts.limiter.begin(spans, attempt))
        throw tooManyFailures(*wait);
    std::optional<User> user;
    std::exception_ptr undecided; // nothing can be awaited in a handler of exceptions
    try {
        user = co_await checkPassword(spans, email, password);
    } catch (...) {
        undecided = std::current_exception();
    }
    if (undecided) {
        co_await m_parts.limiter.takeBack(spans, attempt);
        std::rethrow_exception(undecided);
    }
    if (!user)
        throw invalidCredentials();
    co_await m_parts.limiter.succeeded(spans, attempt);
    co_return co_await begin(spans, *user, client);
}

// The user, if the password is right.
QCoro::Task<std::optional<User>> AuthService::checkPassword(telemetry::SpanSink *spans, QString email,
                                                            QByteArray password)
{
    const auto work = [email](Connection &connection) { return UserRepository(connection).findByEmail(email); };
    std::optional<User> user = co_await m_parts.database.read(spans, "find user by email", work);
    const QByteArray hash = user ? user->passwordHash : QByteArray(); // of nobody: costs as much
    if (!co_await m_parts.passwords.verify(spans, password, hash))
        user.reset();
    co_return user;
}

QCoro::Task<Login> AuthService::begin(telemetry::SpanSink *spans, User checked, Client client)
{
    const auto work = [checked, client, life = m_parts.refreshLife](Connection &connection) {
        UserRepository users(connection);
        const auto user = users.lock(checked.id);
        // The password may have been changed while it was checked.
        if (!user || user->passwordHash != checked.passwordHash)
            throw invalidCredentials();
        const qint64 now = currentMs();
        if (user->isDisabled(now))
            throw disabledUser();
        users.markSeen({{user->id, now}});
        return openSession(connection, *user, client, life);
    };
    const Opened opened = co_await m_parts.database.write(spans, "begin session", work);
    co_return Login{opened.user, sign(m_parts.tokens, opened)};
}

QCoro::Task<Login> AuthService::refresh(telemetry::SpanSink *spans, QByteArray refreshToken, Client client)
{
    const auto work = [refreshToken, client, life = m_parts.refreshLife,
                       ender = m_parts.ender](Connection &connection) {
        return useRefreshToken(connection, refreshToken, client, life, ender);
    };
    const Refreshed refreshed = co_await m_parts.database.write(spans, "use refresh token", work);
    m_parts.ender.apply(refreshed.denials);
    if (!refreshed.opened)
        throw invalidRefreshToken();
    co_return Login{refreshed.opened->user, sign(m_parts.tokens, *refreshed.opened)};
}

QCoro::Task<> AuthService::logOut(telemetry::SpanSink *spans, QByteArray refreshToken)
{
    const auto work = [refreshToken, life = m_parts.refreshLife, ender = m_parts.ender](Connection &connection) {
        QList<TokenDenial> ended;
        SessionRepository sessions(connection, life);
        const auto user = lockUserOf(connection, sessions, refreshToken);
        const auto stored = user ? sessions.lock(refreshToken) : std::nullopt;
        const qint64 now = currentMs();
        if (stored && sessions.revoke(stored->session.id, stored->session.userId, now))
            ended.append(ender.end(connection, stored->session.userId, stored->session.id, now));
        return ended;
    };
    const auto denials = co_await m_parts.database.write(spans, "end session", work);
    m_parts.ender.apply(denials);
}

} // namespace signalbox::auth
