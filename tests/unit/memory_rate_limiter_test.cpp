// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/memory_rate_limiter.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace signalbox::http;
using namespace std::chrono_literals;

class MemoryRateLimiterTest : public QObject {
    Q_OBJECT

private slots:
    void init() { m_now = {}; }

    void letsABurstThroughAndThenItsShare()
    {
        MemoryRateLimiter limiter(1000, clock());
        for (int left = 3; left > 0; --left) {
            const RateDecision decision = take(limiter, "a");
            QVERIFY(decision.allowed);
            QCOMPARE(decision.remaining, left - 1);
        }
        const RateDecision refused = take(limiter, "a");
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.remaining, 0);
        QCOMPARE(refused.untilNext, 1s + 0ms);
        QCOMPARE(refused.untilFull, 3s + 0ms);
        m_now += 999ms;
        QVERIFY(!take(limiter, "a").allowed);
        m_now += 1ms;
        QVERIFY(take(limiter, "a").allowed);
        QVERIFY(!take(limiter, "a").allowed);
    }

    void isFullAgainAfterItsWindow()
    {
        MemoryRateLimiter limiter(1000, clock());
        for (int i = 0; i < 10; ++i)
            take(limiter, "a");
        m_now += 3s;
        QCOMPARE(take(limiter, "a").remaining, 2);
    }

    void countsEachBucketOnItsOwn()
    {
        MemoryRateLimiter limiter(1000, clock());
        for (int i = 0; i < 4; ++i)
            take(limiter, "a");
        QVERIFY(!take(limiter, "a").allowed);
        QVERIFY(take(limiter, "b").allowed);
    }

    void noLimitLetsEverythingThrough()
    {
        MemoryRateLimiter limiter(1000, clock());
        for (int i = 0; i < 100; ++i)
            QVERIFY(limiter.tryTake("a", RateLimit::none())->allowed);
        QCOMPARE(limiter.size(), 0);
    }

    void keepsNoMoreBucketsThanItMay()
    {
        MemoryRateLimiter limiter(640, clock());
        for (int i = 0; i < 10'000; ++i)
            take(limiter, QByteArray::number(i));
        QVERIFY(limiter.size() <= 640);
        QVERIFY(limiter.size() >= 320);
    }

    void forgetsTheOneAskedForLongestAgo()
    {
        MemoryRateLimiter limiter(64, clock()); // one in each stripe
        take(limiter, "a");
        const int others = 10'000; // surely one in the stripe of "a"
        for (int i = 0; i < others; ++i)
            take(limiter, QByteArray::number(i));
        QCOMPARE(take(limiter, "a").remaining, 2);
    }

    void threadsShareOneCount()
    {
        MemoryRateLimiter limiter(1000, clock());
        std::atomic<int> allowed = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int request = 0; request < 1000; ++request)
                    allowed += limiter.tryTake("a", {.requests = 500, .window = 60s})->allowed;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(allowed.load(), 500);
    }

private:
    MemoryRateLimiter::Now clock()
    {
        return [this] { return m_now; };
    }

    static RateDecision take(MemoryRateLimiter &limiter, const QByteArray &bucket)
    {
        return *limiter.tryTake(bucket, {.requests = 3, .window = 3s});
    }

    MemoryRateLimiter::Clock::time_point m_now;
};

QTEST_GUILESS_MAIN(MemoryRateLimiterTest)
#include "memory_rate_limiter_test.moc"
