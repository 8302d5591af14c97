// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/gate_fixture.h"
#include "support/raw_client.h"

using namespace signalbox;
using namespace signalbox::test;

// What a well-behaved client sees of the gate, version by version and method by method.
class GateRequestsTest : public QObject {
    Q_OBJECT
private slots:
    void answersAGet();
    void keepsTheConnectionForTheNextRequest();
    void closesWhenAskedTo();
    void answersHttp10AndCloses();
    void keepsAnHttp10ConnectionByRequest();
    void sendsNoBodyToHead();
    void sendsNoBodyWithNoContent();
    void takesARequestByteByByte();
    void takesManyRequestsInOneWrite();
    void takesABodyByLength();
    void takesAChunkedBodyWithTrailers();
    void answersPipelinedRequestsInOrder();
    void runsAnUnsafeRequestAlone();
    void readsNoFurtherAheadThanItsLimit();
    void asksForABodyThatIsExpected();
    void refusesABodyBeforeItIsSent();
    void normalisesAnAbsoluteTarget();
    void tellsTheOutcome();
    void servesABodyLargerThanItsBuffers();
    void forgetsNothingWhenTheGateGoes();
};

void GateRequestsTest::answersAGet()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("GET /hello?x=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, QByteArray("hello"));
    QCOMPARE(answer.field("content-length"), QByteArray("5"));
    QVERIFY(answer.field("date").endsWith("GMT"));
    QVERIFY(!client.isClosed());
}

void GateRequestsTest::keepsTheConnectionForTheNextRequest()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    for (int request = 0; request < 3; ++request) {
        client.send("GET /again HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(client.answer().body, QByteArray("again"));
    }
    QCOMPARE(fixture.application.opened, 1);
    QCOMPARE(fixture.gate.connectionCount(), 1);
}

void GateRequestsTest::closesWhenAskedTo()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.body, QByteArray("last"));
    QCOMPARE(answer.field("connection"), QByteArray("close"));
    QVERIFY(client.waitClosed());
    QTRY_COMPARE(fixture.application.closed, 1);
    QCOMPARE(fixture.connections->load(), 0);
}

void GateRequestsTest::answersHttp10AndCloses()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("GET /old HTTP/1.0\r\n\r\n");
    QCOMPARE(client.answer().body, QByteArray("old"));
    QVERIFY(client.waitClosed());
}

void GateRequestsTest::keepsAnHttp10ConnectionByRequest()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QCOMPARE(client.answer().field("connection"), QByteArray("keep-alive"));
    client.send("GET /older HTTP/1.0\r\n\r\n");
    QCOMPARE(client.answer().body, QByteArray("older"));
    QVERIFY(client.waitClosed());
}

void GateRequestsTest::sendsNoBodyToHead()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(client.answer(true).field("content-length"), QByteArray("5"));
    QCOMPARE(client.answer().body, QByteArray("next"));
}

void GateRequestsTest::sendsNoBodyWithNoContent()
{
    GateFixture fixture;
    fixture.application.onHandle = [](auto exchange) {
        http::Reply reply = http::Reply::empty(204);
        reply.body = "never";
        exchange->respond(std::move(reply));
    };
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const RawAnswer first = client.answer();
    QCOMPARE(first.status, 204);
    QVERIFY(first.field("content-length").isEmpty());
    QCOMPARE(client.answer().status, 204);
    QVERIFY(client.received().isEmpty());
}

void GateRequestsTest::takesARequestByteByByte()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.socket().setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (const char byte : QByteArray("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok")) {
        client.send(QByteArray(1, byte));
        QCoreApplication::processEvents();
    }
    QCOMPARE(client.answer().body, QByteArray("slowok"));
}

void GateRequestsTest::takesManyRequestsInOneWrite()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    QByteArray requests;
    for (int index = 0; index < 500; ++index)
        requests += "GET /" + QByteArray::number(index) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.send(requests);
    for (int index = 0; index < 500; ++index)
        QCOMPARE(client.answer().body, QByteArray::number(index));
}

void GateRequestsTest::takesABodyByLength()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    const QByteArray body(300'000, 'b');
    client.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n" + body);
    QCOMPARE(client.answer().body, "x" + body);
}

void GateRequestsTest::takesAChunkedBodyWithTrailers()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send(
        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "5;note=\"yes\"\r\nhello\r\n6\r\n world\r\n0\r\nChecksum: 1\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(client.answer().body, QByteArray("xhello world"));
    QCOMPARE(client.answer().body, QByteArray("next"));
}

void GateRequestsTest::answersPipelinedRequestsInOrder()
{
    GateFixture fixture;
    QList<GateApplication::ExchangePointer> waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting.append(exchange); };
    RawClient client(fixture.gate.port());
    client.send(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(waiting.size(), 3);
    for (const qsizetype index : {2, 0, 1})
        waiting[index]->respond(http::Reply::text(waiting[index]->head().target));
    for (const char *target : {"/1", "/2", "/3"})
        QCOMPARE(client.answer().body, QByteArray(target));
}

void GateRequestsTest::runsAnUnsafeRequestAlone()
{
    GateFixture fixture;
    QList<GateApplication::ExchangePointer> waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting.append(exchange); };
    RawClient client(fixture.gate.port());
    client.send(
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nDELETE /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n");
    for (int answered = 0; answered < 3; ++answered) {
        QTRY_COMPARE(waiting.size(), answered + 1);
        fixture.turn();
        QCOMPARE(waiting.size(), answered + 1);
        const auto exchange = waiting.last();
        exchange->respond(http::Reply::text(exchange->head().target));
        QCOMPARE(client.answer().body, exchange->head().target);
    }
}

void GateRequestsTest::readsNoFurtherAheadThanItsLimit()
{
    gate::Limits limits;
    limits.pipelined = 4;
    GateFixture fixture(limits);
    QList<GateApplication::ExchangePointer> waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting.append(exchange); };
    RawClient client(fixture.gate.port());
    client.send(QByteArray("GET /x HTTP/1.1\r\nHost: a\r\n\r\n").repeated(10));
    QTRY_COMPARE(waiting.size(), 4);
    fixture.turn();
    QCOMPARE(waiting.size(), 4);
    for (qsizetype index = 0; index < 10; ++index) {
        QTRY_VERIFY(waiting.size() > index);
        waiting[index]->respond(http::Reply::text("x"));
    }
    for (int index = 0; index < 10; ++index)
        QCOMPARE(client.answer().status, 200);
}

void GateRequestsTest::asksForABodyThatIsExpected()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    QVERIFY(client.waitFor("HTTP/1.1 100 Continue\r\n\r\n"));
    QCOMPARE(client.answer(true).status, 100);
    client.send("ok");
    QCOMPARE(client.answer().body, QByteArray("xok"));
}

void GateRequestsTest::refusesABodyBeforeItIsSent()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.answer().status, 413);
    QVERIFY(client.waitClosed());
}

void GateRequestsTest::normalisesAnAbsoluteTarget()
{
    GateFixture fixture;
    fixture.application.onHandle = [](auto exchange) {
        exchange->respond(http::Reply::text(exchange->head().target + ' ' + exchange->head().headers.combined("host")));
    };
    RawClient client(fixture.gate.port());
    client.send("GET http://b:80/x?y=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(client.answer().body, QByteArray("/x?y=1 b:80"));
    client.send("GET http://b HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(client.answer().body, QByteArray("/ b"));
}

void GateRequestsTest::tellsTheOutcome()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    const QByteArray request("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
    qint64 bytesIn = 0;
    fixture.application.onHandle = [&](auto exchange) {
        bytesIn = exchange->bytesIn();
        exchange->respond(http::Reply::text("ok"));
    };
    client.send(request);
    QVERIFY(client.waitFor("\r\n\r\nok"));
    QTRY_COMPARE(fixture.application.outcomes.size(), 1);
    const http::Outcome outcome = fixture.application.outcomes.first();
    QCOMPARE(outcome.status, 200);
    QCOMPARE(outcome.bytesOut, client.received().size());
    QCOMPARE(bytesIn, request.size());
    QVERIFY(!outcome.aborted);
    QVERIFY(outcome.ttfbUs >= 0);
    QVERIFY(outcome.durationUs >= outcome.ttfbUs);
}

void GateRequestsTest::servesABodyLargerThanItsBuffers()
{
    GateFixture fixture;
    const QByteArray body(20'000'000, 'x');
    fixture.application.onHandle = [&](auto exchange) { exchange->respond(http::Reply::text(body)); };
    RawClient client(fixture.gate.port());
    client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE_WITH_TIMEOUT(fixture.application.outcomes.size(), 1, 10'000);
    QTRY_VERIFY(client.received().size() > body.size());
    QVERIFY(client.received().endsWith("xxx"));
    QCOMPARE(fixture.application.outcomes.first().bytesOut, client.received().size());
}

void GateRequestsTest::forgetsNothingWhenTheGateGoes()
{
    GateApplication::ExchangePointer kept;
    auto fixture = std::make_unique<GateFixture>();
    fixture->application.onHandle = [&](auto exchange) { kept = exchange; };
    RawClient client(fixture->gate.port());
    client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_VERIFY(kept);
    fixture.reset();
    QVERIFY(kept->isAborted());
    kept->respond(http::Reply::text("too late"));
    QVERIFY(client.waitClosed());
}

QTEST_GUILESS_MAIN(GateRequestsTest)
#include "gate_requests_test.moc"
