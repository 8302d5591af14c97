// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/refusal.h"
#include "http/exchange.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>

namespace signalbox::gate {

// Takes the body of a request in chunks (uploads). Made by Application::openStream, owned by the connection.
class BodySink {
public:
    virtual ~BodySink() = default;

    // Takes a chunk. False asks the gate to stop reading until `resume` (given to openStream) is called.
    virtual bool write(QByteArrayView chunk) = 0;
    virtual void finish() = 0; // the body is complete; the exchange is answered by then or later
    virtual void abort() = 0; // the client went away, was too slow or sent what is no body
    // The body is over its limit and no more of it comes. The exchange is still the application's to answer.
    virtual void refuse(const Refusal &refusal) = 0;
};

enum class Lane : quint8 { Routes, Stream, Upgrade };

// How the gate is to read a request, decided when its head is complete.
struct Admission {
    Lane lane = Lane::Routes;
    qint64 bodyLimit = 1024 * 1024; // bytes; announced or chunked, more is 413
    bool observed = true; // counted and recorded; the admin API is not
};

// What stands behind a gate: decides the lane, answers requests. One for each reactor, on its thread.
class Application {
public:
    virtual ~Application() = default;

    virtual Admission admit(const http::RequestHead &head) = 0;

    // A request was begun, whatever its end: `exchange` will be answered by the application, or (refused by the
    // gate, `observed` as above) has been. Its onFinished() may be set here.
    virtual void begin(const std::shared_ptr<http::Exchange> &exchange, const Admission &admission) = 0;

    // Routes lane: the body is complete. Upgrade lane: answers, or takes the socket (Exchange::takeSocket).
    // Any lane: the body is refused (Exchange::bodyRefusal) and stays unread; the connection ends with the answer,
    // which may be a refusal that comes before this one.
    virtual void handle(std::shared_ptr<http::Exchange> exchange) = 0;
    virtual std::unique_ptr<BodySink> openStream(std::shared_ptr<http::Exchange> exchange,
                                                 std::function<void()> resume) = 0;

    // The whole of an error that the gate itself answers (400, 408, 414, 417, 431), in the contract's shape.
    // Called before or after the exchange's begin(), which comes in any case.
    virtual http::Reply refusal(int status, const QByteArray &message,
                                const std::shared_ptr<http::Exchange> &exchange) = 0;

    // Of those that are observed: one with a request that is not counts as closed from then on.
    virtual void connectionOpened() = 0;
    virtual void connectionClosed() = 0;
};

} // namespace signalbox::gate
