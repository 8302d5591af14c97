// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "greetings/greeting_routes.h"

#include "greetings/greeting_service.h"
#include "http/api.h"
#include "http/app_error.h"
#include "http/middleware/json_body.h"
#include "http/validation.h"

namespace signalbox::greetings {

namespace {

using http::AppError;
using http::Context;
using http::Reply;

// GET /greetings/:name?loud=true → 200 {greeting}; 404 for someone unknown.
QCoro::Task<Reply> show(Context &context, GreetingService &service)
{
    const bool loud = http::queryFlag(context, "loud");
    const auto greeting = service.greetingFor(context.param("name"));
    if (!greeting)
        throw AppError(404, QStringLiteral("Nobody of that name"));
    co_return Reply::json(QJsonObject{{QStringLiteral("greeting"), loud ? greeting->toUpper() : *greeting}});
}

// PUT /greetings/:name {salutation} → 204.
QCoro::Task<Reply> change(Context &context, GreetingService &service)
{
    const QString salutation = context.json().value(QLatin1String("salutation")).toString();
    if (salutation.isEmpty())
        throw AppError::invalidField(QStringLiteral("body.salutation"), QStringLiteral("Must be a text, not empty"));
    service.remember(context.param("name"), salutation);
    co_return Reply::empty();
}

} // namespace

void registerGreetings(http::Api &api, GreetingService &service)
{
    api.get("/greetings/:name", [&service](Context &context) { return show(context, service); });
    api.put("/greetings/:name", [&service](Context &context) { return change(context, service); },
            {.middleware = {http::jsonBody()}, .bodyLimit = 4096});
}

} // namespace signalbox::greetings
