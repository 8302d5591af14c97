// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/redis_error.h"

#include <QByteArrayList>

#include <algorithm>

namespace signalbox::redis {

namespace {

using namespace Qt::Literals::StringLiterals;
using Kind = RedisError::Kind;

http::AppError retryLater(const QString &message, const QString &detail)
{
    return http::AppError(503, message, detail).withHeader("retry-after", "1");
}

http::AppError answerTo(Kind kind, const QString &detail)
{
    switch (kind) {
    case Kind::Unavailable:
    case Kind::Protocol:
        return retryLater(u"Redis is unavailable"_s, detail);
    case Kind::Busy:
        return retryLater(u"Redis is busy"_s, detail);
    case Kind::TimedOut:
        return http::AppError(504, u"Redis took too long"_s, detail);
    case Kind::Refused:
        break;
    }
    return http::AppError(500, u"Internal server error"_s, detail);
}

// It answers, but not yet, or not now: as good as away.
bool isAway(const QByteArray &code)
{
    static const QByteArrayList codes{"LOADING", "MASTERDOWN", "BUSY"};
    return codes.contains(code);
}

} // namespace

RedisError::RedisError(Kind kind, const QString &detail, QByteArray code)
    : AppError(answerTo(kind, detail))
    , m_kind(kind)
    , m_code(std::move(code))
{
}

RedisError RedisError::ofReply(const QByteArray &text)
{
    QByteArray code = codeOf(text);
    const Kind kind = isAway(code) ? Kind::Unavailable : Kind::Refused;
    return {kind, QString::fromUtf8(text), std::move(code)};
}

QByteArray RedisError::codeOf(const QByteArray &text)
{
    const QByteArray word = text.split(' ').constFirst();
    const bool isCode =
        !word.isEmpty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return isCode ? word : QByteArrayLiteral("ERR");
}

} // namespace signalbox::redis
