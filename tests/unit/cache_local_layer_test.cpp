// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/local_layer.h"

#include <QTest>

#include <thread>

using namespace signalbox::cache;
using namespace std::chrono_literals;
using Clock = LocalLayer::Clock;

namespace {

LocalLayer::Bounds bounds(qsizetype entries, qsizetype bytes = 1 << 20)
{
    return {entries, bytes};
}

bool keep(LocalLayer &layer, const QByteArray &id, const std::optional<QByteArray> &value = "{}",
          Clock::time_point until = Clock::now() + 1h)
{
    return layer.put(id, value, until, layer.stamp(id));
}

bool has(LocalLayer &layer, const QByteArray &id)
{
    return layer.find(id, Clock::now()).has_value();
}

} // namespace

// What a process keeps for itself.
class CacheLocalLayerTest : public QObject {
    Q_OBJECT

private slots:
    void keepsValuesAndThatThereIsNone()
    {
        LocalLayer layer(bounds(10));
        layer.open();
        QVERIFY(!layer.find("1", Clock::now()));
        QVERIFY(keep(layer, "1", "{\"a\":1}"));
        QVERIFY(keep(layer, "2", std::nullopt));
        QCOMPARE(layer.find("1", Clock::now())->value, "{\"a\":1}");
        QVERIFY(layer.find("2", Clock::now()));
        QVERIFY(!layer.find("2", Clock::now())->value);
        QCOMPARE(layer.size().entries, 2);
    }

    void aValueEndsWithItsTime()
    {
        LocalLayer layer(bounds(10));
        layer.open();
        const auto now = Clock::now();
        QVERIFY(keep(layer, "1", "{}", now + 5s));
        QVERIFY(layer.find("1", now + 5s - 1ms));
        QVERIFY(!layer.find("1", now + 5s));
        QCOMPARE(layer.size().entries, 0);
        QCOMPARE(layer.size().bytes, 0);
    }

    void isOfNoUseUntilItIsOpen()
    {
        LocalLayer layer(bounds(10));
        QVERIFY(!keep(layer, "1"));
        layer.open();
        QVERIFY(keep(layer, "1"));
        layer.close();
        QVERIFY(!has(layer, "1"));
        layer.open();
        QVERIFY(!has(layer, "1"));
    }

    void whatIsAskedForLeastRecentlyGoesFirst()
    {
        LocalLayer layer(bounds(3));
        layer.open();
        for (const auto *id : {"1", "2", "3"})
            keep(layer, id);
        QVERIFY(has(layer, "1"));
        keep(layer, "4");
        QVERIFY(has(layer, "1"));
        QVERIFY(!has(layer, "2"));
        QCOMPARE(layer.size().entries, 3);
    }

    void bytesAreBounded()
    {
        LocalLayer layer(bounds(100, 10'000));
        layer.open();
        for (int i = 0; i < 100; ++i)
            keep(layer, QByteArray::number(i), QByteArray(1000, 'x'));
        QVERIFY(layer.size().bytes <= 10'000);
        QVERIFY(layer.size().entries >= 5);
        QVERIFY(has(layer, "99"));
        keep(layer, "large", QByteArray(20'000, 'x'));
        QVERIFY(!has(layer, "large"));
    }

    void aValueReplacesTheFormerOne()
    {
        LocalLayer layer(bounds(10));
        layer.open();
        keep(layer, "1", QByteArray(1000, 'x'));
        keep(layer, "1", "{}");
        QCOMPARE(layer.find("1", Clock::now())->value, "{}");
        QCOMPARE(layer.size().entries, 1);
        QVERIFY(layer.size().bytes < 1000);
    }

    void whatWasReadBeforeADropDoesNotGetIn_data()
    {
        QTest::addColumn<QString>("how");
        for (const auto *how : {"drop", "clear", "close and open"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void whatWasReadBeforeADropDoesNotGetIn()
    {
        QFETCH(QString, how);
        LocalLayer layer(bounds(10));
        layer.open();
        const auto stamp = layer.stamp("1");
        if (how == QLatin1String("drop")) {
            layer.drop("1");
        } else if (how == QLatin1String("clear")) {
            layer.clear();
        } else {
            layer.close();
            layer.open();
        }
        QVERIFY(!layer.put("1", "old", Clock::now() + 1h, stamp));
        QVERIFY(!has(layer, "1"));
        QVERIFY(keep(layer, "1", "new"));
    }

    // Most likely: ids may share a mark.
    void theDropOfAnotherLeavesAStampItsWorth()
    {
        LocalLayer layer(bounds(100));
        layer.open();
        std::vector<std::pair<QByteArray, LocalLayer::Stamp>> stamps;
        for (int i = 0; i < 20; ++i)
            stamps.emplace_back(QByteArray::number(i), layer.stamp(QByteArray::number(i)));
        layer.drop("another");
        int kept = 0;
        for (const auto &[id, stamp] : stamps)
            kept += layer.put(id, "{}", Clock::now() + 1h, stamp) ? 1 : 0;
        QVERIFY(kept >= 18);
    }

    // Readers take a stamp, read what is true, and put it; a writer changes what is true, and drops. After a drop
    // nothing older is found.
    void manyThreads()
    {
        LocalLayer layer(bounds(2000));
        layer.open();
        std::atomic<int> truth = 0;
        std::atomic<int> answered = 0;
        std::atomic<bool> isOver = false;
        std::atomic<int> stale = 0;
        std::atomic<int> hits = 0;
        std::vector<std::thread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&] {
                while (!isOver) {
                    const int floor = answered;
                    if (const auto entry = layer.find("1", Clock::now())) {
                        ++hits;
                        if (entry->value->toInt() < floor)
                            ++stale;
                        continue;
                    }
                    const auto stamp = layer.stamp("1");
                    const int read = truth;
                    std::this_thread::yield();
                    layer.put("1", QByteArray::number(read), Clock::now() + 1h, stamp);
                }
            });
        }
        for (int value = 1; value <= 20'000; ++value) {
            truth = value;
            layer.drop("1");
            answered = value;
            std::this_thread::yield();
        }
        isOver = true;
        for (auto &reader : readers)
            reader.join();
        QCOMPARE(stale.load(), 0);
        QVERIFY(hits.load() > 0);
    }
};

QTEST_APPLESS_MAIN(CacheLocalLayerTest)
#include "cache_local_layer_test.moc"
