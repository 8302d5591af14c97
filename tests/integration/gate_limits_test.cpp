// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/socket_address.h"
#include "support/gate_fixture.h"
#include "support/manual_clock.h"
#include "support/raw_client.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

// What a client may take of the server, and the answer beyond.
class GateLimitsTest : public QObject {
    Q_OBJECT
private slots:
    void refusesALongHead();
    void refusesManyFields();
    void refusesALongTarget();
    void refusesAnAnnouncedBodyWithoutReadingIt();
    void refusesAChunkedBodyAtTheChunkThatIsTooMuch();
    void takesTheBodyLimitFromTheRoute();
    void refusesAHeadThatTakesTooLong();
    void refusesABodyThatIsTooSlow();
    void waitsForABodyThatIsSlowEnough();
    void judgesABodyByEachWindow();
    void closesAnIdleConnectionInSilence();
    void waitsForASlowHandler();
    void dropsAClientThatDoesNotRead();
    void stopsReadingWhenAnswersAreNotRead();
    void acceptsAgainWhenThereIsRoom();
    void countsConnectionsOverAllGates();
    void survivesALackOfDescriptors();
};

void GateLimitsTest::refusesALongHead()
{
    gate::Limits limits;
    limits.headBytes = 200;
    GateFixture fixture(limits);
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + QByteArray(300, 'x'));
    QCOMPARE(client.answer().status, 431);
    QVERIFY(client.waitClosed());
}

void GateLimitsTest::refusesManyFields()
{
    gate::Limits limits;
    limits.headFields = 3;
    GateFixture fixture(limits);
    RawClient client(fixture.gate.port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 1\r\n\r\n");
    QCOMPARE(client.answer().status, 200);
    client.send("GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 1\r\nC: 1\r\n\r\n");
    QCOMPARE(client.answer().status, 431);
    QVERIFY(client.waitClosed());
}

void GateLimitsTest::refusesALongTarget()
{
    gate::Limits limits;
    limits.targetBytes = 10;
    GateFixture fixture(limits);
    RawClient client(fixture.gate.port());
    client.send("GET /12345678 HTTP/1.1\r\nHost: a\r\n");
    client.send("\r\nGET /123456789a");
    QCOMPARE(client.answer().status, 200);
    client.send("\r\n");
    QCOMPARE(client.answer().status, 414);
    QVERIFY(client.waitClosed());
}

void GateLimitsTest::refusesAnAnnouncedBodyWithoutReadingIt()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n");
    QCOMPARE(client.answer().status, 413);
    QVERIFY(client.waitClosed());
}

void GateLimitsTest::refusesAChunkedBodyAtTheChunkThatIsTooMuch()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n100000\r\n");
    QCOMPARE(client.answer().status, 413);
    QVERIFY(client.waitClosed());
}

void GateLimitsTest::takesTheBodyLimitFromTheRoute()
{
    GateFixture fixture;
    fixture.application.onAdmit = [](const http::RequestHead &head) {
        return gate::Admission{gate::Lane::Routes, head.target == "/small" ? 2 : 10, true};
    };
    RawClient client(fixture.gate.port());
    client.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    QCOMPARE(client.answer().body, QByteArray("largeabc"));
    client.send("POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    QCOMPARE(client.answer().status, 413);
}

void GateLimitsTest::refusesAHeadThatTakesTooLong()
{
    gate::Limits limits;
    limits.headTimeout = 100ms;
    GateFixture fixture(limits);
    RawClient client(fixture.gate.port());
    client.send("GET /slow HTTP/1.1\r\nHo");
    QCOMPARE(client.answer().status, 408);
    QVERIFY(client.waitClosed());
    QCOMPARE(fixture.application.begun, QList<QByteArray>({"GET /slow"}));
}

void GateLimitsTest::refusesABodyThatIsTooSlow()
{
    gate::Limits limits;
    limits.bodyWindow = 100ms;
    GateFixture fixture(limits);
    RawClient client(fixture.gate.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nslow");
    QCOMPARE(client.answer().status, 408);
    QVERIFY(client.waitClosed());
}

void GateLimitsTest::waitsForABodyThatIsSlowEnough()
{
    gate::Limits limits;
    limits.bodyWindow = 100ms;
    limits.bodyBytesPerSecond = 20;
    ManualClock clock;
    GateFixture fixture(limits, {}, clock.clock());
    RawClient client(fixture.gate.port());
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\n\r\n");
    fixture.turn(); // what comes with the head is before the first window
    for (int part = 0; part < 6; ++part) {
        client.send(QByteArray(100, 'x'));
        fixture.turn();
        QVERIFY(clock.advance(101ms)); // a window for each part: what counts is the pace, not the whole time
    }
    QCOMPARE(client.answer().body.size(), 601);
}

void GateLimitsTest::judgesABodyByEachWindow()
{
    gate::Limits limits;
    limits.bodyWindow = 100ms;
    limits.bodyBytesPerSecond = 20;
    ManualClock clock;
    GateFixture fixture(limits, {}, clock.clock());
    RawClient client(fixture.gate.port());
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 600\r\n\r\n");
    fixture.turn();
    client.send(QByteArray(500, 'x'));
    fixture.turn();
    QVERIFY(clock.advance(101ms)); // much came in this one, but nothing does in the next
    fixture.turn();
    QVERIFY(!client.isClosed());
    QVERIFY(client.received().isEmpty());
    QVERIFY(clock.advance(101ms));
    QCOMPARE(client.answer().status, 408);
    QVERIFY(client.waitClosed());
}

void GateLimitsTest::closesAnIdleConnectionInSilence()
{
    gate::Limits limits;
    limits.idleTimeout = 100ms;
    GateFixture fixture(limits);
    RawClient fresh(fixture.gate.port());
    RawClient used(fixture.gate.port());
    used.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(used.answer().status, 200);
    QVERIFY(used.waitClosed());
    QVERIFY(fresh.waitClosed());
    QVERIFY(used.received().isEmpty());
    QVERIFY(fresh.received().isEmpty());
}

void GateLimitsTest::waitsForASlowHandler()
{
    gate::Limits limits;
    limits.idleTimeout = limits.headTimeout = limits.bodyWindow = limits.unsentTimeout = 50ms;
    GateFixture fixture(limits);
    GateApplication::ExchangePointer waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting = exchange; };
    RawClient client(fixture.gate.port());
    client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_VERIFY(waiting);
    // Every deadline is over for those that came later.
    RawClient idle(fixture.gate.port());
    RawClient slowHead(fixture.gate.port());
    slowHead.send("GET /x");
    RawClient slowBody(fixture.gate.port());
    slowBody.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
    QVERIFY(idle.waitClosed());
    QCOMPARE(slowHead.answer().status, 408);
    QCOMPARE(slowBody.answer().status, 408);
    waiting->respond(http::Reply::text("late"));
    QCOMPARE(client.answer().body, QByteArray("late"));
}

void GateLimitsTest::dropsAClientThatDoesNotRead()
{
    gate::Limits limits;
    limits.unsentTimeout = 200ms;
    GateFixture fixture(limits);
    fixture.application.onHandle = [](auto exchange) {
        exchange->respond(http::Reply::text(QByteArray(32 * 1024 * 1024, 'x')));
    };
    RawClient client(fixture.gate.port());
    client.socket().setReadBufferSize(1024);
    QVERIFY(client.waitConnected());
    client.socket().blockSignals(true);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(fixture.application.outcomes.size(), 1);
    QVERIFY(fixture.application.outcomes.first().aborted);
    QCOMPARE(fixture.gate.connectionCount(), 0);
}

void GateLimitsTest::stopsReadingWhenAnswersAreNotRead()
{
    gate::Limits limits;
    limits.unsentBytes = 1000'000;
    GateFixture fixture(limits);
    int handled = 0;
    fixture.application.onHandle = [&](auto exchange) {
        ++handled;
        exchange->respond(http::Reply::text(QByteArray(8 * 1024 * 1024, 'x')));
    };
    RawClient client(fixture.gate.port());
    client.socket().setReadBufferSize(1024);
    QVERIFY(client.waitConnected());
    client.socket().blockSignals(true);
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(handled, 1);
    client.send(QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n").repeated(20));
    fixture.turn();
    QVERIFY(handled <= 2);
}

void GateLimitsTest::acceptsAgainWhenThereIsRoom()
{
    gate::Limits limits;
    limits.connections = 2;
    GateFixture fixture(limits);
    auto first = std::make_unique<RawClient>(fixture.gate.port());
    RawClient second(fixture.gate.port());
    QTRY_COMPARE(fixture.gate.connectionCount(), 2);
    RawClient third(fixture.gate.port());
    third.send("GET /patience HTTP/1.1\r\nHost: a\r\n\r\n"); // the kernel's queue takes it
    second.send("GET /turned HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(second.answer().body, QByteArray("turned"));
    QCOMPARE(fixture.gate.connectionCount(), 2);
    QVERIFY(third.received().isEmpty());
    QVERIFY(!third.isClosed());
    first.reset();
    QCOMPARE(third.answer().body, QByteArray("patience"));
}

void GateLimitsTest::countsConnectionsOverAllGates()
{
    gate::Limits limits;
    limits.connections = 1;
    GateFixture fixture(limits);
    gate::Gate other({limits, {}}, fixture.application, fixture.connections);
    QVERIFY(other.listen(QHostAddress::LocalHost, 0));
    RawClient first(other.port());
    QTRY_COMPARE(other.connectionCount(), 1);
    RawClient client(fixture.gate.port());
    client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    first.send("GET /turned HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(first.answer().body, QByteArray("turned"));
    QCOMPARE(fixture.gate.connectionCount(), 0);
    first.socket().abort();
    QCOMPARE(client.answer().body, QByteArray("x"));
}

namespace {

// Connects without the event loop, so that the gate has not taken the connection yet.
int connectAtOnce(quint16 port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    gate::SocketAddress address(QHostAddress(QHostAddress::LocalHost), port);
    return ::connect(descriptor, address.data(), address.size()) == 0 ? descriptor : -1;
}

int lowestFreeDescriptor()
{
    const int descriptor = ::dup(0);
    ::close(descriptor);
    return descriptor;
}

} // namespace

void GateLimitsTest::survivesALackOfDescriptors()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    QTRY_COMPARE(fixture.gate.connectionCount(), 1);
    const int waiting = connectAtOnce(fixture.gate.port());
    QVERIFY(waiting >= 0);
    QCOMPARE(::send(waiting, "GET /waited HTTP/1.0\r\n\r\n", 24, 0), 24);

    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    const rlimit none{static_cast<rlim_t>(lowestFreeDescriptor()), before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
    client.send("GET /served HTTP/1.1\r\nHost: a\r\n\r\n");
    const QByteArray served = client.answer().body;
    const int connections = fixture.gate.connectionCount();
    ::setrlimit(RLIMIT_NOFILE, &before);

    QCOMPARE(served, QByteArray("served"));
    QCOMPARE(connections, 1);
    std::array<char, 1000> answer{};
    ssize_t size = 0;
    QTRY_VERIFY((size = std::max(size, ::recv(waiting, answer.data(), answer.size(), MSG_DONTWAIT))) > 0);
    QVERIFY(QByteArrayView(answer.data()).contains("waited"));
    ::close(waiting);
}

QTEST_GUILESS_MAIN(GateLimitsTest)
#include "gate_limits_test.moc"
