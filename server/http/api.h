// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/context.h"
#include "http/reply.h"

#include <QCoro/QCoroTask>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace signalbox::http {

// Handlers are coroutines; `context` stays valid until the task is done, even when the client is gone.
using Handler = std::function<QCoro::Task<Reply>(Context &context)>;
// A piece around a handler: may answer by itself, or `co_return co_await next(context)` and change what comes back.
using Middleware = std::function<QCoro::Task<Reply>(Context &context, const Handler &next)>;
using MiddlewareList = std::vector<Middleware>;

struct RouteOptions {
    MiddlewareList middleware;
    qint64 bodyLimit = 1024 * 1024; // bytes, 413 beyond
    std::chrono::milliseconds timeout{30'000}; // 504 beyond; 0: none (streams)
    bool observed = true;
};

// The routes of one reactor. Features register theirs in `registerX(api, ...)`; then it is sealed.
// Patterns: "/users/:id", "/files/*path" (the rest, at least one segment).
class Api {
public:
    Api();
    ~Api();

    void use(Middleware middleware); // around every route added later, outermost first
    void get(QByteArray pattern, Handler handler, RouteOptions options = {});
    void post(QByteArray pattern, Handler handler, RouteOptions options = {});
    void put(QByteArray pattern, Handler handler, RouteOptions options = {});
    void patch(QByteArray pattern, Handler handler, RouteOptions options = {});
    void del(QByteArray pattern, Handler handler, RouteOptions options = {});

    // Takes the connection over (WebSocket). `accept` gets the socket with the head unread; the middleware has run
    // and may have refused. The handler's reply is used only when the request asks for no upgrade.
    using Accept = std::function<void(std::shared_ptr<Context> context, std::unique_ptr<QTcpSocket> socket)>;
    void upgrade(QByteArray pattern, Accept accept, RouteOptions options = {});

    struct Private;
    Private &internal() { return *d; }

private:
    std::unique_ptr<Private> d;
};

} // namespace signalbox::http
