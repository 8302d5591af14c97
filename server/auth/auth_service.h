// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/access_tokens.h"
#include "auth/client.h"
#include "cache/cause.h"
#include "users/user.h"

#include <QCoro/QCoroTask>

#include <chrono>

namespace signalbox::store {
class DatabasePool;
}
namespace signalbox::telemetry {
class SpanSink;
}
namespace signalbox::users {
class UserCache;
}

namespace signalbox::auth {

class LoginLimiter;
class PasswordHasher;
class TokenEnder;

// What a login gives.
struct Tokens {
    QByteArray access;
    QByteArray refresh;
    std::chrono::seconds expiresIn{0}; // of the access token
};
struct Login {
    users::User user;
    Tokens tokens;
};

// Registers users, logs them in, and keeps their sessions going. Throws AppError. Any thread with an event loop;
// what it is given outlives it. `spans` may be null.
class AuthService {
public:
    struct Parts {
        store::DatabasePool &database;
        PasswordHasher &passwords;
        const AccessTokens &tokens;
        TokenEnder &ender;
        LoginLimiter &limiter;
        users::UserCache &cache;
        std::chrono::milliseconds refreshLife;
    };
    explicit AuthService(Parts parts);

    // 409 when the email is taken.
    QCoro::Task<Login> registerUser(telemetry::SpanSink *spans, QString email, QString name, QByteArray password,
                                    Client client, cache::Cause cause);
    // 401 for a wrong password and for nobody alike, 403 for a disabled user (who knows the password), 429.
    QCoro::Task<Login> logIn(telemetry::SpanSink *spans, QString email, QByteArray password, Client client);
    // 401 for a token that is not in force; one that was used before ends its session, since one of the two who have
    // it is a thief.
    QCoro::Task<Login> refresh(telemetry::SpanSink *spans, QByteArray refreshToken, Client client);
    // Ends the token's session; does nothing for a token that is none.
    QCoro::Task<> logOut(telemetry::SpanSink *spans, QByteArray refreshToken);

private:
    QCoro::Task<std::optional<users::User>> checkPassword(telemetry::SpanSink *spans, QString email,
                                                          QByteArray password);
    QCoro::Task<Login> begin(telemetry::SpanSink *spans, users::User checked, Client client);

    Parts m_parts;
};

} // namespace signalbox::auth
