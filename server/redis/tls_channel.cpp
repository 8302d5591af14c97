// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/tls_channel.h"

namespace signalbox::redis {

TlsChannel::TlsChannel(std::unique_ptr<QSslSocket> socket, ChannelUser &user)
    : m_socket(std::move(socket))
{
    QObject::connect(m_socket.get(), &QSslSocket::readyRead, m_socket.get(), [&user] { user.channelReadable(); });
    QObject::connect(m_socket.get(), &QSslSocket::errorOccurred, m_socket.get(), [this, &user] {
        m_isClosed = true;
        user.channelReadable();
    });
}

// It may be what is just telling something.
TlsChannel::~TlsChannel()
{
    m_socket->disconnect();
    m_socket->abort();
    m_socket.release()->deleteLater();
}

void TlsChannel::write(QByteArrayView bytes)
{
    m_socket->write(bytes.data(), bytes.size());
    m_socket->flush();
}

qsizetype TlsChannel::unsent() const
{
    return qsizetype(m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite());
}

qsizetype TlsChannel::read(char *bytes, qsizetype size)
{
    const qsizetype count = m_socket->bytesAvailable() > 0 ? qsizetype(m_socket->read(bytes, size)) : 0;
    return count == 0 && m_isClosed ? -1 : count;
}

} // namespace signalbox::redis
