// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/expiry_hints.h"
#include "cache/lifetimes.h"

#include <QTest>

using namespace signalbox::cache;
using namespace std::chrono_literals;

// How long values live, and when they are loaded again before they expire.
class CacheLifetimesTest : public QObject {
    Q_OBJECT

private slots:
    void aTtlVariesByATenth()
    {
        QCOMPARE(jittered(60s, 1), 66'000ms);
        QCOMPARE(jittered(60s, 0.5), 60'000ms);
        QVERIFY(jittered(60s, 0x1p-53) >= 54'000ms);
        QCOMPARE(jittered(1ms, 0.1), 1ms);
        QCOMPARE(jittered(0ms, 0.5), 0ms);
    }

    void chanceIsEven()
    {
        std::array<int, 10> counts{};
        for (int i = 0; i < 100'000; ++i) {
            const double value = chance();
            QVERIFY(value > 0 && value <= 1);
            ++counts[std::size_t(std::min(9.0, value * 10))];
        }
        for (const int count : counts)
            QVERIFY(count > 9'000 && count < 11'000);
    }

    void whoReadsEarlyEnoughLoadsNothing()
    {
        QCOMPARE(earlyBy(0us, 1, 0.5), 0ms); // nothing was loaded yet
        QCOMPARE(earlyBy(10ms, 0, 0.5), 0ms); // never
        QCOMPARE(earlyBy(10ms, 1, 1), 0ms);
        QCOMPARE(earlyBy(10ms, 1, std::exp(-1.0)), 10ms);
        QCOMPARE(earlyBy(10ms, 1, std::exp(-2.0)), 20ms);
        QCOMPARE(earlyBy(10ms, 3, std::exp(-1.0)), 30ms);
    }

    // With a load of 10 ms left, one in e reads does it.
    void theShareOfThoseWhoLoadIsAsDerived()
    {
        int early = 0;
        for (int i = 0; i < 100'000; ++i) {
            if (earlyBy(10'000us, 1, chance()) > 10ms)
                ++early;
        }
        QVERIFY(early > 35'000 && early < 38'700); // 36.8 %
    }

    void aHintIsOfItsKey()
    {
        const auto hints = std::make_unique<ExpiryHints>();
        const auto at = ExpiryHints::Clock::now() + 5s;
        QVERIFY(!hints->of("user:1"));
        hints->note("user:1", at);
        const auto hint = hints->of("user:1");
        QVERIFY(hint && std::chrono::abs(*hint - at) <= 1ms);
        int others = 0;
        for (int i = 2; i < 100'000; ++i)
            others += hints->of("user:" + QByteArray::number(i)) ? 1 : 0;
        QVERIFY(others < 3);
    }
};

QTEST_APPLESS_MAIN(CacheLifetimesTest)
#include "cache_lifetimes_test.moc"
