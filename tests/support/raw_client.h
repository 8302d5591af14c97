// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTcpSocket>
#include <QtTest>

#include <memory>

namespace signalbox::test {

// One answer as it came.
struct RawAnswer {
    int status = 0;
    QByteArray head; // with its status line, without the empty line
    QByteArray body;

    // Of the first field of that name, empty when there is none.
    QByteArray field(const QByteArray &name) const
    {
        for (const QByteArray &line : head.split('\n')) {
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.mid(name.size() + 1).trimmed();
        }
        return {};
    }
};

inline constexpr int patienceMs = 20'000; // for what must come; a loaded machine under a sanitizer takes its time

// A client that sends the bytes it is told to, and nothing else. Waiting runs the event loop, so that a gate on the
// same thread serves it.
class RawClient {
public:
    explicit RawClient(quint16 port, std::unique_ptr<QTcpSocket> socket = std::make_unique<QTcpSocket>())
        : m_socket(std::move(socket))
    {
        m_socket->connectToHost(QHostAddress::LocalHost, port);
        QObject::connect(m_socket.get(), &QTcpSocket::readyRead, m_socket.get(), [this] { readAll(); });
    }

    QTcpSocket &socket() { return *m_socket; }
    bool waitConnected()
    {
        return QTest::qWaitFor([this] { return m_socket->state() == QTcpSocket::ConnectedState; }, patienceMs);
    }
    void send(const QByteArray &bytes)
    {
        QVERIFY(waitConnected());
        m_socket->write(bytes);
        m_socket->flush();
    }
    const QByteArray &received() const { return m_received; }
    bool isClosed() const { return m_socket->state() == QTcpSocket::UnconnectedState; }
    bool waitClosed(int milliseconds = patienceMs)
    {
        return QTest::qWaitFor([this] { return isClosed(); }, milliseconds);
    }
    bool waitFor(const QByteArray &bytes)
    {
        return QTest::qWaitFor([&] { return m_received.contains(bytes); }, patienceMs);
    }

    // The next answer with its body by Content-Length or chunked; status 0 when none comes.
    RawAnswer answer(bool toHead = false)
    {
        RawAnswer answer;
        [[maybe_unused]] const bool whole = QTest::qWaitFor([&] { return takeAnswer(answer, toHead); }, patienceMs);
        return answer;
    }

private:
    void readAll() { m_received += m_socket->readAll(); }

    bool takeAnswer(RawAnswer &answer, bool toHead)
    {
        const qsizetype end = m_received.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        RawAnswer found;
        found.head = m_received.left(end);
        found.status = found.head.mid(9, 3).toInt();
        qsizetype at = end + 4;
        if (!toHead && !takeBody(found, at))
            return false;
        m_received.remove(0, at);
        answer = found;
        return true;
    }

    bool takeBody(RawAnswer &found, qsizetype &at) const
    {
        if (found.field("transfer-encoding") == "chunked")
            return takeChunks(found, at);
        const qsizetype length = found.field("content-length").toLongLong();
        if (m_received.size() < at + length)
            return false;
        found.body = m_received.mid(at, length);
        at += length;
        return true;
    }

    bool takeChunks(RawAnswer &found, qsizetype &at) const
    {
        while (true) {
            const qsizetype lineEnd = m_received.indexOf("\r\n", at);
            if (lineEnd < 0)
                return false;
            const qsizetype size = m_received.mid(at, lineEnd - at).toLongLong(nullptr, 16);
            at = lineEnd + 2;
            if (m_received.size() < at + size + 2)
                return false;
            found.body += m_received.mid(at, size);
            at += size + 2;
            if (size == 0)
                return true;
        }
    }

    std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_received;
};

} // namespace signalbox::test
