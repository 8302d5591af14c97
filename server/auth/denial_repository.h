// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/token_deny_list.h"

namespace signalbox::store {
class Connection;
}

namespace signalbox::auth {

// The denials of all processes that share a database: inside a piece of the pool's work, on its thread.
class DenialRepository {
public:
    explicit DenialRepository(store::Connection &connection);

    void add(const TokenDenial &denial);
    // New tokens of the user must be issued at this moment or later to count; 0: at any.
    qint64 floorOf(const QByteArray &userId);

    struct News {
        qint64 newest = 0; // to go on from
        QList<TokenDenial> denials;
    };
    News after(qint64 sequence); // those that have a greater one

    void prune(qint64 nowMs);

private:
    store::Connection &m_connection;
};

} // namespace signalbox::auth
