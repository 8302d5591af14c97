// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "greetings/greeting_routes.h"

#include "greetings/greeting_service.h"
#include "http/api.h"
#include "http/app_error.h"
#include "http/validated_input.h"

namespace signalbox::greetings {

namespace {

using http::AppError;
using http::Context;
using http::Reply;
using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;

http::Schema params()
{
    return schema::object({{"name", schema::string().length(1, 100)}});
}

http::RouteDescription describeShow()
{
    return {.summary = u"Greet somebody"_s,
            .tag = "greetings",
            .params = params(),
            .query = schema::object({{"loud", schema::boolean().byDefault(false)}}),
            .responses = {{200, {u"The greeting."_s, schema::object({{"greeting", schema::string()}}).allRequired()}}},
            .errors = {404}};
}

QCoro::Task<Reply> show(Context &context, GreetingService &service)
{
    const bool loud = context.input().query().value("loud"_L1).toBool();
    const auto greeting = service.greetingFor(context.param("name"));
    if (!greeting)
        throw AppError(404, u"Nobody of that name"_s);
    co_return Reply::json(QJsonObject{{u"greeting"_s, loud ? greeting->toUpper() : *greeting}});
}

http::RouteDescription describeChange()
{
    return {.summary = u"Say how somebody wants to be greeted"_s,
            .tag = "greetings",
            .params = params(),
            .body = schema::object({{"salutation", schema::string().trimmed().length(1, 50)}}).allRequired(),
            .responses = {{204, {u"It is remembered."_s}}}};
}

QCoro::Task<Reply> change(Context &context, GreetingService &service)
{
    service.remember(context.param("name"), context.input().body().value("salutation"_L1).toString());
    co_return Reply::empty();
}

} // namespace

void registerGreetings(http::Api &api, GreetingService &service)
{
    api.get("/greetings/:name", [&service](Context &context) { return show(context, service); },
            {.description = describeShow()});
    api.put("/greetings/:name", [&service](Context &context) { return change(context, service); },
            {.bodyLimit = 4096,
             .rateLimit = http::RateLimit{20, std::chrono::minutes(1)},
             .description = describeChange()});
}

} // namespace signalbox::greetings
