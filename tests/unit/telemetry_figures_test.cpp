// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/telemetry_fixture.h"

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace signalbox::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

// Stats, routes and series of what was recorded.
class TelemetryFiguresTest : public QObject {
    Q_OBJECT
private slots:
    void statsCountErrorsClassesAndReactors();
    void statsOfNothingHaveNullPercentiles();
    void countsWhatIsInFlight();
    void tellsHowManyAreInFlightOnTheWholeServer();
    void mostInFlightIsOfOneMoment();
    void routesAddUpByMethodAndPattern();
    void routesTellWhatIsInFlight();
    void routeDetailHasHistogramConcurrencyAndSlowest();
    void seriesHasThePastSeconds();

private:
    LogFolder m_folder;
};

void TelemetryFiguresTest::statsCountErrorsClassesAndReactors()
{
    Telemetry telemetry(m_folder.settings(), 2);
    record(telemetry.shard(0), {.status = 200});
    record(telemetry.shard(0), {.status = 404});
    record(telemetry.shard(0), {.status = 500, .durationUs = 900'000, .slow = true});
    record(telemetry.shard(1), {.status = 0, .aborted = true});
    const QCborMap stats = waitFor(telemetry.stats(10s));
    QCOMPARE(number(stats, "requests"_L1), 4);
    QCOMPARE(number(stats, "errors"_L1), 2);
    QCOMPARE(number(stats, "slow"_L1), 1);
    QCOMPARE(number(stats, "bytesOut"_L1), 800);
    QCOMPARE(stats["window"_L1].toString(), u"10s"_s);
    const QCborMap classes = stats["statusClasses"_L1].toMap();
    QCOMPARE(number(classes, "2xx"_L1), 1);
    QCOMPARE(number(classes, "4xx"_L1), 1);
    QCOMPARE(number(classes, "5xx"_L1), 1);
    QCOMPARE(number(classes, "aborted"_L1), 1);
    QCOMPARE(stats["latencyMs"_L1]["max"_L1].toDouble(), 900.0);
    QCOMPARE(stats["reactors"_L1][0]["requests"_L1].toInteger(), 3);
    QCOMPARE(stats["reactors"_L1][1]["requests"_L1].toInteger(), 1);
}

void TelemetryFiguresTest::statsOfNothingHaveNullPercentiles()
{
    Telemetry telemetry(m_folder.settings(), 1);
    const QCborMap stats = waitFor(telemetry.stats(10s));
    QCOMPARE(number(stats, "requests"_L1), 0);
    for (const auto key : {"p50"_L1, "p90"_L1, "p95"_L1, "p99"_L1, "p999"_L1, "max"_L1})
        QVERIFY(stats["latencyMs"_L1].toMap()[key].isNull());
}

void TelemetryFiguresTest::countsWhatIsInFlight()
{
    Telemetry telemetry(m_folder.settings(), 1);
    Shard &shard = telemetry.shard(0);
    shard.connectionOpened();
    shard.connectionOpened();
    shard.connectionClosed();
    for (int i = 0; i < 5; ++i)
        shard.requestStarted(routeKey("GET", "/users/:id"));
    for (int i = 0; i < 3; ++i)
        finish(shard, {});
    QCOMPARE(telemetry.activeRequests(), 2);
    QCOMPARE(telemetry.openConnections(), 1);
    const QCborMap stats = waitFor(telemetry.stats(10s));
    QCOMPARE(number(stats, "active"_L1), 2);
    QCOMPARE(number(stats, "activeMax"_L1), 5);
    QCOMPARE(number(stats, "connections"_L1), 1);
}

void TelemetryFiguresTest::tellsHowManyAreInFlightOnTheWholeServer()
{
    Telemetry telemetry(m_folder.settings(), 2);
    QCOMPARE(telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id")), 1);
    QCOMPARE(telemetry.shard(1).requestStarted(routeKey("GET", "/users/:id")), 2);
    QCOMPARE(telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id")), 3);
    finish(telemetry.shard(1), {});
    QCOMPARE(telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id")), 3);
}

void TelemetryFiguresTest::mostInFlightIsOfOneMoment()
{
    Telemetry telemetry(m_folder.settings(), 2);
    for (const int reactor : {0, 1}) {
        telemetry.shard(reactor).requestStarted(routeKey("GET", "/users/:id"));
        telemetry.shard(reactor).requestStarted(routeKey("GET", "/users/:id"));
        finish(telemetry.shard(reactor), {});
        finish(telemetry.shard(reactor), {});
    }
    QCOMPARE(number(waitFor(telemetry.stats(10s)), "activeMax"_L1), 2);
}

void TelemetryFiguresTest::routesAddUpByMethodAndPattern()
{
    Telemetry telemetry(m_folder.settings(), 2);
    record(telemetry.shard(0), {.durationUs = 1000});
    record(telemetry.shard(1), {.durationUs = 3000});
    record(telemetry.shard(0), {.method = "POST", .status = 500});
    record(telemetry.shard(0), {.route = "", .status = 404});
    record(telemetry.shard(0), {.route = "", .method = "HACK", .status = 404});
    const QCborArray routes = waitFor(telemetry.routes({}))["routes"_L1].toArray();
    QStringList seen;
    for (const QCborValue &row : routes)
        seen.append(u"%1 %2 %3"_s.arg(row["method"_L1].toString(), row["route"_L1].toString())
                        .arg(row["count"_L1].toInteger()));
    seen.sort();
    QCOMPARE(seen, QStringList({u"GET  1"_s, u"GET /users/:id 2"_s, u"OTHER  1"_s, u"POST /users/:id 1"_s}));
    QCOMPARE(routes[0]["mean"_L1].toDouble(), 2.0);
    QCOMPARE(routes[0]["max"_L1].toDouble(), 3.0);
}

void TelemetryFiguresTest::routesTellWhatIsInFlight()
{
    Telemetry telemetry(m_folder.settings(), 2);
    record(telemetry.shard(0), {});
    telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id"));
    telemetry.shard(1).requestStarted(routeKey("GET", "/users/:id"));
    telemetry.shard(1).requestStarted(routeKey("GET", "/other"));
    QCOMPARE(waitFor(telemetry.routes({}))["routes"_L1][0]["active"_L1].toInteger(), 2);
    QCOMPARE(waitFor(telemetry.routeDetail({}, "GET", "/users/:id"))["totals"_L1]["active"_L1].toInteger(), 2);
    finish(telemetry.shard(1), {});
    QCOMPARE(waitFor(telemetry.routes({}))["routes"_L1][0]["active"_L1].toInteger(), 1);
}

void TelemetryFiguresTest::routeDetailHasHistogramConcurrencyAndSlowest()
{
    Telemetry telemetry(m_folder.settings(), 1);
    for (int i = 0; i < 30; ++i)
        record(telemetry.shard(0), {.id = "r" + QByteArray::number(i), .durationUs = 1000 * (i + 1), .active = 1});
    record(telemetry.shard(0), {.id = "crowded", .durationUs = 100'000, .active = 12});
    record(telemetry.shard(0), {.route = "/other", .durationUs = 5'000'000});
    const QCborMap detail = waitFor(telemetry.routeDetail({}, "GET", "/users/:id"));
    QCOMPARE(detail["totals"_L1]["count"_L1].toInteger(), 31);
    qint64 counted = 0;
    for (const QCborValue &count : detail["histogram"_L1]["counts"_L1].toArray())
        counted += count.toInteger();
    QCOMPARE(counted, 31);
    QCOMPARE(detail["histogram"_L1]["boundsMs"_L1].toArray().size(),
             detail["histogram"_L1]["counts"_L1].toArray().size() + 1);
    const QCborArray concurrency = detail["concurrency"_L1].toArray();
    QCOMPARE(concurrency.size(), 2);
    QCOMPARE(concurrency[0]["active"_L1].toInteger(), 1);
    QCOMPARE(concurrency[0]["count"_L1].toInteger(), 30);
    QCOMPARE(concurrency[1]["active"_L1].toInteger(), 12);
    QVERIFY(qAbs(concurrency[1]["p95"_L1].toDouble() - 100.0) < 1.0);
    const QCborArray slowest = detail["slowest"_L1].toArray();
    QCOMPARE(slowest.size(), 20);
    QCOMPARE(slowest[0]["id"_L1].toString(), u"crowded"_s);
    QCOMPARE(slowest[19]["ms"_L1].toDouble(), 12.0);
}

void TelemetryFiguresTest::seriesHasThePastSeconds()
{
    Telemetry telemetry(m_folder.settings(), 1);
    recordMany(telemetry.shard(0), 40);
    QCborMap series;
    const auto counted = [&] {
        series = waitFor(telemetry.series({}, 1s, {}, {}));
        qint64 total = 0;
        for (const QCborValue &point : series["points"_L1].toArray())
            total += point["requests"_L1].toInteger();
        return total;
    };
    QTRY_COMPARE(counted(), 40);
    QCOMPARE(number(series, "stepMs"_L1), 1000);
    QVERIFY(series["heatBoundsMs"_L1].toArray().first().toDouble() <= 0.001); // a /health takes some 6 µs
    qint64 heat = 0;
    const int rows = int(series["heatBoundsMs"_L1].toArray().size()) - 1;
    for (const QCborValue &point : series["points"_L1].toArray()) {
        for (const QCborValue &cell : point["heat"_L1].toArray()) {
            QVERIFY(cell[0].toInteger() < rows);
            heat += cell[1].toInteger();
        }
    }
    QCOMPARE(heat, 40);
    QCOMPARE(waitFor(telemetry.series({}, 1s, "/users/:id", "GET"))["points"_L1][0]["requests"_L1].toInteger(),
             series["points"_L1][0]["requests"_L1].toInteger());
    QCOMPARE(waitFor(telemetry.series({}, 1s, "/never", "GET"))["points"_L1][0]["requests"_L1].toInteger(), 0);
}

QTEST_GUILESS_MAIN(TelemetryFiguresTest)
#include "telemetry_figures_test.moc"
