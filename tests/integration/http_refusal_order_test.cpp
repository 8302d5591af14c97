// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/app_error.h"
#include "http/body_stream.h"
#include "http/middleware/json_body.h"
#include "support/barrier.h"
#include "support/http_fixture.h"

using namespace signalbox;
using namespace signalbox::http;
using namespace signalbox::test;

namespace {

constexpr qint64 limit = 10;
const QByteArray good = "Authorization: good\r\n";
const QByteArray json = "Content-Type: application/json\r\n";
const QByteArray chunked = "Transfer-Encoding: chunked\r\n";
const QByteArray named = "X-Request-Id: the-id\r\n";

QCoro::Task<Reply> waitThenGo(Context &context, const Handler &next, Barrier &barrier)
{
    co_await barrier.wait();
    co_return co_await next(context);
}

QCoro::Task<Reply> countBody(Context &context, int &calls)
{
    ++calls;
    qint64 bytes = 0;
    while (const auto chunk = co_await context.bodyStream().next())
        bytes += chunk->size();
    co_return Reply::text(QByteArray::number(bytes));
}

QCoro::Task<Reply> readFirst(Context &context, const Handler &next)
{
    while (const auto chunk = co_await context.bodyStream().next()) { }
    co_return co_await next(context);
}

} // namespace

// Refusals come in the order 401, 403, 415, 413, 400, 404, although the gate knows of the 413 before anyone else runs.
class HttpRefusalOrderTest : public QObject {
    Q_OBJECT

private:
    int calls = 0; // of handlers
    Barrier barrier;

    void addRoutes(Api &api)
    {
        const Handler plain = [this](Context &) -> QCoro::Task<Reply> {
            ++calls;
            co_return Reply::text("taken");
        };
        const Handler streamed = [this](Context &context) { return countBody(context, calls); };
        const Middleware guard = [](Context &context, const Handler &next) {
            if (context.header("authorization") != "good")
                throw AppError(401, QStringLiteral("Who asks?"));
            return next(context);
        };
        const Middleware held = [this](Context &context, const Handler &next) {
            return waitThenGo(context, next, barrier);
        };
        api.use(guard);
        api.post("/plain", plain);
        api.post("/json", plain, {.middleware = {jsonBody()}});
        api.post("/held", plain, {.middleware = {held}});
        api.put("/stream", streamed, {.streamsBody = true});
        api.put("/held-stream", streamed, {.middleware = {held}, .streamsBody = true});
        api.put("/read-stream", streamed, {.middleware = {&readFirst}, .streamsBody = true});
        api.upgrade("/feed", [this](const auto &, const auto &) { ++calls; });
    }

    std::unique_ptr<HttpFixture> makeServer()
    {
        return std::make_unique<HttpFixture>([this](Api &api) { addRoutes(api); }, ComputePool::Settings{}, limit);
    }

private slots:
    void init() { calls = 0; }

    void comesInOrder_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("route");
        const auto row = [](const char *name, const QByteArray &start, const QByteArray &fields, int status,
                            const QByteArray &route) {
            const QByteArray host = start + " HTTP/1.1\r\nHost: a\r\n" + named + fields;
            QTest::addRow("%s, announced", name) << host + "Content-Length: 11\r\n\r\n" << status << route;
            QTest::addRow("%s, announced and awaited", name)
                << host + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n"
                << status << route;
            QTest::addRow("%s, in one chunk", name) << host + chunked + "\r\nb\r\n" << status << route;
            QTest::addRow("%s, in two chunks", name) << host + chunked + "\r\n6\r\n{\"a\":1\r\n5\r\n"
                                                     << status << route;
        };
        row("401 before 413", "POST /plain", {}, 401, "/plain");
        row("413 for a handler", "POST /plain", good, 413, "/plain");
        row("413 before a bad query", "POST /plain?a=%", good, 413, "/plain");
        row("401 before 415", "POST /json", {}, 401, "/json");
        row("415 before 413", "POST /json", good, 415, "/json");
        row("413 before what is no JSON", "POST /json", good + json, 413, "/json");
        row("401 before 413 of a stream", "PUT /stream", {}, 401, "/stream");
        row("413 of a stream", "PUT /stream", good, 413, "/stream");
        row("413 of a stream that middleware reads", "PUT /read-stream", good, 413, "/read-stream");
        row("413 before 404", "POST /nothing", {}, 413, {});
        row("413 before 405", "DELETE /plain", {}, 413, {});
        row("413 before a bad path", "POST /%", {}, 413, {});
    }

    void comesInOrder()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, status);
        QFETCH(QByteArray, route);
        const auto server = makeServer();
        RawClient client(server->gate.port());
        client.send(head);
        RawAnswer answer = client.answer();
        if (answer.status == 100) // how long a chunked body is can't be known yet
            answer = client.answer();
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("connection"), QByteArray("close"));
        QCOMPARE(answer.field("x-request-id"), QByteArray("the-id"));
        QVERIFY(client.waitClosed());
        QVERIFY2(client.received().isEmpty(), client.received().constData()); // one answer, and no 100
        const RequestRecord record = server->record("the-id");
        QCOMPARE(record.status, status);
        QCOMPARE(record.route, route);
        QVERIFY(!record.aborted);
        QCOMPARE(server->records().size(), 1);
        QVERIFY(calls == 0 || route == "/stream");
    }

    void asksForNoBodyThatItWouldRefuse()
    {
        const auto server = makeServer();
        RawClient client(server->gate.port());
        client.send("POST /plain HTTP/1.1\r\nHost: a\r\n" + good
                    + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n");
        QVERIFY(client.waitClosed());
        QVERIFY2(client.received().startsWith("HTTP/1.1 413 "), client.received().constData());
    }

    void saysA413LikeAnyError()
    {
        const auto server = makeServer();
        const RawAnswer answer = server->request("POST", "/plain", good + named, QByteArray(11, 'x'));
        QCOMPARE(answer.body, QByteArray(R"({"error":"The body is too large","requestId":"the-id"})"));
        QCOMPARE(server->record("the-id").error, QByteArray("The body is too large"));
    }

    void refusesABodyWithAnUpgradeAfterMiddleware()
    {
        const auto server = makeServer();
        const QByteArray upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
        QCOMPARE(server->request("GET", "/feed", upgrade, "x").status, 401);
        QCOMPARE(server->request("GET", "/feed", upgrade + good, "x").status, 400);
        QCOMPARE(server->request("GET", "/feed", upgrade, QByteArray(11, 'x')).status, 401);
        QCOMPARE(server->request("GET", "/feed", upgrade + good, QByteArray(11, 'x')).status, 413);
        QCOMPARE(calls, 0);
    }

    void refusesABadQueryAfterMiddleware()
    {
        const auto server = makeServer();
        QCOMPARE(server->request("POST", "/plain?a=%").status, 401);
        QCOMPARE(server->request("POST", "/plain?a=%", good).status, 400);
        QCOMPARE(server->request("POST", "/json?a=%", good).status, 415);
        QCOMPARE(calls, 0);
    }

    // A body far larger than what sockets hold: the client is still writing when it is refused.
    void canBeReadByAClientThatStillSends_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("status");
        QTest::newRow("401") << QByteArray() << 401;
        QTest::newRow("413") << good << 413;
    }

    void canBeReadByAClientThatStillSends()
    {
        QFETCH(QByteArray, fields);
        QFETCH(int, status);
        const auto server = makeServer();
        QCOMPARE(server->request("POST", "/plain", fields, QByteArray(7'000'000, 'x')).status, status);
        QCOMPARE(server->request("PUT", "/stream", fields, QByteArray(7'000'000, 'x')).status, status);
        const QByteArray chunk = "6acfc0\r\n" + QByteArray(0x6acfc0, 'x') + "\r\n0\r\n\r\n";
        RawClient client(server->gate.port());
        client.send("PUT /stream HTTP/1.1\r\nHost: a\r\n" + chunked + fields + "\r\n" + chunk);
        QCOMPARE(client.answer().status, status);
        QVERIFY(client.waitClosed());
    }

    void waitsForMiddleware_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("announced") << "POST /held HTTP/1.1\r\nHost: a\r\n" + good + "Content-Length: 11\r\n\r\n";
        QTest::newRow("chunked") << "POST /held HTTP/1.1\r\nHost: a\r\n" + good + chunked + "\r\nb\r\n";
        QTest::newRow("streamed") << "PUT /held-stream HTTP/1.1\r\nHost: a\r\n" + good + "Content-Length: 11\r\n\r\n";
        QTest::newRow("streamed in chunks")
            << "PUT /held-stream HTTP/1.1\r\nHost: a\r\n" + good + chunked + "\r\n6\r\nabcdef\r\n5\r\n";
    }

    void waitsForMiddleware()
    {
        QFETCH(QByteArray, head);
        const auto server = makeServer();
        RawClient client(server->gate.port());
        client.send(head);
        QTRY_COMPARE(barrier.waiting(), 1);
        server->get("/nothing");
        QVERIFY2(client.received().isEmpty(), client.received().constData());
        client.send("what follows is no request: it is thrown away");
        barrier.release();
        QCOMPARE(client.answer().status, 413);
        QVERIFY(client.waitClosed());
        QVERIFY(client.received().isEmpty());
        QCOMPARE(calls, 0);
    }

    void survivesAClientThatGoesMeanwhile_data() { waitsForMiddleware_data(); }

    void survivesAClientThatGoesMeanwhile()
    {
        QFETCH(QByteArray, head);
        const auto server = makeServer();
        {
            RawClient client(server->gate.port());
            client.send(head);
            QTRY_COMPARE(barrier.waiting(), 1);
        }
        QTRY_COMPARE(server->gate.connectionCount(), 0);
        barrier.release();
        QTRY_COMPARE(server->records().size(), 1);
        QVERIFY(server->records().first().aborted);
        QCOMPARE(server->records().first().status, 0);
        QCOMPARE(calls, 0);
        QCOMPARE(server->get("/nothing").status, 404);
    }
};

QTEST_GUILESS_MAIN(HttpRefusalOrderTest)
#include "http_refusal_order_test.moc"
