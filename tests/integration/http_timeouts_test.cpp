// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/app_error.h"
#include "support/barrier.h"
#include "support/http_fixture.h"

using namespace signalbox;
using namespace signalbox::http;
using namespace signalbox::test;

namespace {

struct Seen {
    int done = 0;
    bool aborted = false;
    QByteArray lateHeader;
};

QCoro::Task<Reply> held(Context &context, Barrier &barrier, Seen &seen)
{
    const TraceSpan span = context.span("database", "a long query");
    co_await barrier.wait();
    seen.aborted = context.isAborted();
    seen.lateHeader = context.header("x-mark").toByteArray(); // reads the request, which must still be there
    ++seen.done;
    co_return Reply::text("late");
}

QCoro::Task<Reply> heldThenThrows(Context &, Barrier &barrier, Seen &seen)
{
    co_await barrier.wait();
    ++seen.done;
    throw std::runtime_error("late failure");
}

} // namespace

class HttpTimeoutsTest : public QObject {
    Q_OBJECT

private:
    Barrier barrier;
    Seen seen;

    std::function<void(Api &)> routes(std::chrono::milliseconds timeout)
    {
        return [this, timeout](Api &api) {
            api.get("/held", [this](Context &context) { return held(context, barrier, seen); }, {.timeout = timeout});
            api.get("/throws", [this](Context &context) { return heldThenThrows(context, barrier, seen); },
                    {.timeout = timeout});
            api.get("/quick", [](Context &) -> QCoro::Task<Reply> { co_return Reply::text("quick"); });
        };
    }

private slots:
    void init() { seen = {}; }
    void cleanup() { barrier.release(); }

    void answers504AfterTheTimeout()
    {
        HttpFixture server(routes(std::chrono::milliseconds(20)));
        const RawAnswer answer = server.get("/held", "X-Request-Id: the-id\r\n");
        QCOMPARE(answer.status, 504);
        QCOMPARE(jsonOf(answer).value(QLatin1String("error")).toString(), QStringLiteral("The request took too long"));
        QCOMPARE(server.record("the-id").error.left(40), QByteArray("The request took too long: no answer wit"));
        barrier.release();
        QCOMPARE(seen.done, 1);
    }

    void dropsTheLateAnswer()
    {
        HttpFixture server(routes(std::chrono::milliseconds(20)));
        RawClient client(server.gate.port());
        client.send(HttpFixture::head("GET", "/held", "X-Mark: here\r\n"));
        QCOMPARE(client.answer().status, 504);
        barrier.release();
        QCOMPARE(seen.lateHeader, QByteArray("here"));
        client.send(HttpFixture::head("GET", "/quick"));
        QCOMPARE(client.answer().body, QByteArray("quick"));
        QVERIFY(client.received().isEmpty());
    }

    void logsALateFailure()
    {
        HttpFixture server(routes(std::chrono::milliseconds(20)));
        QCOMPARE(server.get("/throws").status, 504);
        barrier.release();
        QCOMPARE(server.logLines(QStringLiteral("unexpected_error")).size(), 1);
        QCOMPARE(server.get("/quick").status, 200);
    }

    void givesEachRequestItsOwnDeadline()
    {
        HttpFixture server([this](Api &api) {
            routes(std::chrono::milliseconds(10))(api);
            api.get("/patient", [this](Context &context) { return held(context, barrier, seen); });
        });
        RawClient patient(server.gate.port());
        patient.send(HttpFixture::head("GET", "/patient"));
        QTRY_COMPARE(barrier.waiting(), 1);
        QCOMPARE(server.get("/held").status, 504);
        QVERIFY(patient.received().isEmpty());
        barrier.release();
        QCOMPARE(patient.answer().status, 200);
    }

    void doesNotTimeOutWhatHasAnswered()
    {
        HttpFixture server(routes(std::chrono::milliseconds(30)));
        RawClient client(server.gate.port());
        client.send(HttpFixture::head("GET", "/held"));
        QTRY_COMPARE(barrier.waiting(), 1);
        barrier.release();
        QCOMPARE(client.answer().status, 200);
        QCOMPARE(server.get("/held").status, 504); // a later deadline has passed, so the first one had
        QVERIFY(client.received().isEmpty());
    }

    void recordsAClientThatLeaves()
    {
        HttpFixture server(routes(std::chrono::milliseconds(0)));
        {
            RawClient client(server.gate.port());
            client.send(HttpFixture::head("GET", "/held", "X-Request-Id: the-id\r\nX-Mark: here\r\n"));
            QTRY_COMPARE(barrier.waiting(), 1);
        }
        QTRY_VERIFY(server.record("the-id").aborted);
        QCOMPARE(server.record("the-id").status, 0);
        barrier.release();
        QVERIFY(seen.aborted);
        QCOMPARE(seen.lateHeader, QByteArray("here"));
        QCOMPARE(server.get("/quick").status, 200);
    }

    void survivesALateFailureForAClientThatLeft()
    {
        HttpFixture server(routes(std::chrono::milliseconds(0)));
        {
            RawClient client(server.gate.port());
            client.send(HttpFixture::head("GET", "/throws"));
            QTRY_COMPARE(barrier.waiting(), 1);
        }
        QTRY_COMPARE(server.gate.connectionCount(), 0);
        barrier.release();
        QCOMPARE(seen.done, 1);
        QCOMPARE(server.get("/quick").status, 200);
    }

    void aHandlerMayOutliveItsServer()
    {
        {
            HttpFixture server(routes(std::chrono::milliseconds(0)));
            RawClient client(server.gate.port());
            client.send(HttpFixture::head("GET", "/held", "X-Mark: here\r\n"));
            QTRY_COMPARE(barrier.waiting(), 1);
        }
        barrier.release();
        QCOMPARE(seen.done, 1);
        QCOMPARE(seen.lateHeader, QByteArray("here"));
    }
};

QTEST_GUILESS_MAIN(HttpTimeoutsTest)
#include "http_timeouts_test.moc"
