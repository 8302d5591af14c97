// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/history.h"
#include "cache/invalidation_log.h"
#include "cache/namespace.h"
#include "cache/strategy_figures.h"

#include <QTest>

#include <thread>

using namespace signalbox::cache;
using namespace std::chrono_literals;

namespace {

Counts countsOf(quint64 hits, quint64 misses = 0)
{
    Counts counts;
    counts[Figure::Hits] = hits;
    counts[Figure::Misses] = misses;
    return counts;
}

QList<quint64> idsOf(const QList<Invalidation> &items)
{
    QList<quint64> ids;
    for (const Invalidation &item : items)
        ids.append(item.id);
    return ids;
}

} // namespace

// What the cache tells of itself.
class CacheHistoryTest : public QObject {
    Q_OBJECT

private slots:
    void figuresAddUpOverThreads()
    {
        Figures figures;
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&figures] {
                for (int turn = 0; turn < 10'000; ++turn)
                    figures.add(Figure::Hits);
                figures.add(Figure::BytesIn, 500);
            });
        }
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(figures.counts()[Figure::Hits], 80'000u);
        QCOMPARE(figures.counts()[Figure::BytesIn], 4'000u);
        QCOMPARE(figures.counts()[Figure::Misses], 0u);
    }

    void loadsAreTimed()
    {
        Figures figures;
        figures.addLoad(1000us, false);
        figures.addLoad(9000us, true);
        QCOMPARE(figures.counts()[Figure::Loads], 2u);
        QCOMPARE(figures.counts()[Figure::RefreshedEarly], 1u);
        QCOMPARE(figures.loadTimes().total(), 2u);
    }

    void figuresAddUpOverStrategies()
    {
        StrategyFigures figures;
        figures.of(Strategy::Ttl).add(Figure::Hits, 3);
        figures.of(Strategy::Versioned).add(Figure::Hits, 4);
        figures.addLoad(Strategy::Ttl, 1000us, false);
        QCOMPARE(figures.typicalLoad(), 1000us);
        figures.addLoad(Strategy::Versioned, 9000us, true);
        QCOMPARE(figures.typicalLoad(), 2000us);
        QCOMPARE(figures.of(Strategy::Ttl).counts()[Figure::Hits], 3u);
        QCOMPARE(figures.of(Strategy::Ttl).loadTimes().total(), 1u);
        QCOMPARE(figures.counts()[Figure::Hits], 7u);
        QCOMPARE(figures.counts()[Figure::RefreshedEarly], 1u);
        QCOMPARE(figures.loadTimes().total(), 2u);
        QCOMPARE(figures.of(Strategy::PubSub).counts(), Counts());
    }

    void aSecondHasWhatWasCountedInIt()
    {
        History history;
        QVERIFY(!history.last());
        history.add(100, {countsOf(10, 1)});
        history.add(101, {countsOf(15, 1)});
        const auto points = history.points(0, 1000, 1);
        QCOMPARE(points.size(), 2);
        QCOMPARE(points[0].second, 100);
        QCOMPARE(points[0].namespaces[0].hits, 10u);
        QCOMPARE(points[1].namespaces[0].hits, 5u);
        QCOMPARE(points[1].namespaces[0].misses, 0u);
        QCOMPARE(history.last()->second, 101);
    }

    void stepsAddSecondsUp()
    {
        History history;
        for (int second = 0; second < 30; ++second)
            history.add(1000 + second, {countsOf(quint64(second + 1) * 2)});
        const auto points = history.points(1005, 1025, 10);
        QCOMPARE(points.size(), 3);
        QCOMPARE(points[0].second, 1000);
        QCOMPARE(points[0].namespaces[0].hits, 10u); // from 1005 on
        QCOMPARE(points[1].namespaces[0].hits, 20u);
        QCOMPARE(points[2].namespaces[0].hits, 10u);
    }

    void aClockThatGoesBackLosesNothing()
    {
        History history;
        history.add(100, {countsOf(10)});
        history.add(99, {countsOf(12)});
        const auto points = history.points(0, 1000, 1);
        QCOMPARE(points.size(), 1);
        QCOMPARE(points[0].namespaces[0].hits, 12u);
    }

    void anHourIsKept()
    {
        History history;
        for (qint64 second = 1; second <= 4000; ++second)
            history.add(second, {countsOf(quint64(second))});
        QCOMPARE(history.points(0, 5000, 1).size(), qsizetype(History::mostSeconds));
        QCOMPARE(history.points(0, 5000, 1).first().second, 401);
    }

    void theLogGivesPagesAndNews()
    {
        InvalidationLog log;
        QCOMPARE(log.newest(), 0u);
        QVERIFY(log.page({}, {}, 10).items.isEmpty());
        for (int i = 0; i < 5; ++i)
            log.add({.space = i % 2 == 0 ? "user" : "note", .key = QByteArray::number(i)});
        const auto page = log.page({}, {}, 3);
        QCOMPARE(idsOf(page.items), (QList<quint64>{5, 4, 3}));
        QCOMPARE(page.next, 3u);
        const auto rest = log.page({}, page.next, 3);
        QCOMPARE(idsOf(rest.items), (QList<quint64>{2, 1}));
        QVERIFY(!rest.next);
        QCOMPARE(idsOf(log.page("note", {}, 10).items), (QList<quint64>{4, 2}));
        const auto news = log.after(2, 10);
        QCOMPARE(idsOf(news.items), (QList<quint64>{3, 4, 5}));
        QCOMPARE(news.newest, 5u);
        QCOMPARE(log.after(1, 2).skipped, 2u);
        QCOMPARE(idsOf(log.after(1, 2).items), (QList<quint64>{4, 5}));
        QVERIFY(log.after(5, 10).items.isEmpty());
    }

    void theLogIsBoundedAndSettled()
    {
        InvalidationLog log;
        for (std::size_t i = 0; i < InvalidationLog::mostEntries + 10; ++i)
            log.add({.result = Invalidation::Result::Pending});
        QCOMPARE(log.page({}, {}, 100'000).items.size(), qsizetype(InvalidationLog::mostEntries));
        QCOMPARE(log.after(0, 100'000).skipped, 10u);
        log.settle(log.newest(), Invalidation::Result::Done);
        log.settle(1, Invalidation::Result::Done); // gone
        log.settle(100'000, Invalidation::Result::Done); // never was
        QCOMPARE(log.page({}, {}, 1).items[0].result, Invalidation::Result::Done);
        QCOMPARE(log.page({}, {}, 2).items[1].result, Invalidation::Result::Pending);
    }

    void keysAreOfTheirNamespace()
    {
        const Namespace space({.name = "user"});
        QCOMPARE(space.keyOf("7"), "user:7");
        QCOMPARE(space.idIn("user:7"), "7");
        QCOMPARE(space.idIn("user:7:lease"), "7");
        QCOMPARE(space.idIn("user:7:0badc0de"), "7");
        QVERIFY(!space.idIn("users:7"));
        QVERIFY(!space.idIn("user:"));
        QVERIFY(!space.idIn("user"));
    }
};

QTEST_APPLESS_MAIN(CacheHistoryTest)
#include "cache_history_test.moc"
