// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_access.h"

#include "redis/clients.h"
#include "redis/redis_error.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using redis::RedisError;

namespace {

QCoro::Task<http::Reply> explained(const redis::Clients &clients, http::Context &context, const http::Handler &next)
{
    const redis::State state = clients.state();
    if (state.kind != redis::State::Kind::Up && state.kind != redis::State::Kind::Starting)
        throw noRedis(state);
    try {
        co_return co_await next(context);
    } catch (const RedisError &error) {
        throw heardByAdmins(error, clients.state());
    }
}

QString sentence(QString text)
{
    if (!text.isEmpty() && !text.endsWith(u'.'))
        text += u'.';
    return text;
}

QString summaryOf(const redis::State &state)
{
    switch (state.kind) {
    case redis::State::Kind::Off:
        return u"There is no Redis"_s;
    case redis::State::Kind::Starting:
        return u"Redis is starting"_s;
    case redis::State::Kind::Missing:
        return u"There is no redis-server on this machine"_s;
    default:
        return u"Redis is down"_s;
    }
}

} // namespace

http::AppError noRedis(const redis::State &state)
{
    QStringList sentences{sentence(summaryOf(state))};
    for (const QString &text : {state.error, state.hint}) {
        if (!text.isEmpty())
            sentences.append(sentence(text));
    }
    sentences.removeDuplicates();
    return http::AppError(503, sentences.join(u' ')).withHeader("Retry-After", "1");
}

http::AppError heardByAdmins(const RedisError &error, const redis::State &state)
{
    if (error.code() == "WRONGTYPE")
        return http::AppError(409, u"The key has become another one meanwhile"_s, error.detail());
    if (error.kind() == RedisError::Kind::Refused)
        return http::AppError(503, u"Redis refused: "_s + error.detail(), error.detail());
    if (error.kind() == RedisError::Kind::Unavailable && state.kind != redis::State::Kind::Up)
        return noRedis(state);
    http::AppError plain(error.status(), error.message(), error.detail());
    return std::move(plain).withHeader("Retry-After", "1");
}

http::Middleware requireRedis(const redis::Clients &clients)
{
    return [&clients](http::Context &context, const http::Handler &next) { return explained(clients, context, next); };
}

} // namespace signalbox::admin
