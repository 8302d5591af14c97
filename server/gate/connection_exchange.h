// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/application.h"
#include "http/exchange.h"

#include <optional>

namespace signalbox::gate {

class Connection;

// A request of a connection and its answer. Outlives the connection when whoever answers keeps it: detached, it
// takes an answer and does nothing with it.
class ConnectionExchange final : public http::Exchange {
public:
    ConnectionExchange(http::RequestHead head, std::shared_ptr<const http::Peer> peer, Clock::time_point start,
                       Connection &connection);

    void respond(http::Reply reply) override;
    bool isAnswered() const override { return m_answered; }
    bool isAborted() const override { return m_isAborted; }
    std::unique_ptr<QTcpSocket> takeSocket() override;

    // For the connection and its answers.
    QByteArray &bodyBuffer() { return m_body; }
    http::Reply &reply() { return m_reply; }
    void releaseReply();
    void setClosing() { m_closing = true; }
    bool isClosing() const { return m_closing; } // the connection ends with this answer

    // Stream lane: kept until the answer has gone out or never will, since it may be waiting to give it.
    void setSink(std::shared_ptr<BodySink> sink) { m_sink = std::move(sink); }
    BodySink *sink() const { return m_sink.get(); }
    std::shared_ptr<BodySink> takeSink() { return std::move(m_sink); }

    // Where the answer lies in the connection's output.
    void setOutputStart(qint64 offset) { m_outputStart = offset; }
    void setOutputEnd(qint64 offset) { m_outputEnd = offset; }
    // Notes how much of the output was written. True when the answer has gone out whole: finish() is due.
    bool noteWritten(qint64 offset);

    void finish(); // tells the outcome of an answer that has gone out
    void setError(QByteArray error) { m_error = std::move(error); } // of its producer
    void abort(); // the client is gone: tells it, and leaves the connection
    void detach() { m_connection = nullptr; }

private:
    void tellOutcome(bool aborted, qint64 bytesOut);

    Connection *m_connection;
    http::Reply m_reply;
    int m_status = 0;
    qint64 m_outputStart = -1;
    qint64 m_outputEnd = -1;
    qint64 m_written = 0;
    qint64 m_ttfbUs = -1;
    qint64 m_durationUs = -1; // not known yet
    QByteArray m_error;
    std::shared_ptr<BodySink> m_sink;
    bool m_answered = false;
    bool m_isAborted = false;
    bool m_closing = false;
};

} // namespace signalbox::gate
