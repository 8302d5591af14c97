// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/client.h"

#include "auth/impersonation.h"
#include "auth/login_limiter.h"
#include "http/context.h"

namespace signalbox::auth {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype longestUserAgent = 256;

} // namespace

Client clientOf(const http::Context &context)
{
    const QHostAddress &address = context.peer().address;
    return {address.toString(), addressKey(address),
            QString::fromUtf8(context.header("User-Agent")).left(longestUserAgent).remove(QChar::Null)};
}

audit::Actor actorOf(const http::Context &context)
{
    audit::Actor actor{{}, u"run token"_s, context.peer().address.toString(), context.requestId()};
    const http::Identity *identity = context.identity();
    if (!identity)
        return actor;
    actor.userId = identity->actorId.isEmpty() ? identity->userId : identity->actorId;
    if (actor.userId == runTokenActor)
        actor.userId.clear();
    return actor;
}

cache::Cause causeOf(const http::Context &context)
{
    return {context.requestId(), context.head().methodName + ' ' + context.route(), context.user()};
}

} // namespace signalbox::auth
