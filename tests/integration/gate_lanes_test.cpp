// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/gate_fixture.h"
#include "support/raw_client.h"

#include <QWebSocket>
#include <QWebSocketServer>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;
using gate::Lane;

namespace {

// What a sink under test saw; it outlives the sink.
struct Upload {
    QByteArray body;
    GateApplication::ExchangePointer exchange;
    std::function<void()> resume;
    bool takesMore = true; // what write() says
    bool finished = false;
    bool aborted = false;
    bool refused = false;
    bool destroyed = false;
};

class UploadSink final : public gate::BodySink {
public:
    explicit UploadSink(Upload &upload)
        : m_upload(upload)
    {
    }
    ~UploadSink() override { m_upload.destroyed = true; }
    bool write(QByteArrayView chunk) override
    {
        m_upload.body += chunk;
        return m_upload.takesMore;
    }
    void finish() override
    {
        m_upload.finished = true;
        m_upload.exchange->respond(http::Reply::text(QByteArray::number(m_upload.body.size())));
    }
    void abort() override { m_upload.aborted = true; }
    void refuse(const gate::Refusal &refusal) override
    {
        m_upload.refused = true;
        m_upload.exchange->respond(http::Reply::text(refusal.message, refusal.status));
    }

private:
    Upload &m_upload;
};

void streamInto(GateFixture &fixture, Upload &upload, qint64 limit = 100'000'000)
{
    fixture.application.onAdmit = [limit](const http::RequestHead &) {
        return gate::Admission{Lane::Stream, limit, true};
    };
    fixture.application.onOpenStream = [&](auto exchange, auto resume) {
        upload.exchange = exchange;
        upload.resume = resume;
        return std::make_unique<UploadSink>(upload);
    };
}

} // namespace

// The stream lane (uploads) and the upgrade lane (WebSockets).
class GateLanesTest : public QObject {
    Q_OBJECT
private slots:
    void streamsABodyIntoASink();
    void streamsAChunkedBody();
    void stopsReadingForASlowSink();
    void asksForTheBodyOfAStream();
    void takesAnAnswerBeforeTheBodyEnds();
    void abortsASinkWhoseClientGoes();
    void refusesToASinkWhatIsTooMuch();
    void abortsASinkWhoseBodyIsMalformed();
    void abortsASinkWhoseClientIsTooSlow();
    void doesNotBlameTheClientForASlowSink();
    void handsTheSocketOverWithItsBytes();
    void handsTheSocketOverLater();
    void countsASocketThatWasHandedOver();
    void waitsForAnswersBeforeAnUpgrade();
    void answersAnUpgradeLikeAnyRequest();
    void servesAWebSocket();
};

void GateLanesTest::streamsABodyIntoASink()
{
    GateFixture fixture;
    Upload upload;
    streamInto(fixture, upload);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + QByteArray(3'000'000, 'x'));
    QCOMPARE(client.answer().body, QByteArray("3000000"));
    QVERIFY(upload.finished);
    QVERIFY(!upload.aborted);
    QTRY_VERIFY(upload.destroyed);
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    QCOMPARE(client.answer().status, 200);
}

void GateLanesTest::streamsAChunkedBody()
{
    GateFixture fixture;
    Upload upload;
    streamInto(fixture, upload);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    QCOMPARE(client.answer().body, QByteArray("5"));
    QCOMPARE(upload.body, QByteArray("abcde"));
}

void GateLanesTest::stopsReadingForASlowSink()
{
    GateFixture fixture;
    Upload upload;
    upload.takesMore = false;
    streamInto(fixture, upload);
    RawClient client(fixture.gate.port());
    const qint64 size = 16'000'000;
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 16000000\r\n\r\n" + QByteArray(size, 'x'));
    QTRY_VERIFY(!upload.body.isEmpty());
    fixture.turn();
    QVERIFY(upload.body.size() <= 64 * 1024); // one reading's worth
    QVERIFY(client.socket().bytesToWrite() > 0); // the kernel's buffers are full: the client waits
    const qsizetype before = upload.body.size();
    upload.resume();
    QTRY_VERIFY(upload.body.size() > before);
    upload.takesMore = true;
    upload.resume();
    QCOMPARE(client.answer().body, QByteArray("16000000"));
}

void GateLanesTest::asksForTheBodyOfAStream()
{
    GateFixture fixture;
    Upload upload;
    streamInto(fixture, upload, 10);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.answer(true).status, 100);
    client.send("ok");
    QCOMPARE(client.answer().body, QByteArray("2"));
}

void GateLanesTest::takesAnAnswerBeforeTheBodyEnds()
{
    GateFixture fixture;
    Upload upload;
    streamInto(fixture, upload);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nsome");
    QTRY_COMPARE(upload.body, QByteArray("some"));
    upload.exchange->respond(http::Reply::text("enough", 403));
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.status, 403);
    QCOMPARE(answer.field("connection"), QByteArray("close"));
    QVERIFY(client.waitClosed());
    QCOMPARE(upload.body, QByteArray("some"));
    QTRY_VERIFY(upload.destroyed);
}

void GateLanesTest::abortsASinkWhoseClientGoes()
{
    GateFixture fixture;
    Upload upload;
    streamInto(fixture, upload);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nsome");
    QTRY_COMPARE(upload.body, QByteArray("some"));
    client.socket().abort();
    QTRY_VERIFY(upload.aborted);
    QTRY_VERIFY(upload.destroyed);
    QVERIFY(upload.exchange->isAborted());
    upload.resume();
    QCOMPARE(fixture.application.outcomes.size(), 1);
}

void GateLanesTest::refusesToASinkWhatIsTooMuch()
{
    GateFixture fixture;
    Upload upload;
    streamInto(fixture, upload, 4);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    QCOMPARE(client.answer().status, 413);
    QVERIFY(upload.refused);
    QVERIFY(!upload.aborted);
    QCOMPARE(upload.body, QByteArray("abc"));
    QVERIFY(client.waitClosed());
}

void GateLanesTest::abortsASinkWhoseBodyIsMalformed()
{
    GateFixture fixture;
    Upload upload;
    streamInto(fixture, upload);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n");
    QCOMPARE(client.answer().status, 400);
    QVERIFY(upload.aborted);
    QVERIFY(client.waitClosed());
}

void GateLanesTest::abortsASinkWhoseClientIsTooSlow()
{
    gate::Limits limits;
    limits.bodyWindow = 100ms;
    GateFixture fixture(limits);
    Upload upload;
    streamInto(fixture, upload);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nsome");
    QCOMPARE(client.answer().status, 408);
    QVERIFY(upload.aborted);
}

void GateLanesTest::doesNotBlameTheClientForASlowSink()
{
    gate::Limits limits;
    limits.bodyWindow = 100ms;
    GateFixture fixture(limits);
    Upload upload;
    upload.takesMore = false;
    streamInto(fixture, upload);
    RawClient client(fixture.gate.port());
    client.send("PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nsome");
    QTRY_COMPARE(upload.body, QByteArray("some"));
    fixture.application.onAdmit = {};
    RawClient slow(fixture.gate.port());
    slow.send("PUT /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n");
    QCOMPARE(slow.answer().status, 408); // a window that began later is over
    upload.takesMore = true;
    upload.resume();
    client.send("more");
    QCOMPARE(client.answer().body, QByteArray("8"));
}

namespace {

const QByteArray upgradeHead("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");

void admitUpgrades(GateFixture &fixture)
{
    fixture.application.onAdmit = [](const http::RequestHead &head) {
        return gate::Admission{head.upgrade ? Lane::Upgrade : Lane::Routes};
    };
}

} // namespace

void GateLanesTest::handsTheSocketOverWithItsBytes()
{
    GateFixture fixture;
    admitUpgrades(fixture);
    std::unique_ptr<QTcpSocket> socket;
    fixture.application.onHandle = [&](auto exchange) { socket = exchange->takeSocket(); };
    RawClient client(fixture.gate.port());
    client.send(upgradeHead + "first");
    QTRY_VERIFY(socket);
    QCOMPARE(socket->readAll(), upgradeHead + "first");
    client.send("second");
    QByteArray received;
    QTRY_COMPARE(received += socket->readAll(), QByteArray("second"));
    socket->write("back");
    QVERIFY(client.waitFor("back"));
    QCOMPARE(fixture.application.outcomes.size(), 1);
    QCOMPARE(fixture.application.outcomes.first().status, 101);
}

void GateLanesTest::handsTheSocketOverLater()
{
    GateFixture fixture;
    admitUpgrades(fixture);
    GateApplication::ExchangePointer waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting = exchange; };
    RawClient client(fixture.gate.port());
    client.send(upgradeHead);
    QTRY_VERIFY(waiting);
    client.send("early");
    fixture.turn();
    const std::unique_ptr<QTcpSocket> socket = waiting->takeSocket();
    QVERIFY(socket);
    QByteArray received;
    QTRY_COMPARE(received += socket->readAll(), upgradeHead + "early");
    QVERIFY(!waiting->takeSocket());
}

void GateLanesTest::countsASocketThatWasHandedOver()
{
    GateFixture fixture;
    admitUpgrades(fixture);
    std::unique_ptr<QTcpSocket> socket;
    fixture.application.onHandle = [&](auto exchange) { socket = exchange->takeSocket(); };
    RawClient client(fixture.gate.port());
    client.send(upgradeHead);
    QTRY_VERIFY(socket);
    QCOMPARE(fixture.gate.connectionCount(), 1);
    QCOMPARE(fixture.application.closed, 0);
    socket.reset();
    QCOMPARE(fixture.gate.connectionCount(), 0);
    QCOMPARE(fixture.application.closed, 1);
    QCOMPARE(fixture.connections->load(), 0);
}

void GateLanesTest::waitsForAnswersBeforeAnUpgrade()
{
    GateFixture fixture;
    admitUpgrades(fixture);
    QList<GateApplication::ExchangePointer> waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting.append(exchange); };
    RawClient client(fixture.gate.port());
    client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n" + upgradeHead + "rest");
    QTRY_COMPARE(waiting.size(), 1);
    fixture.turn();
    QCOMPARE(waiting.size(), 1);
    waiting.first()->respond(http::Reply::text("before"));
    QCOMPARE(client.answer().body, QByteArray("before"));
    QTRY_COMPARE(waiting.size(), 2);
    const std::unique_ptr<QTcpSocket> socket = waiting.last()->takeSocket();
    QCOMPARE(socket->readAll(), upgradeHead + "rest");
}

void GateLanesTest::answersAnUpgradeLikeAnyRequest()
{
    GateFixture fixture;
    admitUpgrades(fixture);
    fixture.application.onHandle = [](auto exchange) { exchange->respond(http::Reply::text("no", 401)); };
    RawClient client(fixture.gate.port());
    client.send(upgradeHead + "GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(client.answer().status, 401);
    QCOMPARE(client.answer().status, 401);
}

void GateLanesTest::servesAWebSocket()
{
    GateFixture fixture;
    admitUpgrades(fixture);
    QWebSocketServer server(QStringLiteral("test"), QWebSocketServer::NonSecureMode);
    fixture.application.onHandle = [&](auto exchange) { server.handleConnection(exchange->takeSocket().release()); };
    std::unique_ptr<QWebSocket> accepted;
    connect(&server, &QWebSocketServer::newConnection, this, [&] {
        accepted.reset(server.nextPendingConnection());
        connect(accepted.get(), &QWebSocket::textMessageReceived, accepted.get(), &QWebSocket::sendTextMessage);
    });
    QWebSocket client;
    QString echoed;
    connect(&client, &QWebSocket::textMessageReceived, this, [&](const QString &message) { echoed = message; });
    connect(&client, &QWebSocket::connected, this, [&] { client.sendTextMessage(QStringLiteral("hello")); });
    client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(fixture.gate.port())));
    QTRY_COMPARE(echoed, QStringLiteral("hello"));
}

QTEST_GUILESS_MAIN(GateLanesTest)
#include "gate_lanes_test.moc"
