// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/reply.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QJsonValue>
#include <QString>

#include <exception>

namespace signalbox::http {

// What a failure is to the client, and what it is to the log and the record.
struct MappedError {
    Reply reply;
    QByteArray cause;
    bool unexpected = false; // no AppError
};

// An error answer in the contract's shape: {"error", "details"?, "requestId"}. Any thread.
Reply errorReply(int status, const QString &message, QByteArrayView requestId,
                 const QJsonValue &details = QJsonValue::Undefined);

// The one place where what a handler threw becomes an answer: an AppError says what it says, anything else, also
// what is no std::exception, is a 500 that hides its cause. Any thread.
MappedError mapError(const std::exception_ptr &failure, QByteArrayView requestId);

} // namespace signalbox::http
