// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QMap>
#include <QString>
#include <QStringList>

namespace signalbox::admin {

// What is wrong with the fields of a request, collected so that one answer names all of it. A value.
class FieldErrors {
public:
    void add(const QString &field, const QString &message); // "query.q", "body.slowMs"
    void annotate(const QString &name, const QJsonValue &value); // more for a program to read, beside the errors
    bool isEmpty() const { return m_errors.isEmpty(); }

    // Throws AppError 400 in the contract's shape when there is an error.
    void check(const QString &summary) const;

private:
    QMap<QString, QStringList> m_errors;
    QJsonObject m_notes;
};

} // namespace signalbox::admin
