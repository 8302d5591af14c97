// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/answer_stream.h"

#include "gate/connection.h"

namespace signalbox::gate {

// Suspends the producer until wake().
struct AnswerStream::Room {
    AnswerStream &stream;

    bool await_ready() const { return !stream.m_connection || stream.m_connection->hasRoomForChunk(); }
    void await_suspend(std::coroutine_handle<> producer) { stream.m_waiting.push_back(producer); }
    void await_resume() const { }
};

AnswerStream::AnswerStream(Connection &connection, BodyFraming framing, qint64 length)
    : m_connection(&connection)
    , m_framing(framing)
    , m_length(length)
{
}

QCoro::Task<bool> AnswerStream::write(QByteArray chunk)
{
    const auto self = shared_from_this();
    if (m_connection && m_length >= 0 && m_written + chunk.size() > m_length)
        m_connection->onStreamEnded(
            *this, "the body is longer than its content-length"); // more than was told would be read as the next answer
    if (!m_connection)
        co_return false;
    m_written += chunk.size();
    m_connection->sendChunk(chunk);
    co_await Room{*this};
    co_return isOpen();
}

void AnswerStream::wake()
{
    for (const auto waiting : std::exchange(m_waiting, {}))
        waiting.resume();
}

QCoro::Task<> runProducer(http::BodyProducer producer, std::shared_ptr<AnswerStream> stream)
{
    QByteArray error;
    try {
        co_await producer(stream);
        if (!stream->isComplete())
            error = "the body is shorter than its content-length";
    } catch (const std::exception &thrown) {
        error = thrown.what();
    } catch (...) {
        error = "an unknown exception";
    }
    if (Connection *connection = stream->connection())
        connection->onStreamEnded(*stream, error);
}

} // namespace signalbox::gate
