// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/response_writer.h"
#include "http/reply.h"

#include <coroutine>
#include <memory>
#include <vector>

namespace signalbox::gate {

class Connection;
class ConnectionExchange;
struct GateContext;

// Where a producer writes the body of its answer. Shared by the connection and the producer, which may outlive it.
class AnswerStream final : public http::BodyWriter, public std::enable_shared_from_this<AnswerStream> {
public:
    // `length`: of the whole body where the handler told it, else -1.
    AnswerStream(Connection &connection, BodyFraming framing, qint64 length);

    QCoro::Task<bool> write(QByteArray chunk) override;
    bool isOpen() const override { return m_connection; }

    BodyFraming framing() const { return m_framing; }
    // True when as much was written as was told.
    bool isComplete() const { return m_length < 0 || m_written == m_length; }
    bool isWaiting() const { return !m_waiting.empty(); }
    void wake(); // there is room again
    void detach() { m_connection = nullptr; } // the client is gone; wake() tells the producer
    Connection *connection() const { return m_connection; }

private:
    struct Room;

    Connection *m_connection;
    std::vector<std::coroutine_handle<>> m_waiting;
    BodyFraming m_framing;
    qint64 m_length;
    qint64 m_written = 0;
};

// Runs a producer to its end, then tells the stream's connection how it went.
QCoro::Task<> runProducer(http::BodyProducer producer, std::shared_ptr<AnswerStream> stream);

} // namespace signalbox::gate
