// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/gate_fixture.h"
#include "support/raw_client.h"

#include <QCoro/QCoroTimer>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

// A client that goes away, at each stage of a request, and what is answered to it later: nothing is used after its
// end (AddressSanitizer watches in CI), and the outcome says aborted.
class GateDisconnectTest : public QObject {
    Q_OBJECT
private slots:
    void beforeAnyByte();
    void insideTheHead();
    void insideTheBody();
    void insideAChunk();
    void whileTheHandlerRuns_data();
    void whileTheHandlerRuns();
    void whileOthersOfThePipelineRun();
    void whileTheAnswerIsSent();
    void whileAStreamIsSent();
    void whileAnUpgradeIsDecided();
    void fromInsideTheAbortedCall();
    void fromInsideTheFinishedCall();
    void onceItHasTheAnswer();

private:
    static void waitGone(GateFixture &fixture)
    {
        QTRY_COMPARE(fixture.gate.connectionCount(), 0);
        QCOMPARE(fixture.application.closed, fixture.application.opened);
    }
};

void GateDisconnectTest::beforeAnyByte()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    QTRY_COMPARE(fixture.gate.connectionCount(), 1);
    client.socket().abort();
    waitGone(fixture);
    QVERIFY(fixture.application.begun.isEmpty());
}

void GateDisconnectTest::insideTheHead()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("GET / HTT");
    QTRY_COMPARE(fixture.gate.connectionCount(), 1);
    client.socket().abort();
    waitGone(fixture);
    QVERIFY(fixture.application.begun.isEmpty());
}

void GateDisconnectTest::insideTheBody()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome");
    QTRY_COMPARE(fixture.application.begun.size(), 1);
    client.socket().abort();
    waitGone(fixture);
    QCOMPARE(fixture.application.outcomes.size(), 1);
    QVERIFY(fixture.application.outcomes.first().aborted);
    QCOMPARE(fixture.application.outcomes.first().status, 0);
}

void GateDisconnectTest::insideAChunk()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nsome");
    QTRY_COMPARE(fixture.application.begun.size(), 1);
    client.socket().disconnectFromHost();
    waitGone(fixture);
    QCOMPARE(fixture.application.outcomes.size(), 1);
}

void GateDisconnectTest::whileTheHandlerRuns_data()
{
    QTest::addColumn<bool>("reset");
    QTest::newRow("closing") << false;
    QTest::newRow("resetting") << true;
}

void GateDisconnectTest::whileTheHandlerRuns()
{
    QFETCH(bool, reset);
    GateFixture fixture;
    GateApplication::ExchangePointer waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting = exchange; };
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_VERIFY(waiting);
    reset ? client.socket().abort() : client.socket().disconnectFromHost();
    QTRY_COMPARE(fixture.application.aborts, 1);
    QVERIFY(waiting->isAborted());
    waitGone(fixture);
    waiting->respond(http::Reply::text("too late"));
    QVERIFY(!waiting->takeSocket());
    QCOMPARE(fixture.application.outcomes.size(), 1);
    QVERIFY(fixture.application.outcomes.first().aborted);
    QCOMPARE(fixture.application.outcomes.first().status, 0);
}

void GateDisconnectTest::whileOthersOfThePipelineRun()
{
    GateFixture fixture;
    QList<GateApplication::ExchangePointer> waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting.append(exchange); };
    RawClient client(fixture.gate.port());
    client.send(QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n").repeated(5));
    QTRY_COMPARE(waiting.size(), 5);
    waiting[3]->respond(http::Reply::text("waits for its turn"));
    client.socket().abort();
    QTRY_COMPARE(fixture.application.outcomes.size(), 5);
    waitGone(fixture);
    for (const auto &exchange : waiting)
        exchange->respond(http::Reply::text("too late"));
    QCOMPARE(fixture.application.outcomes.size(), 5);
}

void GateDisconnectTest::whileTheAnswerIsSent()
{
    GateFixture fixture;
    fixture.application.onHandle = [](auto exchange) {
        exchange->respond(http::Reply::text(QByteArray(32'000'000, 'x')));
    };
    RawClient client(fixture.gate.port());
    QVERIFY(client.waitConnected());
    client.socket().setReadBufferSize(1024);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(client.waitFor("x"));
    client.socket().abort();
    waitGone(fixture);
    QCOMPARE(fixture.application.outcomes.size(), 1);
    QVERIFY(fixture.application.outcomes.first().aborted);
    QVERIFY(fixture.application.outcomes.first().bytesOut > 0);
    QVERIFY(fixture.application.outcomes.first().bytesOut < 32'000'000);
}

void GateDisconnectTest::whileAStreamIsSent()
{
    GateFixture fixture;
    bool ended = false;
    const http::BodyProducer producer = [&ended](std::shared_ptr<http::BodyWriter> writer) -> QCoro::Task<> {
        while (co_await writer->write("data"))
            co_await QCoro::sleepFor(1ms);
        ended = true;
    };
    fixture.application.onHandle = [&](auto exchange) {
        exchange->respond(http::Reply::stream("text/plain", producer));
    };
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(client.waitFor("data"));
    client.socket().abort();
    waitGone(fixture);
    QTRY_VERIFY(ended);
    QCOMPARE(fixture.application.outcomes.size(), 1);
    QVERIFY(fixture.application.outcomes.first().aborted);
}

void GateDisconnectTest::whileAnUpgradeIsDecided()
{
    GateFixture fixture;
    fixture.application.onAdmit = [](const auto &) { return gate::Admission{gate::Lane::Upgrade}; };
    GateApplication::ExchangePointer waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting = exchange; };
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
    QTRY_VERIFY(waiting);
    client.socket().abort(); // seen at once, or by whoever takes the socket
    fixture.turn();
    const std::unique_ptr<QTcpSocket> socket = waiting->takeSocket();
    QVERIFY(!socket || QTest::qWaitFor([&] { return socket->state() == QTcpSocket::UnconnectedState; }));
}

void GateDisconnectTest::fromInsideTheAbortedCall()
{
    GateFixture fixture;
    GateApplication::ExchangePointer waiting;
    fixture.application.onHandle = [&](auto exchange) {
        waiting = exchange;
        exchange->onAborted([&] { std::exchange(waiting, nullptr)->respond(http::Reply::text("too late")); });
    };
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_VERIFY(waiting);
    client.socket().abort();
    QTRY_VERIFY(!waiting);
    waitGone(fixture);
}

void GateDisconnectTest::fromInsideTheFinishedCall()
{
    GateFixture fixture;
    QStringList dropped;
    fixture.application.onHandle = [&](auto exchange) {
        exchange->onFinished([&](const http::Outcome &) { dropped = fixture.gate.dropAll(); });
        exchange->respond(http::Reply::text("x"));
    };
    RawClient client(fixture.gate.port());
    client.send(QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n").repeated(3));
    waitGone(fixture);
    QVERIFY(client.waitClosed());
}

void GateDisconnectTest::onceItHasTheAnswer()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(client.answer().status, 200);
    client.socket().disconnectFromHost();
    waitGone(fixture);
    QVERIFY(!fixture.application.outcomes.first().aborted);
}

QTEST_GUILESS_MAIN(GateDisconnectTest)
#include "gate_disconnect_test.moc"
