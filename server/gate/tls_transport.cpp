// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/tls_transport.h"

#include <QTimer>

#include <linux/sockios.h>
#include <sys/ioctl.h>

namespace signalbox::gate {

namespace {
constexpr qint64 readBuffer = 64 * 1024;
constexpr qint64 writeBuffer = 256 * 1024;
} // namespace

TlsTransport::TlsTransport(int descriptor, const QSslConfiguration &configuration, TransportEvents &events)
    : m_socket(std::make_unique<QSslSocket>())
    , m_events(events)
{
    QSslSocket *socket = m_socket.get();
    socket->setSocketDescriptor(descriptor);
    socket->setSslConfiguration(configuration);
    socket->setReadBufferSize(readBuffer);
    connect(socket, &QSslSocket::encrypted, this, [this] { m_events.onReady(); });
    connect(socket, &QSslSocket::readyRead, this, &TlsTransport::tellReadable);
    connect(socket, &QSslSocket::encryptedBytesWritten, this, &TlsTransport::tellWritable);
    // Queued: these may come out of a call to the socket.
    connect(socket, &QSslSocket::disconnected, this, &TlsTransport::tellBroken, Qt::QueuedConnection);
    connect(socket, &QSslSocket::errorOccurred, this, &TlsTransport::tellBroken, Qt::QueuedConnection);
    socket->startServerEncryption();
}

TlsTransport::~TlsTransport()
{
    TlsTransport::close();
}

bool TlsTransport::isReady() const
{
    return m_socket && m_socket->isEncrypted();
}

qint64 TlsTransport::read(char *into, qint64 size)
{
    const qint64 count = m_socket->read(into, size);
    if (count > 0)
        return count;
    return m_socket->state() == QAbstractSocket::ConnectedState ? 0 : -1;
}

qint64 TlsTransport::write(QByteArrayView bytes)
{
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return -1;
    const qint64 room = std::max<qint64>(0, writeBuffer - buffered());
    const qint64 taken = m_socket->write(bytes.data(), std::min<qint64>(room, bytes.size()));
    m_socket->flush();
    return taken;
}

void TlsTransport::setReading(bool on)
{
    if (m_reading == on)
        return;
    m_reading = on;
    if (on)
        QMetaObject::invokeMethod(this, &TlsTransport::tellReadable, Qt::QueuedConnection);
}

void TlsTransport::setWriting(bool on)
{
    if (m_writing == on)
        return;
    m_writing = on;
    if (on)
        tellWritable(); // what the socket wrote at once it won't tell again
}

qint64 TlsTransport::undelivered() const
{
    int inKernel = 0;
    ::ioctl(static_cast<int>(m_socket->socketDescriptor()), SIOCOUTQ, &inKernel);
    return buffered() + inKernel;
}

bool TlsTransport::shutdownWrite()
{
    // QSslSocket can't say goodbye and go on reading. The answer tells its own end; the client closes, or the
    // lingering ends.
    return false;
}

void TlsTransport::close()
{
    if (m_closed || !m_socket)
        return;
    m_closed = true;
    m_socket->disconnect(this);
    m_socket->disconnectFromHost();
    QSslSocket *socket = m_socket.release();
    if (socket->state() != QAbstractSocket::UnconnectedState) {
        connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(std::chrono::seconds(1), socket, &QObject::deleteLater); // it has had its time
    } else {
        socket->deleteLater();
    }
}

void TlsTransport::reset()
{
    if (m_closed || !m_socket)
        return;
    m_closed = true;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket.release()->deleteLater();
}

std::unique_ptr<QTcpSocket> TlsTransport::release(QByteArrayView unread)
{
    m_closed = true;
    m_socket->disconnect(this);
    m_socket->setReadBufferSize(0);
    putBack(*m_socket, unread);
    return std::move(m_socket);
}

void TlsTransport::tellReadable()
{
    while (!m_closed && m_reading && m_socket->bytesAvailable() > 0)
        m_events.onReadable();
}

void TlsTransport::tellWritable()
{
    // This may come out of write(); the connection is told when that is over.
    if (!m_writing || m_closed || buffered() > writeBuffer / 2)
        return;
    m_writing = false;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!m_closed)
                m_events.onWritable();
        },
        Qt::QueuedConnection);
}

void TlsTransport::tellBroken()
{
    tellReadable();
    if (!m_closed)
        m_events.onBroken();
}

qint64 TlsTransport::buffered() const
{
    return m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite();
}

} // namespace signalbox::gate
