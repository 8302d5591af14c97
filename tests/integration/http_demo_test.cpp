// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "demo/demo_routes.h"
#include "support/http_fixture.h"

using namespace signalbox;
using namespace signalbox::test;

namespace {

// The server of a test, with one compute thread and one place in its queue.
class DemoServer : public HttpFixture {
public:
    DemoServer()
        : HttpFixture([this](http::Api &routes) { addDemo(routes); }, {.threads = 1, .queued = 1})
    {
    }

    void addDemo(http::Api &routes)
    {
        routes.addGroup("demo", [this](http::Api &group) { demo::registerDemo(group, pool); });
    }
};

QByteArray compact(const RawAnswer &answer)
{
    return QJsonDocument(jsonOf(answer)).toJson(QJsonDocument::Compact);
}

QStringList spansOf(const RequestRecord &record)
{
    QStringList kinds;
    for (const Span &span : record.spans)
        kinds.append(QString::fromLatin1(span.kind));
    return kinds;
}

} // namespace

class HttpDemoTest : public QObject {
    Q_OBJECT

private slots:
    void echoesAQuery()
    {
        DemoServer server;
        QCOMPARE(compact(server.get("/demo/echo?a=1&b=x+y&a=%32")),
                 QByteArray("{\"body\":null,\"method\":\"GET\",\"query\":{\"a\":[\"1\",\"2\"],\"b\":\"x y\"}}"));
    }

    void echoesABody_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("echo");
        QTest::newRow("object") << QByteArray("application/json") << QByteArray("{\"a\": [1]}")
                                << QByteArray("\"body\":{\"a\":[1]}");
        QTest::newRow("bare value") << QByteArray("application/json") << QByteArray("42") << QByteArray("\"body\":42");
        QTest::newRow("text") << QByteArray("text/plain") << QByteArray("{\"a\"")
                              << QByteArray("\"body\":\"{\\\"a\\\"\"");
        QTest::newRow("bytes") << QByteArray("image/png") << QByteArray("\x89PNG")
                               << QByteArray("\"bodyBase64\":\"iVBORw==\"");
    }

    void echoesABody()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, echo);
        DemoServer server;
        const RawAnswer answer = server.request("POST", "/demo/echo", "Content-Type: " + type + "\r\n", body);
        QCOMPARE(answer.status, 200);
        QVERIFY2(compact(answer).contains(echo), answer.body.constData());
    }

    void refusesABadBody()
    {
        DemoServer server;
        const RawAnswer answer = server.postJson("/demo/echo", "{\"a\": }");
        QCOMPARE(answer.status, 400);
        QCOMPARE(jsonOf(answer).value(QLatin1String("error")).toString(),
                 QStringLiteral("Expected a value at line 1, column 7"));
    }

    void refusesABadParameter_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("errors");
        const auto row = [](const char *target, const char *errors) {
            QTest::newRow(target) << QByteArray(target) << QByteArray(errors);
        };
        row("/demo/slow?ms=abc", "{\"query.ms\":[\"Must be a whole number from 0 to 20000\"]}");
        row("/demo/slow?ms=", "{\"query.ms\":[\"Must be a whole number from 0 to 20000\"]}");
        row("/demo/slow?ms=-1", "{\"query.ms\":[\"Must be a whole number from 0 to 20000\"]}");
        row("/demo/slow?ms=20001", "{\"query.ms\":[\"Must be a whole number from 0 to 20000\"]}");
        row("/demo/slow?ms=1e3", "{\"query.ms\":[\"Must be a whole number from 0 to 20000\"]}");
        row("/demo/slow?ms=99999999999999999999", "{\"query.ms\":[\"Must be a whole number from 0 to 20000\"]}");
        row("/demo/fail?status=200", "{\"query.status\":[\"Must be a whole number from 400 to 599\"]}");
        row("/demo/fail?throw=maybe", "{\"query.throw\":[\"Must be true or false\"]}");
        row("/demo/cpu?ms=5001", "{\"query.ms\":[\"Must be a whole number from 0 to 5000\"]}");
    }

    void refusesABadParameter()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, errors);
        DemoServer server;
        const RawAnswer answer = server.get(target);
        QCOMPARE(answer.status, 400);
        const QJsonObject details = jsonOf(answer).value(QLatin1String("details")).toObject();
        const QJsonObject fields = details.value(QLatin1String("fieldErrors")).toObject();
        QCOMPARE(QJsonDocument(fields).toJson(QJsonDocument::Compact), errors);
    }

    void isSlowWithoutHoldingUpOthers()
    {
        DemoServer server;
        RawClient slow(server.gate.port());
        slow.send(HttpFixture::head("GET", "/demo/slow?ms=300", "X-Request-Id: slow\r\n"));
        QCOMPARE(server.get("/demo/echo").status, 200);
        QVERIFY(slow.received().isEmpty());
        QCOMPARE(slow.answer().status, 200);
        const RequestRecord record = server.record("slow");
        QVERIFY(record.durationUs >= 295'000);
        QCOMPARE(spansOf(record), QStringList({QStringLiteral("handler"), QStringLiteral("queue")}));
        QVERIFY(record.spans.last().durationUs >= 295'000);
    }

    void failsAsAsked_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::newRow("default") << QByteArray("/demo/fail") << 500 << QStringLiteral("Failed as asked");
        QTest::newRow("404") << QByteArray("/demo/fail?status=404") << 404 << QStringLiteral("Failed as asked");
        QTest::newRow("599") << QByteArray("/demo/fail?status=599") << 599 << QStringLiteral("Failed as asked");
        QTest::newRow("throws") << QByteArray("/demo/fail?throw=1") << 500 << QStringLiteral("Internal server error");
    }

    void failsAsAsked()
    {
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        QFETCH(QString, error);
        DemoServer server;
        const RawAnswer answer = server.get(target);
        QCOMPARE(answer.status, status);
        QCOMPARE(jsonOf(answer).value(QLatin1String("error")).toString(), error);
    }

    void computesOffTheReactor()
    {
        DemoServer server;
        RawClient busy(server.gate.port());
        busy.send(HttpFixture::head("GET", "/demo/cpu?ms=300", "X-Request-Id: busy\r\n"));
        QTRY_COMPARE(server.pool.running(), 1);
        QCOMPARE(server.get("/demo/echo").status, 200);
        QCOMPARE(server.pool.running(), 1);
        const RawAnswer answer = busy.answer();
        QCOMPARE(answer.status, 200);
        QVERIFY(jsonOf(answer).value(QLatin1String("hashes")).toInt() > 0);
        QCOMPARE(spansOf(server.record("busy")),
                 QStringList({QStringLiteral("handler"), QStringLiteral("queue"), QStringLiteral("crypto")}));
    }

    void refusesToComputeOverItsBound()
    {
        DemoServer server;
        RawClient running(server.gate.port());
        running.send(HttpFixture::head("GET", "/demo/cpu?ms=500"));
        QTRY_COMPARE(server.pool.running(), 1);
        RawClient queued(server.gate.port());
        queued.send(HttpFixture::head("GET", "/demo/cpu?ms=0"));
        QTRY_COMPARE(server.pool.waiting(), 1);
        const RawAnswer refused = server.get("/demo/cpu?ms=0");
        QCOMPARE(refused.status, 503);
        QCOMPARE(refused.field("retry-after"), QByteArray("1"));
        QCOMPARE(running.answer().status, 200);
        QCOMPARE(queued.answer().status, 200);
    }

    void goesAndComesBack()
    {
        DemoServer server;
        RawClient client(server.gate.port());
        client.send(HttpFixture::head("GET", "/demo/slow?ms=50"));
        QTRY_COMPARE(server.telemetry.activeRequests(), 1);
        server.api.removeGroup("demo");
        QCOMPARE(server.get("/demo/echo").status, 404);
        QCOMPARE(client.answer().status, 200); // begun before, finished after
        server.addDemo(server.api);
        QCOMPARE(server.get("/demo/echo").status, 200);
    }
};

QTEST_GUILESS_MAIN(HttpDemoTest)
#include "http_demo_test.moc"
