// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/security_headers.h"

namespace signalbox::http {

namespace {

void addMissing(Headers &headers, QByteArrayView name, QByteArrayView value)
{
    if (!headers.contains(name))
        headers.append(name, value);
}

} // namespace

ReplyStep securityHeaders()
{
    return [](const Context &, Reply &reply) {
        addMissing(reply.headers, "x-content-type-options", "nosniff");
        addMissing(reply.headers, "x-frame-options", "DENY");
        addMissing(reply.headers, "referrer-policy", "no-referrer");
        addMissing(reply.headers, "cross-origin-resource-policy", "same-origin");
        addMissing(reply.headers, "content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    };
}

} // namespace signalbox::http
