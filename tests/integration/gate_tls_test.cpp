// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/gate_fixture.h"
#include "support/raw_client.h"
#include "support/test_certificate.h"

#include <QSslSocket>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

namespace {

// A raw client whose bytes go over TLS.
struct TlsClient {
    explicit TlsClient(quint16 port)
        : raw(port, std::make_unique<QSslSocket>())
        , socket(static_cast<QSslSocket &>(raw.socket()))
    {
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        if (raw.waitConnected())
            socket.startClientEncryption();
    }
    bool waitEncrypted()
    {
        return QTest::qWaitFor([this] { return socket.isEncrypted(); });
    }

    RawClient raw;
    QSslSocket &socket;
};

} // namespace

// The same gate over TLS.
class GateTlsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_tls = selfSignedConfiguration();
        QVERIFY(!m_tls.privateKey().isNull());
    }
    void answersOverTls();
    void takesAndSendsLargeBodies();
    void refusesMalformedRequests();
    void closesWhenAskedTo();
    void closesAHandshakeThatTakesTooLong();
    void closesOnWhatIsNoTls();
    void seesTheClientGo();
    void finishesWhatIsInFlightWhenDraining();
    void handsTheSocketOver();

private:
    QSslConfiguration m_tls;
};

void GateTlsTest::answersOverTls()
{
    GateFixture fixture({}, m_tls);
    bool secure = false;
    fixture.application.onHandle = [&](auto exchange) {
        secure = exchange->peer().secure;
        exchange->respond(http::Reply::text("secret"));
    };
    TlsClient client(fixture.gate.port());
    QVERIFY(client.waitEncrypted());
    for (int request = 0; request < 3; ++request) {
        client.raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(client.raw.answer().body, QByteArray("secret"));
    }
    QVERIFY(secure);
}

void GateTlsTest::takesAndSendsLargeBodies()
{
    GateFixture fixture({}, m_tls);
    TlsClient client(fixture.gate.port());
    QVERIFY(client.waitEncrypted());
    const QByteArray body(1'000'000, 'b');
    client.raw.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + body);
    QCOMPARE(client.raw.answer().body, "x" + body);
}

void GateTlsTest::refusesMalformedRequests()
{
    GateFixture fixture({}, m_tls);
    TlsClient client(fixture.gate.port());
    QVERIFY(client.waitEncrypted());
    client.raw.send("GET / HTTP/1.1\r\n\r\n");
    QCOMPARE(client.raw.answer().status, 400);
}

void GateTlsTest::closesWhenAskedTo()
{
    GateFixture fixture({}, m_tls);
    TlsClient client(fixture.gate.port());
    QVERIFY(client.waitEncrypted());
    client.raw.send("GET /x HTTP/1.0\r\n\r\n");
    QCOMPARE(client.raw.answer().body, QByteArray("x"));
    QVERIFY(client.raw.waitClosed());
    QTRY_COMPARE(fixture.gate.connectionCount(), 0);
}

void GateTlsTest::closesAHandshakeThatTakesTooLong()
{
    gate::Limits limits;
    limits.headTimeout = 100ms;
    GateFixture fixture(limits, m_tls);
    RawClient client(fixture.gate.port());
    QVERIFY(client.waitConnected());
    QVERIFY(client.waitClosed());
    QVERIFY(client.received().isEmpty());
}

void GateTlsTest::closesOnWhatIsNoTls()
{
    GateFixture fixture({}, m_tls);
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(client.waitClosed());
    QTRY_COMPARE(fixture.gate.connectionCount(), 0);
    QVERIFY(fixture.application.begun.isEmpty());
}

void GateTlsTest::seesTheClientGo()
{
    GateFixture fixture({}, m_tls);
    GateApplication::ExchangePointer waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting = exchange; };
    TlsClient client(fixture.gate.port());
    QVERIFY(client.waitEncrypted());
    client.raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_VERIFY(waiting);
    client.socket.abort();
    QTRY_VERIFY(waiting->isAborted());
    waiting->respond(http::Reply::text("too late"));
    QTRY_COMPARE(fixture.gate.connectionCount(), 0);
}

void GateTlsTest::finishesWhatIsInFlightWhenDraining()
{
    GateFixture fixture({}, m_tls);
    QSignalSpy drained(&fixture.gate, &gate::Gate::drained);
    GateApplication::ExchangePointer waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting = exchange; };
    TlsClient client(fixture.gate.port());
    QVERIFY(client.waitEncrypted());
    client.raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_VERIFY(waiting);
    fixture.gate.drain();
    waiting->respond(http::Reply::text("last"));
    QCOMPARE(client.raw.answer().body, QByteArray("last"));
    QTRY_COMPARE(drained.size(), 1);
}

void GateTlsTest::handsTheSocketOver()
{
    GateFixture fixture({}, m_tls);
    fixture.application.onAdmit = [](const auto &) { return gate::Admission{gate::Lane::Upgrade}; };
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    fixture.application.onHandle = [&](auto exchange) { server.handleConnection(exchange->takeSocket().release()); };
    std::unique_ptr<QWebSocket> accepted;
    connect(&server, &QWebSocketServer::newConnection, this, [&] {
        accepted.reset(server.nextPendingConnection());
        connect(accepted.get(), &QWebSocket::textMessageReceived, accepted.get(), &QWebSocket::sendTextMessage);
    });
    QWebSocket client;
    QSslConfiguration configuration = client.sslConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.setSslConfiguration(configuration);
    QString echoed;
    connect(&client, &QWebSocket::textMessageReceived, this, [&](const QString &message) { echoed = message; });
    connect(&client, &QWebSocket::connected, this, [&] { client.sendTextMessage(QStringLiteral("hello")); });
    client.open(QUrl(QStringLiteral("wss://127.0.0.1:%1/ws").arg(fixture.gate.port())));
    QTRY_COMPARE(echoed, QStringLiteral("hello"));
}

QTEST_GUILESS_MAIN(GateTlsTest)
#include "gate_tls_test.moc"
