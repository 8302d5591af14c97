// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/authenticator.h"

#include "auth/authentication.h"

#include <QCryptographicHash>

namespace signalbox::admin {

namespace {

QByteArray digest(const QByteArray &token)
{
    return QCryptographicHash::hash(token, QCryptographicHash::Sha256);
}

// Digests have one length, so that neither length nor position of a difference shows in the time taken.
bool equalInConstantTime(const QByteArray &a, const QByteArray &b)
{
    Q_ASSERT(a.size() == b.size());
    unsigned difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= unsigned(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
    return difference == 0;
}

} // namespace

RunTokenAuthenticator::RunTokenAuthenticator(const QByteArray &token)
    : m_digest(digest(token))
{
    Q_ASSERT(!token.isEmpty());
}

QCoro::Task<std::optional<Identity>> RunTokenAuthenticator::identify(QByteArray token) const
{
    if (!equalInConstantTime(digest(token), m_digest))
        co_return std::nullopt;
    co_return Identity{"admin", true, {}};
}

AccountAuthenticator::AccountAuthenticator(std::shared_ptr<const Authenticator> runToken,
                                           std::shared_ptr<auth::Authentication> authentication)
    : m_runToken(std::move(runToken))
    , m_authentication(std::move(authentication))
{
}

QCoro::Task<std::optional<Identity>> AccountAuthenticator::identify(QByteArray token) const
{
    if (const auto holder = co_await m_runToken->identify(token))
        co_return holder;
    const auto account = m_authentication->identify(token);
    if (!account)
        co_return std::nullopt;
    // Who is impersonated doesn't rule here: what is done here would be kept under the wrong name.
    const bool isAdmin = account->role == http::Role::Admin && account->actorId.isEmpty();
    co_return Identity{account->userId, isAdmin, account};
}

} // namespace signalbox::admin
