// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

#include <QStringList>

namespace signalbox::admin {

// Answers a broken WebSocket handshake by 400 or 426 (RFC 6455, 4.2.1 and 4.2.2): QWebSocketServer would just close.
http::Middleware requireHandshake();

// Refuses (403) browsers' pages of other origins than this server's own and those in `allowed` ("*" allows all).
// A WebSocket is not bound by CORS, so the server has to look itself (RFC 6455, 10.2).
http::Middleware requireKnownOrigin(QStringList allowed);

bool isKnownOrigin(QByteArrayView origin, QByteArrayView host, const QStringList &allowed);

} // namespace signalbox::admin
