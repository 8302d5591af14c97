// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/telemetry_fixture.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <thread>

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace signalbox::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

// Records, their log lines and captures, and the settings that change while it runs.
class TelemetryTest : public QObject {
    Q_OBJECT
private slots:
    void keepsWhatReactorsHandOver();
    void pagesStayInPlaceWhileRequestsArrive();
    void filtersRequestsByTextAndTime();
    void findsARequestWithItsLogLinesAndCapture();
    void knowsNothingOfAnUnknownId();
    void strikesSecretsFromPaths();
    void settingsChangeWhileItRuns();
    void writesALogLineForEachRequest();
    void whenSwitchedOffOnlyCountsWhatIsActive();
    void reactorsRecordWhileOthersAsk();

private:
    LogFolder m_folder;
};

namespace {

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

} // namespace

void TelemetryTest::keepsWhatReactorsHandOver()
{
    Telemetry telemetry(m_folder.settings(), 2);
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

void TelemetryTest::pagesStayInPlaceWhileRequestsArrive()
{
    Telemetry telemetry(m_folder.settings(), 1);
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
    Telemetry telemetry(m_folder.settings(), 1);
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
    Telemetry telemetry(m_folder.settings(), 1);
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
    Telemetry telemetry(m_folder.settings(), 1);
    recordMany(telemetry.shard(0), 3);
    QVERIFY(!waitFor(telemetry.request("nobody")));
}

void TelemetryTest::strikesSecretsFromPaths()
{
    Telemetry telemetry(m_folder.settings(), 1);
    record(telemetry.shard(0), {.id = "x", .path = "/files/a?token=s3cret&size=2"});
    QCOMPARE(waitFor(telemetry.request("x")).value()["record"_L1]["path"_L1].toString(),
             u"/files/a?token=[redacted]&size=2"_s);
}

void TelemetryTest::settingsChangeWhileItRuns()
{
    Telemetry telemetry(m_folder.settings(), 1);
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

void TelemetryTest::writesALogLineForEachRequest()
{
    const telemetry::Settings withFile = m_folder.settings();
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
    telemetry::Settings off = m_folder.settings();
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
    Telemetry telemetry(m_folder.settings(u"warn"_s), 2);
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
