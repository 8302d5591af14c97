// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/plain_transport.h"

#include <cerrno>
#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::gate {

namespace {

bool isTemporary(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

PlainTransport::PlainTransport(int descriptor, Poller &poller, TransportEvents &events)
    : m_poller(poller)
    , m_events(events)
    , m_descriptor(descriptor)
    , m_watched(EPOLLIN)
{
    m_poller.add(m_descriptor, m_watched, this);
}

PlainTransport::~PlainTransport()
{
    PlainTransport::close();
}

qint64 PlainTransport::read(char *into, qint64 size)
{
    const ssize_t count = ::recv(m_descriptor, into, static_cast<std::size_t>(size), 0);
    if (count > 0)
        return count;
    return count < 0 && isTemporary(errno) ? 0 : -1;
}

qint64 PlainTransport::write(QByteArrayView bytes)
{
    const ssize_t count = ::send(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL);
    if (count >= 0)
        return count;
    return isTemporary(errno) ? 0 : -1;
}

void PlainTransport::setReading(bool on)
{
    watch(on ? m_watched | EPOLLIN : m_watched & ~std::uint32_t(EPOLLIN));
}

void PlainTransport::setWriting(bool on)
{
    watch(on ? m_watched | EPOLLOUT : m_watched & ~std::uint32_t(EPOLLOUT));
}

qint64 PlainTransport::undelivered() const
{
    int bytes = 0;
    return ::ioctl(m_descriptor, SIOCOUTQ, &bytes) == 0 ? bytes : 0;
}

bool PlainTransport::shutdownWrite()
{
    return ::shutdown(m_descriptor, SHUT_WR) == 0;
}

void PlainTransport::close()
{
    if (m_descriptor < 0)
        return;
    m_poller.remove(m_descriptor);
    ::close(m_descriptor);
    m_descriptor = -1;
}

void PlainTransport::reset()
{
    const linger atOnce{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    close();
}

std::unique_ptr<QTcpSocket> PlainTransport::release(QByteArrayView unread)
{
    m_poller.remove(m_descriptor);
    auto socket = std::make_unique<QTcpSocket>();
    socket->setSocketDescriptor(m_descriptor);
    m_descriptor = -1;
    putBack(*socket, unread);
    return socket;
}

void PlainTransport::onEvents(std::uint32_t events)
{
    if (m_descriptor < 0)
        return;
    if (events & EPOLLIN)
        m_events.onReadable();
    if (m_descriptor >= 0 && (events & EPOLLOUT))
        m_events.onWritable();
    // With bytes still to read the reading finds the end by itself, after them.
    if (m_descriptor >= 0 && (events & (EPOLLERR | EPOLLHUP)) && !(events & EPOLLIN))
        m_events.onBroken();
}

void PlainTransport::watch(std::uint32_t events)
{
    if (events == m_watched || m_descriptor < 0)
        return;
    m_watched = events;
    m_poller.change(m_descriptor, events, this);
}

} // namespace signalbox::gate
