// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/descriptor_channel.h"

#include <QFile>
#include <QtTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::redis;

namespace {

class Nobody : public ChannelUser {
public:
    void channelReadable() override { }
};

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace

class RedisChannelTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        int ends[2] = {};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
        m_other = ends[1];
        m_channel = std::make_unique<DescriptorChannel>(ends[0], m_user);
    }
    void cleanup()
    {
        m_channel.reset();
        ::close(m_other);
    }

    void whatTheSystemDoesNotTakeIsSentLater()
    {
        QByteArray expected;
        for (int i = 0; expected.size() < (4 << 20); ++i)
            expected.append(QByteArray::number(i)).append(' ');
        m_channel->write(expected);
        QVERIFY(m_channel->unsent() > 0);
        QByteArray received;
        QCOMPARE(readAll(expected.size(), &received), expected.size());
        QCOMPARE(received, expected);
        QCOMPARE(m_channel->unsent(), 0);
    }

    void whatWasSentTakesNoMemoryWhileMoreKeepsComing()
    {
        constexpr qsizetype total = 300 << 20;
        const QByteArray piece(256 << 10, 'x');
        m_channel->write(QByteArray(4 << 20, 'x')); // so that it is never empty
        const qint64 before = residentBytes();
        qint64 most = 0;
        qsizetype received = 0;
        while (received < total) {
            m_channel->write(piece);
            received += readAll(piece.size());
            QVERIFY(m_channel->unsent() > 0);
            most = std::max(most, residentBytes() - before);
        }
        QVERIFY2(most < (64 << 20), QByteArray::number(most).constData());
    }

private:
    // Less when it doesn't come in time.
    qsizetype readAll(qsizetype size, QByteArray *received = nullptr)
    {
        qsizetype read = 0;
        for (const QDeadlineTimer patience(10'000); read < size && !patience.hasExpired();) {
            const auto count = ::read(m_other, m_bytes.data(), size_t(std::min(m_bytes.size(), size - read)));
            if (count <= 0) {
                QCoreApplication::processEvents();
                continue;
            }
            read += count;
            if (received)
                received->append(m_bytes.first(count));
        }
        return read;
    }

    Nobody m_user;
    QByteArray m_bytes{64 << 10, Qt::Uninitialized};
    int m_other = -1;
    std::unique_ptr<DescriptorChannel> m_channel;
};

QTEST_GUILESS_MAIN(RedisChannelTest)
#include "redis_channel_test.moc"
