// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/api.h"

#include "http/api_private.h"
#include "http/app_error.h"
#include "http/context_private.h"
#include "http/input_validator.h"
#include "http/middleware/rate_limit.h"
#include "http/route.h"
#include "telemetry/route_gauge.h"

#include <algorithm>
#include <stdexcept>

namespace signalbox::http {

namespace {

// What is wrong with the request itself is said after the middleware, whose refusals (401, 403, 415) come first.
Handler withWholeRequest(Handler handler)
{
    return [handler = std::move(handler)](Context &context) {
        context.requireBody();
        context.internal().requireQuery();
        return handler(context);
    };
}

// The middleware is bound to its `next` once, here, and not for each request.
Handler compose(Handler handler, const MiddlewareList &inner, const MiddlewareList &outer)
{
    const auto wrap = [&handler](const Middleware &middleware) {
        handler = [middleware, next = std::move(handler)](Context &context) { return middleware(context, next); };
    };
    std::for_each(inner.rbegin(), inner.rend(), wrap);
    std::for_each(outer.rbegin(), outer.rend(), wrap);
    return handler;
}

// Inside a route's own middleware, which may refuse before (401, 403): first the rate, then the input.
MiddlewareList withChecks(const Api::Private &api, const Route &route, MiddlewareList middleware, bool sharedRate)
{
    if (api.limiter && !route.rateLimit.isNone())
        middleware.push_back(
            rateLimit(api.limiter, route.rateLimit, sharedRate ? QByteArrayLiteral("default") : route.pattern));
    if (Middleware validate =
            route.description.isEmpty() ? Middleware() : validateInput(route.description, route.parameters))
        middleware.push_back(std::move(validate));
    return middleware;
}

std::shared_ptr<Route> makeRoute(const Api::Private &api, QByteArray pattern, Handler handler, RouteOptions options)
{
    auto route = std::make_shared<Route>();
    route->parameters = Router::parametersOf(pattern);
    route->patternHash = telemetry::patternHash(pattern);
    route->pattern = std::move(pattern);
    route->group = api.currentGroup;
    route->rateLimit = options.rateLimit.value_or(options.observed ? api.defaultRate : RateLimit::none());
    route->description = std::move(options.description);
    route->chain = compose(withWholeRequest(std::move(handler)),
                           withChecks(api, *route, std::move(options.middleware), !options.rateLimit), api.middleware);
    route->bodyLimit = options.bodyLimit.value_or(api.bodyLimit);
    route->timeout = options.timeout;
    route->observed = options.observed;
    route->streamsBody = options.streamsBody;
    return route;
}

// Stands where an upgrade route's handler would: 101 lets the dispatcher hand the socket over.
QCoro::Task<Reply> acceptUpgrade(Context &context)
{
    if (!context.head().upgrade)
        throw AppError(426, QStringLiteral("This address speaks WebSocket only")).withHeader("Upgrade", "websocket");
    co_return Reply::empty(101);
}

} // namespace

bool Api::Private::isUnobserved(QByteArrayView path) const
{
    return std::any_of(unobserved.begin(), unobserved.end(), [path](const QByteArray &prefix) {
        return path.startsWith(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
    });
}

void Api::Private::add(std::shared_ptr<const Route> route)
{
    router.add(route);
    routes.push_back(std::move(route));
    ++generation;
}

void Api::Private::removeGroup(const QByteArray &group)
{
    router.removeGroup(group);
    std::erase_if(routes, [&group](const auto &route) { return route->group == group; });
    ++generation;
}

Api::Api(qint64 bodyLimit)
    : d(std::make_unique<Private>())
{
    d->bodyLimit = bodyLimit;
}

Api::~Api() = default;

void Api::use(Middleware middleware)
{
    d->middleware.push_back(std::move(middleware));
}

void Api::onReply(ReplyStep step)
{
    d->replySteps.push_back(std::move(step));
}

void Api::get(QByteArray pattern, Handler handler, RouteOptions options)
{
    add(Method::Get, std::move(pattern), std::move(handler), std::move(options));
}

void Api::post(QByteArray pattern, Handler handler, RouteOptions options)
{
    add(Method::Post, std::move(pattern), std::move(handler), std::move(options));
}

void Api::put(QByteArray pattern, Handler handler, RouteOptions options)
{
    add(Method::Put, std::move(pattern), std::move(handler), std::move(options));
}

void Api::patch(QByteArray pattern, Handler handler, RouteOptions options)
{
    add(Method::Patch, std::move(pattern), std::move(handler), std::move(options));
}

void Api::del(QByteArray pattern, Handler handler, RouteOptions options)
{
    add(Method::Delete, std::move(pattern), std::move(handler), std::move(options));
}

void Api::add(Method method, QByteArray pattern, Handler handler, RouteOptions options)
{
    auto route = makeRoute(*d, std::move(pattern), std::move(handler), std::move(options));
    route->method = method;
    d->add(std::move(route));
}

void Api::upgrade(QByteArray pattern, Accept accept, RouteOptions options)
{
    auto route = makeRoute(*d, std::move(pattern), &acceptUpgrade, std::move(options));
    route->accept = std::move(accept);
    d->add(std::move(route));
}

void Api::limitRates(std::shared_ptr<RateLimiter> limiter, RateLimit byDefault)
{
    d->limiter = std::move(limiter);
    d->defaultRate = byDefault;
}

std::vector<std::shared_ptr<const Route>> Api::routes() const
{
    auto routes = d->routes;
    std::stable_sort(routes.begin(), routes.end(),
                     [](const auto &left, const auto &right) { return left->pattern < right->pattern; });
    return routes;
}

quint64 Api::generation() const
{
    return d->generation;
}

void Api::unobserve(QByteArray prefix)
{
    d->unobserved.append(std::move(prefix));
}

void Api::addGroup(QByteArray name, const std::function<void(Api &)> &add)
{
    if (hasGroup(name))
        throw std::logic_error("route group " + name.toStdString() + " is there already");
    d->groups.append(name);
    const QByteArray outer = std::exchange(d->currentGroup, std::move(name));
    add(*this);
    d->currentGroup = outer;
}

void Api::removeGroup(const QByteArray &name)
{
    if (d->groups.removeOne(name))
        d->removeGroup(name);
}

bool Api::hasGroup(const QByteArray &name) const
{
    return d->groups.contains(name);
}

} // namespace signalbox::http
