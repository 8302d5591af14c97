// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/auth_routes.h"

#include "auth/auth_service.h"
#include "http/api.h"
#include "http/validated_input.h"
#include "users/user_names.h"
#include "users/user_schemas.h"

#include <QDateTime>

namespace signalbox::auth {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::Context;
using http::Reply;
using http::Schema;

namespace {

constexpr qint64 bodyLimit = 16 * 1024;

void addTokens(QJsonObject &json, const Tokens &tokens)
{
    json.insert(u"token"_s, QString::fromLatin1(tokens.access));
    json.insert(u"refreshToken"_s, QString::fromLatin1(tokens.refresh));
    json.insert(u"expiresIn"_s, qint64(tokens.expiresIn.count()));
}

// Tokens are no cache's business (RFC 6749, 5.1).
Reply tokensReply(const QJsonObject &json, int status = 200)
{
    return Reply::json(json, status).withHeader("Cache-Control", "no-store");
}

Reply loginReply(const Login &login, int status)
{
    QJsonObject json{{u"user"_s, users::toJson(login.user, QDateTime::currentMSecsSinceEpoch())}};
    addTokens(json, login.tokens);
    return tokensReply(json, status);
}

QByteArray passwordIn(const QJsonObject &body)
{
    return body.value("password"_L1).toString().toUtf8();
}

// What the handlers work with; kept by their routes.
struct Parts {
    AuthService &service;
    std::shared_ptr<users::UserNames> names;
    Registered registered;
};

// Who asked shows only now.
void nameUser(Context &context, const Parts &parts, const users::User &user)
{
    context.setUser(user.id);
    context.setUserName(parts.names->learn(user.id, user.email));
}

QCoro::Task<Reply> registerUser(Context &context, const Parts &parts)
{
    const QJsonObject &body = context.input().body();
    const Login login = co_await parts.service.registerUser(&context, body.value("email"_L1).toString(),
                                                            body.value("name"_L1).toString(), passwordIn(body),
                                                            clientOf(context), causeOf(context));
    nameUser(context, parts, login.user);
    if (parts.registered)
        co_await parts.registered(context, login.user);
    co_return loginReply(login, 201);
}

QCoro::Task<Reply> logIn(Context &context, const Parts &parts)
{
    const QJsonObject &body = context.input().body();
    const Login login =
        co_await parts.service.logIn(&context, body.value("email"_L1).toString(), passwordIn(body), clientOf(context));
    nameUser(context, parts, login.user);
    co_return loginReply(login, 200);
}

QByteArray refreshTokenIn(const Context &context)
{
    return context.input().body().value("refreshToken"_L1).toString().toUtf8();
}

QCoro::Task<Reply> refresh(Context &context, const Parts &parts)
{
    const Login login = co_await parts.service.refresh(&context, refreshTokenIn(context), clientOf(context));
    nameUser(context, parts, login.user);
    QJsonObject json;
    addTokens(json, login.tokens);
    co_return tokensReply(json);
}

QCoro::Task<Reply> logOut(Context &context, const Parts &parts)
{
    co_await parts.service.logOut(&context, refreshTokenIn(context));
    co_return Reply::empty();
}

Schema tokensSchema()
{
    return schema::object(
               {{"token", schema::string()}, {"refreshToken", schema::string()}, {"expiresIn", schema::integer()}})
        .allRequired()
        .named("Tokens");
}

Schema loginSchema()
{
    return schema::object({{"user", users::userSchema()},
                           {"token", schema::string()},
                           {"refreshToken", schema::string()},
                           {"expiresIn", schema::integer()}})
        .allRequired()
        .named("Login");
}

Schema registration()
{
    return schema::object(
               {{"email", schema::email()}, {"password", schema::newPassword()}, {"name", users::nameSchema()}})
        .allRequired();
}

// What is no email and no password is nobody's: 401 and not 400, so that a client shows one message.
Schema credentials()
{
    return schema::object(
               {{"email", schema::string().trimmed().longest(254)}, {"password", schema::string().longest(1024)}})
        .allRequired();
}

Schema refreshTokenBody()
{
    return schema::object({{"refreshToken", schema::string().longest(256)}}).allRequired();
}

http::RouteOptions options(const QString &summary, const Schema &body,
                           std::map<int, http::ResponseDescription> responses, QList<int> errors)
{
    http::RouteOptions options;
    options.bodyLimit = bodyLimit;
    options.description.summary = summary;
    options.description.tag = "Auth";
    options.description.body = body;
    options.description.responses = std::move(responses);
    options.description.errors = std::move(errors);
    return options;
}

} // namespace

void registerAuth(http::Api &api, AuthService &service, std::shared_ptr<users::UserNames> names, AuthRates rates,
                  Registered registered)
{
    using Method = QCoro::Task<Reply> (*)(Context &, const Parts &);
    const Parts parts{service, std::move(names), std::move(registered)};
    const auto add = [&api, parts](const QByteArray &pattern, Method method, const http::RouteOptions &options) {
        api.post(
            pattern, [parts, method](Context &context) { return method(context, parts); }, options);
    };
    http::RouteOptions registering = options(u"Register, and log in"_s, registration(),
                                             {{201, {u"The new user, logged in"_s, loginSchema()}}}, {409, 503});
    registering.rateLimit = rates.registration;
    add("/auth/register", &registerUser, registering);
    add("/auth/login", &logIn,
        options(u"Log in"_s, credentials(), {{200, {u"The user, logged in"_s, loginSchema()}}}, {401, 403, 429, 503}));
    http::RouteOptions refreshing = options(u"Get new tokens for a refresh token, which ends"_s, refreshTokenBody(),
                                            {{200, {u"New tokens"_s, tokensSchema()}}}, {401});
    refreshing.rateLimit = rates.refresh;
    add("/auth/refresh", &refresh, refreshing);
    add("/auth/logout", &logOut,
        options(u"End the session of a refresh token"_s, refreshTokenBody(), {{204, {u"It has ended"_s}}}, {}));
}

} // namespace signalbox::auth
