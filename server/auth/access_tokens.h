// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/jwt_secrets.h"
#include "http/identity.h"

#include <QByteArray>
#include <QByteArrayView>

#include <algorithm>
#include <chrono>
#include <optional>

namespace signalbox::auth {

// RFC 7519, 4.1, in seconds since the epoch.
struct TokenTimes {
    qint64 issuedAt = 0;
    qint64 notBefore = 0;
    qint64 expiresAt = 0;
};

// What an access token says (RFC 7519): who, in which role, and since and until when.
struct AccessToken {
    http::Identity identity;
    qint64 issuedAtMs = 0; // since the epoch; of a token whose `jti` tells no milliseconds, those of the second `iat`
    TokenTimes times;
};

// Signs and verifies access tokens: JWT, HS256 and nothing else. Any thread.
class AccessTokens {
public:
    static constexpr qsizetype longest = 4096; // characters of a token
    static constexpr std::chrono::seconds leeway{30}; // for clocks that differ
    static constexpr std::chrono::seconds longestLife = std::chrono::hours(24); // that can be configured
    static constexpr std::chrono::seconds impersonationLife = std::chrono::minutes(15);

    AccessTokens(JwtSecrets secrets, std::chrono::seconds life);

    std::chrono::seconds life() const { return m_life; }
    // No token counts for longer than this from its `iat`, whatever its `exp` says, so that what ends tokens early
    // need not be kept for ever.
    std::chrono::seconds longestCounted() const { return std::max(m_life, impersonationLife) + leeway; }

    // `identity` needs no tokenId: one is made, of the moment `issuedAtMs`.
    QByteArray sign(const http::Identity &identity, qint64 issuedAtMs, std::chrono::seconds life) const;

    // Nothing for what is no valid token at the moment `nowMs`, whatever is wrong with it.
    std::optional<AccessToken> verify(QByteArrayView token, qint64 nowMs) const;
    // Whether one that was verified before still counts.
    bool isInForce(const AccessToken &token, qint64 nowMs) const;

private:
    JwtSecrets m_secrets;
    std::chrono::seconds m_life;
};

} // namespace signalbox::auth
