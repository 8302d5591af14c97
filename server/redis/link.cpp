// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/link.h"

#include "redis/descriptor_channel.h"
#include "redis/tls_channel.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

// Nothing when it is too long.
std::optional<sockaddr_un> localAddress(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    if (name.size() >= qsizetype(sizeof address.sun_path))
        return {};
    address.sun_family = AF_UNIX;
    std::copy(name.begin(), name.end(), address.sun_path);
    return address;
}

void setOptions(QAbstractSocket &socket)
{
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket.setSocketOption(QAbstractSocket::KeepAliveOption, 1);
}

bool setAuthorities(QSslSocket &socket, const QString &file)
{
    const QList<QSslCertificate> certificates = QSslCertificate::fromPath(file);
    QSslConfiguration configuration = socket.sslConfiguration();
    configuration.setCaCertificates(certificates);
    socket.setSslConfiguration(configuration);
    return !certificates.isEmpty();
}

} // namespace

// It may be what is just telling something.
void Link::DeleteLater::operator()(QIODevice *device) const
{
    device->disconnect();
    if (auto *socket = qobject_cast<QAbstractSocket *>(device))
        socket->abort();
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
    connect(socket, &QTcpSocket::errorOccurred, this, [this, socket] { fail(socket->errorString()); });
    connect(socket, &QTcpSocket::connected, this, [this, socket] {
        setOptions(*socket);
        takeOver(socket->socketDescriptor());
    });
    socket->connectToHost(url.host, quint16(url.port));
}

void Link::openEncrypted(const RedisUrl &url)
{
    auto *socket = new QSslSocket;
    m_device.reset(socket);
    connect(socket, &QSslSocket::errorOccurred, this, [this, socket] { fail(socket->errorString()); });
    connect(socket, &QSslSocket::encrypted, this, [this, socket] {
        setOptions(*socket);
        socket->disconnect();
        m_device.release(); // NOLINT: the channel has it
        stands(std::make_unique<TlsChannel>(std::unique_ptr<QSslSocket>(socket), user()));
    });
    if (!url.authorities.isEmpty() && !setAuthorities(*socket, url.authorities))
        return fail(u"there are no certificates in %1"_s.arg(url.authorities));
    socket->connectToHostEncrypted(url.host, quint16(url.port));
}

// Not by QLocalSocket, which closes its descriptor twice when it is given up as soon as it is connected: the second
// time it may be another thread's. Such a connection stands at once, or not at all.
void Link::openLocal(const RedisUrl &url)
{
    const auto address = localAddress(url.path);
    if (!address)
        return fail(u"the path of a Unix socket has no more than %1 bytes"_s.arg(sizeof(sockaddr_un::sun_path) - 1));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return fail(systemError());
    if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&*address), sizeof *address) == 0)
        return stands(std::make_unique<DescriptorChannel>(descriptor, user()));
    const QString why = errno == EAGAIN ? u"too many wait to be connected"_s : systemError();
    ::close(descriptor);
    fail(why);
}

// Qt's socket closes its own descriptor.
void Link::takeOver(qintptr descriptor)
{
    const int taken = ::fcntl(int(descriptor), F_DUPFD_CLOEXEC, 0);
    if (taken < 0)
        return fail(systemError());
    stands(std::make_unique<DescriptorChannel>(taken, user()));
}

void Link::stands(std::unique_ptr<Channel> channel)
{
    m_device.reset();
    m_channel = std::move(channel);
    emit opened();
}

void Link::close()
{
    m_device.reset();
    m_channel.reset();
}

void Link::fail(const QString &why)
{
    close();
    emit lost(why);
}

void Link::channelReadable()
{
    emit received();
}

void Link::write(QByteArrayView bytes)
{
    if (m_channel)
        m_channel->write(bytes);
}

qsizetype Link::unsent() const
{
    return m_channel ? m_channel->unsent() : 0;
}

qsizetype Link::read(char *bytes, qsizetype size)
{
    return m_channel ? m_channel->read(bytes, size) : 0;
}

QString Link::errorString() const
{
    return m_channel ? m_channel->errorString() : QString();
}

} // namespace signalbox::redis
