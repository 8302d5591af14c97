// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/answer_sender.h"
#include "gate/body_receiver.h"
#include "gate/connection_exchange.h"
#include "gate/connection_slot.h"
#include "gate/deadlines.h"
#include "gate/gate_context.h"
#include "gate/head_parser.h"
#include "gate/transport.h"

#include <QStringList>

namespace signalbox::gate {

class AnswerStream;

// One client: frames its requests, hands them to the application, keeps its deadlines, closes well. What it sends
// is the AnswerSender's part. Keeps no buffers while it is idle. Reactor thread only; shared by its gate and,
// weakly, by what may wake it.
//
// Requests of a pipeline run together only while all are safe (RFC 9112, 9.3.2); others wait for the answers before.
class Connection final : public TransportEvents,
                         public Deadline::Owner,
                         public std::enable_shared_from_this<Connection> {
public:
    class Owner {
    public:
        // The last call that a connection makes. It must not be destroyed inside.
        virtual void connectionClosed(Connection &connection) = 0;

    protected:
        ~Owner() = default;
    };

    Connection(GateContext &context, Owner &owner, std::unique_ptr<ConnectionSlot> slot,
               std::shared_ptr<const http::Peer> peer);
    ~Connection();

    // Begins; `transport` tells this connection of its events.
    void start(std::unique_ptr<Transport> transport);
    void drain(); // see Gate::drain()
    int requestsInFlight() const { return static_cast<int>(m_sender.waiting()); }
    QStringList drop(); // closes at once and names the requests that were in flight

    // Of its exchanges and their streams.
    void onAnswered();
    std::unique_ptr<QTcpSocket> releaseSocket();
    bool isBetweenRequests() const; // nothing of a next request has come
    bool hasRoomForChunk() const { return m_sender.hasRoom(); }
    void sendChunk(QByteArrayView chunk);
    void onStreamEnded(AnswerStream &stream, const QByteArray &error); // empty: well

private:
    enum class Phase : quint8 {
        Handshake,
        Head, // a request's head, or its first byte
        Body,
        Upgrade, // the application has the exchange, and may take the socket
        Stopped, // no further request is read; answers are still due
        Lingering, // all is said; the client's rest is thrown away until it closes
    };

    void onReadable() override;
    void onWritable() override;
    void onReady() override;
    void onBroken() override;
    void onDeadline(DeadlineKind kind) override;

    void takeInput(QByteArrayView bytes);
    void processInput();
    qsizetype process(QByteArrayView bytes);
    bool canTake() const;
    qsizetype takeHead(QByteArrayView bytes);
    qsizetype takeBody(QByteArrayView bytes);
    bool mustWait(const http::RequestHead &head, Lane lane);

    void startRequest(http::RequestHead head, const Admission &admission, QByteArrayView bytes);
    void startUpgrade(std::shared_ptr<ConnectionExchange> exchange, QByteArrayView head);
    void endUpgrade();
    void startBody(const std::shared_ptr<ConnectionExchange> &exchange, const Admission &admission);
    std::function<void()> sinkResume();
    void resumeSink();
    void finishBody();
    void stopReceiving();
    void handleWithoutBody(const Refusal &refusal);
    void stopTaking();
    void refuseHead(const Refusal &refusal);
    void refuseBody(const Refusal &refusal);
    void refuse(const std::shared_ptr<ConnectionExchange> &exchange, const Refusal &refusal);
    std::shared_ptr<ConnectionExchange> addExchange(http::RequestHead head);

    void settle();
    void advance();
    void updateReading();
    void updateDeadlines();
    void updateUnsentDeadline();
    void armBodyWindow();
    void checkUnsent();
    void closeIfQuiet();
    void linger();
    void close();
    void closeTransport(void (Transport::*how)());

    GateContext &m_context;
    Owner &m_owner;
    std::unique_ptr<ConnectionSlot> m_slot;
    std::shared_ptr<const http::Peer> m_peer;
    std::unique_ptr<Transport> m_transport;
    AnswerSender m_sender;
    Deadline m_deadline; // of what is read
    Deadline m_unsentDeadline;
    QByteArray m_input; // came, and could not be taken yet
    HeadParser m_parser;
    BodyReceiver m_body;
    std::shared_ptr<ConnectionExchange> m_upgrade; // who may take the socket
    std::chrono::steady_clock::time_point m_headStart;
    qint64 m_received = 0; // bytes ever read
    qint64 m_mark = 0; // m_received when the window of the body or the lingering began
    qint64 m_deliveredMark = 0; // bytes the client had when the unsent deadline was armed
    Phase m_phase = Phase::Handshake;
    bool m_headHeld = false; // the next head is complete and waits for the answers before
    bool m_alone = false; // the request in flight is not safe: no other beside it
    bool m_upgradeDue = false;
    bool m_refused = false; // there may be unread bytes of what was refused
    bool m_settling = false;
    bool m_settleAgain = false;
    bool m_closed = false;
};

} // namespace signalbox::gate
