// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::http {

enum class Role : quint8 { User, Editor, Admin };

// Who asks, as an authenticating middleware found out. A value; the same for HTTP, the feed and sockets.
struct Identity {
    QByteArray userId; // a UUID
    Role role = Role::User;
    QByteArray tokenId; // the token's `jti`, empty when it has none
    QByteArray sessionId; // the session that the token belongs to, empty when it was not made here
    QByteArray actorId; // the admin who impersonates the user, empty otherwise
};

} // namespace signalbox::http
