// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/context.h"
#include "http/rate_limiter.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/route_description.h"

#include <QCoro/QCoroTask>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace signalbox::http {

struct Route;

// Handlers are coroutines; `context` stays valid until the task is done, even when the client is gone.
using Handler = std::function<QCoro::Task<Reply>(Context &context)>;
// A piece around a handler: may answer by itself, or `co_return co_await next(context)` and change what comes back.
// Refusals come in the order 401, 403, 415, 413, 400, 404: middleware also runs when the body is over its limit and
// was not read (Context::requireBody()) or the query can't be read (and is empty); the handler then does not.
// `next` lives as long as the route, which outlives its requests. A piece that only looks at the request should be no
// coroutine and `return next(context)`: it then costs a call, not a coroutine frame.
using Middleware = std::function<QCoro::Task<Reply>(Context &context, const Handler &next)>;
using MiddlewareList = std::vector<Middleware>;
// Runs on every answer, errors, 404s and timeouts too, once the handler is done. It is a plain function because what
// must be on every answer (security headers, CORS) never waits, and a coroutine frame for each would cost more than
// its work. Must not throw.
using ReplyStep = std::function<void(const Context &context, Reply &reply)>;

struct RouteOptions {
    MiddlewareList middleware = {}; // inside those of Api::use(), outermost first
    std::optional<qint64> bodyLimit = std::nullopt; // bytes, 413 beyond; by default the Api's
    std::chrono::milliseconds timeout{30'000}; // 504 beyond, to the reply (not its streamed body); 0: none
    bool observed = true;
    bool streamsBody = false; // the handler reads the body in chunks: Context::bodyStream()
    // Of each client on its own; by default the Api's, which all routes without a limit of their own share.
    std::optional<RateLimit> rateLimit = std::nullopt;
    RouteDescription description = {}; // what it takes and gives: checked, and published in /openapi.json
};

// The routes of one reactor, on its thread. Features register theirs in `registerX(api, ...)`.
// Patterns: "/users/:id", "/files/*path" (the rest, at least one segment; it may hold "..", so it is no file name).
// Registering a pattern that can't be read, or twice for a method, throws std::logic_error.
class Api {
public:
    explicit Api(qint64 bodyLimit = 1024 * 1024); // bytes, for routes that set none and requests without a route
    ~Api();
    Api(const Api &) = delete;
    Api &operator=(const Api &) = delete;

    void use(Middleware middleware); // around every route added later, outermost first
    void onReply(ReplyStep step); // in the order given
    void get(QByteArray pattern, Handler handler, RouteOptions options = {}); // HEAD too
    void post(QByteArray pattern, Handler handler, RouteOptions options = {});
    void put(QByteArray pattern, Handler handler, RouteOptions options = {});
    void patch(QByteArray pattern, Handler handler, RouteOptions options = {});
    void del(QByteArray pattern, Handler handler, RouteOptions options = {});
    void add(Method method, QByteArray pattern, Handler handler, RouteOptions options = {});

    // Takes the connection over (WebSocket). `accept` gets the socket with the head unread; the middleware has run
    // and may have refused. A request that asks for no upgrade is 426, or goes to the get() of the same pattern.
    using Accept = std::function<void(std::shared_ptr<Context> context, std::unique_ptr<QTcpSocket> socket)>;
    void upgrade(QByteArray pattern, Accept accept, RouteOptions options = {});

    // Counts the requests of routes added later; without one nothing is limited. `byDefault` is for the routes that are
    // observed and set no limit.
    void limitRates(std::shared_ptr<RateLimiter> limiter, RateLimit byDefault);

    // Requests below `prefix` ("/admin") that match no route are not observed either.
    void unobserve(QByteArray prefix);

    // Routes that come and go together while the server runs: those that `add` registers. Requests that are in one
    // of them when it goes finish as they would have.
    void addGroup(QByteArray name, const std::function<void(Api &)> &add);
    void removeGroup(const QByteArray &name);
    bool hasGroup(const QByteArray &name) const;

    // What is registered now, in the order of patterns.
    std::vector<std::shared_ptr<const Route>> routes() const;
    quint64 generation() const; // another one after each change of the routes

    struct Private;
    Private &internal() { return *d; } // for the dispatcher

private:
    std::unique_ptr<Private> d;
};

} // namespace signalbox::http
