// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/link.h"

#include <QLocalSocket>
#include <QSslCertificate>
#include <QSslSocket>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

// What is written goes to the system at once.
constexpr QIODevice::OpenMode openMode = QIODevice::ReadWrite | QIODevice::Unbuffered;

} // namespace

// It may be what is just telling something.
void Link::DeleteLater::operator()(QIODevice *device) const
{
    device->disconnect();
    if (auto *socket = qobject_cast<QAbstractSocket *>(device))
        socket->abort();
    else if (auto *local = qobject_cast<QLocalSocket *>(device))
        local->abort();
    device->deleteLater();
}

Link::Link(QObject *parent)
    : QObject(parent)
{
}

Link::~Link() = default;

void Link::open(const RedisUrl &url)
{
    close();
    if (!url.path.isEmpty())
        openLocal(url);
    else if (url.isEncrypted)
        openEncrypted(url);
    else
        openSocket(url);
}

void Link::openSocket(const RedisUrl &url)
{
    auto *socket = new QTcpSocket;
    m_device.reset(socket);
    connect(socket, &QTcpSocket::connected, this, &Link::begun);
    connect(socket, &QTcpSocket::readyRead, this, &Link::received);
    connect(socket, &QTcpSocket::errorOccurred, this, [this, socket] { fail(socket->errorString()); });
    socket->connectToHost(url.host, quint16(url.port), openMode);
}

void Link::openEncrypted(const RedisUrl &url)
{
    auto *socket = new QSslSocket;
    m_device.reset(socket);
    connect(socket, &QSslSocket::encrypted, this, &Link::begun);
    connect(socket, &QSslSocket::readyRead, this, &Link::received);
    connect(socket, &QSslSocket::errorOccurred, this, [this, socket] { fail(socket->errorString()); });
    if (!url.authorities.isEmpty()) {
        QSslConfiguration configuration = socket->sslConfiguration();
        configuration.setCaCertificates(QSslCertificate::fromPath(url.authorities));
        socket->setSslConfiguration(configuration);
    }
    socket->connectToHostEncrypted(url.host, quint16(url.port));
}

void Link::openLocal(const RedisUrl &url)
{
    auto *socket = new QLocalSocket;
    m_device.reset(socket);
    connect(socket, &QLocalSocket::connected, this, &Link::begun);
    connect(socket, &QLocalSocket::readyRead, this, &Link::received);
    connect(socket, &QLocalSocket::disconnected, this, [this] { fail(u"the connection was closed"_s); });
    connect(socket, &QLocalSocket::errorOccurred, this, [this, socket] { fail(socket->errorString()); });
    socket->connectToServer(url.path, openMode);
}

void Link::begun()
{
    if (auto *socket = qobject_cast<QAbstractSocket *>(m_device.get())) {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    }
    m_isOpen = true;
    emit opened();
}

void Link::close()
{
    m_isOpen = false;
    m_device.reset();
}

void Link::fail(const QString &why)
{
    close();
    emit lost(why);
}

void Link::write(QByteArrayView bytes)
{
    if (!m_device)
        return;
    m_device->write(bytes.data(), bytes.size());
    if (auto *socket = qobject_cast<QAbstractSocket *>(m_device.get()))
        socket->flush();
    else if (auto *local = qobject_cast<QLocalSocket *>(m_device.get()))
        local->flush();
}

qsizetype Link::unsent() const
{
    return m_device ? qsizetype(m_device->bytesToWrite()) : 0;
}

QString Link::errorString() const
{
    return m_device ? m_device->errorString() : QString();
}

qsizetype Link::read(char *bytes, qsizetype size)
{
    return m_device ? qsizetype(m_device->read(bytes, size)) : 0;
}

} // namespace signalbox::redis
