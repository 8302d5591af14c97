// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/admin_user_routes.h"

#include "auth/access_tokens.h"
#include "auth/client.h"
#include "auth/role_names.h"
#include "http/app_error.h"
#include "http/validated_input.h"
#include "users/generated_password.h"
#include "users/user_export.h"
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
using http::Schema;

namespace {

constexpr qint64 bodyLimit = 128 * 1024; // a thousand ids

qint64 currentMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

QByteArray idIn(const Context &context, QByteArrayView name = "id")
{
    return context.param(name).toLatin1().toLower();
}

qint64 momentIn(const QJsonObject &object, QLatin1StringView name, qint64 fallback)
{
    if (!object.contains(name))
        return fallback;
    return QDateTime::fromString(object.value(name).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
}

UserSearch searchIn(const Context &context)
{
    const QJsonObject &query = context.input().query();
    UserSearch search;
    search.text = query.value("q"_L1).toString();
    search.role = auth::roleNamed(query.value("role"_L1).toString());
    if (query.contains("disabled"_L1))
        search.disabled = query.value("disabled"_L1).toBool();
    search.seenAfter = momentIn(query, "seenAfter"_L1, search.seenAfter);
    search.seenBefore = momentIn(query, "seenBefore"_L1, search.seenBefore);
    const auto order = orderNamed(query.value("sort"_L1).toString(u"-createdAt"_s));
    search.order = order->first; // the schema lets no other through
    search.descending = order->second;
    search.cursor = query.value("cursor"_L1).toString();
    search.limit = query.value("limit"_L1).toInt(100);
    return search;
}

// A password that was asked for, or one that is made and told once.
struct ChosenPassword {
    QByteArray password;
    bool isGenerated = false;

    static ChosenPassword in(const QJsonObject &body)
    {
        if (body.contains("password"_L1))
            return {body.value("password"_L1).toString().toUtf8(), false};
        return {generatePassword(), true};
    }

    Reply reply(QJsonObject json, int status) const
    {
        if (isGenerated)
            json.insert(u"password"_s, QString::fromLatin1(password));
        return Reply::json(json, status).withHeader("Cache-Control", "no-store");
    }
};

QCoro::Task<Reply> list(Context &context, UserService &service)
{
    const UserList found = co_await service.listWithSessions(&context, searchIn(context));
    QJsonArray items;
    for (qsizetype i = 0; i < found.users.size(); ++i) {
        QJsonObject item = toAdminJson(found.users[i], currentMs());
        item.insert(u"sessions"_s, found.sessions[i]);
        items.append(item);
    }
    const QJsonValue next = found.next.isEmpty() ? QJsonValue() : QJsonValue(found.next);
    co_return Reply::json(QJsonObject{{u"items"_s, items}, {u"next"_s, next}, {u"total"_s, found.total}});
}

QCoro::Task<Reply> exportCsv(Context &context, UserService &service)
{
    co_return exportUsers(service, searchIn(context));
}

QCoro::Task<Reply> create(Context &context, UserService &service)
{
    const QJsonObject &body = context.input().body();
    const auto chosen = ChosenPassword::in(body);
    const auto role = auth::roleNamed(body.value("role"_L1).toString()).value_or(http::Role::User);
    const NewUser asked{body.value("email"_L1).toString(), body.value("name"_L1).toString(), role, chosen.password};
    const User user = co_await service.create(&context, asked, auth::actorOf(context), auth::causeOf(context));
    co_return chosen.reply({{u"user"_s, toAdminJson(user, currentMs())}}, 201);
}

QCoro::Task<Reply> show(Context &context, UserService &service)
{
    co_return Reply::json(co_await service.detail(&context, idIn(context)));
}

QCoro::Task<Reply> change(Context &context, UserService &service)
{
    const auto asked = UserChange::fromJson(context.input().body(), currentMs());
    const User user =
        co_await service.change(&context, idIn(context), asked, auth::actorOf(context), auth::causeOf(context));
    co_return Reply::json(toAdminJson(user, currentMs()));
}

QCoro::Task<Reply> remove(Context &context, UserService &service)
{
    co_await service.remove(&context, idIn(context), auth::actorOf(context), auth::causeOf(context));
    co_return Reply::empty();
}

QCoro::Task<Reply> setPassword(Context &context, UserService &service)
{
    const auto chosen = ChosenPassword::in(context.input().body());
    const UserChange nothingElse;
    co_await service.changeWithPassword(&context, idIn(context), nothingElse, chosen.password, auth::actorOf(context),
                                        auth::causeOf(context));
    co_return chosen.reply({}, 200);
}

Batch batchIn(const QJsonObject &body)
{
    static const QStringList actions{u"disable"_s, u"enable"_s, u"delete"_s, u"setRole"_s, u"revokeSessions"_s};
    Batch batch;
    for (const auto &id : body.value("ids"_L1).toArray())
        batch.ids.append(id.toString().toLatin1().toLower());
    batch.action = BatchAction(actions.indexOf(body.value("action"_L1).toString()));
    batch.role = auth::roleNamed(body.value("role"_L1).toString());
    if (batch.action == BatchAction::SetRole && !batch.role)
        throw AppError::invalidField(u"body.role"_s, u"Is needed to set a role"_s);
    if (const auto until = UserChange::fromJson(body, currentMs()).disabledUntil)
        batch.disabledUntil = *until;
    return batch;
}

QCoro::Task<Reply> changeMany(Context &context, UserService &service)
{
    const BatchResult result = co_await service.changeMany(&context, batchIn(context.input().body()),
                                                           auth::actorOf(context), auth::causeOf(context));
    QJsonArray done;
    for (const QByteArray &id : result.done)
        done.append(QString::fromLatin1(id));
    QJsonArray failed;
    for (const auto &[id, error] : result.failed)
        failed.append(QJsonObject{{u"id"_s, QString::fromLatin1(id)}, {u"error"_s, error}});
    co_return Reply::json(QJsonObject{{u"done"_s, done}, {u"failed"_s, failed}});
}

QCoro::Task<Reply> sessions(Context &context, UserService &service)
{
    const auto found = co_await service.sessions(&context, idIn(context));
    const http::Identity *identity = context.identity();
    QJsonArray items;
    for (const auth::Session &session : found) {
        QJsonObject item = auth::toJson(session);
        if (identity && identity->sessionId == session.id)
            item.insert(u"current"_s, true);
        items.append(item);
    }
    co_return Reply::json(QJsonObject{{u"items"_s, items}});
}

QCoro::Task<Reply> revokeSession(Context &context, UserService &service)
{
    co_await service.revokeSession(&context, idIn(context), idIn(context, "session"), auth::actorOf(context));
    co_return Reply::empty();
}

QCoro::Task<Reply> revokeSessions(Context &context, UserService &service)
{
    co_await service.revokeSessions(&context, idIn(context), auth::actorOf(context));
    co_return Reply::empty();
}

QCoro::Task<Reply> impersonate(Context &context, UserService &service)
{
    const QByteArray token = co_await service.impersonate(&context, idIn(context), auth::actorOf(context));
    const QJsonObject json{{u"token"_s, QString::fromLatin1(token)},
                           {u"expiresIn"_s, qint64(auth::AccessTokens::impersonationLife.count())}};
    co_return Reply::json(json).withHeader("Cache-Control", "no-store");
}

Schema searchQuery()
{
    return schema::object({{"q", schema::string().longest(200)},
                           {"role", roleSchema()},
                           {"disabled", schema::boolean()},
                           {"seenAfter", schema::dateTime()},
                           {"seenBefore", schema::dateTime()},
                           {"sort",
                            schema::oneOf({"createdAt", "email", "name", "role", "lastSeenAt", "-createdAt", "-email",
                                           "-name", "-role", "-lastSeenAt"})},
                           {"cursor", schema::string().longest(2000)},
                           {"limit", schema::integer(1, 1000).byDefault(100)}});
}

Schema newUser()
{
    return schema::object({{"email", schema::email()},
                           {"name", nameSchema()},
                           {"role", roleSchema().byDefault("user")},
                           {"password", schema::newPassword()}})
        .required({"email", "name"});
}

Schema userChange()
{
    return schema::object({{"email", schema::email()},
                           {"name", nameSchema()},
                           {"role", roleSchema()},
                           {"disabled", schema::boolean()},
                           {"disabledUntil", schema::dateTime().nullable()}})
        .notEmpty();
}

Schema batchBody()
{
    return schema::object({{"ids", schema::array(schema::uuid()).items(1, 1000)},
                           {"action", schema::oneOf({"disable", "enable", "delete", "setRole", "revokeSessions"})},
                           {"role", roleSchema()},
                           {"disabledUntil", schema::dateTime().nullable()}})
        .required({"ids", "action"});
}

// Registers one route after the other, with what they share.
class Registration {
public:
    using Method = QCoro::Task<Reply> (*)(Context &, UserService &);

    Registration(http::Api &api, UserService &service, const http::Middleware &requireAdmin)
        : m_api(api)
        , m_service(service)
    {
        m_options.middleware = {requireAdmin};
        m_options.bodyLimit = bodyLimit;
        m_options.observed = false;
        m_options.description.tag = "Admin";
        m_options.description.security = http::Security::Bearer;
    }

    void add(http::Method method, const QByteArray &pattern, const QString &summary, Method handler, Schema query = {},
             Schema body = {}, bool bodyOptional = false)
    {
        http::RouteOptions options = m_options;
        options.description.summary = summary;
        options.description.query = std::move(query);
        options.description.body = std::move(body);
        options.description.bodyOptional = bodyOptional;
        options.description.params = paramsOf(pattern);
        m_api.add(
            method, pattern, [&service = m_service, handler](Context &context) { return handler(context, service); },
            options);
    }

private:
    static Schema paramsOf(const QByteArray &pattern)
    {
        if (pattern.contains(":session"))
            return idParameter().with({{"session", schema::uuid()}});
        return pattern.contains(":id") ? idParameter() : Schema();
    }

    http::Api &m_api;
    UserService &m_service;
    http::RouteOptions m_options;
};

} // namespace

void registerAdminUsers(http::Api &api, UserService &service, const http::Middleware &requireAdmin)
{
    using http::Method;
    const Schema newPassword = schema::object({{"password", schema::newPassword()}});
    Registration routes(api, service, requireAdmin);
    routes.add(Method::Get, "/admin/users", u"Find users"_s, &list, searchQuery());
    routes.add(Method::Get, "/admin/users/export.csv", u"Users as CSV"_s, &exportCsv, searchQuery());
    routes.add(Method::Post, "/admin/users", u"Create a user"_s, &create, {}, newUser());
    routes.add(Method::Post, "/admin/users/batch", u"Change many users"_s, &changeMany, {}, batchBody());
    routes.add(Method::Get, "/admin/users/:id", u"One user"_s, &show);
    routes.add(Method::Patch, "/admin/users/:id", u"Change a user"_s, &change, {}, userChange());
    routes.add(Method::Delete, "/admin/users/:id", u"Delete a user"_s, &remove);
    routes.add(Method::Post, "/admin/users/:id/password", u"Set or make a password"_s, &setPassword, {}, newPassword,
               true);
    routes.add(Method::Get, "/admin/users/:id/sessions", u"A user's sessions"_s, &sessions);
    routes.add(Method::Delete, "/admin/users/:id/sessions/:session", u"End a session"_s, &revokeSession);
    routes.add(Method::Delete, "/admin/users/:id/sessions", u"End all sessions of a user"_s, &revokeSessions);
    routes.add(Method::Post, "/admin/users/:id/impersonate", u"Get a token to act as a user"_s, &impersonate);
}

} // namespace signalbox::users
