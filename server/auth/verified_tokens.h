// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/access_tokens.h"

#include <QHash>

namespace signalbox::auth {

// Verifies access tokens, and remembers the good ones: a client sends the same token for minutes, and its signature
// is most of what a request with one costs. Whether it is still in force is looked at each time. Of one thread;
// bounded, and emptied when it is full.
class VerifiedTokens {
public:
    static constexpr qsizetype most = 4096; // tokens; at some 700 bytes each

    explicit VerifiedTokens(const AccessTokens &tokens); // which outlives it

    // As AccessTokens::verify(). Until the next call; null for what is no valid token.
    const AccessToken *verify(const QByteArray &token, qint64 nowMs);

private:
    const AccessTokens &m_tokens;
    QHash<QByteArray, AccessToken> m_known;
};

} // namespace signalbox::auth
