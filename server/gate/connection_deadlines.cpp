// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/connection.h"

namespace signalbox::gate {

namespace {

qint64 bytesDue(qint64 bytesPerSecond, std::chrono::milliseconds time)
{
    return bytesPerSecond * time.count() / 1000;
}

} // namespace

void Connection::updateDeadlines()
{
    updateUnsentDeadline();
    updateReadDeadline();
}

void Connection::updateReadDeadline()
{
    using Awaited = RequestReader::Awaited;
    if (m_state == State::Lingering)
        return armOnce(DeadlineKind::Linger);
    if (m_state == State::Handshake)
        return armOnce(DeadlineKind::Head);
    switch (m_reader.awaited()) {
    case Awaited::RestOfHead:
        return armOnce(DeadlineKind::Head);
    case Awaited::RestOfBody:
        return armBodyWindow();
    case Awaited::NextRequest:
        if (m_context.draining)
            return armOnce(DeadlineKind::DrainGrace);
        return m_context.deadlines.arm(m_deadline, DeadlineKind::Idle);
    case Awaited::Nothing:
        return m_deadline.disarm();
    }
}

void Connection::armOnce(DeadlineKind kind)
{
    if (!m_deadline.isArmedFor(kind))
        m_context.deadlines.arm(m_deadline, kind);
}

void Connection::armBodyWindow()
{
    if (m_deadline.isArmedFor(DeadlineKind::Body))
        return;
    m_reader.startCount();
    m_context.deadlines.arm(m_deadline, DeadlineKind::Body);
}

void Connection::updateUnsentDeadline()
{
    if (m_sender.unsent() == 0) {
        m_unsentDeadline.disarm();
    } else if (!m_unsentDeadline.isArmed()) {
        m_deliveredMark = m_sender.written() - m_transport->undelivered();
        m_context.deadlines.arm(m_unsentDeadline, DeadlineKind::Unsent);
    }
}

void Connection::forgetDeadlines()
{
    m_deadline.disarm();
    m_unsentDeadline.disarm();
}

void Connection::onDeadline(DeadlineKind kind)
{
    const auto self = shared_from_this();
    switch (kind) {
    case DeadlineKind::Head:
        if (m_state == State::Handshake)
            return close();
        m_reader.refuseSlowHead();
        break;
    case DeadlineKind::Body:
        checkBody();
        break;
    case DeadlineKind::Idle:
    case DeadlineKind::DrainGrace:
        return closeIfQuiet();
    case DeadlineKind::Linger:
        return close();
    case DeadlineKind::Unsent:
        checkUnsent();
        break;
    }
    settle();
}

void Connection::checkBody()
{
    if (m_reader.receivedOfLate() < bytesDue(m_context.limits.bodyBytesPerSecond, m_context.limits.bodyWindow))
        m_reader.refuseSlowBody();
}

// Something may have come that the event loop has not told of yet.
void Connection::closeIfQuiet()
{
    const qint64 before = m_reader.received();
    onReadable();
    if (!isClosed() && m_reader.received() == before)
        close();
}

// What counts is what the client took, not what fitted into the kernel's buffer: that is large, and frees itself
// in large steps.
void Connection::checkUnsent()
{
    const qint64 delivered = m_sender.written() - m_transport->undelivered();
    if (delivered - m_deliveredMark < bytesDue(m_context.limits.bodyBytesPerSecond, m_context.limits.unsentTimeout))
        closeTransport(&Transport::reset);
}

} // namespace signalbox::gate
