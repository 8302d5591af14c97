// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/connection.h"

#include "gate/answer_stream.h"

#include <QObject>

namespace signalbox::gate {

Connection::Connection(GateContext &context, Owner &owner, std::unique_ptr<ConnectionSlot> slot,
                       std::shared_ptr<const http::Peer> peer)
    : m_context(context)
    , m_owner(owner)
    , m_slot(std::move(slot))
    , m_peer(std::move(peer))
    , m_sender(context, *this)
    , m_reader(context, m_sender, *this)
    , m_deadline(*this)
    , m_unsentDeadline(*this)
{
}

Connection::~Connection() = default;

void Connection::start(std::unique_ptr<Transport> transport)
{
    m_transport = std::move(transport);
    if (m_transport->isReady())
        m_state = State::Open;
    settle();
}

void Connection::drain()
{
    settle();
}

// Without queries, which may hold secrets.
QStringList Connection::drop()
{
    QStringList dropped;
    for (const auto &exchange : m_sender.exchanges()) {
        const std::chrono::duration<double> age = http::Exchange::Clock::now() - exchange->start();
        dropped.append(QStringLiteral("%1 %2 from %3, %4 s")
                           .arg(QString::fromLatin1(exchange->head().methodName),
                                QString::fromLatin1(exchange->head().rawPath()), QString::fromLatin1(m_peer->text),
                                QString::number(age.count(), 'f', 1)));
    }
    closeTransport(&Transport::reset);
    return dropped;
}

// ---- What the transport tells

void Connection::onReady()
{
    if (m_state == State::Handshake)
        m_state = State::Open;
    settle();
}

void Connection::onReadable()
{
    if (isClosed())
        return;
    auto &buffer = *m_context.readBuffer;
    const qint64 count = m_transport->read(buffer.data(), static_cast<qint64>(buffer.size()));
    if (count < 0)
        return onBroken();
    if (count == 0)
        return;
    const auto self = shared_from_this();
    m_settling = true; // answers given while this runs go out together at its end
    m_reader.take(QByteArrayView(buffer.data(), static_cast<qsizetype>(count)));
    m_settling = false;
    settle();
}

void Connection::onWritable()
{
    if (isClosed())
        return;
    const auto self = shared_from_this();
    m_sender.onWritable(*m_transport);
    settle();
}

void Connection::onBroken()
{
    close();
}

// ---- What its exchanges, their streams and its reader tell

void Connection::resumeBody()
{
    m_reader.resumeBody();
    settle();
}

void Connection::onAnswered()
{
    m_reader.onAnswered();
    settle();
}

void Connection::sendChunk(QByteArrayView chunk)
{
    m_sender.sendChunk(chunk, *m_transport);
    settle();
}

void Connection::onStreamEnded(AnswerStream &, const QByteArray &error)
{
    if (error.isEmpty()) {
        m_sender.endStream(*m_transport);
        settle();
        return;
    }
    m_sender.failStream(error);
    closeTransport(&Transport::reset);
}

std::unique_ptr<QTcpSocket> Connection::releaseSocket()
{
    if (!m_reader.isUpgrading() || isClosed())
        return nullptr;
    auto socket = m_transport->release(m_reader.takeUpgrade());
    // The connection still counts, until the socket is destroyed.
    QObject::connect(socket.get(), &QObject::destroyed, [slot = std::shared_ptr<ConnectionSlot>(std::move(m_slot))] {});
    m_state = State::Closed;
    forgetDeadlines();
    m_sender.forget();
    m_owner.connectionClosed(*this);
    return socket;
}

// ---- What follows from a change

void Connection::settle()
{
    m_settleAgain = true;
    if (m_settling)
        return;
    const auto self = shared_from_this();
    m_settling = true;
    while (std::exchange(m_settleAgain, false) && !isClosed())
        advance();
    m_settling = false;
}

void Connection::advance()
{
    m_reader.startUpgrade();
    if (isClosed())
        return;
    m_sender.send(*m_transport);
    if (isClosed())
        return;
    if (m_sender.isBroken())
        return close();
    if (m_sender.isClosed() && m_state != State::Lingering)
        linger();
    if (!isClosed() && m_reader.proceed())
        m_settleAgain = true;
    if (isClosed())
        return;
    updateInterest();
    updateDeadlines();
}

void Connection::updateInterest()
{
    m_transport->setReading(m_reader.wantsBytes());
    m_transport->setWriting(m_sender.unsent() > 0);
}

void Connection::linger()
{
    m_state = State::Lingering;
    m_reader.stop();
    // A close with unread bytes is a reset, which may destroy the answer before the client has read it.
    if (!m_transport->shutdownWrite() && !m_reader.hasRefused())
        close();
}

void Connection::close()
{
    closeTransport(&Transport::close);
}

void Connection::closeTransport(void (Transport::*how)())
{
    if (isClosed())
        return;
    m_state = State::Closed;
    forgetDeadlines();
    (m_transport.get()->*how)();
    m_slot.reset();
    m_reader.abort();
    m_sender.abort();
    m_owner.connectionClosed(*this);
}

} // namespace signalbox::gate
