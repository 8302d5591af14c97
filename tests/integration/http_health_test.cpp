// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/health_routes.h"
#include "http/ready_checks.h"
#include "support/http_fixture.h"

#include <QCoro/QCoroTimer>

using namespace signalbox;
using namespace signalbox::test;

namespace {

struct HealthServer {
    http::ReadyChecks checks;
    HttpFixture http{[this](http::Api &api) { http::registerHealth(api, checks, http.telemetry); }};
};

QCoro::Task<http::Reply> slow(http::Context &)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(200);
    co_await timer;
    co_return http::Reply::text("done");
}

} // namespace

class HttpHealthTest : public QObject {
    Q_OBJECT

private slots:
    void isHealthyWhileItLives()
    {
        HealthServer server;
        server.checks.startDraining();
        const RawAnswer answer = server.http.get("/health");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("{\"ok\":true}"));
    }

    void isReadyWithoutChecks()
    {
        HealthServer server;
        const RawAnswer answer = server.http.get("/ready");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray("{\"checks\":{},\"ok\":true}"));
    }

    void isReadyWhenEveryCheckIs()
    {
        HealthServer server;
        bool redis = false;
        server.checks.add("database", [] { return true; });
        server.checks.add("redis", [&redis] { return redis; });
        const RawAnswer down = server.http.get("/ready");
        QCOMPARE(down.status, 503);
        QCOMPARE(down.body, QByteArray("{\"checks\":{\"database\":\"up\",\"redis\":\"down\"},\"ok\":false}"));
        QCOMPARE(down.field("retry-after"), QByteArray("1"));
        redis = true;
        const RawAnswer up = server.http.get("/ready");
        QCOMPARE(up.status, 200);
        QCOMPARE(up.body, QByteArray("{\"checks\":{\"database\":\"up\",\"redis\":\"up\"},\"ok\":true}"));
    }

    void isNotReadyOnceItDrains()
    {
        HealthServer server;
        QCOMPARE(server.http.get("/ready").status, 200);
        server.checks.startDraining();
        const RawAnswer answer = server.http.get("/ready");
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.body, QByteArray("{\"checks\":{\"server\":\"draining\"},\"ok\":false}"));
    }

    void countsWhatIsInFlight()
    {
        HealthServer server;
        server.http.api.get("/slow", &slow);
        QCOMPARE(server.http.get("/debug/active").body, QByteArray("{\"active\":1}"));
        RawClient client(server.http.gate.port());
        client.send(HttpFixture::head("GET", "/slow"));
        QTRY_COMPARE(server.http.telemetry.activeRequests(), 1);
        QCOMPARE(server.http.get("/debug/active").body, QByteArray("{\"active\":2}"));
        QCOMPARE(client.answer().status, 200);
        QCOMPARE(server.http.get("/debug/active").body, QByteArray("{\"active\":1}"));
    }
};

QTEST_GUILESS_MAIN(HttpHealthTest)
#include "http_health_test.moc"
