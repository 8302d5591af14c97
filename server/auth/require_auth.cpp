// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/require_auth.h"

#include "auth/authentication.h"
#include "auth/bearer_token.h"
#include "http/app_error.h"
#include "users/user_names.h"

#include <algorithm>

namespace signalbox::auth {

using http::AppError;
using http::Context;
using http::Handler;
using http::Role;

namespace {

bool isOneOf(const http::Identity &identity, const std::vector<Role> &roles)
{
    return std::find(roles.begin(), roles.end(), identity.role) != roles.end();
}

AppError notAllowed()
{
    return AppError(403, QStringLiteral("You may not do this"));
}

} // namespace

http::Middleware requireAuth(std::shared_ptr<Authentication> authentication)
{
    return [authentication](Context &context, const Handler &next) {
        const QByteArray token = bearerToken(context);
        auto identity = token.isEmpty() ? std::nullopt : authentication->identify(token);
        if (!identity)
            throw notAuthenticated(!token.isEmpty(), QStringLiteral("A bearer token is needed"));
        context.setUserName(authentication->names().of(identity->userId));
        context.setIdentity(*std::move(identity));
        return next(context);
    };
}

http::Middleware allowRoles(std::initializer_list<Role> roles)
{
    return [allowed = std::vector<Role>(roles)](Context &context, const Handler &next) {
        if (!isOneOf(identityOf(context), allowed))
            throw notAllowed();
        return next(context);
    };
}

http::Middleware selfOr(std::initializer_list<Role> roles, QByteArray parameter)
{
    return [allowed = std::vector<Role>(roles), parameter](Context &context, const Handler &next) {
        const http::Identity &identity = identityOf(context);
        const bool isSelf = context.param(parameter).toLatin1().toLower() == identity.userId;
        if (!isSelf && !isOneOf(identity, allowed))
            throw notAllowed();
        return next(context);
    };
}

const http::Identity &identityOf(const Context &context)
{
    Q_ASSERT_X(context.identity(), "identityOf", "the route lacks the requireAuth() middleware");
    return *context.identity();
}

} // namespace signalbox::auth
