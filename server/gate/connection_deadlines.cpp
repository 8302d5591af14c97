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
    const auto armOnce = [this](DeadlineKind kind) {
        if (!m_deadline.isArmedFor(kind))
            m_context.deadlines.arm(m_deadline, kind);
    };
    updateUnsentDeadline();
    if (m_phase == Phase::Lingering)
        armOnce(DeadlineKind::Linger);
    else if (m_phase == Phase::Handshake || (m_phase == Phase::Head && m_parser.isStarted() && !m_headHeld))
        armOnce(DeadlineKind::Head);
    else if (m_phase == Phase::Body && !m_body.isPaused())
        armBodyWindow();
    else if (m_phase == Phase::Head && m_sender.isIdle() && m_context.draining)
        armOnce(DeadlineKind::DrainGrace);
    else if (m_phase == Phase::Head && m_sender.isIdle())
        m_context.deadlines.arm(m_deadline, DeadlineKind::Idle);
    else
        m_deadline.disarm();
}

void Connection::armBodyWindow()
{
    if (m_deadline.isArmedFor(DeadlineKind::Body))
        return;
    m_mark = m_received;
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

void Connection::onDeadline(DeadlineKind kind)
{
    const auto self = shared_from_this();
    switch (kind) {
    case DeadlineKind::Head:
        if (m_phase == Phase::Handshake)
            return close();
        m_parser.abandon(m_input, {408, "The head of the request took too long"});
        refuseHead(m_parser.refusal());
        break;
    case DeadlineKind::Body:
        if (m_received - m_mark < bytesDue(m_context.limits.bodyBytesPerSecond, m_context.limits.bodyWindow))
            refuseBody({408, "The body came too slowly"});
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

// Something may have come that the event loop has not told of yet.
void Connection::closeIfQuiet()
{
    const qint64 before = m_received;
    onReadable();
    if (!m_closed && m_received == before)
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

void Connection::linger()
{
    m_phase = Phase::Lingering;
    m_mark = m_received;
    m_parser.reset();
    // A close with unread bytes is a reset, which may destroy the answer before the client has read it.
    if (!m_transport->shutdownWrite() && !m_refused)
        close();
}

void Connection::close()
{
    closeTransport(&Transport::close);
}

void Connection::closeTransport(void (Transport::*how)())
{
    if (m_closed)
        return;
    m_closed = true;
    m_deadline.disarm();
    m_unsentDeadline.disarm();
    (m_transport.get()->*how)();
    m_slot.reset();
    m_upgrade = nullptr;
    if (m_body.exchange())
        m_body.abort();
    m_sender.abort();
    m_owner.connectionClosed(*this);
}

} // namespace signalbox::gate
