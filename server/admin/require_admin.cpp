// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/require_admin.h"

#include "admin/authenticator.h"
#include "auth/bearer_token.h"
#include "http/app_error.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QByteArrayView subprotocol = "bearer.";

QByteArray subprotocolToken(const QByteArray &offered)
{
    for (const QByteArray &name : offered.split(',')) {
        if (name.trimmed().startsWith(subprotocol))
            return name.trimmed().sliced(subprotocol.size());
    }
    return {};
}

http::AppError notAuthenticated(bool tokenGiven)
{
    return auth::notAuthenticated(tokenGiven, u"An admin's bearer token is needed"_s);
}

QCoro::Task<http::Reply> admit(std::shared_ptr<const Authenticator> authenticator, QByteArray token,
                               http::Context &context, const http::Handler &next)
{
    if (token.isEmpty())
        throw notAuthenticated(false);
    const auto identity = co_await authenticator->identify(token);
    if (!identity)
        throw notAuthenticated(true);
    if (!identity->isAdmin)
        throw http::AppError(403, u"Only admins may do this"_s);
    if (identity->account)
        context.setIdentity(*identity->account);
    else
        context.setUser(identity->user);
    co_return co_await next(context);
}

} // namespace

QByteArray webSocketToken(QByteArrayView authorization, const QByteArray &subprotocols)
{
    const QByteArray token = auth::bearerTokenIn(authorization);
    return token.isEmpty() ? subprotocolToken(subprotocols) : token;
}

http::Middleware requireAdmin(std::shared_ptr<const Authenticator> authenticator)
{
    return [authenticator](http::Context &context, const http::Handler &next) {
        return admit(authenticator, auth::bearerToken(context), context, next);
    };
}

http::Middleware requireAdminOfWebSocket(std::shared_ptr<const Authenticator> authenticator)
{
    return [authenticator](http::Context &context, const http::Handler &next) {
        const QByteArray token =
            webSocketToken(context.header("Authorization"), context.head().headers.combined("Sec-WebSocket-Protocol"));
        return admit(authenticator, token, context, next);
    };
}

} // namespace signalbox::admin
