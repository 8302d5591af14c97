// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// One reactor with ROUTES routes of a real API's shape, listening on PORT: what a request costs must not grow with
// their number. And one that takes a user as it comes, beside one that checks it.

#include "gate/gate.h"
#include "http/api.h"
#include "http/dispatcher.h"
#include "http/middleware/json_body.h"
#include "http/schema.h"
#include "http/validated_input.h"
#include "telemetry/telemetry.h"

#include <QCoreApplication>

using namespace signalbox;

namespace {

QCoro::Task<http::Reply> answer(http::Context &context)
{
    co_return http::Reply::json({{QStringLiteral("id"), context.param("id")}});
}

// What it was asked for, so that all of it is read.
http::Reply echo(const QString &id, int page, const QJsonObject &user)
{
    return http::Reply::json({{QStringLiteral("id"), id},
                              {QStringLiteral("page"), page},
                              {QStringLiteral("email"), user.value(QLatin1String("email"))}});
}

QCoro::Task<http::Reply> takeUser(http::Context &context)
{
    co_return echo(context.param("id"), context.query("page").toInt(), context.json());
}

QCoro::Task<http::Reply> takeCheckedUser(http::Context &context)
{
    const http::ValidatedInput &input = context.input();
    co_return echo(input.params().value(QLatin1String("id")).toString(),
                   input.query().value(QLatin1String("page")).toInt(), input.body());
}

http::RouteDescription userDescription()
{
    namespace schema = http::schema;
    http::RouteDescription description;
    description.summary = QStringLiteral("Take a user");
    description.params = schema::object({{"id", schema::uuid()}}).allRequired();
    description.query = schema::object(
        {{"page", schema::integer().range(1, 1000)}, {"limit", schema::integer().range(1, 100).byDefault(20)}});
    description.body = schema::object({{"email", schema::email()},
                                       {"name", schema::string().trimmed().length(1, 100)},
                                       {"password", schema::newPassword()},
                                       {"role", schema::oneOf({"user", "editor", "admin"}).byDefault("user")}})
                           .required({"email", "name", "password"});
    return description;
}

void registerUsers(http::Api &api)
{
    api.post("/plain/:id", &takeUser, {.middleware = {http::jsonBody()}});
    api.post("/checked/:id", &takeCheckedUser, {.description = userDescription()});
}

QCoro::Task<http::Reply> health(http::Context &)
{
    co_return http::Reply::json({{QStringLiteral("ok"), true}});
}

// Five routes for each resource.
void registerRoutes(http::Api &api, int count)
{
    api.get("/health", &health);
    for (int i = 0; i < count; i += 5) {
        const QByteArray resource = "/resource" + QByteArray::number(i / 5);
        api.get(resource + "/:id", &answer);
        api.put(resource + "/:id", &answer);
        api.del(resource + "/:id", &answer);
        api.get(resource + "/:id/items", &answer);
        api.post(resource + "/:id/items", &answer);
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    telemetry::Settings settings;
    settings.logLevel = QStringLiteral("warn");
    telemetry::Telemetry telemetry(settings, 1);
    http::Api api;
    registerRoutes(api, qEnvironmentVariableIntValue("ROUTES"));
    registerUsers(api);
    http::Dispatcher dispatcher(api, telemetry, 0);
    gate::Gate gate({}, dispatcher, std::make_shared<std::atomic<int>>(0));
    if (!gate.listen(QHostAddress(QHostAddress::LocalHost), quint16(qEnvironmentVariableIntValue("PORT"))))
        return 1;
    return application.exec();
}
