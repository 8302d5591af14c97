// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/reply.h"

#include <QByteArrayView>
#include <QCborMap>

namespace signalbox::http {
class Context;
}

namespace signalbox::admin {

enum class Representation : quint8 { Json, Cbor };

// What an Accept field asks for (RFC 9110, 12.5.1): CBOR when it is named with at least JSON's weight.
Representation preferred(QByteArrayView accept);

// A map in the form that the request asks for.
http::Reply represent(const http::Context &context, const QCborMap &body);

} // namespace signalbox::admin
