// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/route_gauge.h"
#include "telemetry/telemetry.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <array>
#include <thread>

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

class TelemetryTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();

    void keepsWhatReactorsHandOver();
    void statsCountErrorsClassesAndReactors();
    void statsOfNothingHaveNullPercentiles();
    void countsWhatIsInFlight();
    void tellsHowManyAreInFlightOnTheWholeServer();
    void mostInFlightIsOfOneMoment();
    void routesAddUpByMethodAndPattern();
    void routesTellWhatIsInFlight();
    void routeDetailHasHistogramConcurrencyAndSlowest();
    void seriesHasThePastSeconds();
    void pagesStayInPlaceWhileRequestsArrive();
    void filtersRequestsByTextAndTime();
    void findsARequestWithItsLogLinesAndCapture();
    void knowsNothingOfAnUnknownId();
    void strikesSecretsFromPaths();
    void settingsChangeWhileItRuns();
    void feedsRequestsInOrderWithinTheRate();
    void feedsStatsAndTheLastSecond();
    void stopsFeedingWhenToldOrWhenTheSubscriberDies();
    void writesALogLineForEachRequest();
    void whenSwitchedOffOnlyCountsWhatIsActive();
    void reactorsRecordWhileOthersAsk();

private:
    telemetry::Settings settings(const QString &level = u"info"_s) const;
    QTemporaryDir m_folder;
};

namespace {

struct Sample {
    QByteArray id = "request-1";
    QByteArray path = "/users/7";
    QByteArray route = "/users/:id";
    QByteArray method = "GET";
    int status = 200;
    qint64 durationUs = 1500;
    bool slow = false;
    bool aborted = false;
    int active = 1;
};

qint64 nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

void finish(Shard &shard, const Sample &sample)
{
    RecordView view;
    view.id = sample.id;
    view.traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    view.method = sample.method;
    view.path = sample.path;
    view.route = sample.route;
    view.peer = "127.0.0.1:5000";
    view.atUs = nowUs() - sample.durationUs;
    view.durationUs = sample.durationUs;
    view.ttfbUs = sample.durationUs;
    view.bytesIn = 100;
    view.bytesOut = 200;
    view.status = sample.status;
    view.reactor = shard.reactor();
    view.active = sample.active;
    view.slow = sample.slow;
    view.aborted = sample.aborted;
    const Span span{"handler", "show", {}, 10, sample.durationUs - 20, false};
    shard.requestFinished(view, routeKey(view.method, view.route), "00f067aa0ba902b7", &span, 1);
}

void record(Shard &shard, const Sample &sample)
{
    shard.requestStarted(routeKey(sample.method, sample.route));
    finish(shard, sample);
}

void recordMany(Shard &shard, int count, const QByteArray &prefix = "r")
{
    for (int i = 0; i < count; ++i)
        record(shard, {.id = prefix + QByteArray::number(i)});
}

template <typename T> T waitFor(QFuture<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 10'000))
        qFatal("No answer came");
    return future.result();
}

QStringList idsOf(const QCborMap &page)
{
    QStringList ids;
    for (const QCborValue &item : page["items"_L1].toArray())
        ids.append(item["id"_L1].toString());
    return ids;
}

QStringList eventsOf(const QCborArray &logs)
{
    QStringList events;
    for (const QCborValue &line : logs)
        events.append(line["event"_L1].toString());
    return events;
}

Filter filter(const QString &text)
{
    return std::get<Filter>(Filter::parse(text));
}

qint64 number(const QCborMap &map, QLatin1StringView key)
{
    return map[key].toInteger(-1);
}

} // namespace

void TelemetryTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

telemetry::Settings TelemetryTest::settings(const QString &level) const
{
    telemetry::Settings settings;
    settings.logLevel = level;
    settings.logFile = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".log"_s);
    return settings;
}

void TelemetryTest::keepsWhatReactorsHandOver()
{
    Telemetry telemetry(settings(), 2);
    record(telemetry.shard(0), {.id = "a"});
    record(telemetry.shard(1), {.id = "b", .status = 503});
    const QCborMap page = waitFor(telemetry.requests({}, {}, {}, 10));
    QStringList ids = idsOf(page);
    ids.sort();
    QCOMPARE(ids, QStringList({u"a"_s, u"b"_s}));
    QVERIFY(page["next"_L1].isNull());
    const RequestRecord kept = RequestRecord::fromCbor(waitFor(telemetry.request("b")).value()["record"_L1].toMap());
    QCOMPARE(kept.status, 503);
    QCOMPARE(kept.reactor, 1);
    QCOMPARE(kept.durationUs, 1500);
    QCOMPARE(kept.spans.size(), 1);
    QCOMPARE(kept.spans.first().name, "show");
}

void TelemetryTest::statsCountErrorsClassesAndReactors()
{
    Telemetry telemetry(settings(), 2);
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

void TelemetryTest::statsOfNothingHaveNullPercentiles()
{
    Telemetry telemetry(settings(), 1);
    const QCborMap stats = waitFor(telemetry.stats(10s));
    QCOMPARE(number(stats, "requests"_L1), 0);
    for (const auto key : {"p50"_L1, "p90"_L1, "p95"_L1, "p99"_L1, "p999"_L1, "max"_L1})
        QVERIFY(stats["latencyMs"_L1].toMap()[key].isNull());
}

void TelemetryTest::countsWhatIsInFlight()
{
    Telemetry telemetry(settings(), 1);
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

void TelemetryTest::tellsHowManyAreInFlightOnTheWholeServer()
{
    Telemetry telemetry(settings(), 2);
    QCOMPARE(telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id")), 1);
    QCOMPARE(telemetry.shard(1).requestStarted(routeKey("GET", "/users/:id")), 2);
    QCOMPARE(telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id")), 3);
    finish(telemetry.shard(1), {});
    QCOMPARE(telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id")), 3);
}

void TelemetryTest::mostInFlightIsOfOneMoment()
{
    Telemetry telemetry(settings(), 2);
    for (const int reactor : {0, 1}) {
        telemetry.shard(reactor).requestStarted(routeKey("GET", "/users/:id"));
        telemetry.shard(reactor).requestStarted(routeKey("GET", "/users/:id"));
        finish(telemetry.shard(reactor), {});
        finish(telemetry.shard(reactor), {});
    }
    QCOMPARE(number(waitFor(telemetry.stats(10s)), "activeMax"_L1), 2);
}

void TelemetryTest::routesAddUpByMethodAndPattern()
{
    Telemetry telemetry(settings(), 2);
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

void TelemetryTest::routesTellWhatIsInFlight()
{
    Telemetry telemetry(settings(), 2);
    record(telemetry.shard(0), {});
    telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id"));
    telemetry.shard(1).requestStarted(routeKey("GET", "/users/:id"));
    telemetry.shard(1).requestStarted(routeKey("GET", "/other"));
    QCOMPARE(waitFor(telemetry.routes({}))["routes"_L1][0]["active"_L1].toInteger(), 2);
    QCOMPARE(waitFor(telemetry.routeDetail({}, "GET", "/users/:id"))["totals"_L1]["active"_L1].toInteger(), 2);
    finish(telemetry.shard(1), {});
    QCOMPARE(waitFor(telemetry.routes({}))["routes"_L1][0]["active"_L1].toInteger(), 1);
}

void TelemetryTest::routeDetailHasHistogramConcurrencyAndSlowest()
{
    Telemetry telemetry(settings(), 1);
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

void TelemetryTest::seriesHasThePastSeconds()
{
    Telemetry telemetry(settings(), 1);
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

void TelemetryTest::pagesStayInPlaceWhileRequestsArrive()
{
    Telemetry telemetry(settings(), 1);
    recordMany(telemetry.shard(0), 25, "old");
    QStringList seen;
    QByteArray cursor;
    do {
        const QCborMap page = waitFor(telemetry.requests(filter(u"id:old"_s), {}, cursor, 10));
        seen.append(idsOf(page));
        cursor = page["next"_L1].toString().toLatin1();
        recordMany(telemetry.shard(0), 7, "new");
    } while (!cursor.isEmpty());
    QCOMPARE(seen.size(), 25);
    QCOMPARE(seen.first(), u"old24"_s);
    QCOMPARE(seen.last(), u"old0"_s);
}

void TelemetryTest::filtersRequestsByTextAndTime()
{
    Telemetry telemetry(settings(), 1);
    record(telemetry.shard(0), {.id = "ok"});
    record(telemetry.shard(0), {.id = "failed", .status = 500});
    QCOMPARE(idsOf(waitFor(telemetry.requests(filter(u"error"_s), {}, {}, 10))), QStringList(u"failed"_s));
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QCOMPARE(idsOf(waitFor(telemetry.requests({}, {now - 60'000, 0}, {}, 10))).size(), 2);
    QCOMPARE(idsOf(waitFor(telemetry.requests({}, {now - 60'000, now - 30'000}, {}, 10))).size(), 0);
    QCOMPARE(idsOf(waitFor(telemetry.requests({}, {now + 30'000, 0}, {}, 10))).size(), 0);
}

void TelemetryTest::findsARequestWithItsLogLinesAndCapture()
{
    Telemetry telemetry(settings(), 1);
    telemetry.log().write(Level::Info, "user_loaded", {{u"requestId"_s, u"x"_s}, {u"user"_s, u"ann"_s}});
    telemetry.log().write(Level::Info, "other", {{u"requestId"_s, u"y"_s}});
    telemetry.log().write(Level::Warn, "cache_down", {{u"requestId"_s, u"x"_s}});
    telemetry.change({.slowMs = {}, .capture = true, .logLevel = {}});
    QVERIFY(telemetry.isCapturing());
    telemetry.capture({.requestId = "x",
                       .requestHeaders = {{"Authorization", "Bearer abc"}, {"Accept", "*/*"}},
                       .responseHeaders = {{"Content-Type", "application/json"}},
                       .requestBody = "{\"password\":\"hunter2\",\"name\":\"ann\"}",
                       .responseBody = QByteArray(100'000, 'x'),
                       .requestBodySize = 36,
                       .responseBodySize = 100'000});
    record(telemetry.shard(0), {.id = "x"});
    const auto found = waitFor(telemetry.request("x"));
    QVERIFY(found);
    const QCborArray logs = (*found)["logs"_L1].toArray();
    QCOMPARE(eventsOf(logs), QStringList({u"user_loaded"_s, u"cache_down"_s, u"request"_s}));
    QCOMPARE(logs[1]["level"_L1].toString(), u"warn"_s);
    const QCborMap capture = (*found)["capture"_L1].toMap();
    QCOMPARE(capture["requestHeaders"_L1][0][1].toString(), u"[redacted]"_s);
    QCOMPARE(capture["requestHeaders"_L1][1][1].toString(), u"*/*"_s);
    const auto body = [](const QCborValue &value) {
        return QByteArray::fromBase64(value["base64"_L1].toString().toLatin1());
    };
    QCOMPARE(body(capture["requestBody"_L1]), "{\"password\":\"[redacted]\",\"name\":\"ann\"}");
    QCOMPARE(body(capture["responseBody"_L1]).size(), 64 * 1024);
    QCOMPARE(capture["responseBody"_L1]["truncated"_L1].toBool(), true);
    QCOMPARE(capture["responseBody"_L1]["size"_L1].toInteger(), 100'000);
}

void TelemetryTest::knowsNothingOfAnUnknownId()
{
    Telemetry telemetry(settings(), 1);
    recordMany(telemetry.shard(0), 3);
    QVERIFY(!waitFor(telemetry.request("nobody")));
}

void TelemetryTest::strikesSecretsFromPaths()
{
    Telemetry telemetry(settings(), 1);
    record(telemetry.shard(0), {.id = "x", .path = "/files/a?token=s3cret&size=2"});
    QCOMPARE(waitFor(telemetry.request("x")).value()["record"_L1]["path"_L1].toString(),
             u"/files/a?token=[redacted]&size=2"_s);
}

void TelemetryTest::settingsChangeWhileItRuns()
{
    Telemetry telemetry(settings(), 1);
    QCOMPARE(telemetry.slowUs(), 500'000);
    QVERIFY(!telemetry.isCapturing());
    QVERIFY(!telemetry.log().enabled(Level::Debug));
    telemetry.change({.slowMs = 20, .capture = true, .logLevel = u"debug"_s});
    QCOMPARE(telemetry.slowUs(), 20'000);
    QVERIFY(telemetry.isCapturing());
    QVERIFY(telemetry.log().enabled(Level::Debug));
    const QCborMap expected{{u"slowMs"_s, 20}, {u"capture"_s, true}, {u"logLevel"_s, u"debug"_s}};
    QCOMPARE(telemetry.liveSettings(), expected);
}

void TelemetryTest::feedsRequestsInOrderWithinTheRate()
{
    Telemetry telemetry(settings(), 1);
    QObject subscriber;
    QStringList ids;
    qint64 skipped = 0;
    telemetry.subscribeRequests(&subscriber, filter(u"status:5xx"_s), 10, [&](const auto &batch) {
        QCOMPARE(QThread::currentThread(), subscriber.thread());
        for (const RequestRecord &item : batch.items)
            ids.append(QString::fromLatin1(item.id));
        skipped += batch.skipped;
    });
    recordMany(telemetry.shard(0), 20, "fine");
    for (int i = 0; i < 15; ++i)
        record(telemetry.shard(0), {.id = "bad" + QByteArray::number(i), .status = 500});
    QTRY_COMPARE(ids.size() + skipped, 15);
    QVERIFY(ids.size() >= 10); // more only where the batches fell into two seconds
    QCOMPARE(ids.mid(0, 3), QStringList({u"bad0"_s, u"bad1"_s, u"bad2"_s}));
}

void TelemetryTest::feedsStatsAndTheLastSecond()
{
    Telemetry telemetry(settings(), 1);
    QObject subscriber;
    qint64 requests = 0;
    qint64 lastPoint = 0;
    telemetry.subscribeStats(&subscriber, 1000ms, [&](const QCborMap &live) {
        requests += live["stats"_L1]["requests"_L1].toInteger();
        if (live.contains(u"point"_s))
            lastPoint = live["point"_L1]["at"_L1].toInteger();
    });
    recordMany(telemetry.shard(0), 30);
    QTRY_COMPARE(requests, 30);
    QVERIFY(lastPoint > 0);
    QCOMPARE(lastPoint % 1000, 0);
}

void TelemetryTest::stopsFeedingWhenToldOrWhenTheSubscriberDies()
{
    Telemetry telemetry(settings(), 1);
    int told = 0;
    int dead = 0;
    int live = 0;
    QObject subscriber;
    auto dying = std::make_unique<QObject>();
    const auto counter = [](int &count) {
        return [&count](const RequestBatch &batch) { count += int(batch.items.size()); };
    };
    const int first = telemetry.subscribeRequests(&subscriber, {}, 1000, counter(told));
    telemetry.subscribeRequests(dying.get(), {}, 1000, counter(dead));
    telemetry.subscribeRequests(&subscriber, {}, 1000, counter(live));
    recordMany(telemetry.shard(0), 3);
    QTRY_COMPARE(live, 3);
    QTRY_COMPARE(told, 3);
    QTRY_COMPARE(dead, 3);
    telemetry.unsubscribe(first);
    telemetry.unsubscribe(first);
    telemetry.unsubscribe(12345);
    dying.reset();
    recordMany(telemetry.shard(0), 4);
    QTRY_COMPARE(live, 7);
    QCOMPARE(told, 3);
    QCOMPARE(dead, 3);
}

void TelemetryTest::writesALogLineForEachRequest()
{
    const telemetry::Settings withFile = settings();
    {
        Telemetry telemetry(withFile, 1);
        record(telemetry.shard(0), {.id = "fast"});
        record(telemetry.shard(0), {.id = "slow", .path = "/\xff\"\n", .durationUs = 700'000, .slow = true});
        telemetry.flush();
        telemetry.change({.slowMs = {}, .capture = {}, .logLevel = u"warn"_s});
        record(telemetry.shard(0), {.id = "later"});
    }
    QFile file(withFile.logFile);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList events;
    while (!file.atEnd()) {
        QJsonParseError error;
        const QJsonObject line = QJsonDocument::fromJson(file.readLine(), &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        events.append(line["event"_L1].toString() + u' ' + line["requestId"_L1].toString());
    }
    QCOMPARE(events, QStringList({u"request fast"_s, u"request slow"_s, u"slow_request slow"_s}));
}

void TelemetryTest::whenSwitchedOffOnlyCountsWhatIsActive()
{
    telemetry::Settings off = settings();
    off.enabled = false;
    Telemetry telemetry(off, 1);
    QVERIFY(!telemetry.isEnabled());
    telemetry.shard(0).requestStarted(routeKey("GET", "/users/:id"));
    QCOMPARE(telemetry.activeRequests(), 1);
    finish(telemetry.shard(0), {});
    QCOMPARE(telemetry.activeRequests(), 0);
    QCOMPARE(number(waitFor(telemetry.stats(10s)), "requests"_L1), 0);
}

void TelemetryTest::reactorsRecordWhileOthersAsk()
{
    constexpr int perReactor = 5'000;
    Telemetry telemetry(settings(u"warn"_s), 2);
    QObject subscriber;
    telemetry.subscribeRequests(&subscriber, filter(u"slow OR status:2xx"_s), 100, [](const auto &) {});
    std::array<std::thread, 2> reactors;
    for (int i = 0; i < 2; ++i) {
        Shard &shard = telemetry.shard(i);
        reactors[std::size_t(i)] = std::thread([&shard] {
            recordMany(shard, perReactor);
            shard.loopDelay(5);
        });
    }
    for (int i = 0; i < 20; ++i) {
        waitFor(telemetry.stats(10s));
        waitFor(telemetry.routes({}));
        waitFor(telemetry.requests(filter(u"status:5xx"_s), {}, {}, 100));
        waitFor(telemetry.routeDetail({}, "GET", "/users/:id"));
        telemetry.log().write(Level::Warn, "meanwhile", {{u"requestId"_s, u"r1"_s}});
    }
    for (std::thread &reactor : reactors)
        reactor.join();
    telemetry.flush();
    const QCborMap stats = waitFor(telemetry.stats(5min));
    QCOMPARE(number(stats, "requests"_L1) + number(stats, "lostRecords"_L1), 2 * perReactor);
    QCOMPARE(number(stats, "active"_L1), 0);
}

QTEST_GUILESS_MAIN(TelemetryTest)
#include "telemetry_test.moc"
