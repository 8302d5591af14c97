// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/require_admin.h"

#include "admin/authenticator.h"
#include "http/app_error.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QByteArrayView scheme = "bearer ";
constexpr QByteArrayView subprotocol = "bearer.";

QByteArray bearerToken(const http::Context &context)
{
    const QByteArrayView field = context.header("Authorization");
    if (field.size() <= scheme.size() || field.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
        return {};
    return field.sliced(scheme.size()).trimmed().toByteArray();
}

QByteArray subprotocolToken(const http::Context &context)
{
    const QByteArray offered = context.head().headers.combined("Sec-WebSocket-Protocol");
    for (const QByteArray &name : offered.split(',')) {
        if (name.trimmed().startsWith(subprotocol))
            return name.trimmed().sliced(subprotocol.size());
    }
    return {};
}

// RFC 6750, 3: the error code is only named when a token was given.
[[noreturn]] void refuse(bool tokenGiven)
{
    const QByteArray challenge =
        tokenGiven ? R"(Bearer realm="signalbox", error="invalid_token")"_ba : R"(Bearer realm="signalbox")"_ba;
    throw http::AppError(401, tokenGiven ? u"The token is not valid"_s : u"An admin's bearer token is needed"_s)
        .withHeader("WWW-Authenticate", challenge);
}

QCoro::Task<http::Reply> admit(std::shared_ptr<const Authenticator> authenticator, QByteArray token,
                               http::Context &context, const http::Handler &next)
{
    if (token.isEmpty())
        refuse(false);
    const auto identity = co_await authenticator->identify(token);
    if (!identity)
        refuse(true);
    if (!identity->isAdmin)
        throw http::AppError(403, u"Only admins may do this"_s);
    context.setUser(identity->user);
    co_return co_await next(context);
}

} // namespace

http::Middleware requireAdmin(std::shared_ptr<const Authenticator> authenticator)
{
    return [authenticator](http::Context &context, const http::Handler &next) {
        return admit(authenticator, bearerToken(context), context, next);
    };
}

http::Middleware requireAdminOfWebSocket(std::shared_ptr<const Authenticator> authenticator)
{
    return [authenticator](http::Context &context, const http::Handler &next) {
        const QByteArray token = bearerToken(context);
        return admit(authenticator, token.isEmpty() ? subprotocolToken(context) : token, context, next);
    };
}

} // namespace signalbox::admin
