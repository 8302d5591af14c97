// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/back_off.h"
#include "redis/circuit_breaker.h"

#include <QTest>

using namespace std::chrono_literals;
using signalbox::BackOff;
using signalbox::redis::Breaker;
using signalbox::redis::CircuitBreaker;

class CircuitBreakerTest : public QObject {
    Q_OBJECT

private slots:
    void letsUntilItOpens()
    {
        CircuitBreaker breaker;
        QVERIFY(breaker.lets());
        breaker.probe(); // the first connection: nothing was wrong yet
        QVERIFY(breaker.lets());
        breaker.open();
        QCOMPARE(breaker.state(), Breaker::Open);
        breaker.probe();
        QCOMPARE(breaker.state(), Breaker::Probing);
        QVERIFY(!breaker.lets());
        breaker.open();
        QCOMPARE(breaker.state(), Breaker::Open);
        breaker.probe();
        breaker.close();
        QVERIFY(breaker.lets());
    }

    void countsOutagesAndNotProbes()
    {
        CircuitBreaker breaker;
        for (int outage = 1; outage <= 3; ++outage) {
            breaker.open();
            for (int probe = 0; probe < 5; ++probe) {
                breaker.probe();
                breaker.open();
            }
            breaker.close();
            QCOMPARE(breaker.opened(), quint64(outage));
        }
    }

    void isTooLateOnlyWhenNothingElseCame()
    {
        const auto sent = CircuitBreaker::Clock::now();
        CircuitBreaker breaker;
        QVERIFY(breaker.isTooLate(sent));
        breaker.answeredInTime(sent - 1ms);
        QVERIFY(breaker.isTooLate(sent));
        breaker.answeredInTime(sent + 100ms);
        QVERIFY(!breaker.isTooLate(sent));
        QVERIFY(breaker.isTooLate(sent + 101ms));
    }

    void backsOff()
    {
        BackOff backOff(50ms, 1000ms);
        const auto now = BackOff::Clock::now();
        QVERIFY(backOff.isDue(now));
        for (const int expected : {50, 100, 200, 400, 800, 1000, 1000}) {
            backOff.failed(now);
            const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(backOff.next() - now).count();
            QVERIFY2(delay >= expected * 3 / 4 - 1 && delay <= expected * 5 / 4 + 1,
                     QByteArray::number(qint64(delay)).constData());
            QVERIFY(!backOff.isDue(now));
        }
        backOff.succeeded();
        QVERIFY(backOff.isDue(now));
        backOff.failed(now);
        QVERIFY(backOff.next() - now <= 63ms);
    }

    void neverAllAtTheSameMoment()
    {
        const auto now = BackOff::Clock::now();
        QSet<qint64> moments;
        for (int i = 0; i < 100; ++i) {
            BackOff backOff(1000ms, 1000ms);
            backOff.failed(now);
            moments.insert((backOff.next() - now).count());
        }
        QVERIFY(moments.size() > 50);
    }
};

QTEST_GUILESS_MAIN(CircuitBreakerTest)
#include "circuit_breaker_test.moc"
