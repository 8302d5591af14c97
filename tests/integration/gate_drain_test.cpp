// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/gate_fixture.h"
#include "support/raw_client.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;

namespace {

const QByteArray request("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");

// Sends the next request as soon as it has the answer to the last, until it is told that the connection closes.
// Counts what went wrong: a connection that ends without saying so, while a request is out.
class BusyClient : public QObject {
public:
    explicit BusyClient(quint16 port)
    {
        connect(&m_socket, &QTcpSocket::connected, this, [this] { next(); });
        connect(&m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
        connect(&m_socket, &QTcpSocket::disconnected, this, [this] { m_lost += m_waiting; });
        m_socket.connectToHost(QHostAddress::LocalHost, port);
    }

    int answers() const { return m_answers; }
    int lost() const { return m_lost; }
    bool isDone() const { return m_done || m_lost; }

private:
    void next()
    {
        m_waiting = 1;
        m_socket.write(request);
    }

    void read()
    {
        m_received += m_socket.readAll();
        if (!m_received.endsWith("\r\n\r\nx"))
            return;
        ++m_answers;
        m_waiting = 0;
        m_done = m_received.contains("connection: close");
        m_received.clear();
        m_done ? m_socket.disconnectFromHost() : next();
    }

    QTcpSocket m_socket;
    QByteArray m_received;
    int m_waiting = 0;
    int m_answers = 0;
    int m_lost = 0;
    bool m_done = false;
};

} // namespace

// A shutdown loses no request that a client may take for accepted.
class GateDrainTest : public QObject {
    Q_OBJECT
private slots:
    void tellsWhenNothingIsLeft();
    void finishesWhatIsInFlight();
    void closesTheConnectionWithTheLastAnswer();
    void answersOneMoreOnAQuietConnection();
    void takesWhatIsQueued();
    void losesNothingUnderLoad();
    void dropsWhatIsLeftAndNamesIt();
    void leavesSocketsThatWereHandedOver();
    void refusesToListenOnATakenPort();
    void sharesAPortBetweenGates();
};

void GateDrainTest::tellsWhenNothingIsLeft()
{
    GateFixture fixture;
    QSignalSpy drained(&fixture.gate, &gate::Gate::drained);
    RawClient idle(fixture.gate.port());
    QTRY_COMPARE(fixture.gate.connectionCount(), 1);
    fixture.gate.drain();
    QVERIFY(drained.isEmpty());
    QVERIFY(drained.wait());
    QVERIFY(idle.waitClosed());
    QVERIFY(idle.received().isEmpty());
    fixture.gate.drain();
    QVERIFY(!drained.wait(100));
}

void GateDrainTest::finishesWhatIsInFlight()
{
    GateFixture fixture;
    QSignalSpy drained(&fixture.gate, &gate::Gate::drained);
    QList<GateApplication::ExchangePointer> waiting;
    fixture.application.onHandle = [&](auto exchange) { waiting.append(exchange); };
    RawClient client(fixture.gate.port());
    client.send(request + request);
    QTRY_COMPARE(waiting.size(), 2);
    fixture.gate.drain();
    QVERIFY(!drained.wait(400)); // longer than the grace
    QCOMPARE(fixture.gate.requestsInFlight(), 2);
    waiting[0]->respond(http::Reply::text("first"));
    waiting[1]->respond(http::Reply::text("second"));
    QCOMPARE(client.answer().body, QByteArray("first"));
    const RawAnswer last = client.answer();
    QCOMPARE(last.body, QByteArray("second"));
    QCOMPARE(last.field("connection"), QByteArray("close"));
    QTRY_COMPARE(drained.size(), 1);
}

void GateDrainTest::closesTheConnectionWithTheLastAnswer()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
    QTRY_COMPARE(fixture.application.begun.size(), 1);
    RawClient quiet(fixture.gate.port());
    QTRY_COMPARE(fixture.gate.connectionCount(), 2);
    fixture.gate.drain();
    QVERIFY(quiet.waitClosed()); // the grace is over; a body that comes is no quiet connection
    client.send("dy");
    const RawAnswer answer = client.answer();
    QCOMPARE(answer.body, QByteArray("xbody"));
    QCOMPARE(answer.field("connection"), QByteArray("close"));
    QVERIFY(client.waitClosed());
}

void GateDrainTest::answersOneMoreOnAQuietConnection()
{
    GateFixture fixture;
    RawClient client(fixture.gate.port());
    client.send(request);
    QCOMPARE(client.answer().field("connection"), QByteArray());
    fixture.gate.drain();
    client.send(request);
    QCOMPARE(client.answer().field("connection"), QByteArray("close"));
    QVERIFY(client.waitClosed());
}

void GateDrainTest::takesWhatIsQueued()
{
    gate::Limits limits;
    limits.connections = 1;
    GateFixture fixture(limits);
    RawClient first(fixture.gate.port());
    QTRY_COMPARE(fixture.gate.connectionCount(), 1);
    RawClient queued(fixture.gate.port());
    queued.send(request);
    first.send(request);
    QCOMPARE(first.answer().status, 200); // the gate has turned
    QCOMPARE(fixture.gate.connectionCount(), 1);
    QVERIFY(queued.received().isEmpty());
    fixture.gate.drain();
    const RawAnswer answer = queued.answer();
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.field("connection"), QByteArray("close"));
}

void GateDrainTest::losesNothingUnderLoad()
{
    GateFixture fixture;
    QSignalSpy drained(&fixture.gate, &gate::Gate::drained);
    std::vector<std::unique_ptr<BusyClient>> clients;
    for (int index = 0; index < 50; ++index)
        clients.push_back(std::make_unique<BusyClient>(fixture.gate.port()));
    QTRY_VERIFY(clients.back()->answers() > 20);
    fixture.gate.drain();
    QTRY_COMPARE(drained.size(), 1);
    for (const auto &client : clients) {
        QTRY_VERIFY(client->isDone());
        QCOMPARE(client->lost(), 0);
    }
}

void GateDrainTest::dropsWhatIsLeftAndNamesIt()
{
    GateFixture fixture;
    QSignalSpy drained(&fixture.gate, &gate::Gate::drained);
    fixture.application.onHandle = [](auto) {};
    RawClient client(fixture.gate.port());
    client.send("GET /stuck?token=secret HTTP/1.1\r\nHost: a\r\n\r\n");
    QTRY_COMPARE(fixture.application.begun.size(), 1);
    fixture.gate.drain();
    const QStringList dropped = fixture.gate.dropAll();
    QCOMPARE(dropped.size(), 1);
    const QString expected = QStringLiteral("GET /stuck from 127.0.0.1:%1, ").arg(client.socket().localPort());
    QVERIFY2(dropped.first().startsWith(expected), qPrintable(dropped.first()));
    QVERIFY(client.waitClosed());
    QTRY_COMPARE(drained.size(), 1);
}

void GateDrainTest::leavesSocketsThatWereHandedOver()
{
    GateFixture fixture;
    QSignalSpy drained(&fixture.gate, &gate::Gate::drained);
    fixture.application.onAdmit = [](const auto &) { return gate::Admission{gate::Lane::Upgrade}; };
    std::unique_ptr<QTcpSocket> socket;
    fixture.application.onHandle = [&](auto exchange) { socket = exchange->takeSocket(); };
    RawClient client(fixture.gate.port());
    client.send(request);
    QTRY_VERIFY(socket);
    fixture.gate.drain();
    QTRY_COMPARE(drained.size(), 1);
    QCOMPARE(fixture.gate.connectionCount(), 1);
    QCOMPARE(socket->state(), QTcpSocket::ConnectedState);
}

void GateDrainTest::refusesToListenOnATakenPort()
{
    GateFixture fixture;
    QVERIFY(!gate::Gate::findPort(QHostAddress::LocalHost, fixture.gate.port()));
    QCOMPARE(errno, EADDRINUSE);
    QVERIFY(gate::Gate::findPort(QHostAddress::LocalHost, 0).value_or(0) > 0);
}

void GateDrainTest::sharesAPortBetweenGates()
{
    GateFixture fixture;
    gate::Gate second({}, fixture.application, fixture.connections);
    QVERIFY(second.listen(QHostAddress::LocalHost, fixture.gate.port()));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int index = 0; index < 40; ++index)
        clients.push_back(std::make_unique<RawClient>(fixture.gate.port()));
    QTRY_COMPARE(fixture.connections->load(), 40);
    QVERIFY(fixture.gate.connectionCount() > 0);
    QVERIFY(second.connectionCount() > 0);
}

QTEST_GUILESS_MAIN(GateDrainTest)
#include "gate_drain_test.moc"
