// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/headers.h"

#include <QByteArray>

namespace signalbox::http {

enum class Method : quint8 { Get, Head, Post, Put, Patch, Delete, Options, Other };

// The head of a request, read strictly by the gate: one Host, one framing, a target within its limits. A value.
struct RequestHead {
    Method method = Method::Get;
    QByteArray methodName; // as it came; a known method's is shared static data
    QByteArray target; // as it came, origin form ("/users/1?fresh=1") or "*"
    int minorVersion = 1; // of HTTP/1
    bool keepAlive = true;
    bool expectsContinue = false;
    bool upgrade = false; // Connection: upgrade with an Upgrade field
    bool chunked = false;
    qint64 contentLength = 0; // announced; 0 when there is none, -1 when chunked
    qint64 size = 0; // bytes of the head on the wire
    Headers headers;

    QByteArrayView rawPath() const; // the target up to its '?'
    QByteArrayView rawQuery() const; // what follows the '?', empty when there is none
};

} // namespace signalbox::http
