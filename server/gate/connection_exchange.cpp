// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/connection_exchange.h"

#include "gate/connection.h"

namespace signalbox::gate {

namespace {

qint64 microsecondsSince(http::Exchange::Clock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(http::Exchange::Clock::now() - start).count();
}

} // namespace

ConnectionExchange::ConnectionExchange(http::RequestHead head, std::shared_ptr<const http::Peer> peer,
                                       Clock::time_point start, Connection &connection)
    : Exchange(std::move(head), std::move(peer), start)
    , m_connection(&connection)
{
}

void ConnectionExchange::respond(http::Reply reply)
{
    if (m_answered)
        return;
    m_answered = true;
    if (!m_connection)
        return;
    m_status = reply.status;
    m_reply = std::move(reply);
    m_connection->onAnswered();
}

std::unique_ptr<QTcpSocket> ConnectionExchange::takeSocket()
{
    if (!m_connection || m_answered || m_bodyRefusal)
        return nullptr;
    m_answered = true;
    m_status = 101;
    m_ttfbUs = microsecondsSince(m_start);
    std::unique_ptr<QTcpSocket> socket = m_connection->releaseSocket();
    tellOutcome(false, 0);
    return socket;
}

void ConnectionExchange::releaseReply()
{
    m_reply = {};
}

bool ConnectionExchange::noteWritten(qint64 offset)
{
    if (m_outputStart < 0)
        return false;
    m_written = offset - m_outputStart;
    const bool isWhole = m_outputEnd >= 0 && offset >= m_outputEnd;
    if (m_ttfbUs < 0 && m_written > 0) {
        m_ttfbUs = microsecondsSince(m_start);
        if (isWhole)
            m_durationUs = m_ttfbUs; // most answers go out in one write
    }
    return isWhole;
}

void ConnectionExchange::finish()
{
    m_connection = nullptr;
    tellOutcome(false, m_outputEnd - m_outputStart);
}

void ConnectionExchange::abort()
{
    m_connection = nullptr;
    m_isAborted = true;
    // Each is told once, and let go: what they hold may hold this exchange.
    if (const auto aborted = std::exchange(m_aborted, {}))
        aborted();
    tellOutcome(true, std::max<qint64>(0, m_written));
}

void ConnectionExchange::tellOutcome(bool aborted, qint64 bytesOut)
{
    m_aborted = {};
    const auto finished = std::exchange(m_finished, {});
    if (!finished)
        return;
    http::Outcome outcome;
    outcome.status = m_status;
    outcome.bytesOut = bytesOut;
    outcome.ttfbUs = m_ttfbUs;
    outcome.durationUs = m_durationUs >= 0 ? m_durationUs : microsecondsSince(m_start);
    outcome.aborted = aborted;
    outcome.error = m_error;
    finished(outcome);
}

} // namespace signalbox::gate
