// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/body_receiver.h"
#include "gate/connection_exchange.h"
#include "gate/gate_context.h"
#include "gate/head_parser.h"

namespace signalbox::gate {

class AnswerSender;
class Connection;

// Makes requests of the bytes that a client sends, and begins each with the application; refuses what is none. A part
// of its connection, reactor thread only. Keeps the bytes that came and can't be taken yet, else no buffers.
//
// Requests of a pipeline run together only while all are safe (RFC 9112, 9.3.2); others wait for the answers before.
class RequestReader {
public:
    // What the client is to send next, and has a deadline for.
    enum class Awaited : quint8 {
        Nothing, // until answers have gone out, or the application takes more; or for good
        NextRequest,
        RestOfHead,
        RestOfBody,
    };

    RequestReader(GateContext &context, AnswerSender &sender, Connection &connection);

    void take(QByteArrayView bytes);
    bool proceed(); // with what is kept; whether that led to anything, and there may be more to do
    void startUpgrade(); // hands the application the request to upgrade that came, now that its bytes are put away

    Awaited awaited() const;
    bool wantsBytes() const; // false: what comes is to stay in the kernel, and the client waits
    bool isBetweenRequests() const; // nothing of a next request has come
    bool hasRefused() const { return m_refused; } // there may be unread bytes of what was refused

    qint64 received() const { return m_received; } // bytes ever
    qint64 receivedOfLate() const { return m_received - m_mark; } // since the last startCount()
    void startCount() { m_mark = m_received; }

    void onAnswered(); // one of its requests was
    void resumeBody(); // the sink takes more
    void refuseSlowHead();
    void refuseSlowBody();

    bool isUpgrading() const { return m_phase == Phase::Upgrade; } // the application may take the socket
    QByteArray takeUpgrade(); // the socket is taken: the bytes that its new owner is to read first

    void stop(); // no further request is read: what still comes is thrown away
    void abort(); // the client is gone

private:
    enum class Phase : quint8 {
        Head, // a request's head, or its first byte
        Body,
        Upgrade,
        Stopped, // answers may still be due
    };

    void processInput();
    qsizetype process(QByteArrayView bytes);
    bool canTake() const;
    qsizetype takeHead(QByteArrayView bytes);
    qsizetype takeBody(QByteArrayView bytes);
    bool mustWait(const http::RequestHead &head, Lane lane);

    std::shared_ptr<ConnectionExchange> addExchange(http::RequestHead &&head);
    void startRequest(http::RequestHead &&head, const Admission &admission, QByteArrayView bytes);
    void startBody(const std::shared_ptr<ConnectionExchange> &exchange, const Admission &admission);
    std::function<void()> sinkResume();
    void finishBody();
    void endUpgrade();

    void stopReceiving();
    void handleWithoutBody(const Refusal &refusal);
    void stopTaking();
    void refuseHead();
    void refuseBody(const Refusal &refusal);
    void refuse(const std::shared_ptr<ConnectionExchange> &exchange, const Refusal &refusal);

    GateContext &m_context;
    AnswerSender &m_sender;
    Connection &m_connection;
    QByteArray m_input; // came, and could not be taken yet
    HeadParser m_parser;
    BodyReceiver m_body;
    std::shared_ptr<ConnectionExchange> m_upgrade; // who may take the socket
    std::chrono::steady_clock::time_point m_headStart;
    qint64 m_received = 0;
    qint64 m_mark = 0; // m_received at the last startCount()
    Phase m_phase = Phase::Head;
    bool m_headHeld = false; // the next head is complete and waits for the answers before
    bool m_alone = false; // the request in flight is not safe: no other beside it
    bool m_upgradeDue = false;
    bool m_refused = false;
};

} // namespace signalbox::gate
