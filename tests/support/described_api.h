// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "support/http_client.h"

#include <QJsonObject>
#include <QStringList>

namespace signalbox::test {

// What a server says of itself in /openapi.json, to hold its answers against. A value.
class DescribedApi {
public:
    explicit DescribedApi(QJsonObject document);

    QStringList operations() const; // "GET /users/{id}"
    QString operationAt(const QByteArray &method, const QByteArray &target) const; // of a request
    QStringList statuses(const QString &operation) const; // that it describes

    // What is wrong with `answer` to a request for `target`, by the description of its operation: a status, a type or
    // a body that it doesn't have. Empty when all is right.
    QString problem(const QByteArray &method, const QByteArray &target, const Answer &answer) const;

private:
    QString pathOf(const QByteArray &target) const;
    QJsonObject operation(const QByteArray &method, const QByteArray &target) const;
    QJsonValue resolved(const QJsonValue &value) const; // without $ref

    QJsonObject m_document;
};

} // namespace signalbox::test
