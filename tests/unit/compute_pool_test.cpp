// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/compute_pool.h"

#include <QSemaphore>
#include <QTest>

#include <stdexcept>

using namespace signalbox;

class ComputePoolTest : public QObject {
    Q_OBJECT

private slots:
    void givesTheResult()
    {
        ComputePool pool({.threads = 1, .queued = 1});
        auto future = pool.tryRun([] { return 42; });
        QVERIFY(future);
        QCOMPARE(future->result(), 42);
    }

    void carriesAnException()
    {
        ComputePool pool({.threads = 1, .queued = 1});
        auto future = pool.tryRun([]() -> int { throw std::runtime_error("no"); });
        QVERIFY(future);
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, future->result());
    }

    void refusesWhatIsOverItsBound()
    {
        ComputePool pool({.threads = 1, .queued = 1});
        QSemaphore gate;
        const auto wait = [&gate] {
            gate.acquire();
            return true;
        };
        auto running = pool.tryRun(wait);
        auto queued = pool.tryRun(wait);
        QVERIFY(running && queued);
        QCOMPARE(pool.waiting(), 1);
        QVERIFY(!pool.tryRun(wait));
        gate.release(2);
        QVERIFY(queued->result());
        QVERIFY(pool.tryRun([] { return true; }));
    }

    void finishesWhatItTookBeforeItGoes()
    {
        std::atomic<int> done = 0;
        {
            ComputePool pool({.threads = 2, .queued = 100});
            for (int i = 0; i < 50; ++i)
                QVERIFY(pool.tryRun([&done] { return ++done; }));
        }
        QCOMPARE(done.load(), 50);
    }
};

QTEST_GUILESS_MAIN(ComputePoolTest)
#include "compute_pool_test.moc"
