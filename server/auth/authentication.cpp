// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/authentication.h"

#include <QDateTime>

namespace signalbox::auth {

Authentication::Authentication(const AccessTokens &tokens, const TokenDenyList &denyList,
                               std::shared_ptr<users::UserNames> names, Seen seen)
    : m_tokens(tokens)
    , m_denied(denyList)
    , m_names(std::move(names))
    , m_seen(std::move(seen))
{
}

std::optional<http::Identity> Authentication::identify(const QByteArray &token)
{
    const AccessToken *verified = m_tokens.verify(token, QDateTime::currentMSecsSinceEpoch());
    if (!verified || m_denied.isDenied(*verified))
        return {};
    // Who is impersonated has not been seen.
    if (m_seen && verified->identity.actorId.isEmpty())
        m_seen(verified->identity.userId);
    return verified->identity;
}

} // namespace signalbox::auth
