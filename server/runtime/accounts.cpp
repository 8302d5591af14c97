// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/accounts.h"

#include "auth/denial_repository.h"
#include "store/database_pool.h"

#include <QDateTime>

namespace signalbox {

namespace {

std::chrono::milliseconds lifeOf(const AccountSettings &settings)
{
    return settings.refreshTokenLife;
}

// Nothing for any number.
std::optional<http::RateLimit> perMinute(int requests)
{
    return requests > 0 ? std::optional(http::RateLimit{requests, std::chrono::minutes(1)}) : std::nullopt;
}

} // namespace

Accounts::Accounts(store::DatabasePool &database, redis::Clients &redis, cache::Cache &cache, ComputePool &pool,
                   telemetry::Log &log, auth::JwtSecrets secrets, const AccountSettings &settings)
    : m_database(database)
    , m_rates{perMinute(settings.registerRate), perMinute(settings.refreshRate)}
    , m_passwords(pool, {.cost = settings.bcryptCost})
    , m_limiter(redis, limits::CounterNames(secrets.signing()), {})
    , m_tokens(std::move(secrets), settings.accessTokenLife)
    , m_ender(m_denyList, m_tokens.longestCounted())
    , m_userCache(database, &cache)
    , m_auth({database, m_passwords, m_tokens, m_ender, m_limiter, m_userCache, lifeOf(settings)})
    , m_users({database, m_passwords, m_tokens, m_ender, m_userCache, lifeOf(settings)})
    , m_keeper(database, m_denyList, m_lastSeen, log, {.refreshLife = lifeOf(settings)})
{
}

void Accounts::loadEndedTokens()
{
    const auto ended = m_database.runNow(
        [](store::Connection &connection) { return auth::DenialRepository(connection).after(0).denials; });
    m_denyList.add(ended, QDateTime::currentMSecsSinceEpoch());
}

std::shared_ptr<users::UserNames> Accounts::makeUserNames()
{
    return users::UserNames::make(m_database, {});
}

std::shared_ptr<auth::Authentication> Accounts::makeAuthentication(std::shared_ptr<users::UserNames> names)
{
    const auto reporter = std::make_shared<auth::LastSeen::Reporter>(m_lastSeen);
    return std::make_shared<auth::Authentication>(
        m_tokens, m_denyList, std::move(names),
        [reporter](const QByteArray &userId) { reporter->note(userId, QDateTime::currentMSecsSinceEpoch()); });
}

} // namespace signalbox
