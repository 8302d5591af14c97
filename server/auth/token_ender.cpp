// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/token_ender.h"

#include "auth/denial_repository.h"

#include <QDateTime>

namespace signalbox::auth {

TokenEnder::TokenEnder(TokenDenyList &list, std::chrono::seconds longestCounted)
    : m_list(list)
    , m_longestCounted(longestCounted)
{
}

TokenDenial TokenEnder::end(store::Connection &connection, const QByteArray &userId, const QByteArray &sessionId,
                            qint64 nowMs) const
{
    DenialRepository denials(connection);
    // Also those that were issued ahead of the clock, because of an earlier denial.
    const qint64 before = std::max(nowMs + 1, sessionId.isEmpty() ? denials.floorOf(userId) + 1 : 0);
    TokenDenial denial{userId, sessionId, before, before + m_longestCounted.count()};
    denials.add(denial);
    return denial;
}

void TokenEnder::apply(const QList<TokenDenial> &denials)
{
    m_list.add(denials, QDateTime::currentMSecsSinceEpoch());
}

} // namespace signalbox::auth
