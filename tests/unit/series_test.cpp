// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_record.h"
#include "telemetry/route_table.h"
#include "telemetry/series.h"
#include "telemetry/series_points.h"
#include "telemetry/time_span.h"

#include <QCborArray>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace Qt::Literals::StringLiterals;

class SeriesTest : public QObject {
    Q_OBJECT
private slots:
    void eachSecondHasItsOwnRequests();
    void idleSecondsArePoints();
    void nothingBeforeTheStart();
    void aSleepingMachineLeavesAGap();
    void aClockSetBackDropsTheFuture();
    void keepsAnHourOfSecondsAndADayOfTens();
    void tenSecondsAreTheSumOfTheirSeconds();
    void percentilesAreMergedNotAveraged();
    void wideStepsMergeNarrowOnes();
    void picksAStepForAtMost600Points();
    void staysWithinItsBytesAndGivesUpRoutesFirst();
    void sumsReachFromTensToTheOpenSecond();
    void gaugesKeepTheirMaximum();
    void concurrencyIsKeptByRoute();
    void idleHoursAreSmall();

    void concurrencyLevelsAreExactBelowEight();
    void tallyMergesItsCompactForm();
    void routeTableIsBounded();
    void routeTableKnowsMethodsApart();
};

namespace {

constexpr qint64 start = 1'700'000'000; // a multiple of 10
constexpr qint64 mebibyte = 1024 * 1024;

void add(Series &series, int count, int route = 0, qint64 durationUs = 1000, int active = 1)
{
    for (int i = 0; i < count; ++i)
        series.record(SampleRecord({.durationUs = durationUs, .active = active}).get(), route);
}

QCborMap points(const Series &series, TimeRange range = {}, qint64 stepMs = 0, std::optional<int> route = {})
{
    return seriesPoints(series, range, stepMs, route, series.openSecond() * 1000 + 500);
}

QList<qint64> requestsOf(const QCborMap &points)
{
    QList<qint64> requests;
    for (const QCborValue &point : points["points"_L1].toArray())
        requests.append(point["requests"_L1].toInteger());
    return requests;
}

Cell sumOf(const Series &series, TimeRange range, std::optional<int> route = {})
{
    const qint64 now = series.openSecond() * 1000 + 500;
    return TimeSpan::of(series, range, now, route.has_value()).sum(series, route);
}

} // namespace

void SeriesTest::eachSecondHasItsOwnRequests()
{
    Series series(mebibyte, 1, start);
    add(series, 3);
    series.advanceTo(start + 1);
    add(series, 5);
    series.advanceTo(start + 2);
    add(series, 7); // still open: no point yet
    const QCborMap map = points(series);
    QCOMPARE(requestsOf(map), QList<qint64>({3, 5}));
    QCOMPARE(map["points"_L1][1]["at"_L1].toInteger(), (start + 1) * 1000);
}

void SeriesTest::idleSecondsArePoints()
{
    Series series(mebibyte, 1, start);
    series.advanceTo(start + 5);
    QCOMPARE(requestsOf(points(series)), QList<qint64>({0, 0, 0, 0, 0}));
    QVERIFY(points(series)["points"_L1][0]["p99"_L1].isNull());
}

void SeriesTest::nothingBeforeTheStart()
{
    Series series(mebibyte, 1, start);
    series.advanceTo(start + 3);
    QCOMPARE(requestsOf(points(series, {(start - 600) * 1000, 0})).size(), 3);
}

void SeriesTest::aSleepingMachineLeavesAGap()
{
    Series series(mebibyte, 1, start);
    add(series, 3);
    series.advanceTo(start + 8 * 3600);
    add(series, 4);
    series.advanceTo(start + 8 * 3600 + 1);
    QCOMPARE(requestsOf(points(series, {(start + 8 * 3600 - 60) * 1000, 0})), QList<qint64>({4}));
    QCOMPARE(sumOf(series, {}).requests, 7U);
    int steps = 0;
    series.visit({Series::Second, 0, start + 9 * 3600, {}}, [&steps](qint64, const Cell &) { return ++steps > 0; });
    QCOMPARE(steps, 2);
}

void SeriesTest::aClockSetBackDropsTheFuture()
{
    Series series(mebibyte, 1, start);
    for (qint64 second = start; second < start + 30; ++second) {
        add(series, 1);
        series.advanceTo(second + 1);
    }
    series.advanceTo(start + 10);
    QCOMPARE(requestsOf(points(series)).size(), 10);
    add(series, 2);
    series.advanceTo(start + 11);
    QCOMPARE(requestsOf(points(series)).last(), 2);
}

void SeriesTest::keepsAnHourOfSecondsAndADayOfTens()
{
    Series series(64 * mebibyte, 1, start);
    constexpr qint64 hours = 30;
    for (qint64 second = start + 1; second <= start + hours * 3600; ++second)
        series.advanceTo(second);
    const auto oldest = [&series](Series::Resolution resolution) {
        qint64 first = 0;
        series.visit({resolution, 0, start + hours * 3600, {}}, [&first](qint64 second, const Cell &) {
            first = second;
            return false;
        });
        return start + hours * 3600 - first;
    };
    QCOMPARE(oldest(Series::Second), 3600);
    QCOMPARE(oldest(Series::TenSeconds), 86'400);
}

void SeriesTest::tenSecondsAreTheSumOfTheirSeconds()
{
    Series series(mebibyte, 1, start);
    for (int second = 0; second < 20; ++second) {
        add(series, second + 1, 0, 1000 * (second + 1));
        add(series, 1, 1);
        series.advanceTo(start + second + 1);
    }
    QList<quint64> sums;
    QList<quint64> longest;
    series.visit({Series::TenSeconds, start, start + 20, 0}, [&](qint64, const Cell &cell) {
        sums.append(cell.requests);
        longest.append(cell.maxUs);
        return true;
    });
    QCOMPARE(sums, QList<quint64>({55, 155}));
    QCOMPARE(longest, QList<quint64>({10'000, 20'000}));
}

void SeriesTest::percentilesAreMergedNotAveraged()
{
    Series series(mebibyte, 1, start);
    add(series, 990, 0, 1'000); // one second of many fast ones
    series.advanceTo(start + 1);
    add(series, 10, 0, 1'000'000); // and one of few slow ones
    series.advanceTo(start + 2);
    const Cell sum = sumOf(series, {});
    QVERIFY(std::abs(sum.latency.percentile(0.5).value() - 1'000) < 10);
    QVERIFY(std::abs(sum.latency.percentile(0.98).value() - 1'000) < 10); // the average would be half a second
    QVERIFY(std::abs(sum.latency.percentile(0.995).value() - 1'000'000) < 10'000);
}

void SeriesTest::wideStepsMergeNarrowOnes()
{
    Series series(mebibyte, 1, start);
    for (int second = 0; second < 47; ++second) {
        add(series, 2);
        series.advanceTo(start + second + 1);
    }
    QCOMPARE(requestsOf(points(series, {}, 5'000)), QList<qint64>(9, 10)); // the tenth isn't over
    QCOMPARE(requestsOf(points(series, {}, 20'000)), QList<qint64>({40, 40}));
    QCOMPARE(requestsOf(points(series, {}, 600'000)), QList<qint64>({94})); // the only one, though not over
}

void SeriesTest::picksAStepForAtMost600Points()
{
    Series series(64 * mebibyte, 1, start);
    for (qint64 second = start + 1; second <= start + 7200; ++second)
        series.advanceTo(second);
    for (const qint64 seconds : {60, 599, 600, 601, 3600, 7200}) {
        const QCborMap map = points(series, {(start + 7200 - seconds) * 1000, 0});
        const auto count = map["points"_L1].toArray().size();
        QVERIFY2(count <= 601 && count >= std::min<qint64>(seconds, 150), qPrintable(QString::number(count)));
    }
    QCOMPARE(points(series, {(start + 7000) * 1000, 0})["stepMs"_L1].toInteger(), 1000);
}

void SeriesTest::staysWithinItsBytesAndGivesUpRoutesFirst()
{
    constexpr qint64 bound = mebibyte;
    Series series(bound, 1, start);
    for (int second = 0; second < 2000; ++second) {
        for (int route = 0; route < 20; ++route)
            add(series, 2, route, 100 * (route + 1) + second);
        series.advanceTo(start + second + 1);
    }
    QVERIFY2(series.bytes() <= bound, qPrintable(QString::number(series.bytes())));
    QCOMPARE(requestsOf(points(series, {}, 1'000)).size(), 400); // 2000 s in steps of 5 s, all there
    QCOMPARE(sumOf(series, {(start + 1990) * 1000, 0}, 3).requests, 20U);
    QCOMPARE(sumOf(series, {}, 3).requests, 4000U); // the steps of 10 s still have them
    QCOMPARE(series.finestFor(start, false), Series::Second);
    QCOMPARE(series.finestFor(start, true), Series::TenSeconds);
}

void SeriesTest::sumsReachFromTensToTheOpenSecond()
{
    Series series(64 * mebibyte, 1, start);
    for (int second = 0; second < 2003; ++second) {
        add(series, 1);
        series.advanceTo(start + second + 1);
    }
    add(series, 5);
    QCOMPARE(sumOf(series, {}).requests, 2008U);
    QCOMPARE(sumOf(series, {(start + 1000) * 1000, 0}).requests, 1008U);
    QCOMPARE(sumOf(series, {start * 1000, (start + 1500) * 1000}).requests, 1500U);
    QCOMPARE(sumOf(series, {(start + 2000) * 1000, 0}).requests, 8U);
}

void SeriesTest::gaugesKeepTheirMaximum()
{
    Series series(mebibyte, 1, start);
    series.observe({.activeMax = 3, .connections = 5, .loopDelayUs = 70});
    series.observe({.activeMax = 9, .connections = 4, .loopDelayUs = 20});
    series.observe({.activeMax = 1, .connections = 6, .loopDelayUs = 10});
    series.advanceTo(start + 1);
    const QCborValue point = points(series)["points"_L1][0];
    QCOMPARE(point["activeMax"_L1].toInteger(), 9);
    QCOMPARE(point["connections"_L1].toInteger(), 6);
    QCOMPARE(point["loopDelayMs"_L1].toDouble(), 0.07);
}

void SeriesTest::concurrencyIsKeptByRoute()
{
    Series series(mebibyte, 1, start);
    add(series, 4, 0, 1000, 1);
    add(series, 2, 0, 9000, 6);
    add(series, 1, 1, 1000, 3);
    for (int i = 1; i <= 15; ++i)
        series.advanceTo(start + i);
    add(series, 3, 0, 1000, 1); // in the open 10 s
    ConcurrencyTally tally;
    series.addConcurrency(start, start + 16, 0, tally);
    QMap<int, quint32> counts;
    tally.forEach(0, [&counts](int level, int, quint32 count) { counts[level] += count; });
    QCOMPARE(counts, (QMap<int, quint32>{{1, 7}, {6, 2}}));
}

void SeriesTest::idleHoursAreSmall()
{
    Series series(48 * mebibyte, 2, start);
    for (qint64 second = start + 1; second <= start + 86'400; ++second)
        series.advanceTo(second);
    QVERIFY2(series.bytes() < 3 * mebibyte, qPrintable(QString::number(series.bytes())));
}

void SeriesTest::concurrencyLevelsAreExactBelowEight()
{
    for (quint32 active = 1; active < 8; ++active)
        QCOMPARE(ConcurrencyTally::lowestOf(ConcurrencyTally::levelOf(active)), active);
    int previous = 0;
    for (quint32 active = 1; active < 100'000; ++active) {
        const int level = ConcurrencyTally::levelOf(active);
        QVERIFY(level == previous || level == previous + 1);
        QVERIFY(ConcurrencyTally::lowestOf(level) <= active && active < ConcurrencyTally::lowestOf(level + 1));
        previous = level;
    }
}

void SeriesTest::tallyMergesItsCompactForm()
{
    ConcurrencyTally tally;
    for (int i = 0; i < 3000; ++i)
        tally.add(i % 3, i % 20, i % 700);
    ConcurrencyTally merged;
    QVERIFY(merged.mergeFrom(tally.encoded(1), 1));
    QVERIFY(merged.mergeFrom(tally.encoded(1), 1));
    quint32 count = 0;
    merged.forEach(1, [&count](int, int, quint32 more) { count += more; });
    QCOMPARE(count, 2000U);
    QVERIFY(!merged.mergeFrom(QByteArray("\x05"), 1));
}

void SeriesTest::routeTableIsBounded()
{
    RouteTable table;
    for (int i = 0; i < 3 * RouteTable::maxRoutes; ++i)
        QVERIFY(table.indexOf("GET", "/" + QByteArray::number(i)) < RouteTable::maxRoutes);
    QVERIFY(table.size() <= RouteTable::maxRoutes);
    QCOMPARE(table.find("GET", "/7"), std::optional(7));
    const int rest = table.indexOf("POST", "/new");
    QCOMPARE(table.at(rest).method, "OTHER");
    QCOMPARE(table.at(rest).pattern, "");
}

void SeriesTest::routeTableKnowsMethodsApart()
{
    RouteTable table;
    const int get = table.indexOf("GET", "/users");
    QVERIFY(table.indexOf("POST", "/users") != get);
    QCOMPARE(table.indexOf("GET", "/users"), get);
    QCOMPARE(table.indexOf("BREW", ""), table.indexOf("HACK", ""));
    QVERIFY(!table.find("DELETE", "/users"));
}

QTEST_APPLESS_MAIN(SeriesTest)
#include "series_test.moc"
