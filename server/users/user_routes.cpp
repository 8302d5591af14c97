// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_routes.h"

#include "auth/bearer_token.h"
#include "auth/client.h"
#include "auth/require_auth.h"
#include "auth/role_names.h"
#include "http/api.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "users/user_schemas.h"
#include "users/user_service.h"

#include <QDateTime>
#include <QJsonArray>

namespace signalbox::users {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::AppError;
using http::Context;
using http::Reply;
using http::Role;

namespace {

qint64 currentMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

Reply userReply(const User &user, int status = 200)
{
    return Reply::json(toJson(user, currentMs()), status);
}

QByteArray idIn(const Context &context)
{
    return context.param("id").toLatin1().toLower();
}

bool isAdmin(const Context &context)
{
    return auth::identityOf(context).role == Role::Admin;
}

std::optional<QByteArray> passwordIn(const QJsonObject &body)
{
    if (!body.contains("password"_L1))
        return {};
    return body.value("password"_L1).toString().toUtf8();
}

// GET /users/me
QCoro::Task<Reply> me(Context &context, UserService &service)
{
    const auto user = co_await service.findIfThere(&context, auth::identityOf(context).userId);
    if (!user) // a token of somebody who is not in this database
        throw auth::notAuthenticated(true, {});
    co_return userReply(*user);
}

Reply cachedReply(cache::Found found)
{
    const char *const header = found.isHit() ? "HIT" : "MISS";
    if (!found.value)
        throw AppError(404, u"No such user"_s).withHeader("X-Cache", header);
    return Reply::json(std::move(*found.value)).withHeader("X-Cache", header);
}

// GET /users/:id
QCoro::Task<Reply> show(Context &context, UserService &service)
{
    const QByteArray id = idIn(context);
    const bool fresh = context.query("fresh") == "1"_L1 && isAdmin(context);
    if (auto found = fresh ? std::nullopt : service.tryFindJson(&context, id))
        co_return cachedReply(std::move(*found));
    co_return cachedReply(co_await service.findJson(&context, id, fresh));
}

// GET /users
QCoro::Task<Reply> list(Context &context, UserService &service)
{
    const QJsonObject &query = context.input().query();
    UserSearch search;
    const int page = query.value("page"_L1).toInt(1);
    search.limit = query.value("limit"_L1).toInt(20);
    search.offset = (page - 1) * search.limit;
    search.text = query.value("q"_L1).toString();
    search.role = auth::roleNamed(query.value("role"_L1).toString());
    const UserList found = co_await service.list(&context, search);
    QJsonArray items;
    for (const User &user : found.users)
        items.append(toJson(user, currentMs()));
    co_return Reply::json(
        QJsonObject{{u"items"_s, items}, {u"page"_s, page}, {u"limit"_s, search.limit}, {u"total"_s, found.total}});
}

// POST /users
QCoro::Task<Reply> create(Context &context, UserService &service)
{
    const QJsonObject &body = context.input().body();
    NewUser user;
    user.email = body.value("email"_L1).toString();
    user.name = body.value("name"_L1).toString();
    user.role = auth::roleNamed(body.value("role"_L1).toString()).value_or(Role::User);
    user.password = *passwordIn(body);
    co_return userReply(co_await service.create(&context, user, auth::actorOf(context), auth::causeOf(context)), 201);
}

// PATCH /users/:id
QCoro::Task<Reply> change(Context &context, UserService &service)
{
    const QJsonObject &body = context.input().body();
    for (const auto &name : {"email"_L1, "role"_L1, "disabled"_L1}) {
        if (body.contains(name) && !isAdmin(context))
            throw AppError(403, u"Only admins may change %1"_s.arg(name));
    }
    const auto &identity = auth::identityOf(context);
    // Who impersonates acts as an admin, and what admins do is kept.
    const bool audited = isAdmin(context) || !identity.actorId.isEmpty();
    const auto actor = audited ? std::optional(auth::actorOf(context)) : std::nullopt;
    const auto asked = UserChange::fromJson(body, currentMs());
    co_return userReply(co_await service.changeWithPassword(&context, idIn(context), asked, passwordIn(body), actor,
                                                            auth::causeOf(context)));
}

// DELETE /users/:id
QCoro::Task<Reply> remove(Context &context, UserService &service)
{
    co_await service.remove(&context, idIn(context), auth::actorOf(context), auth::causeOf(context));
    co_return Reply::empty();
}

http::RouteOptions options(const QString &summary, http::MiddlewareList middleware)
{
    http::RouteOptions options;
    options.middleware = std::move(middleware);
    options.bodyLimit = 16 * 1024;
    options.description.summary = summary;
    options.description.tag = "Users";
    options.description.security = http::Security::Bearer;
    return options;
}

// Of one user, named in the path.
http::RouteOptions optionsOfOne(const QString &summary, http::MiddlewareList middleware)
{
    http::RouteOptions one = options(summary, std::move(middleware));
    one.description.params = idParameter();
    one.description.errors = {403, 404};
    return one;
}

void registerReading(http::Api &api, UserService &service, const http::Middleware &authenticated)
{
    http::RouteOptions own = options(u"The user who asks"_s, {authenticated});
    own.description.responses = {{200, {u"The user"_s, userSchema()}}};
    api.get(
        "/users/me", [&service](Context &context) { return me(context, service); }, own);

    http::RouteOptions all = options(u"List users"_s, {authenticated, auth::allowRoles({Role::Admin})});
    all.description.query = userListQuery();
    all.description.responses = {{200, {u"A page of users"_s, schema::page(userSchema())}}};
    all.description.errors = {403};
    api.get(
        "/users", [&service](Context &context) { return list(context, service); }, all);

    http::RouteOptions one = optionsOfOne(u"One user"_s, {authenticated, auth::selfOr({Role::Admin})});
    one.description.query = schema::object({{"fresh", schema::oneOf({"0", "1"})}});
    one.description.responses = {{200, {u"The user"_s, userSchema()}}};
    api.get(
        "/users/:id", [&service](Context &context) { return show(context, service); }, one);
}

void registerChanging(http::Api &api, UserService &service, const http::Middleware &authenticated)
{
    http::RouteOptions added = options(u"Create a user"_s, {authenticated, auth::allowRoles({Role::Admin})});
    added.description.body = newUserBody();
    added.description.responses = {{201, {u"The new user"_s, userSchema()}}};
    added.description.errors = {403, 409, 503};
    api.post(
        "/users", [&service](Context &context) { return create(context, service); }, added);

    http::RouteOptions changed = optionsOfOne(u"Change a user"_s, {authenticated, auth::selfOr({Role::Admin})});
    changed.description.description = u"Users may change their own name and password; admins the rest, too."_s;
    changed.description.body = userChangeBody();
    changed.description.responses = {{200, {u"The user"_s, userSchema()}}};
    changed.description.errors = {403, 404, 409, 503};
    api.patch(
        "/users/:id", [&service](Context &context) { return change(context, service); }, changed);

    http::RouteOptions removed = optionsOfOne(u"Delete a user"_s, {authenticated, auth::allowRoles({Role::Admin})});
    removed.description.responses = {{204, {u"The user is gone, and all tokens have ended"_s}}};
    removed.description.errors = {403, 404, 409};
    api.del(
        "/users/:id", [&service](Context &context) { return remove(context, service); }, removed);
}

} // namespace

void registerUsers(http::Api &api, UserService &service, std::shared_ptr<auth::Authentication> authentication)
{
    const http::Middleware authenticated = auth::requireAuth(std::move(authentication));
    registerReading(api, service, authenticated);
    registerChanging(api, service, authenticated);
}

} // namespace signalbox::users
