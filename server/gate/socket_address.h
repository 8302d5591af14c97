// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHostAddress>

#include <sys/socket.h>

namespace signalbox::gate {

// An address in the kernel's form, and back.
class SocketAddress {
public:
    SocketAddress() = default;
    SocketAddress(const QHostAddress &address, quint16 port);
    explicit SocketAddress(const sockaddr_storage &storage);

    QHostAddress address() const;
    quint16 port() const;
    int family() const { return m_storage.ss_family; }
    bool isAnyAddress() const { return m_any; } // of both IPv6 and IPv4

    sockaddr *data() { return reinterpret_cast<sockaddr *>(&m_storage); }
    socklen_t size() const { return m_size; }
    socklen_t *sizeForKernel() { return &m_size; }
    const sockaddr_storage &storage() const { return m_storage; }

private:
    sockaddr_storage m_storage{};
    socklen_t m_size = sizeof m_storage;
    bool m_any = false;
};

} // namespace signalbox::gate
