// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/access_tokens.h"
#include "auth/account_keeper.h"
#include "auth/auth_routes.h"
#include "auth/auth_service.h"
#include "auth/authentication.h"
#include "auth/last_seen.h"
#include "auth/password_hasher.h"
#include "auth/token_ender.h"
#include "limits/redis_login_limiter.h"
#include "runtime/account_settings.h"
#include "users/user_cache.h"
#include "users/user_names.h"
#include "users/user_service.h"

namespace signalbox {

// What users, their passwords and tokens need, shared by all reactors of a server. Made and destroyed by the server's
// thread; the rest is for any.
class Accounts {
public:
    // `secrets` are valid. What it is given by reference outlives it.
    Accounts(store::DatabasePool &database, redis::Clients &redis, cache::Cache &cache, ComputePool &pool,
             telemetry::Log &log, auth::JwtSecrets secrets, const AccountSettings &settings);

    auth::AuthService &auth() { return m_auth; }
    users::UserService &users() { return m_users; }
    store::DatabasePool &database() { return m_database; }
    const auth::AuthRates &rates() const { return m_rates; }

    // Learns which tokens ended before this start. Blocks; before the first request. Throws DatabaseError.
    void loadEndedTokens();

    // For one reactor, on its thread.
    std::shared_ptr<users::UserNames> makeUserNames();
    std::shared_ptr<auth::Authentication> makeAuthentication(std::shared_ptr<users::UserNames> names);

private:
    store::DatabasePool &m_database;
    const auth::AuthRates m_rates;
    auth::PasswordHasher m_passwords;
    limits::RedisLoginLimiter m_limiter;
    auth::AccessTokens m_tokens;
    auth::TokenDenyList m_denyList;
    auth::TokenEnder m_ender;
    auth::LastSeen m_lastSeen;
    users::UserCache m_userCache;
    auth::AuthService m_auth;
    users::UserService m_users;
    auth::AccountKeeper m_keeper;
};

} // namespace signalbox
