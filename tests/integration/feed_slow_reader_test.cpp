// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/feed_client.h"
#include "support/test_server.h"

#include <QCborArray>
#include <QJsonDocument>
#include <QTest>
#include <QtEndian>

using namespace Qt::Literals::StringLiterals;
using signalbox::test::FeedClient;
using signalbox::test::HttpClient;
using signalbox::test::TestServer;

namespace {

// A feed client on a bare socket with little room, which reads only when told to. QWebSocket always reads.
class SluggishClient {
public:
    explicit SluggishClient(const QUrl &server)
    {
        m_socket.bind(QHostAddress(QHostAddress::LocalHost)); // makes the descriptor that the option needs
        m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
        m_socket.setReadBufferSize(4096);
        m_socket.connectToHost(server.host(), quint16(server.port()));
        m_socket.write("GET /admin/feed HTTP/1.1\r\nHost: " + server.authority().toLatin1()
                       + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                       + TestServer::token() + "\r\n\r\n");
    }

    bool isUpgraded()
    {
        const auto answered = [this] { return m_socket.peek(4096).contains("\r\n\r\n"); };
        if (!QTest::qWaitFor(answered, 5000))
            return false;
        const QByteArray bytes = m_socket.readAll();
        m_received = bytes.sliced(bytes.indexOf("\r\n\r\n") + 4);
        return bytes.startsWith("HTTP/1.1 101 ");
    }

    // A masked text frame with a key of zeros (RFC 6455, 5.2).
    void send(const QByteArray &text)
    {
        Q_ASSERT(text.size() < 126);
        m_socket.write(QByteArray("\x81", 1) + char(0x80 | text.size()) + QByteArray(4, '\0') + text);
    }

    void startReading()
    {
        m_socket.setReadBufferSize(0);
        m_received += m_socket.readAll();
    }

    // The next text message; empty while there is none.
    QJsonObject next()
    {
        m_received += m_socket.readAll();
        const auto byte = [this](qsizetype at) { return static_cast<unsigned char>(m_received[at]); };
        if (m_received.size() < 10)
            return {};
        const int length = byte(1);
        const qsizetype head = length < 126 ? 2 : length == 126 ? 4 : 10;
        const auto *extended = m_received.constData() + 2;
        const qint64 size = length < 126 ? length
            : length == 126              ? qint64(qFromBigEndian<quint16>(extended))
                                         : qint64(qFromBigEndian<quint64>(extended));
        if (m_received.size() < head + size)
            return {};
        const QByteArray payload = m_received.sliced(head, size);
        m_received.remove(0, head + size);
        return QJsonDocument::fromJson(payload).object();
    }

private:
    QTcpSocket m_socket;
    QByteArray m_received;
};

} // namespace

class FeedSlowReaderTest : public QObject {
    Q_OBJECT

private slots:
    void losesBatchesAndIsTold()
    {
        TestServer server;
        QVERIFY(server.start());
        SluggishClient sluggish(server.url());
        QVERIFY(sluggish.isUpgraded());
        sluggish.send(R"({"subscribe": {"topic": "requests", "maxPerSecond": 1000}})");

        // Another one that reads says when enough went by: far more than the bound and the kernel's buffers.
        FeedClient attentive(server.url(), {{u"signalbox.v1.cbor"_s}, TestServer::authorization().second, {}});
        QVERIFY(attentive.isOpen());
        attentive.send({{u"subscribe"_s, QCborMap{{u"topic"_s, u"requests"_s}, {u"maxPerSecond"_s, 1000}}}});
        HttpClient client(server.url());
        const QByteArray bulky = "/health?" + QByteArray(7000, 'x');
        qint64 sent = 0;
        qint64 told = 0;
        bool attentiveLost = false;
        const auto keepsUp = [&] {
            while (!attentive.messages().isEmpty()) {
                const QCborMap message = attentive.messages().takeFirst();
                const QCborMap data = message.value("data"_L1).toMap();
                attentiveLost |= message.contains("lost"_L1);
                told += data.value("items"_L1).toArray().size() + data.value("skipped"_L1).toInteger();
            }
            return attentiveLost || sent - told <= 50; // no more is on the way than the bound allows
        };
        while (sent < 1500) {
            for (int i = 0; i < 50; ++i)
                client.request("GET", bulky);
            for (int i = 0; i < 50; ++i)
                QCOMPARE(client.read().status, 200);
            sent += 50;
            QVERIFY(QTest::qWaitFor(keepsUp));
            QVERIFY2(!attentiveLost, "one that reads lost a batch");
        }

        sluggish.startReading();
        qint64 lost = 0;
        const auto isTold = [&] {
            client.ask("GET", "/health"); // there must be a next batch to say it in
            for (QJsonObject message = sluggish.next(); !message.isEmpty(); message = sluggish.next())
                lost += message.value("lost"_L1).toInt();
            return lost > 0;
        };
        QTRY_VERIFY(isTold());
    }
};

QTEST_GUILESS_MAIN(FeedSlowReaderTest)
#include "feed_slow_reader_test.moc"
