// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/headers.h"

#include <QByteArray>
#include <QCoro/QCoroTask>
#include <QJsonObject>
#include <QJsonValue>

#include <functional>
#include <memory>

namespace signalbox::http {

// Where a streamed body is written to. Reactor thread only; owned by the connection's side, kept by the producer
// while it writes.
class BodyWriter {
public:
    virtual ~BodyWriter() = default;

    // Queues a chunk, and resumes when there is room for the next one: true, or false once the client is gone
    // (stop then). Never keeps more than the connection's unsent limit.
    virtual QCoro::Task<bool> write(QByteArray chunk) = 0;
    virtual bool isOpen() const = 0;
};

// Writes the body and returns; what it throws ends the connection (the head is out by then).
using BodyProducer = std::function<QCoro::Task<>(std::shared_ptr<BodyWriter>)>;

// An answer: a whole body, or a producer that streams one. A value, moved along.
struct Reply {
    int status = 200;
    Headers headers;
    QByteArray body;
    // When set, `body` is not used. Sent chunked to HTTP/1.1, until close to HTTP/1.0; with a content-length of the
    // handler's own, as it is (the connection is dropped if the producer does not write exactly that much).
    BodyProducer producer;

    static Reply json(const QJsonObject &object, int status = 200);
    static Reply json(QByteArray encoded, int status = 200);
    static Reply text(QByteArray text, int status = 200);
    static Reply empty(int status = 204);
    static Reply stream(QByteArray contentType, BodyProducer producer, int status = 200);

    Reply &&withHeader(QByteArrayView name, QByteArrayView value) &&;
};

} // namespace signalbox::http
