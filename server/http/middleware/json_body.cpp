// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/json_body.h"

#include "http/app_error.h"
#include "http/context_private.h"
#include "http/json_check.h"

#include <QJsonDocument>

namespace signalbox::http {

namespace {

QJsonObject readObject(QByteArrayView body, int maxDepth)
{
    if (body.startsWith("\xef\xbb\xbf")) // a byte order mark may be ignored (RFC 8259, 8.1)
        body = body.sliced(3);
    if (body.trimmed().isEmpty())
        throw AppError(400, QStringLiteral("The body is empty where a JSON object was expected"));
    if (const auto problem = checkJson(body, maxDepth))
        throw AppError(400, problem->message());
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(body.data(), body.size()));
    if (!document.isObject())
        throw AppError(400, QStringLiteral("The body must be a JSON object"));
    return document.object();
}

} // namespace

bool isJsonType(QByteArrayView contentType)
{
    const QByteArrayList parts = contentType.toByteArray().toLower().split(';');
    const QByteArray type = parts.first().trimmed();
    if (type != "application/json" && !type.endsWith("+json"))
        return false;
    return std::none_of(parts.begin() + 1, parts.end(), [](const QByteArray &part) {
        QByteArray parameter = part.simplified();
        parameter.replace('"', "");
        return parameter.startsWith("charset=") && parameter != "charset=utf-8";
    });
}

QJsonObject readJsonBody(const Context &context, JsonBodySettings settings)
{
    if (!isJsonType(context.header("content-type")))
        throw AppError(415, QStringLiteral("The body must be sent as application/json"));
    context.requireBody();
    return readObject(context.body(), settings.maxDepth);
}

Middleware jsonBody(JsonBodySettings settings)
{
    return [settings](Context &context, const Handler &next) {
        context.internal().json = readJsonBody(context, settings);
        return next(context);
    };
}

} // namespace signalbox::http
