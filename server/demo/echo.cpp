// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "demo/echo.h"

#include "http/app_error.h"
#include "http/context.h"
#include "http/json_check.h"
#include "http/middleware/json_body.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::demo {

namespace {

QJsonObject queryOf(const http::Context &context)
{
    QJsonObject query;
    for (const auto &item : context.queryItems()) {
        const QStringList values = context.queryAll(item.first.toUtf8());
        query.insert(item.first, values.size() == 1 ? QJsonValue(values.first()) : QJsonArray::fromStringList(values));
    }
    return query;
}

QJsonValue parsed(const QByteArray &body)
{
    constexpr int maxDepth = 64;
    if (const auto problem = http::checkJson(body, maxDepth))
        throw http::AppError(400, problem->message());
    // In an array, since QJsonDocument takes no bare values.
    return QJsonDocument::fromJson("[" + body + "]").array().first();
}

} // namespace

QJsonObject echoOf(const http::Context &context)
{
    QJsonObject echo{{QStringLiteral("method"), QString::fromLatin1(context.head().methodName)},
                     {QStringLiteral("query"), queryOf(context)},
                     {QStringLiteral("body"), QJsonValue::Null}};
    const QByteArray &body = context.body();
    if (body.isEmpty())
        return echo;
    if (http::isJsonType(context.header("content-type")))
        echo[QStringLiteral("body")] = parsed(body);
    else if (body.isValidUtf8())
        echo[QStringLiteral("body")] = QString::fromUtf8(body);
    else
        echo.insert(QStringLiteral("bodyBase64"), QString::fromLatin1(body.toBase64()));
    return echo;
}

} // namespace signalbox::demo
