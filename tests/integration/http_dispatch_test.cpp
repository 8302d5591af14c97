// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/security_headers.h"
#include "support/http_fixture.h"

#include <QRegularExpression>

#include <stdexcept>

using namespace signalbox;
using namespace signalbox::http;
using namespace signalbox::test;

namespace {

QCoro::Task<Reply> show(Context &context)
{
    const auto span = context.span("database", "select item");
    context.setUser("ann");
    co_return Reply::text("item " + context.param("id").toUtf8() + ' ' + context.query("q").toUtf8());
}

QCoro::Task<Reply> take(Context &context)
{
    co_return Reply::text(context.body(), 201);
}

QCoro::Task<Reply> tagged(Context &context, const Handler &next, QByteArray tag)
{
    Reply reply = co_await next(context);
    reply.body += tag;
    co_return reply;
}

Middleware tag(QByteArray text)
{
    return [text](Context &context, const Handler &next) { return tagged(context, next, text); };
}

void setCapture(HttpFixture &server, bool on)
{
    telemetry::LiveSettings change;
    change.capture = on;
    server.telemetry.change(change);
}

void addRoutes(Api &api)
{
    api.onReply(securityHeaders());
    api.get("/items/:id", &show);
    api.post("/items", &take, {.bodyLimit = 10});
    api.unobserve("/quiet");
    api.get("/quiet/:id", &show, {.observed = false});
}

} // namespace

class HttpDispatchTest : public QObject {
    Q_OBJECT

private slots:
    void bodyLimitIsTheApisUnlessTheRouteSetsOne()
    {
        const auto addRoutes = [](Api &api) {
            api.post("/usual", &take);
            api.post("/more", &take, {.bodyLimit = 10});
        };
        HttpFixture server(addRoutes, {}, 5);
        QCOMPARE(server.request("POST", "/usual", {}, "12345").status, 201);
        QCOMPARE(server.request("POST", "/usual", {}, "123456").status, 413);
        QCOMPARE(server.request("POST", "/nothing", {}, "123456").status, 413);
        QCOMPARE(server.request("POST", "/more", {}, "1234567890").status, 201);
        QCOMPARE(server.request("POST", "/more", {}, "12345678901").status, 413);
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("allow");
        const auto row = [](const char *name, QByteArray method, QByteArray target, int status, QByteArray body = {},
                            QByteArray allow = {}) {
            QTest::newRow(name) << method << target << status << body << allow;
        };
        row("route", "GET", "/items/7?q=a+b", 200, "item 7 a b");
        row("HEAD", "HEAD", "/items/7", 200);
        row("OPTIONS", "OPTIONS", "/items/7", 204, {}, "GET, HEAD, OPTIONS");
        row("OPTIONS of the server", "OPTIONS", "*", 204, {}, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        row("wrong method", "DELETE", "/items/7", 405, "Method not allowed", "GET, HEAD, OPTIONS");
        row("unknown method", "BREW", "/items/7", 405, "Method not allowed", "GET, HEAD, OPTIONS");
        row("unknown path", "GET", "/nothing", 404, "Not found");
        row("OPTIONS of an unknown path", "OPTIONS", "/nothing", 404, "Not found");
        row("bad escape", "GET", "/items/%g1", 400, "The path holds a % that is not followed by two hex digits");
        row("NUL", "GET", "/items/%00", 400, "The path holds a NUL character");
        row("not UTF-8", "GET", "/items/%ff", 400, "The path holds bytes that are not UTF-8");
        row("bad query", "GET", "/items/7?a=%", 400, "The query holds a % that is not followed by two hex digits");
    }

    void answers()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, allow);
        HttpFixture server(&addRoutes);
        const RawAnswer answer = server.request(method, target);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("allow"), allow);
        if (status >= 400)
            QCOMPARE(jsonOf(answer).value(QLatin1String("error")).toString().toUtf8(), body);
        else
            QCOMPARE(answer.body, body);
    }

    void keepsTheRequestsOwnId()
    {
        HttpFixture server(&addRoutes);
        QCOMPARE(server.get("/items/7", "X-Request-Id: Abc.1_2-3\r\n").field("x-request-id"), QByteArray("Abc.1_2-3"));
    }

    void makesAnIdOtherwise_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("not allowed") << QByteArray("X-Request-Id: a b\r\n");
        QTest::newRow("too long") << "X-Request-Id: " + QByteArray(129, 'x') + "\r\n";
    }

    void makesAnIdOtherwise()
    {
        QFETCH(QByteArray, fields);
        HttpFixture server(&addRoutes);
        static const QRegularExpression uuid(
            QStringLiteral("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        const QByteArray id = server.get("/items/7", fields).field("x-request-id");
        QVERIFY2(uuid.match(QString::fromLatin1(id)).hasMatch(), id.constData());
    }

    void continuesATrace()
    {
        HttpFixture server(&addRoutes);
        server.get("/items/7",
                   "X-Request-Id: the-id\r\n"
                   "Traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n");
        const RequestRecord record = server.record("the-id");
        QCOMPARE(record.traceId, QByteArray("4bf92f3577b34da6a3ce929d0e0e4736"));
        QCOMPARE(record.spanId.size(), 16);
        QVERIFY(record.spanId != "00f067aa0ba902b7");
    }

    void startsATraceOtherwise()
    {
        HttpFixture server(&addRoutes);
        server.get("/items/7", "X-Request-Id: one\r\nTraceparent: nonsense\r\n");
        server.get("/items/7", "X-Request-Id: two\r\n");
        QCOMPARE(server.record("one").traceId.size(), 32);
        QVERIFY(server.record("one").traceId != server.record("two").traceId);
    }

    void recordsARequest()
    {
        HttpFixture server(&addRoutes);
        const RawAnswer answer = server.get("/items/7?q=x", "X-Request-Id: the-id\r\n");
        const RequestRecord record = server.record("the-id");
        QCOMPARE(record.method, QByteArray("GET"));
        QCOMPARE(record.path, QByteArray("/items/7?q=x"));
        QCOMPARE(record.route, QByteArray("/items/:id"));
        QCOMPARE(record.status, 200);
        QCOMPARE(record.user, QByteArray("ann"));
        QVERIFY(record.peer.startsWith("127.0.0.1:"));
        QCOMPARE(record.bytesOut, answer.head.size() + 4 + answer.body.size());
        QCOMPARE(record.bytesIn, HttpFixture::head("GET", "/items/7?q=x", "X-Request-Id: the-id\r\n").size());
        QVERIFY(record.durationUs >= record.ttfbUs && record.ttfbUs >= 0);
        QVERIFY(qAbs(record.atUs / 1000 - QDateTime::currentMSecsSinceEpoch()) < 60'000);
        QVERIFY(!record.aborted && !record.slow && record.error.isEmpty());
        QCOMPARE(record.spans.size(), 2);
        QCOMPARE(record.spans[0].kind, QByteArray("handler"));
        QCOMPARE(record.spans[0].name, QByteArray("/items/:id"));
        QCOMPARE(record.spans[1].name, QByteArray("select item"));
        QVERIFY(record.spans[0].durationUs >= record.spans[1].durationUs);
        QVERIFY(record.spans[0].startUs <= record.spans[1].startUs);
    }

    void recordsTheReadingOfABody()
    {
        HttpFixture server(&addRoutes);
        RawClient client(server.gate.port());
        client.send(HttpFixture::head("POST", "/items", "X-Request-Id: the-id\r\n", "12345") + "123");
        QTRY_COMPARE(server.telemetry.activeRequests(), 1);
        client.send("45");
        QCOMPARE(client.answer().body, QByteArray("12345"));
        const QList<Span> spans = server.record("the-id").spans;
        QCOMPARE(spans.size(), 2);
        QCOMPARE(spans[0].kind, QByteArray("body"));
        QCOMPARE(spans[1].kind, QByteArray("handler"));
        QVERIFY(spans[0].durationUs <= spans[1].startUs);
    }

    void recordsWhatNoRouteTook()
    {
        HttpFixture server(&addRoutes);
        server.get("/nothing", "X-Request-Id: the-id\r\n");
        const RequestRecord record = server.record("the-id");
        QCOMPARE(record.status, 404);
        QVERIFY(record.route.isEmpty());
        QCOMPARE(record.error, QByteArray("Not found"));
        QVERIFY(record.spans.isEmpty());
    }

    void doesNotRecordWhatIsNotObserved()
    {
        HttpFixture server(&addRoutes);
        QCOMPARE(server.get("/quiet/7").status, 200);
        QCOMPARE(server.get("/quiet/7/8").status, 404);
        QCOMPARE(server.request("DELETE", "/quiet/7").status, 405);
        QCOMPARE(server.get("/quietly").status, 404);
        const QList<RequestRecord> records = server.records();
        QCOMPARE(records.size(), 1);
        QCOMPARE(records.first().path, QByteArray("/quietly"));
    }

    void identifiesWhatTheGateRefuses()
    {
        HttpFixture server(&addRoutes);
        const RawAnswer answer = server.request("POST", "/items", "X-Request-Id: the-id\r\n", QByteArray(11, 'x'));
        QCOMPARE(answer.status, 413);
        QCOMPARE(answer.field("x-request-id"), QByteArray("the-id"));
        QCOMPARE(answer.field("x-content-type-options"), QByteArray("nosniff"));
        QCOMPARE(jsonOf(answer).value(QLatin1String("requestId")).toString(), QStringLiteral("the-id"));
        const RequestRecord record = server.record("the-id");
        QCOMPARE(record.status, 413);
        QCOMPARE(record.route, QByteArray("/items"));
        QCOMPARE(record.error, QByteArray("The body is too large"));
    }

    void identifiesAChunkedBodyThatIsTooLarge()
    {
        HttpFixture server(&addRoutes);
        RawClient client(server.gate.port());
        client.send("POST /items HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nX-Request-Id: the-id\r\n\r\n"
                    "20\r\n");
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 413);
        QCOMPARE(answer.field("x-request-id"), QByteArray("the-id"));
        QTRY_COMPARE(server.record("the-id").status, 413);
    }

    void identifiesAMalformedRequest()
    {
        HttpFixture server(&addRoutes);
        RawClient client(server.gate.port());
        client.send("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
        const RawAnswer answer = client.answer();
        QCOMPARE(answer.status, 400);
        const QByteArray id = answer.field("x-request-id");
        QCOMPARE(id.size(), 36);
        QCOMPARE(jsonOf(answer).value(QLatin1String("requestId")).toString().toLatin1(), id);
        QTRY_COMPARE(server.record(id).status, 400);
    }

    void runsMiddlewareFromTheOutside()
    {
        HttpFixture server([](Api &api) {
            api.get("/before", &take, {.middleware = {tag("-own")}});
            api.use(tag("-outer"));
            api.use(tag("-inner"));
            api.get("/after", &take, {.middleware = {tag("-own1"), tag("-own2")}});
        });
        QCOMPARE(server.get("/before").body, QByteArray("-own"));
        QCOMPARE(server.get("/after").body, QByteArray("-own2-own1-inner-outer"));
    }

    void middlewareMayAnswerByItself()
    {
        HttpFixture server([](Api &api) {
            api.use([](Context &, const Handler &) -> QCoro::Task<Reply> { co_return Reply::text("closed", 403); });
            api.get("/x", &take);
        });
        QCOMPARE(server.get("/x").status, 403);
        QCOMPARE(server.get("/y").status, 404);
    }

    void answersAPipelineInOrder()
    {
        HttpFixture server(&addRoutes);
        RawClient client(server.gate.port());
        QByteArray requests;
        for (int i = 0; i < 20; ++i)
            requests += HttpFixture::head("GET", "/items/" + QByteArray::number(i));
        client.send(requests);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(client.answer().body, "item " + QByteArray::number(i) + ' ');
    }

    void capturesWhileItIsAsked()
    {
        HttpFixture server(&addRoutes);
        server.request("POST", "/items", "X-Request-Id: before\r\n", "body");
        setCapture(server, true);
        server.request("POST", "/items", "X-Request-Id: during\r\nX-Mark: here\r\n", "body");
        setCapture(server, false);
        server.telemetry.flush();
        const auto before = server.telemetry.request("before").result();
        const auto during = server.telemetry.request("during").result();
        QVERIFY(before && during);
        QVERIFY(!before->contains(QStringLiteral("capture")));
        const QJsonObject capture = during->toJsonObject().value(QLatin1String("capture")).toObject();
        const QJsonObject body = capture.value(QLatin1String("responseBody")).toObject();
        QCOMPARE(body.value(QLatin1String("base64")).toString().toLatin1(), QByteArray("body").toBase64());
        const QJsonDocument headers(capture.value(QLatin1String("requestHeaders")).toArray());
        QVERIFY2(headers.toJson(QJsonDocument::Compact).contains("\"here\""), headers.toJson().constData());
    }
};

QTEST_GUILESS_MAIN(HttpDispatchTest)
#include "http_dispatch_test.moc"
