// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "demo/demo_routes.h"

#include "base/compute_pool.h"
#include "demo/burn.h"
#include "demo/echo.h"
#include "http/api.h"
#include "http/app_error.h"
#include "http/validated_input.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>

#include <stdexcept>

namespace signalbox::demo {

namespace {

using http::AppError;
using http::Context;
using http::Reply;
using http::Schema;
namespace schema = http::schema;
using namespace Qt::Literals::StringLiterals;

constexpr qint64 mostSlowMs = 20'000; // below the routes' timeout
constexpr qint64 mostCpuMs = 5'000;

qint64 queryNumber(const Context &context, QLatin1String name)
{
    return context.input().query().value(name).toInteger();
}

QCoro::Task<Reply> echo(Context &context)
{
    co_return Reply::json(echoOf(context));
}

// Takes its time without holding up the reactor.
QCoro::Task<Reply> slow(Context &context)
{
    const qint64 ms = queryNumber(context, "ms"_L1);
    http::TraceSpan wait = context.span("queue", "wait " + QByteArray::number(ms) + " ms");
    QTimer timer;
    timer.setSingleShot(true);
    timer.setTimerType(Qt::PreciseTimer);
    timer.start(std::chrono::milliseconds(ms));
    const auto exchange = context.exchange();
    exchange->onAborted([&timer] { timer.start(0); }); // nobody waits any more
    co_await timer;
    exchange->onAborted({});
    wait.end();
    co_return Reply::json(QJsonObject{{QStringLiteral("waitedMs"), ms}});
}

QCoro::Task<Reply> fail(Context &context)
{
    const int status = int(queryNumber(context, "status"_L1));
    if (context.input().query().value("throw"_L1).toBool())
        throw std::runtime_error("thrown by /demo/fail, as asked");
    throw AppError(status, QStringLiteral("Failed as asked"), QStringLiteral("/demo/fail?status=%1").arg(status));
    co_return Reply(); // makes it a coroutine
}

// Computes on the pool: the reactor serves others meanwhile.
QCoro::Task<Reply> cpu(Context &context, ComputePool &pool)
{
    const qint64 ms = queryNumber(context, "ms"_L1);
    const auto queuedAt = http::Exchange::Clock::now();
    auto future = pool.tryRun([ms] { return burn(std::chrono::milliseconds(ms)); });
    if (!future)
        throw AppError(503, QStringLiteral("Too much is computed already")).withHeader("retry-after", "1");
    const Burned burned = co_await *future;
    context.addSpan("queue", "wait for a compute thread", queuedAt, burned.from);
    context.addSpan("crypto", "hash for " + QByteArray::number(ms) + " ms", burned.from, burned.to);
    co_return Reply::json(QJsonObject{{QStringLiteral("ms"), ms}, {QStringLiteral("hashes"), burned.hashes}});
}

http::RouteDescription describeEcho()
{
    const Schema echo = schema::object({{"method", schema::string()},
                                        {"query", schema::map(schema::anything())},
                                        {"body", schema::anything()},
                                        {"bodyBase64", schema::string().described("Of a body that is no text.")}})
                            .required({"method", "query", "body"})
                            .named("Echo");
    return {.summary = u"Say what was asked"_s, .tag = "demo", .responses = {{200, {u"The request."_s, echo}}}};
}

http::RouteDescription describePostedEcho()
{
    http::RouteDescription description = describeEcho();
    description.body = schema::anything();
    description.bodyOptional = true;
    description.bodyMediaType = "*/*";
    return description;
}

http::RouteDescription describeSlow()
{
    return {.summary = u"Answer after a while"_s,
            .tag = "demo",
            .query = schema::object({{"ms", schema::integer(0, mostSlowMs).byDefault(500)}}),
            .responses = {{200, {u"It waited."_s, schema::object({{"waitedMs", schema::integer()}}).allRequired()}}}};
}

http::RouteDescription describeFail()
{
    return {.summary = u"Fail as asked"_s,
            .tag = "demo",
            .query = schema::object(
                {{"status", schema::integer(400, 599).byDefault(500)},
                 {"throw", schema::boolean().byDefault(false).described("As a handler does that has a defect: 500.")}}),
            .responses = {{http::RouteDescription::anyOther, {u"The error."_s, http::errorSchema()}}}};
}

http::RouteDescription describeCpu()
{
    return {
        .summary = u"Compute for a while"_s,
        .tag = "demo",
        .query = schema::object({{"ms", schema::integer(0, mostCpuMs).byDefault(50)}}),
        .responses = {{200,
                       {u"It computed."_s,
                        schema::object({{"ms", schema::integer()}, {"hashes", schema::integer()}}).allRequired()}}}};
}

} // namespace

void registerDemo(http::Api &api, ComputePool &pool)
{
    api.get("/demo/echo", &echo, {.description = describeEcho()});
    api.post("/demo/echo", &echo, {.description = describePostedEcho()});
    api.get("/demo/slow", &slow, {.description = describeSlow()});
    api.get("/demo/fail", &fail, {.description = describeFail()});
    api.get("/demo/cpu", [&pool](Context &context) { return cpu(context, pool); }, {.description = describeCpu()});
}

} // namespace signalbox::demo
