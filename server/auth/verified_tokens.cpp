// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/verified_tokens.h"

namespace signalbox::auth {

VerifiedTokens::VerifiedTokens(const AccessTokens &tokens)
    : m_tokens(tokens)
{
}

const AccessToken *VerifiedTokens::verify(const QByteArray &token, qint64 nowMs)
{
    if (const auto known = m_known.constFind(token); known != m_known.constEnd())
        return m_tokens.isInForce(*known, nowMs) ? &*known : nullptr;
    const auto verified = m_tokens.verify(token, nowMs);
    if (!verified)
        return nullptr;
    if (m_known.size() >= most)
        m_known.clear();
    return &*m_known.insert(token, *verified);
}

} // namespace signalbox::auth
