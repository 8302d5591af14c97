// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/body_stream.h"
#include "support/http_fixture.h"

using namespace signalbox;
using namespace signalbox::http;
using namespace signalbox::test;

namespace {

QCoro::Task<Reply> greet(Context &)
{
    co_return Reply::text("hello");
}

QCoro::Task<Reply> countBody(Context &context)
{
    qint64 bytes = 0;
    while (const auto chunk = co_await context.bodyStream().next())
        bytes += chunk->size();
    co_return Reply::text(QByteArray::number(bytes));
}

void addRoutes(Api &api)
{
    api.get("/greeting", &greet);
    api.put("/stream", &countBody, {.bodyLimit = 10'000'000, .streamsBody = true});
}

} // namespace

// Handlers that read a body as it comes, and those that take the socket.
class HttpLanesTest : public QObject {
    Q_OBJECT

private slots:
    void streamsABody_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("empty") << 0;
        QTest::newRow("small") << 5;
        QTest::newRow("larger than what is kept unread") << 3'000'000;
    }

    void streamsABody()
    {
        QFETCH(int, size);
        HttpFixture server(&addRoutes);
        const RawAnswer answer = server.request("PUT", "/stream", {}, QByteArray(size, 'x'));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray::number(size));
    }

    // Two chunks at once wake the reader twice, and it takes both at the first.
    void aStreamedBodyEndsOnlyAtItsEnd()
    {
        HttpFixture server(&addRoutes);
        RawClient client(server.gate.port());
        client.send("PUT /stream HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n");
        QTRY_COMPARE(server.telemetry.activeRequests(), 1);
        QCOMPARE(server.get("/greeting").status, 200);
        client.send("1\r\nf\r\n0\r\n\r\n");
        QCOMPARE(client.answer().body, QByteArray("6"));
    }

    void aStreamedBodyMayBreakOff()
    {
        HttpFixture server(&addRoutes);
        {
            RawClient client(server.gate.port());
            client.send(HttpFixture::head("PUT", "/stream", "X-Request-Id: the-id\r\nContent-Length: 100\r\n")
                        + "part");
            QTRY_COMPARE(server.telemetry.activeRequests(), 1);
        }
        QTRY_VERIFY(server.record("the-id").aborted);
        QCOMPARE(server.get("/greeting").status, 200);
    }

    void handsOverAnUpgrade()
    {
        QByteArray head;
        QByteArray seenBy;
        std::unique_ptr<QTcpSocket> taken;
        HttpFixture server([&](Api &api) {
            api.upgrade("/feed/:id", [&](std::shared_ptr<Context> context, std::unique_ptr<QTcpSocket> socket) {
                seenBy = context->param("id").toUtf8();
                taken = std::move(socket);
            });
        });
        RawClient client(server.gate.port());
        const QByteArray request = HttpFixture::head("GET", "/feed/7", "Connection: Upgrade\r\nUpgrade: websocket\r\n");
        client.send(request);
        QTRY_VERIFY(taken);
        QCOMPARE(seenBy, QByteArray("7"));
        QTRY_COMPARE(taken->peek(4096), request);
        taken->write("hello");
        QVERIFY(client.waitFor("hello"));
        QTRY_COMPARE(server.records().size(), 1);
        QCOMPARE(server.records().first().status, 101);
    }

    void refusesAnUpgradeByMiddleware()
    {
        bool accepted = false;
        HttpFixture server([&accepted](Api &api) {
            const Middleware closed = [](Context &, const Handler &) -> QCoro::Task<Reply> {
                co_return Reply::text("no", 401);
            };
            api.upgrade("/feed", [&accepted](const auto &, const auto &) { accepted = true; },
                        {.middleware = {closed}});
        });
        QCOMPARE(server.get("/feed", "Connection: Upgrade\r\nUpgrade: websocket\r\n").status, 401);
        QVERIFY(!accepted);
    }

    void asksForAnUpgrade()
    {
        HttpFixture server([](Api &api) { api.upgrade("/feed", [](const auto &, const auto &) {}); });
        const RawAnswer answer = server.get("/feed");
        QCOMPARE(answer.status, 426);
        QCOMPARE(answer.field("upgrade"), QByteArray("websocket"));
    }
};

QTEST_GUILESS_MAIN(HttpLanesTest)
#include "http_lanes_test.moc"
