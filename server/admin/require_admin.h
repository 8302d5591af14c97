// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

#include <memory>

namespace signalbox::admin {

class Authenticator;

// Lets only admins through: 401 without a good token, 403 for one that is no admin's. The token comes in
// `Authorization: Bearer`, never in a cookie, so that another site's page can't use a browser's.
http::Middleware requireAdmin(std::shared_ptr<const Authenticator> authenticator);

// Likewise for WebSockets of browsers, which can't set Authorization: there the token may also come as the
// subprotocol `bearer.TOKEN`.
http::Middleware requireAdminOfWebSocket(std::shared_ptr<const Authenticator> authenticator);

// The token that a WebSocket's handshake brings, by the values of those two of its fields; empty for none.
QByteArray webSocketToken(QByteArrayView authorization, const QByteArray &subprotocols);

} // namespace signalbox::admin
