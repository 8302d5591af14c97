// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/field_errors.h"

#include "http/app_error.h"

#include <QJsonArray>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

void FieldErrors::add(const QString &field, const QString &message)
{
    m_errors[field].append(message);
}

void FieldErrors::annotate(const QString &name, const QJsonValue &value)
{
    m_notes.insert(name, value);
}

void FieldErrors::check(const QString &summary) const
{
    if (isEmpty())
        return;
    QJsonObject fields;
    for (auto error = m_errors.cbegin(); error != m_errors.cend(); ++error)
        fields.insert(error.key(), QJsonArray::fromStringList(error.value()));
    QJsonObject details = m_notes;
    details.insert(u"formErrors"_s, QJsonArray());
    details.insert(u"fieldErrors"_s, fields);
    throw http::AppError(400, summary).withDetails(details);
}

} // namespace signalbox::admin
