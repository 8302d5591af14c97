// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/compression.h"
#include "http/middleware/cors.h"
#include "http/middleware/json_body.h"
#include "http/middleware/security_headers.h"
#include "support/http_fixture.h"

#include <zlib.h>

using namespace signalbox;
using namespace signalbox::http;
using namespace signalbox::test;

namespace {

QCoro::Task<Reply> hello(Context &)
{
    co_return Reply::text("hello");
}

QCoro::Task<Reply> names(Context &context)
{
    co_return Reply::json(QJsonObject{{QStringLiteral("names"), context.json().keys().join(QLatin1Char(' '))}});
}

QByteArray unzipped(QByteArray compressed)
{
    QByteArray out(4'000'000, Qt::Uninitialized);
    z_stream stream{};
    stream.next_in = reinterpret_cast<Bytef *>(compressed.data());
    stream.avail_in = uInt(compressed.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    const bool done = inflateInit2(&stream, 15 + 16) == Z_OK && inflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.truncate(done ? qsizetype(stream.total_out) : 0);
    inflateEnd(&stream);
    return out;
}

Reply sized(qsizetype size, QByteArray type = "application/json")
{
    Reply reply = Reply::json(QByteArray(size, 'x'));
    reply.headers.set("content-type", type);
    return reply;
}

Handler giving(std::function<Reply()> make)
{
    return [make](Context &) -> QCoro::Task<Reply> { co_return make(); };
}

QCoro::Task<> produce(std::shared_ptr<BodyWriter> writer)
{
    const QByteArray chunk(5000, 'x');
    co_await writer->write(chunk);
}

// Compressible and not, under paths that say which.
void addCompressible(Api &api)
{
    api.get("/small", giving([] { return sized(1023); }));
    api.get("/least", giving([] { return sized(1024); }));
    api.get("/large", giving([] { return sized(1'000'000); }));
    api.get("/text", giving([] { return sized(5000, "text/html; charset=utf-8"); }));
    api.get("/problem", giving([] { return sized(5000, "application/problem+json"); }));
    api.get("/png", giving([] { return sized(5000, "image/png"); }));
    api.get("/zip", giving([] { return sized(5000, "application/zip"); }));
    api.get("/encoded", giving([] { return sized(5000).withHeader("content-encoding", "br"); }));
    api.get("/partial", giving([] {
                Reply reply = sized(5000);
                reply.status = 206;
                return reply;
            }));
    api.get("/as-is", giving([] { return sized(5000).withHeader("cache-control", "no-transform"); }));
    api.get("/etag", giving([] { return sized(5000).withHeader("etag", "\"v1\""); }));
    api.get("/weak", giving([] { return sized(5000).withHeader("etag", "W/\"v1\""); }));
    api.get("/vary", giving([] { return sized(5000).withHeader("vary", "origin"); }));
    api.get("/streamed", giving([] { return Reply::stream("application/json", &produce); }));
}

} // namespace

class HttpMiddlewareTest : public QObject {
    Q_OBJECT

private:
    static HttpFixture *corsServer(QByteArrayList origins, bool credentials)
    {
        return new HttpFixture([&](Api &api) {
            api.onReply(cors({.origins = std::move(origins), .credentials = credentials}));
            api.get("/x", &hello);
            api.post("/x", &hello);
        });
    }

private slots:
    void sharesWithOrigins_data()
    {
        QTest::addColumn<QByteArrayList>("origins");
        QTest::addColumn<bool>("credentials");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<QByteArray>("allowed"); // access-control-allow-origin
        QTest::addColumn<QByteArray>("withCredentials");
        QTest::addColumn<QByteArray>("vary");
        const QByteArrayList two{"https://a.example", "http://b.example:8080"};
        const auto row = [](const char *name, QByteArrayList origins, bool credentials, QByteArray origin,
                            QByteArray allowed, QByteArray withCredentials, QByteArray vary) {
            QTest::newRow(name) << origins << credentials << origin << allowed << withCredentials << vary;
        };
        row("none configured", {}, true, "https://a.example", "", "", "");
        row("listed", two, false, "https://a.example", "https://a.example", "", "origin");
        row("listed with a port", two, false, "http://b.example:8080", "http://b.example:8080", "", "origin");
        row("listed, credentials", two, true, "https://a.example", "https://a.example", "true", "origin");
        row("not listed", two, true, "https://c.example", "", "", "origin");
        row("other scheme", two, true, "http://a.example", "", "", "origin");
        row("prefix of a listed one", two, true, "https://a.example.evil", "", "", "origin");
        row("null", two, true, "null", "", "", "origin");
        row("no origin", two, true, "", "", "", "origin");
        row("any", {"*"}, false, "https://c.example", "*", "", "");
        row("any, never with credentials", {"*"}, true, "https://c.example", "*", "", "");
        row("any, no origin", {"*"}, false, "", "", "", "");
    }

    void sharesWithOrigins()
    {
        QFETCH(QByteArrayList, origins);
        QFETCH(bool, credentials);
        QFETCH(QByteArray, origin);
        const std::unique_ptr<HttpFixture> server(corsServer(origins, credentials));
        const RawAnswer answer = server->get("/x", origin.isEmpty() ? QByteArray() : "Origin: " + origin + "\r\n");
        QCOMPARE(answer.status, 200);
        QTEST(answer.field("access-control-allow-origin"), "allowed");
        QTEST(answer.field("access-control-allow-credentials"), "withCredentials");
        QTEST(answer.field("vary"), "vary");
        QCOMPARE(answer.field("access-control-expose-headers").contains("x-request-id"),
                 !answer.field("access-control-allow-origin").isEmpty());
    }

    void answersAPreflight()
    {
        const std::unique_ptr<HttpFixture> server(corsServer({"https://a.example"}, true));
        const RawAnswer answer = server->request("OPTIONS", "/x",
                                                 "Origin: https://a.example\r\nAccess-Control-Request-Method: POST\r\n"
                                                 "Access-Control-Request-Headers: content-type\r\n");
        QCOMPARE(answer.status, 204);
        QCOMPARE(answer.field("access-control-allow-origin"), QByteArray("https://a.example"));
        QCOMPARE(answer.field("access-control-allow-credentials"), QByteArray("true"));
        QCOMPARE(answer.field("access-control-allow-methods"), QByteArray("GET, HEAD, POST, OPTIONS"));
        QVERIFY(answer.field("access-control-allow-headers").contains("content-type"));
        QCOMPARE(answer.field("access-control-max-age"), QByteArray("600"));
        QVERIFY(answer.field("access-control-expose-headers").isEmpty());
    }

    void tellsAPreflightOfAStrangerNothing()
    {
        const std::unique_ptr<HttpFixture> server(corsServer({"https://a.example"}, true));
        const RawAnswer answer =
            server->request("OPTIONS", "/x", "Origin: https://c.example\r\nAccess-Control-Request-Method: POST\r\n");
        QCOMPARE(answer.status, 204);
        QVERIFY(!answer.head.contains("access-control"));
    }

    void sharesErrorsToo()
    {
        const std::unique_ptr<HttpFixture> server(corsServer({"https://a.example"}, false));
        const RawAnswer answer = server->get("/nothing", "Origin: https://a.example\r\n");
        QCOMPARE(answer.status, 404);
        QCOMPARE(answer.field("access-control-allow-origin"), QByteArray("https://a.example"));
    }

    void addsSecurityHeaders()
    {
        HttpFixture server([](Api &api) {
            api.onReply(securityHeaders());
            api.get("/x", &hello);
            api.get("/page", giving([] {
                        return Reply::text("page").withHeader("content-security-policy", "default-src 'self'");
                    }));
        });
        for (const char *target : {"/x", "/nothing"}) {
            const RawAnswer answer = server.get(target);
            QCOMPARE(answer.field("x-content-type-options"), QByteArray("nosniff"));
            QCOMPARE(answer.field("x-frame-options"), QByteArray("DENY"));
            QCOMPARE(answer.field("referrer-policy"), QByteArray("no-referrer"));
            QCOMPARE(answer.field("content-security-policy"), QByteArray("default-src 'none'; frame-ancestors 'none'"));
        }
        const RawAnswer page = server.get("/page");
        QCOMPARE(page.head.toLower().count("content-security-policy:"), 1);
        QCOMPARE(page.field("content-security-policy"), QByteArray("default-src 'self'"));
    }

    void readsJson_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("answer");
        const auto row = [](const char *name, const char *type, QByteArray body, int status, const char *answer) {
            QTest::newRow(name) << QByteArray(type) << body << status << QString::fromUtf8(answer);
        };
        const char *json = "application/json";
        row("object", json, "{\"b\": 1, \"a\": 2}", 200, "a b");
        row("charset", "application/json; charset=UTF-8", "{}", 200, "");
        row("quoted charset", "Application/JSON;charset=\"utf-8\"", "{}", 200, "");
        row("suffix", "application/merge-patch+json", "{}", 200, "");
        row("byte order mark", json, "\xef\xbb\xbf{\"a\": 1}", 200, "a");
        row("the last of a name counts", json, "{\"a\": 1, \"a\": 2}", 200, "a");
        row("deep enough", json, QByteArray("{\"a\":" + QByteArray(63, '[') + QByteArray(63, ']') + "}"), 200, "a");

        row("no type", "", "{}", 415, "The body must be sent as application/json");
        row("form", "application/x-www-form-urlencoded", "a=1", 415, "The body must be sent as application/json");
        row("text", "text/json", "{}", 415, "The body must be sent as application/json");
        row("other charset", "application/json; charset=latin1", "{}", 415,
            "The body must be sent as application/json");
        row("type before syntax", "text/plain", "{", 415, "The body must be sent as application/json");

        row("empty", json, "", 400, "The body is empty where a JSON object was expected");
        row("blank", json, " \n", 400, "The body is empty where a JSON object was expected");
        row("array", json, "[]", 400, "The body must be a JSON object");
        row("bare value", json, "1", 400, "The body must be a JSON object");
        row("position", json, "{\n  \"a\": 1,\n  \"b\": ?\n}", 400, "Expected a value at line 3, column 8");
        row("too deep", json, QByteArray("{\"a\":" + QByteArray(64, '[') + QByteArray(64, ']') + "}"), 400,
            "Nested deeper than 64 levels at line 1, column 69");
    }

    void readsJson()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, answer);
        HttpFixture server([](Api &api) { api.post("/x", &names, {.middleware = {jsonBody()}}); });
        const RawAnswer got =
            server.request("POST", "/x", type.isEmpty() ? QByteArray() : "Content-Type: " + type + "\r\n", body);
        QCOMPARE(got.status, status);
        QCOMPARE(jsonOf(got).value(status == 200 ? QLatin1String("names") : QLatin1String("error")).toString(), answer);
    }

    void theLastValueOfANameCounts()
    {
        HttpFixture server([](Api &api) {
            api.post("/x", [](Context &context) -> QCoro::Task<Reply> { co_return Reply::json(context.json()); },
                     {.middleware = {jsonBody()}});
        });
        QCOMPARE(server.postJson("/x", "{\"a\": 1, \"a\": 2}").body, QByteArray("{\"a\":2}"));
    }

    void compresses_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<bool>("compressed");
        QTest::addColumn<QByteArray>("vary");
        const auto row = [](const char *target, bool compressed, const char *vary) {
            QTest::newRow(target) << QByteArray(target) << compressed << QByteArray(vary);
        };
        row("/least", true, "accept-encoding");
        row("/large", true, "accept-encoding");
        row("/text", true, "accept-encoding");
        row("/problem", true, "accept-encoding");
        row("/etag", true, "accept-encoding");
        row("/vary", true, "origin, accept-encoding");
        row("/small", false, "");
        row("/png", false, "");
        row("/zip", false, "");
        row("/encoded", false, "");
        row("/partial", false, "");
        row("/as-is", false, "");
        row("/streamed", false, "");
    }

    void compresses()
    {
        QFETCH(QByteArray, target);
        QFETCH(bool, compressed);
        QFETCH(QByteArray, vary);
        ComputePool pool({.threads = 1, .queued = 4});
        HttpFixture server([&pool](Api &api) {
            api.onReply(compression(pool));
            addCompressible(api);
        });
        const RawAnswer plain = server.get(target);
        const RawAnswer answer = server.get(target, "Accept-Encoding: br, gzip\r\n");
        QCOMPARE(plain.status, answer.status);
        QCOMPARE(answer.field("content-encoding") == "gzip", compressed);
        QCOMPARE(answer.field("vary"), vary);
        QCOMPARE(plain.field("vary"), vary);
        QVERIFY(plain.field("content-encoding") != "gzip");
        if (compressed)
            QVERIFY(answer.body.size() < plain.body.size());
        QCOMPARE(compressed ? unzipped(answer.body) : answer.body, plain.body);
    }

    void weakensAnEntityTag()
    {
        ComputePool pool({.threads = 1, .queued = 4});
        HttpFixture server([&pool](Api &api) {
            api.onReply(compression(pool));
            addCompressible(api);
        });
        QCOMPARE(server.get("/etag").field("etag"), QByteArray("\"v1\""));
        QCOMPARE(server.get("/etag", "Accept-Encoding: gzip\r\n").field("etag"), QByteArray("W/\"v1\""));
        QCOMPARE(server.get("/weak", "Accept-Encoding: gzip\r\n").field("etag"), QByteArray("W/\"v1\""));
    }

    void sendsALargeBodyAsItIsWhenThePoolIsFull()
    {
        ComputePool pool({.threads = 1, .queued = 0});
        QSemaphore gate;
        const auto busy = pool.tryRun([&gate] {
            gate.acquire();
            return true;
        });
        HttpFixture server([&pool](Api &api) {
            api.onReply(compression(pool));
            addCompressible(api);
        });
        const RawAnswer answer = server.get("/large", "Accept-Encoding: gzip\r\n");
        gate.release();
        QVERIFY(answer.field("content-encoding").isEmpty());
        QCOMPARE(answer.body.size(), 1'000'000);
        QVERIFY(busy->result());
    }
};

QTEST_GUILESS_MAIN(HttpMiddlewareTest)
#include "http_middleware_test.moc"
