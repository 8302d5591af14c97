// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/access_tokens.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMutex>

#include <atomic>
#include <memory>

namespace signalbox::auth {

// Tokens that have ended before their time: those of a user, or of one session, issued before a moment.
struct TokenDenial {
    QByteArray userId; // empty when sessionId is given
    QByteArray sessionId;
    qint64 deniedBeforeMs = 0; // issued before this moment, since the epoch
    qint64 expiresAtMs = 0; // when no such token can count any more
};

// Knows which access tokens have ended early. Whoever ends tokens in this process tells it at once; what other
// processes ended comes from the database (DenialFollower). Any thread.
class TokenDenyList {
public:
    TokenDenyList();
    ~TokenDenyList();

    void add(const QList<TokenDenial> &denials, qint64 nowMs); // also forgets what has expired
    std::size_t size() const;

    // What one reactor sees of the list: costs an atomic load, and a lock only after a change. One thread.
    class Reader {
    public:
        explicit Reader(const TokenDenyList &list);
        bool isDenied(const AccessToken &token);

    private:
        const TokenDenyList &m_list;
        quint64 m_seen = 0;
        std::shared_ptr<const QHash<QByteArray, TokenDenial>> m_denials;
    };

private:
    using Denials = QHash<QByteArray, TokenDenial>; // by user or session: ids are unique

    mutable QMutex m_mutex;
    std::shared_ptr<const Denials> m_denials; // never changed, only replaced
    std::atomic<quint64> m_version = 1;
};

} // namespace signalbox::auth
