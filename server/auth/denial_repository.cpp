// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/denial_repository.h"

#include "store/connection.h"

namespace signalbox::auth {

using store::Value;

DenialRepository::DenialRepository(store::Connection &connection)
    : m_connection(connection)
{
}

void DenialRepository::add(const TokenDenial &denial)
{
    const Value session = denial.sessionId.isEmpty() ? Value(std::nullopt) : Value::ascii(denial.sessionId);
    m_connection.change(
        "INSERT INTO token_denials (user_id, session_id, denied_before_ms, expires_at) VALUES (?, ?, ?, ?)",
        {Value::ascii(denial.userId), session, denial.deniedBeforeMs, denial.expiresAtMs});
}

qint64 DenialRepository::floorOf(const QByteArray &userId)
{
    auto rows = m_connection.run(
        "SELECT coalesce(max(denied_before_ms), 0) FROM token_denials WHERE user_id = ? AND session_id IS NULL",
        {Value::ascii(userId)});
    return rows.next() ? rows.number(0) : 0;
}

DenialRepository::News DenialRepository::after(qint64 sequence)
{
    News news{sequence, {}};
    auto rows = m_connection.run("SELECT sequence, user_id, session_id, denied_before_ms, expires_at FROM token_denials"
                                 " WHERE sequence > ? ORDER BY sequence",
                                 {sequence});
    while (rows.next()) {
        news.newest = rows.number(0);
        news.denials.append({rows.ascii(1), rows.ascii(2), rows.number(3), rows.number(4)});
    }
    return news;
}

void DenialRepository::prune(qint64 nowMs)
{
    m_connection.change("DELETE FROM token_denials WHERE expires_at <= ?", {nowMs});
}

} // namespace signalbox::auth
