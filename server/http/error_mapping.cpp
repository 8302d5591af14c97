// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/error_mapping.h"

#include "http/app_error.h"

#include <QJsonObject>

namespace signalbox::http {

namespace {

MappedError fromAppError(const AppError &error, QByteArrayView requestId)
{
    MappedError mapped{errorReply(error.status(), error.message(), requestId, error.details()), error.what()};
    for (const auto &[name, value] : error.headers())
        mapped.reply.headers.append(name, value);
    return mapped;
}

MappedError unexpected(QByteArray cause, QByteArrayView requestId)
{
    return {errorReply(500, QStringLiteral("Internal server error"), requestId), std::move(cause), true};
}

} // namespace

Reply errorReply(int status, const QString &message, QByteArrayView requestId, const QJsonValue &details)
{
    QJsonObject body{{QStringLiteral("error"), message}, {QStringLiteral("requestId"), QString::fromLatin1(requestId)}};
    if (!details.isUndefined())
        body.insert(QStringLiteral("details"), details);
    return Reply::json(body, status);
}

MappedError mapError(const std::exception_ptr &failure, QByteArrayView requestId)
{
    try {
        std::rethrow_exception(failure);
    } catch (const AppError &error) {
        return fromAppError(error, requestId);
    } catch (const std::exception &error) {
        return unexpected(error.what(), requestId);
    } catch (...) {
        return unexpected("an exception that is no std::exception", requestId);
    }
}

} // namespace signalbox::http
