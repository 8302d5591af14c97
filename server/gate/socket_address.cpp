// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/socket_address.h"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>

namespace signalbox::gate {

SocketAddress::SocketAddress(const QHostAddress &address, quint16 port)
    : m_any(address.protocol() == QAbstractSocket::AnyIPProtocol)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol) {
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        v4.sin_addr.s_addr = htonl(address.toIPv4Address());
        m_size = sizeof v4;
        std::memcpy(&m_storage, &v4, sizeof v4);
        return;
    }
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    std::memcpy(&v6.sin6_addr, &bytes, sizeof bytes);
    v6.sin6_scope_id = address.scopeId().toUInt();
    m_size = sizeof v6;
    std::memcpy(&m_storage, &v6, sizeof v6);
}

SocketAddress::SocketAddress(const sockaddr_storage &storage)
    : m_storage(storage)
{
}

QHostAddress SocketAddress::address() const
{
    const QHostAddress address(reinterpret_cast<const sockaddr *>(&m_storage));
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4); // also of ::ffff:127.0.0.1
    return isV4 ? QHostAddress(v4) : address;
}

quint16 SocketAddress::port() const
{
    sockaddr_in6 any{}; // the port lies at the same place in both
    std::memcpy(&any, &m_storage, sizeof any);
    return ntohs(any.sin6_port);
}

} // namespace signalbox::gate
