// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/app_error.h"

#include <QJsonArray>
#include <QJsonObject>

namespace signalbox::http {

AppError::AppError(int status, QString message, QString detail)
    : m_status(status)
    , m_message(std::move(message))
    , m_detail(std::move(detail))
    , m_details(QJsonValue::Undefined)
    , m_what((m_detail.isEmpty() ? m_message : m_message + QStringLiteral(": ") + m_detail).toUtf8())
{
}

AppError &&AppError::withDetails(QJsonValue details) &&
{
    m_details = std::move(details);
    return std::move(*this);
}

AppError &&AppError::withHeader(QByteArray name, QByteArray value) &&
{
    m_headers.emplaceBack(std::move(name), std::move(value));
    return std::move(*this);
}

AppError AppError::invalidField(const QString &field, const QString &problem)
{
    return AppError(400, QStringLiteral("Validation failed"), field + QStringLiteral(": ") + problem)
        .withDetails(QJsonObject{{QStringLiteral("formErrors"), QJsonArray{}},
                                 {QStringLiteral("fieldErrors"), QJsonObject{{field, QJsonArray{problem}}}}});
}

AppError toError(const gate::Refusal &refusal)
{
    return AppError(refusal.status, QString::fromLatin1(refusal.message));
}

} // namespace signalbox::http
