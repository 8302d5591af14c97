// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/actor.h"
#include "cache/cause.h"

#include <QByteArray>
#include <QString>

namespace signalbox::http {
class Context;
}

namespace signalbox::auth {

// Where a request comes from, as sessions and the limits on logins keep it. A value.
struct Client {
    QString address;
    QByteArray addressKey; // see addressKey()
    QString userAgent; // at most 256 characters
};

Client clientOf(const http::Context &context);

// Who does what a request asks for, for the audit log: the admin behind an impersonation.
audit::Actor actorOf(const http::Context &context);

// The request, as the log of the cache's invalidations names it.
cache::Cause causeOf(const http::Context &context);

} // namespace signalbox::auth
