// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/client.h"

#include <QHash>
#include <QJsonObject>
#include <QList>

#include <chrono>
#include <optional>

namespace signalbox::store {
class Connection;
}

namespace signalbox::auth {

// What one login began: the family of its refresh tokens. Times are milliseconds since the epoch. A value.
struct Session {
    QByteArray id;
    QByteArray userId;
    qint64 createdAt = 0;
    qint64 lastUsedAt = 0;
    qint64 expiresAt = 0;
    QString address;
    QString userAgent;
};

QJsonObject toJson(const Session &session);

// A refresh token as the database knows it.
struct StoredRefreshToken {
    Session session;
    qint64 expiresAt = 0;
    bool isUsed = false;
    bool isRevoked = false; // its session
};

// Sessions and refresh tokens in the database: inside a piece of the pool's work, on its thread. Of refresh tokens,
// which are 256 random bits, only the SHA-256 is kept.
class SessionRepository {
public:
    SessionRepository(store::Connection &connection, std::chrono::milliseconds life);

    struct Begun {
        QByteArray sessionId;
        QByteArray refreshToken;
    };
    Begun begin(const QByteArray &userId, const Client &client, qint64 nowMs);

    std::optional<QByteArray> userOf(const QByteArray &refreshToken);
    // Nobody else uses it until the transaction ends. The user is locked first: all lock in this order.
    std::optional<StoredRefreshToken> lock(const QByteArray &refreshToken);
    // Marks it used and gives the next one.
    QByteArray rotate(const QByteArray &refreshToken, const QByteArray &sessionId, const Client &client, qint64 nowMs);

    QList<Session> listOf(const QByteArray &userId, qint64 nowMs); // those in force, the one used last first
    int countOf(const QByteArray &userId, qint64 nowMs);
    QHash<QByteArray, int> countsOf(const QByteArrayList &userIds, qint64 nowMs); // of those who have any
    bool revoke(const QByteArray &sessionId, const QByteArray &userId, qint64 nowMs); // false: there is none
    qint64 revokeAll(const QByteArray &userId, qint64 nowMs); // how many

    void prune(qint64 nowMs);

private:
    QByteArray addRefreshToken(const QByteArray &sessionId, qint64 nowMs);

    store::Connection &m_connection;
    std::chrono::milliseconds m_life;
};

} // namespace signalbox::auth
