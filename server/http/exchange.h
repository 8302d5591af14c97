// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/refusal.h"
#include "http/reply.h"
#include "http/request.h"

#include <QByteArray>
#include <QHostAddress>
#include <QTcpSocket>

#include <chrono>
#include <functional>
#include <memory>

namespace signalbox::http {

class Context;

// Where a request came from. One for each connection, shared by its requests.
struct Peer {
    QHostAddress address;
    quint16 port = 0;
    QByteArray text; // "127.0.0.1:51234", "[::1]:51234"
    bool secure = false; // over TLS
};

// What became of an answer, told once it is on its way out entirely, or never will be.
struct Outcome {
    int status = 0; // 0: no answer was begun
    qint64 bytesOut = 0; // head and body on the wire
    qint64 ttfbUs = -1; // start of the request to the first byte of its answer
    qint64 durationUs = 0; // start of the request to its last byte handed to the socket
    bool aborted = false; // the client went away, or was dropped, before the end
    QByteArray error; // what a producer threw; for the log
};

// One request and its answer, made by the gate. Shared by the connection and whoever answers, so that either may
// go first: answering after the client went away does nothing. Reactor thread only.
class Exchange {
public:
    using Clock = std::chrono::steady_clock;

    Exchange(RequestHead head, std::shared_ptr<const Peer> peer, Clock::time_point start);
    virtual ~Exchange() = default;

    const RequestHead &head() const { return m_head; }
    const Peer &peer() const { return *m_peer; }
    Clock::time_point start() const { return m_start; } // the first byte of its head was seen
    const QByteArray &body() const { return m_body; } // routes lane: complete
    void setBody(QByteArray body) { m_body = std::move(body); }
    // Set when the gate takes no more of the body, since it is over its limit: body() is empty then, and the answer is
    // an error still to be given, by this unless something else refuses the request first.
    const gate::Refusal &bodyRefusal() const { return m_bodyRefusal; }
    void refuseBody(const gate::Refusal &refusal);
    qint64 bytesIn() const { return m_bytesIn; } // head and body on the wire
    void addBytesIn(qint64 bytes) { m_bytesIn += bytes; }

    // Answers, once; later calls do nothing.
    virtual void respond(Reply reply) = 0;
    virtual bool isAnswered() const = 0;
    virtual bool isAborted() const = 0;

    // Upgrade lane, instead of respond(): the socket with its head unread in it. Null once the client is gone.
    virtual std::unique_ptr<QTcpSocket> takeSocket() = 0;

    // The application's own, kept here while the exchange runs. It holds the exchange in turn: whoever sets it takes
    // it out again in onFinished().
    void setContext(std::shared_ptr<Context> context) { m_context = std::move(context); }
    const std::shared_ptr<Context> &context() const { return m_context; }
    std::shared_ptr<Context> takeContext() { return std::move(m_context); }

    // Called once, when the answer has gone out or never will.
    void onFinished(std::function<void(const Outcome &)> finished) { m_finished = std::move(finished); }
    // Called at most once, when the client goes away before the end: stop working for it.
    void onAborted(std::function<void()> aborted) { m_aborted = std::move(aborted); }

protected:
    RequestHead m_head;
    std::shared_ptr<const Peer> m_peer;
    Clock::time_point m_start;
    QByteArray m_body;
    gate::Refusal m_bodyRefusal;
    qint64 m_bytesIn = 0;
    std::function<void(const Outcome &)> m_finished;
    std::function<void()> m_aborted;
    std::shared_ptr<Context> m_context;
};

} // namespace signalbox::http
