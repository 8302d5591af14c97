// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "demo/demo_routes.h"

#include "demo/burn.h"
#include "demo/echo.h"
#include "http/api.h"
#include "http/app_error.h"
#include "http/validation.h"
#include "runtime/compute_pool.h"

#include <QCoro/QCoroFuture>
#include <QCoro/QCoroTimer>

#include <stdexcept>

namespace signalbox::demo {

namespace {

using http::AppError;
using http::Context;
using http::Reply;

constexpr qint64 mostSlowMs = 20'000; // below the routes' timeout
constexpr qint64 mostCpuMs = 5'000;

QCoro::Task<Reply> echo(Context &context)
{
    co_return Reply::json(echoOf(context));
}

// Takes its time without holding up the reactor.
QCoro::Task<Reply> slow(Context &context)
{
    const qint64 ms = http::queryNumber(context, "ms", 500, 0, mostSlowMs);
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
    const int status = int(http::queryNumber(context, "status", 500, 400, 599));
    if (http::queryFlag(context, "throw"))
        throw std::runtime_error("thrown by /demo/fail, as asked");
    throw AppError(status, QStringLiteral("Failed as asked"), QStringLiteral("/demo/fail?status=%1").arg(status));
    co_return Reply(); // makes it a coroutine
}

// Computes on the pool: the reactor serves others meanwhile.
QCoro::Task<Reply> cpu(Context &context, ComputePool &pool)
{
    const qint64 ms = http::queryNumber(context, "ms", 50, 0, mostCpuMs);
    const auto queuedAt = http::Exchange::Clock::now();
    auto future = pool.tryRun([ms] { return burn(std::chrono::milliseconds(ms)); });
    if (!future)
        throw AppError(503, QStringLiteral("Too much is computed already")).withHeader("retry-after", "1");
    const Burned burned = co_await *future;
    context.addSpan("queue", "wait for a compute thread", queuedAt, burned.from);
    context.addSpan("crypto", "hash for " + QByteArray::number(ms) + " ms", burned.from, burned.to);
    co_return Reply::json(QJsonObject{{QStringLiteral("ms"), ms}, {QStringLiteral("hashes"), burned.hashes}});
}

} // namespace

void registerDemo(http::Api &api, ComputePool &pool)
{
    api.get("/demo/echo", &echo);
    api.post("/demo/echo", &echo);
    api.get("/demo/slow", &slow);
    api.get("/demo/fail", &fail);
    api.get("/demo/cpu", [&pool](Context &context) { return cpu(context, pool); });
}

} // namespace signalbox::demo
