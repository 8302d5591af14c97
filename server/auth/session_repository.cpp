// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/session_repository.h"

#include "auth/uuid.h"
#include "base/secret_file.h"
#include "store/connection.h"
#include "utc_time.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::auth {

using namespace Qt::Literals::StringLiterals;
using store::Value;

namespace {

Value hashOf(const QByteArray &refreshToken)
{
    return Value::bytes(QCryptographicHash::hash(refreshToken, QCryptographicHash::Sha256));
}

Session readSession(const store::Query &row)
{
    return {row.ascii(0), row.ascii(1), row.number(2), row.number(3), row.number(4), row.text(5), row.text(6)};
}

} // namespace

QJsonObject toJson(const Session &session)
{
    return {{u"id"_s, QString::fromLatin1(session.id)},
            {u"createdAt"_s, isoText(session.createdAt)},
            {u"lastUsedAt"_s, isoText(session.lastUsedAt)},
            {u"expiresAt"_s, isoText(session.expiresAt)},
            {u"address"_s, session.address},
            {u"userAgent"_s, session.userAgent}};
}

SessionRepository::SessionRepository(store::Connection &connection, std::chrono::milliseconds life)
    : m_connection(connection)
    , m_life(life)
{
}

SessionRepository::Begun SessionRepository::begin(const QByteArray &userId, const Client &client, qint64 nowMs)
{
    const QByteArray id = newUuid(nowMs);
    m_connection.change("INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at, address, user_agent)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        {Value::ascii(id), Value::ascii(userId), nowMs, nowMs, nowMs + m_life.count(), client.address,
                         client.userAgent});
    return {id, addRefreshToken(id, nowMs)};
}

std::optional<QByteArray> SessionRepository::userOf(const QByteArray &refreshToken)
{
    auto rows = m_connection.run("SELECT s.user_id FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id"
                                 " WHERE t.hash = ?",
                                 {hashOf(refreshToken)});
    return rows.next() ? std::optional(rows.ascii(0)) : std::nullopt;
}

std::optional<StoredRefreshToken> SessionRepository::lock(const QByteArray &refreshToken)
{
    auto rows = m_connection.run(
        {"SELECT s.id, s.user_id, s.created_at, s.last_used_at, s.expires_at, s.address, s.user_agent, s.revoked_at,"
         " t.expires_at, t.used_at FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = ?",
         "SELECT s.id, s.user_id, s.created_at, s.last_used_at, s.expires_at, s.address, s.user_agent, s.revoked_at,"
         " t.expires_at, t.used_at FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = ?"
         " FOR UPDATE"},
        {hashOf(refreshToken)});
    if (!rows.next())
        return {};
    return StoredRefreshToken{readSession(rows), rows.number(8), !rows.isNull(9), !rows.isNull(7)};
}

QByteArray SessionRepository::rotate(const QByteArray &refreshToken, const QByteArray &sessionId, const Client &client,
                                     qint64 nowMs)
{
    m_connection.change("UPDATE refresh_tokens SET used_at = ? WHERE hash = ?", {nowMs, hashOf(refreshToken)});
    m_connection.change(
        "UPDATE sessions SET last_used_at = ?, expires_at = ?, address = ?, user_agent = ? WHERE id = ?",
        {nowMs, nowMs + m_life.count(), client.address, client.userAgent, Value::ascii(sessionId)});
    return addRefreshToken(sessionId, nowMs);
}

QList<Session> SessionRepository::listOf(const QByteArray &userId, qint64 nowMs)
{
    auto rows = m_connection.run("SELECT id, user_id, created_at, last_used_at, expires_at, address, user_agent"
                                 " FROM sessions WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ?"
                                 " ORDER BY last_used_at DESC, id DESC LIMIT 1000",
                                 {Value::ascii(userId), nowMs});
    QList<Session> sessions;
    while (rows.next())
        sessions.append(readSession(rows));
    return sessions;
}

int SessionRepository::countOf(const QByteArray &userId, qint64 nowMs)
{
    auto rows =
        m_connection.run("SELECT count(*) FROM sessions WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ?",
                         {Value::ascii(userId), nowMs});
    return rows.next() ? int(rows.number(0)) : 0;
}

QHash<QByteArray, int> SessionRepository::countsOf(const QByteArrayList &userIds, qint64 nowMs)
{
    QJsonArray ids;
    for (const QByteArray &id : userIds)
        ids.append(QString::fromLatin1(id));
    auto rows = m_connection.run({"SELECT user_id, count(*) FROM sessions"
                                  " WHERE user_id IN (SELECT value FROM json_each(?))"
                                  " AND revoked_at IS NULL AND expires_at > ? GROUP BY user_id",
                                  "SELECT user_id, count(*) FROM sessions"
                                  " WHERE user_id IN (SELECT json_array_elements_text(CAST(? AS JSON)))"
                                  " AND revoked_at IS NULL AND expires_at > ? GROUP BY user_id"},
                                 {QString::fromUtf8(QJsonDocument(ids).toJson(QJsonDocument::Compact)), nowMs});
    QHash<QByteArray, int> counts;
    while (rows.next())
        counts.insert(rows.ascii(0), int(rows.number(1)));
    return counts;
}

bool SessionRepository::revoke(const QByteArray &sessionId, const QByteArray &userId, qint64 nowMs)
{
    return m_connection.change("UPDATE sessions SET revoked_at = ? WHERE id = ? AND user_id = ? AND revoked_at IS NULL",
                               {nowMs, Value::ascii(sessionId), Value::ascii(userId)})
        > 0;
}

qint64 SessionRepository::revokeAll(const QByteArray &userId, qint64 nowMs)
{
    return m_connection.change("UPDATE sessions SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL",
                               {nowMs, Value::ascii(userId)});
}

void SessionRepository::prune(qint64 nowMs)
{
    // A used token is kept for as long as it could have been used: its reuse shows a theft.
    m_connection.change("DELETE FROM refresh_tokens WHERE expires_at <= ?", {nowMs});
    m_connection.change("DELETE FROM sessions WHERE expires_at <= ?", {nowMs});
}

QByteArray SessionRepository::addRefreshToken(const QByteArray &sessionId, qint64 nowMs)
{
    QByteArray token = SecretFile::randomText();
    m_connection.change("INSERT INTO refresh_tokens (hash, session_id, issued_at, expires_at) VALUES (?, ?, ?, ?)",
                        {hashOf(token), Value::ascii(sessionId), nowMs, nowMs + m_life.count()});
    return token;
}

} // namespace signalbox::auth
