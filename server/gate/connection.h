// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/answer_sender.h"
#include "gate/connection_slot.h"
#include "gate/deadlines.h"
#include "gate/gate_context.h"
#include "gate/request_reader.h"
#include "gate/transport.h"

#include <QStringList>

namespace signalbox::gate {

class AnswerStream;

// One client: joins what reads its requests (RequestReader) and what sends the answers (AnswerSender) with its
// transport, keeps its deadlines, closes well. Keeps no buffers while it is idle. Reactor thread only; shared by its
// gate and, weakly, by what may wake it.
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
    bool isBetweenRequests() const { return m_reader.isBetweenRequests(); }
    bool hasRoomForChunk() const { return m_sender.hasRoom(); }
    void sendChunk(QByteArrayView chunk);
    void onStreamEnded(AnswerStream &stream, const QByteArray &error); // empty: well

    // Of its reader.
    const std::shared_ptr<const http::Peer> &peer() const { return m_peer; }
    void stopObserving() { m_slot->stopObserving(); }
    void sendAnswers() { m_sender.send(*m_transport); }
    void sendContinue() { m_sender.writeContinue(*m_transport); }
    void resumeBody();

private:
    enum class State : quint8 {
        Handshake,
        Open,
        Lingering, // all is said; the client's rest is thrown away until it closes
        Closed,
    };

    void onReadable() override;
    void onWritable() override;
    void onReady() override;
    void onBroken() override;
    void onDeadline(DeadlineKind kind) override;

    bool isClosed() const { return m_state == State::Closed; }
    void settle();
    void advance();
    void updateInterest();
    void updateDeadlines();
    void updateReadDeadline();
    void updateUnsentDeadline();
    void armOnce(DeadlineKind kind);
    void armBodyWindow();
    void checkBody();
    void checkUnsent();
    void closeIfQuiet();
    void linger();
    void close();
    void closeTransport(void (Transport::*how)());
    void forgetDeadlines();

    GateContext &m_context;
    Owner &m_owner;
    std::unique_ptr<ConnectionSlot> m_slot;
    std::shared_ptr<const http::Peer> m_peer;
    std::unique_ptr<Transport> m_transport;
    AnswerSender m_sender;
    RequestReader m_reader;
    Deadline m_deadline; // of what is read
    Deadline m_unsentDeadline;
    qint64 m_deliveredMark = 0; // bytes the client had when the unsent deadline was armed
    State m_state = State::Handshake;
    bool m_settling = false;
    bool m_settleAgain = false;
};

} // namespace signalbox::gate
