// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/token_deny_list.h"
#include "auth/verified_tokens.h"

#include <functional>
#include <memory>

namespace signalbox::users {
class UserNames;
}

namespace signalbox::auth {

// Finds out who holds an access token, with no query: the token says it, the deny list whether it still counts. The
// same for HTTP, the feed and sockets. One for each reactor, on its thread; what it is given by reference outlives it.
class Authentication {
public:
    // Told of everybody who was let in, on the reactor's thread.
    using Seen = std::function<void(const QByteArray &userId)>;

    Authentication(const AccessTokens &tokens, const TokenDenyList &denyList, std::shared_ptr<users::UserNames> names,
                   Seen seen = {});

    std::optional<http::Identity> identify(const QByteArray &token);
    users::UserNames &names() { return *m_names; } // of those who were let in

private:
    VerifiedTokens m_tokens;
    TokenDenyList::Reader m_denied;
    std::shared_ptr<users::UserNames> m_names;
    Seen m_seen;
};

} // namespace signalbox::auth
