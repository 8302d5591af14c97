// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/refusal.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <exception>
#include <utility>

namespace signalbox::http {

// The error that a client is meant to see. `detail` goes into the log and never to the client.
// Anything else that a handler throws is a 500 whose cause only the log tells.
class AppError : public std::exception {
public:
    AppError(int status, QString message, QString detail = {});
    // 400 with the contract's details of a failed validation; `field` is "query.page", "body.email"…
    static AppError invalidField(const QString &field, const QString &problem);
    AppError &&withDetails(QJsonValue details) &&; // the contract's `details`
    AppError &&withHeader(QByteArray name, QByteArray value) &&; // Retry-After, Allow

    int status() const { return m_status; }
    const QString &message() const { return m_message; }
    const QString &detail() const { return m_detail; }
    const QJsonValue &details() const { return m_details; }
    const QList<std::pair<QByteArray, QByteArray>> &headers() const { return m_headers; }
    const char *what() const noexcept override { return m_what.constData(); }

private:
    int m_status;
    QString m_message;
    QString m_detail;
    QJsonValue m_details;
    QList<std::pair<QByteArray, QByteArray>> m_headers;
    QByteArray m_what;
};

// What the gate refused, as the application's own error.
AppError toError(const gate::Refusal &refusal);

} // namespace signalbox::http
