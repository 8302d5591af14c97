// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/listener.h"

#include "gate/socket_address.h"

#include <cerrno>
#include <cstring>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace signalbox::gate {

namespace {

constexpr int backlog = 4096;
// Taken at one turn of the event loop, so that those already connected have their turn too.
constexpr int mostAtOnce = 64;

void setOption(int descriptor, int level, int option, int value)
{
    ::setsockopt(descriptor, level, option, &value, sizeof value);
}

// A bound and listening socket, or -1 with errno set.
int openListening(SocketAddress address, bool shared)
{
    const int descriptor = ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return -1;
    setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1);
    if (shared)
        setOption(descriptor, SOL_SOCKET, SO_REUSEPORT, 1);
    if (address.family() == AF_INET6)
        setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, address.isAnyAddress() ? 0 : 1);
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1); // accepted sockets inherit it
    if (::bind(descriptor, address.data(), address.size()) == 0 && ::listen(descriptor, backlog) == 0)
        return descriptor;
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return -1;
}

quint16 portOf(int descriptor)
{
    SocketAddress bound;
    ::getsockname(descriptor, bound.data(), bound.sizeForKernel());
    return bound.port();
}

bool isStarvation(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

} // namespace

Listener::Listener(Poller &poller, Owner &owner)
    : m_poller(poller)
    , m_owner(owner)
{
}

Listener::~Listener()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool Listener::listen(const QHostAddress &address, quint16 port)
{
    m_descriptor = openListening(SocketAddress(address, port), true);
    if (m_descriptor < 0) {
        m_error = QString::fromLocal8Bit(std::strerror(errno));
        return false;
    }
    m_port = portOf(m_descriptor);
    return m_poller.add(m_descriptor, EPOLLIN, this);
}

std::optional<quint16> Listener::findPort(const QHostAddress &address, quint16 port)
{
    const int descriptor = openListening(SocketAddress(address, port), false);
    if (descriptor < 0)
        return std::nullopt;
    const quint16 found = portOf(descriptor);
    ::close(descriptor);
    return found;
}

void Listener::pause()
{
    if (m_descriptor < 0 || std::exchange(m_paused, true))
        return;
    m_poller.change(m_descriptor, 0, this); // else it would be told of the same connection without end
    m_owner.acceptingPaused();
}

void Listener::resume()
{
    if (m_descriptor < 0 || !std::exchange(m_paused, false))
        return;
    m_poller.change(m_descriptor, EPOLLIN, this);
}

void Listener::refuseNew()
{
    // Byte 13 of the TCP header has the flags; drop what has SYN and not ACK.
    sock_filter program[] = {
        {BPF_LD | BPF_B | BPF_ABS, 0, 0, 13},    {BPF_ALU | BPF_AND | BPF_K, 0, 0, 0x12},
        {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0x02}, {BPF_RET | BPF_K, 0, 0, 0},
        {BPF_RET | BPF_K, 0, 0, 0xffff},
    };
    const sock_fprog filter{std::size(program), program};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

void Listener::close()
{
    if (m_descriptor < 0)
        return;
    m_paused = false;
    while (acceptOne()) { }
    m_poller.remove(m_descriptor);
    ::close(std::exchange(m_descriptor, -1));
}

void Listener::onEvents(std::uint32_t)
{
    for (int count = 0; count < mostAtOnce && !m_paused && m_descriptor >= 0; ++count) {
        if (!m_owner.hasRoom())
            return pause();
        if (!acceptOne())
            return;
    }
}

bool Listener::acceptOne()
{
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    int descriptor = -1;
    do {
        descriptor = ::accept4(m_descriptor, reinterpret_cast<sockaddr *>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } while (descriptor < 0 && (errno == EINTR || errno == ECONNABORTED));
    if (descriptor < 0) {
        if (isStarvation(errno))
            pause();
        return false;
    }
    m_owner.takeConnection(descriptor, peer);
    return true;
}

} // namespace signalbox::gate
