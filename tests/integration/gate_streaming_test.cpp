// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/gate_fixture.h"
#include "support/raw_client.h"

#include <QCoro/QCoroTimer>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

namespace {

// What a producer under test saw.
struct Production {
    int written = 0; // chunks that write() returned from
    bool wentWell = true; // what the last write() said
    bool ended = false;
};

QCoro::Task<> produce(std::shared_ptr<http::BodyWriter> writer, std::shared_ptr<Production> production,
                      QByteArray chunk, int count)
{
    for (int index = 0; index < count && production->wentWell; ++index) {
        production->wentWell = co_await writer->write(chunk);
        ++production->written;
    }
    production->ended = true;
}

void streamFrom(GateFixture &fixture, const http::BodyProducer &producer)
{
    fixture.application.onHandle = [producer](auto exchange) {
        exchange->respond(http::Reply::stream("text/event-stream", producer));
    };
}

const QByteArray request("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

} // namespace

// Answers whose body is written while it is made (Server-Sent Events, large results).
class GateStreamingTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_production = std::make_shared<Production>(); }
    void sendsChunksToHttp11();
    void sendsUntilCloseToHttp10();
    void keepsALengthOfTheHandlersOwn();
    void runsNoProducerForHead();
    void sendsEachChunkAsItComes();
    void waitsForAClientThatReadsSlowly();
    void stopsWhenTheClientGoes();
    void dropsAClientThatDoesNotRead();
    void breaksOffWhenTheProducerThrows();
    void breaksOffABodyShorterThanItsLength();
    void breaksOffABodyLongerThanItsLength();
    void sendsTheNextAnswerAfterTheStream();
    void outlivesTheGate();

private:
    http::BodyProducer producing(const QByteArray &chunk, int count) const
    {
        return [production = m_production, chunk, count](std::shared_ptr<http::BodyWriter> writer) {
            return produce(std::move(writer), production, chunk, count);
        };
    }

    std::shared_ptr<Production> m_production;
};

void GateStreamingTest::sendsChunksToHttp11()
{
    GateFixture fixture;
    streamFrom(fixture, producing("hello", 3));
    RawClient client(fixture.gate.port());
    client.send(request);
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.field("transfer-encoding"), QByteArray("chunked"));
    QCOMPARE(answer.field("content-type"), QByteArray("text/event-stream"));
    QVERIFY(answer.field("content-length").isEmpty());
    QCOMPARE(answer.body, QByteArray("hellohellohello"));
    QTRY_COMPARE(fixture.application.outcomes.size(), 1);
    QVERIFY(!fixture.application.outcomes.first().aborted);
}

void GateStreamingTest::sendsUntilCloseToHttp10()
{
    GateFixture fixture;
    streamFrom(fixture, producing("hello", 2));
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QVERIFY(client.waitClosed());
    QVERIFY(client.received().endsWith("\r\n\r\nhellohello"));
    QVERIFY(client.received().contains("connection: close"));
    QVERIFY(!client.received().contains("transfer-encoding"));
}

void GateStreamingTest::keepsALengthOfTheHandlersOwn()
{
    GateFixture fixture;
    const http::BodyProducer producer = producing("hello", 2);
    fixture.application.onHandle = [producer](auto exchange) {
        exchange->respond(http::Reply::stream("text/plain", producer).withHeader("content-length", "10"));
    };
    RawClient client(fixture.gate.port());
    client.send(request + request);
    for (int index = 0; index < 2; ++index) {
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.field("content-length"), QByteArray("10"));
        QCOMPARE(answer.body, QByteArray("hellohello"));
    }
}

void GateStreamingTest::runsNoProducerForHead()
{
    GateFixture fixture;
    streamFrom(fixture, producing("hello", 3));
    RawClient client(fixture.gate.port());
    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(client.answer(true).status, 200);
    fixture.turn();
    QVERIFY(client.received().isEmpty());
    QCOMPARE(m_production->written, 0);
}

void GateStreamingTest::sendsEachChunkAsItComes()
{
    GateFixture fixture;
    streamFrom(fixture, [](std::shared_ptr<http::BodyWriter> writer) -> QCoro::Task<> {
        for (const char *event : {"one", "two", "three"}) {
            if (!co_await writer->write(event))
                co_return;
            co_await QCoro::sleepFor(50ms);
        }
    });
    RawClient client(fixture.gate.port());
    client.send(request);
    QVERIFY(client.waitFor("3\r\none\r\n"));
    QVERIFY(!client.received().contains("two"));
    QVERIFY(client.waitFor("3\r\ntwo\r\n"));
    QVERIFY(client.waitFor("5\r\nthree\r\n0\r\n\r\n"));
}

void GateStreamingTest::waitsForAClientThatReadsSlowly()
{
    GateFixture fixture;
    const QByteArray chunk(100'000, 'x');
    streamFrom(fixture, producing(chunk, 300));
    RawClient client(fixture.gate.port());
    QVERIFY(client.waitConnected());
    client.socket().setReadBufferSize(1024);
    client.socket().blockSignals(true);
    client.send(request);
    QTRY_VERIFY(m_production->written > 0);
    fixture.turn();
    QVERIFY(m_production->written < 300); // it waits, and holds no more than the limit
    client.socket().blockSignals(false);
    client.socket().setReadBufferSize(0);
    emit client.socket().readyRead();
    QTRY_COMPARE_WITH_TIMEOUT(m_production->written, 300, 20'000);
    QTRY_VERIFY(client.received().endsWith("0\r\n\r\n"));
}

void GateStreamingTest::stopsWhenTheClientGoes()
{
    GateFixture fixture;
    streamFrom(fixture, producing(QByteArray(100'000, 'x'), 1'000'000));
    RawClient client(fixture.gate.port());
    client.send(request);
    QVERIFY(client.waitFor("xxx"));
    client.socket().abort();
    QTRY_VERIFY(m_production->ended);
    QVERIFY(!m_production->wentWell);
    QTRY_COMPARE(fixture.application.outcomes.size(), 1);
    QVERIFY(fixture.application.outcomes.first().aborted);
    QCOMPARE(fixture.application.outcomes.first().status, 200);
}

void GateStreamingTest::dropsAClientThatDoesNotRead()
{
    gate::Limits limits;
    limits.unsentTimeout = 200ms;
    GateFixture fixture(limits);
    streamFrom(fixture, producing(QByteArray(100'000, 'x'), 1'000'000));
    RawClient client(fixture.gate.port());
    QVERIFY(client.waitConnected());
    client.socket().setReadBufferSize(1024);
    client.socket().blockSignals(true);
    client.send(request);
    QTRY_VERIFY(m_production->ended);
    QVERIFY(!m_production->wentWell);
    QCOMPARE(fixture.gate.connectionCount(), 0);
}

void GateStreamingTest::breaksOffWhenTheProducerThrows()
{
    GateFixture fixture;
    streamFrom(fixture, [](std::shared_ptr<http::BodyWriter> writer) -> QCoro::Task<> {
        co_await writer->write("some");
        throw std::runtime_error("the disk is on fire");
    });
    RawClient client(fixture.gate.port());
    client.send(request);
    QVERIFY(client.waitClosed());
    QVERIFY(!client.received().contains("0\r\n\r\n"));
    QCOMPARE(fixture.application.outcomes.size(), 1);
    QVERIFY(fixture.application.outcomes.first().aborted);
    QCOMPARE(fixture.application.outcomes.first().error, QByteArray("the disk is on fire"));
}

void GateStreamingTest::breaksOffABodyShorterThanItsLength()
{
    GateFixture fixture;
    const http::BodyProducer producer = producing("hello", 1);
    fixture.application.onHandle = [producer](auto exchange) {
        exchange->respond(http::Reply::stream("text/plain", producer).withHeader("content-length", "10"));
    };
    RawClient client(fixture.gate.port());
    client.send(request);
    QVERIFY(client.waitClosed());
    QVERIFY(!fixture.application.outcomes.first().error.isEmpty());
}

void GateStreamingTest::breaksOffABodyLongerThanItsLength()
{
    GateFixture fixture;
    const http::BodyProducer producer = producing("hello", 3);
    fixture.application.onHandle = [producer](auto exchange) {
        exchange->respond(http::Reply::stream("text/plain", producer).withHeader("content-length", "10"));
    };
    RawClient client(fixture.gate.port());
    client.send(request);
    QVERIFY(client.waitClosed());
    QVERIFY(!client.received().contains("hellohellohello"));
    QVERIFY(!fixture.application.outcomes.first().error.isEmpty());
}

void GateStreamingTest::sendsTheNextAnswerAfterTheStream()
{
    GateFixture fixture;
    const http::BodyProducer producer = producing("hello", 3);
    fixture.application.onHandle = [producer](auto exchange) {
        if (exchange->head().target == "/stream")
            exchange->respond(http::Reply::stream("text/plain", producer));
        else
            exchange->respond(http::Reply::text("whole"));
    };
    RawClient client(fixture.gate.port());
    client.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /whole HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(client.answer().body, QByteArray("hellohellohello"));
    QCOMPARE(client.answer().body, QByteArray("whole"));
}

void GateStreamingTest::outlivesTheGate()
{
    auto fixture = std::make_unique<GateFixture>();
    std::shared_ptr<http::BodyWriter> kept;
    streamFrom(*fixture, [&kept](std::shared_ptr<http::BodyWriter> writer) -> QCoro::Task<> {
        kept = writer;
        co_await writer->write("some");
        while (co_await writer->write("more"))
            co_await QCoro::sleepFor(10ms);
    });
    RawClient client(fixture->gate.port());
    client.send(request);
    QVERIFY(client.waitFor("more"));
    fixture.reset();
    QVERIFY(!kept->isOpen());
    QTRY_COMPARE(kept.use_count(), 1); // the producer wakes once more, and stops
}

QTEST_GUILESS_MAIN(GateStreamingTest)
#include "gate_streaming_test.moc"
