// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/connection_exchange.h"
#include "gate/gate_context.h"
#include "gate/output_queue.h"

#include <vector>

namespace signalbox::gate {

class AnswerStream;
class Transport;

// Sends the answers of a connection in the order of their requests, whenever each is given, as whole batches in one
// write; runs the producer of a streamed one. A part of its connection.
class AnswerSender {
public:
    AnswerSender(GateContext &context, Connection &connection);
    ~AnswerSender();

    void add(std::shared_ptr<ConnectionExchange> exchange);

    // Sends what is ready, and what is left of what was sent.
    void send(Transport &transport);
    void onWritable(Transport &transport);
    bool isBroken() const { return m_broken; } // the transport takes nothing any more

    qsizetype waiting() const { return static_cast<qsizetype>(m_exchanges.size()); } // not gone out whole
    bool hasUnanswered() const;
    bool isIdle() const { return m_exchanges.empty() && m_output.isEmpty(); }
    bool isClosed() const { return m_closing && isIdle(); } // the last answer has gone out
    qint64 unsent() const { return m_output.unsent(); }
    qint64 written() const { return m_output.written(); }
    const std::vector<std::shared_ptr<ConnectionExchange>> &exchanges() const { return m_exchanges; }

    // Of the streamed answer at the front.
    void sendChunk(QByteArrayView chunk, Transport &transport);
    void endStream(Transport &transport);
    void failStream(QByteArray error);
    bool hasRoom() const;

    void writeContinue(Transport &transport); // "100 Continue", when nothing waits before it
    void abort(); // the client is gone
    void forget(); // the socket was taken by the only exchange

private:
    bool isLast(std::size_t index) const { return index + 1 == m_exchanges.size(); }
    bool isNextReady() const;
    void sendReady(Transport &transport);
    void appendAnswer(ConnectionExchange &exchange, QByteArray &batch, Transport &transport);
    void appendAnswerHead(ConnectionExchange &exchange, QByteArray &batch);
    void appendBody(ConnectionExchange &exchange, QByteArray &batch, Transport &transport);
    void startStream(ConnectionExchange &exchange);
    void writeBatch(QByteArray &batch, Transport &transport);
    void finishWritten();
    void retire(std::shared_ptr<ConnectionExchange> exchange);
    void wakeProducer();
    void closeStream();

    GateContext &m_context;
    Connection &m_connection;
    std::vector<std::shared_ptr<ConnectionExchange>> m_exchanges; // oldest first
    std::size_t m_serialised = 0; // of them, whole in the output
    std::shared_ptr<AnswerStream> m_stream; // of m_exchanges[m_serialised]
    OutputQueue m_output;
    bool m_closing = false; // the answer that ends the connection is in the output
    bool m_sending = false;
    bool m_broken = false;
};

} // namespace signalbox::gate
