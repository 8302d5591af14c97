// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/websocket_handshake.h"

#include "http/app_error.h"

#include <QUrl>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype keyBytes = 16; // RFC 6455, 4.1

bool isWebSocketKey(QByteArrayView key)
{
    const auto decoded = QByteArray::fromBase64Encoding(key.toByteArray(), QByteArray::AbortOnBase64DecodingErrors);
    return decoded && (*decoded).size() == keyBytes;
}

void checkHandshake(const http::Context &context)
{
    if (context.header("Upgrade").compare("websocket", Qt::CaseInsensitive) != 0)
        throw http::AppError(426, u"This is a WebSocket: ask for an upgrade to websocket"_s)
            .withHeader("Upgrade", "websocket");
    if (context.header("Sec-WebSocket-Version") != "13")
        throw http::AppError(426, u"Only version 13 of WebSocket is spoken here"_s)
            .withHeader("Sec-WebSocket-Version", "13");
    if (!isWebSocketKey(context.header("Sec-WebSocket-Key")))
        throw http::AppError(400, u"Sec-WebSocket-Key must be 16 bytes in base64"_s);
}

void checkOrigin(const http::Context &context, const QStringList &allowed)
{
    if (!isKnownOrigin(context.header("Origin"), context.header("Host"), allowed))
        throw http::AppError(403, u"Pages of this origin may not use the feed"_s,
                             "Origin "_L1 + QString::fromLatin1(context.header("Origin")));
}

} // namespace

bool isKnownOrigin(QByteArrayView origin, QByteArrayView host, const QStringList &allowed)
{
    if (origin.isEmpty()) // not a browser
        return true;
    if (allowed.contains(u"*"_s) || allowed.contains(QString::fromLatin1(origin)))
        return true;
    const qsizetype authority = origin.toByteArray().indexOf("://");
    return authority > 0 && origin.sliced(authority + 3).compare(host, Qt::CaseInsensitive) == 0;
}

http::Middleware requireHandshake()
{
    return [](http::Context &context, const http::Handler &next) {
        checkHandshake(context);
        return next(context);
    };
}

http::Middleware requireKnownOrigin(QStringList allowed)
{
    return [allowed](http::Context &context, const http::Handler &next) {
        checkOrigin(context, allowed);
        return next(context);
    };
}

} // namespace signalbox::admin
