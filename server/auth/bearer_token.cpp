// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/bearer_token.h"

#include "http/context.h"

namespace signalbox::auth {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QByteArrayView scheme = "bearer ";

} // namespace

QByteArray bearerToken(const http::Context &context)
{
    return bearerTokenIn(context.header("Authorization"));
}

QByteArray bearerTokenIn(QByteArrayView authorization)
{
    if (authorization.size() <= scheme.size()
        || authorization.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
        return {};
    return authorization.sliced(scheme.size()).trimmed().toByteArray();
}

http::AppError notAuthenticated(bool tokenGiven, const QString &needed)
{
    const QByteArray challenge =
        tokenGiven ? R"(Bearer realm="signalbox", error="invalid_token")"_ba : R"(Bearer realm="signalbox")"_ba;
    return http::AppError(401, tokenGiven ? u"The token is not valid"_s : needed)
        .withHeader("WWW-Authenticate", challenge);
}

} // namespace signalbox::auth
