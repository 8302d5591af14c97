// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/rate_limit.h"

#include "http/app_error.h"
#include "http/context_private.h"

namespace signalbox::http {

namespace {

constexpr int hostBits = 64; // of an IPv6 address: whoever has one has all of its /64

QByteArray bucketOf(const Context &context, const QByteArray &name)
{
    const Identity *identity = context.identity();
    return name + ' ' + (identity ? "u:" + identity->userId : rateLimitKey(context.peer().address));
}

QByteArray wholeSeconds(std::chrono::milliseconds duration)
{
    return QByteArray::number(qint64(std::chrono::ceil<std::chrono::seconds>(duration).count()));
}

void decide(Context &context, const RateLimit &limit, const RateDecision &decision)
{
    context.internal().rate.emplace(limit, decision);
    if (!decision.allowed)
        throw AppError(429, QStringLiteral("Too many requests"))
            .withHeader("Retry-After", wholeSeconds(std::max(decision.untilNext, std::chrono::milliseconds(1))));
}

QCoro::Task<Reply> takeAndGoOn(std::shared_ptr<RateLimiter> limiter, RateLimit limit, QByteArray bucket,
                               Context &context, const Handler &next)
{
    decide(context, limit, co_await limiter->take(&context, std::move(bucket), limit));
    co_return co_await next(context);
}

} // namespace

QByteArray rateLimitKey(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4); // a mapped one (::ffff:1.2.3.4) too
    if (isV4)
        return "a:" + QHostAddress(v4).toString().toLatin1();
    const Q_IPV6ADDR v6 = address.toIPv6Address();
    return "a:" + QByteArray(reinterpret_cast<const char *>(v6.c), hostBits / 8).toHex();
}

Middleware rateLimit(std::shared_ptr<RateLimiter> limiter, RateLimit limit, QByteArray name)
{
    return [limiter = std::move(limiter), limit, name = std::move(name)](Context &context, const Handler &next) {
        const QByteArray bucket = bucketOf(context, name);
        const auto decision = limiter->tryTake(bucket, limit);
        if (!decision)
            return takeAndGoOn(limiter, limit, bucket, context, next);
        decide(context, limit, *decision);
        return next(context);
    };
}

void addRateFields(const Context &context, Headers &headers)
{
    const auto &rate = const_cast<Context &>(context).internal().rate;
    if (!rate)
        return;
    const auto &[limit, decision] = *rate;
    headers.set("ratelimit-limit", QByteArray::number(limit.requests));
    headers.set("ratelimit-remaining", QByteArray::number(decision.remaining));
    headers.set("ratelimit-reset", wholeSeconds(decision.untilFull));
    headers.set("ratelimit-policy",
                QByteArray(QByteArray::number(limit.requests) + ";w=" + wholeSeconds(limit.window)));
}

} // namespace signalbox::http
