// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/descriptor_channel.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

void DescriptorChannel::DeleteLater::operator()(QSocketNotifier *notifier) const
{
    notifier->setEnabled(false);
    notifier->disconnect();
    notifier->deleteLater();
}

DescriptorChannel::DescriptorChannel(int descriptor, ChannelUser &user)
    : m_descriptor(descriptor)
    , m_user(user)
    , m_readable(new QSocketNotifier(m_descriptor, QSocketNotifier::Read))
    , m_writable(new QSocketNotifier(m_descriptor, QSocketNotifier::Write))
{
    m_writable->setEnabled(false);
    QObject::connect(m_readable.get(), &QSocketNotifier::activated, m_readable.get(),
                     [this] { m_user.channelReadable(); });
    QObject::connect(m_writable.get(), &QSocketNotifier::activated, m_writable.get(), [this] { sendRest(); });
}

DescriptorChannel::~DescriptorChannel()
{
    m_readable.reset();
    m_writable.reset();
    ::close(m_descriptor);
}

void DescriptorChannel::write(QByteArrayView bytes)
{
    const qsizetype sent = m_rest.isEmpty() ? send(bytes) : 0;
    if (sent == bytes.size())
        return;
    m_rest.append(bytes.sliced(sent));
    m_writable->setEnabled(true);
}

// What is wrong shows when it is read from.
qsizetype DescriptorChannel::send(QByteArrayView bytes) const
{
    const auto sent = ::send(m_descriptor, bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL);
    return std::max<qsizetype>(0, sent);
}

void DescriptorChannel::sendRest()
{
    m_sent += send(QByteArrayView(m_rest).sliced(m_sent));
    if (m_sent < m_rest.size())
        return dropSent();
    m_rest.clear();
    m_sent = 0;
    m_writable->setEnabled(false);
}

// While more keeps coming it may never be empty. Half of it at least, so that moving the rest costs little.
void DescriptorChannel::dropSent()
{
    if (m_sent >= m_rest.size() / 2)
        m_rest.remove(0, std::exchange(m_sent, 0));
}

qsizetype DescriptorChannel::read(char *bytes, qsizetype size)
{
    const auto count = ::recv(m_descriptor, bytes, size_t(size), 0);
    if (count > 0)
        return count;
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    m_error = count == 0 ? u"Redis closed the connection"_s : QString::fromLocal8Bit(std::strerror(errno));
    return -1;
}

} // namespace signalbox::redis
