// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/token_deny_list.h"

#include <chrono>

namespace signalbox::store {
class Connection;
}

namespace signalbox::auth {

// Ends access tokens before their time: first in the database, within the transaction of what ends them, then, once
// that is committed, in this process. Any thread.
class TokenEnder {
public:
    TokenEnder(TokenDenyList &list, std::chrono::seconds longestCounted);

    // Inside a piece of the pool's work. All tokens of the user until now, or of one session.
    TokenDenial end(store::Connection &connection, const QByteArray &userId, const QByteArray &sessionId,
                    qint64 nowMs) const;
    // After the commit.
    void apply(const QList<TokenDenial> &denials);

private:
    TokenDenyList &m_list;
    std::chrono::milliseconds m_longestCounted;
};

} // namespace signalbox::auth
