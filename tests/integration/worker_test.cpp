// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/json_text.h"
#include "jobs/job_interrupts.h"
#include "support/job_fixture.h"

#include <QCoro/QCoroTimer>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

using Context = std::shared_ptr<JobContext>;

QCoro::Task<QByteArray> echo(Context context)
{
    co_return context->job().data;
}

QCoro::Task<> rest(int ms)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(ms);
    co_await timer;
}

} // namespace

// A worker on a real Redis.
class WorkerTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;

    QByteArray state(const QByteArray &id) { return m_jobs->stateOf(id); }

private slots:
    void init() { m_jobs = std::make_unique<JobFixture>(); }
    void cleanup() { m_jobs.reset(); }

    void jobsAreDoneInOrder()
    {
        QByteArrayList done;
        QByteArrayList added;
        for (int i = 0; i < 20; ++i)
            added.append(m_jobs->add("n", QByteArray::number(i)));
        m_jobs->work([&done](Context context) -> QCoro::Task<QByteArray> {
            done.append(context->job().id);
            co_return context->job().data;
        });
        QTRY_COMPARE(m_jobs->count("completed"), 20);
        QCOMPARE(done, added);
        QCOMPARE(m_jobs->field(added[7], "returnvalue"), "7"_ba);
        QCOMPARE(m_jobs->field(added[7], "atm"), "1"_ba);
        QCOMPARE(m_jobs->count("active"), 0);
        QVERIFY(!m_jobs->words->exists(m_jobs->keys.lock(added[7])));
    }

    void anIdleWorkerIsWoken()
    {
        m_jobs->work(echo);
        QTRY_VERIFY(m_jobs->words->say({"CLIENT", "LIST"}).bytes.contains("cmd=bzpopmin"));
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const QByteArray id = m_jobs->add("n", "\"x\"");
        QTRY_COMPARE(state(id), "completed"_ba);
        QVERIFY(m_jobs->field(id, "processedOn").toLongLong() - before < 1000); // well under the wait of 5 s
    }

    // Once for each time, however many places there are.
    void itIsToldThatNoJobIsLeft_data()
    {
        QTest::addColumn<int>("concurrency");
        QTest::newRow("one at a time") << 1;
        QTest::newRow("several") << 4;
    }
    void itIsToldThatNoJobIsLeft()
    {
        QFETCH(int, concurrency);
        WorkerSettings settings = JobFixture::quick();
        settings.concurrency = concurrency;
        Worker &worker = m_jobs->work(echo, settings);
        QSignalSpy drained(&worker, &Worker::drained);
        QTRY_VERIFY(m_jobs->words->say({"CLIENT", "LIST"}).bytes.contains("cmd=bzpopmin"));
        QCOMPARE(drained.size(), 0); // there was none yet
        for (int time = 1; time <= 3; ++time) {
            worker.pause();
            for (int i = 0; i < 10; ++i)
                m_jobs->add("n");
            worker.resume();
            QTRY_COMPARE(m_jobs->count("completed"), 10 * time);
            QTRY_COMPARE(drained.size(), time);
        }
        QSignalSpy closed(&worker, &Worker::closed);
        worker.close();
        QVERIFY(closed.wait(5000));
        QCOMPARE(drained.size(), 3);
    }

    void aDelayedJobIsPunctual()
    {
        m_jobs->work(echo);
        JobOptions options;
        options.delay = 700;
        const QByteArray id = m_jobs->add("n", "1", options);
        QTRY_COMPARE(state(id), "completed"_ba);
        const qint64 late =
            m_jobs->field(id, "processedOn").toLongLong() - m_jobs->field(id, "timestamp").toLongLong() - 700;
        QVERIFY2(late >= 0 && late < 250, qPrintable(QString::number(late)));
    }

    void nothingIsReturnedAsNull()
    {
        m_jobs->work([](Context) -> QCoro::Task<QByteArray> { co_return {}; });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(m_jobs->field(id, "returnvalue"), "null"_ba);
    }

    void whatIsNotJsonFailsForGood()
    {
        m_jobs->work([](Context) -> QCoro::Task<QByteArray> { co_return "not json"; });
        JobOptions options;
        options.attempts = 3;
        const QByteArray id = m_jobs->add("n", "1", options);
        QTRY_COMPARE(state(id), "failed"_ba);
        QCOMPARE(m_jobs->field(id, "failedReason"), "The processor gave what isn't JSON"_ba);
    }

    void whatIsTooLargeFailsForGood()
    {
        m_jobs->work([](Context) -> QCoro::Task<QByteArray> {
            const QByteArray large = '"' + QByteArray(17 << 20, 'x') + '"';
            co_return large;
        });
        JobOptions options;
        options.attempts = 3;
        const QByteArray id = m_jobs->add("n", "1", options);
        QTRY_COMPARE(state(id), "failed"_ba);
        QVERIFY(m_jobs->field(id, "failedReason").contains("put it elsewhere"));
    }

    void aFailureIsTriedAgain()
    {
        int runs = 0;
        m_jobs->work([&runs](Context) -> QCoro::Task<QByteArray> {
            if (++runs < 3)
                throw std::runtime_error("not yet");
            co_return "\"done\"";
        });
        JobOptions options;
        options.attempts = 5;
        options.backoff = BackoffOption{u"fixed"_s, 50, 0};
        const QByteArray id = m_jobs->add("n", "1", options);
        QTRY_COMPARE(state(id), "completed"_ba);
        QCOMPARE(runs, 3);
        QCOMPARE(m_jobs->field(id, "atm"), "3"_ba);
        QCOMPARE(jsonValue(m_jobs->field(id, "stacktrace"))->toArray().size(), 2);
    }

    void attemptsComeToAnEnd()
    {
        m_jobs->work([](Context) -> QCoro::Task<QByteArray> { throw std::runtime_error("never"); });
        JobOptions options;
        options.attempts = 3;
        const QByteArray id = m_jobs->add("n", "1", options);
        QTRY_COMPARE(state(id), "failed"_ba);
        QCOMPARE(m_jobs->field(id, "failedReason"), "never"_ba);
        QCOMPARE(m_jobs->field(id, "atm"), "3"_ba);
    }

    void someFailuresAreNotTriedAgain()
    {
        m_jobs->work([](Context) -> QCoro::Task<QByteArray> { throw UnrecoverableError(u"broken"_s); });
        JobOptions options;
        options.attempts = 3;
        const QByteArray id = m_jobs->add("n", "1", options);
        QTRY_COMPARE(state(id), "failed"_ba);
        QCOMPARE(m_jobs->field(id, "atm"), "1"_ba);
    }

    void anUnknownBackoffFailsAndSaysSo()
    {
        m_jobs->work([](Context) -> QCoro::Task<QByteArray> { throw std::runtime_error("no"); });
        JobOptions options;
        options.attempts = 3;
        options.backoff = BackoffOption{u"lunar"_s, 50, 0};
        const QByteArray id = m_jobs->add("n", "1", options);
        QTRY_COMPARE(state(id), "failed"_ba);
        QVERIFY(m_jobs->field(id, "failedReason").contains("Unknown backoff strategy lunar"));
    }

    void aNameWithoutAProcessorFailsAndSaysSo()
    {
        Processors processors;
        processors.add(u"known"_s, echo);
        m_jobs->work(std::move(processors));
        const QByteArray known = m_jobs->add("known");
        const QByteArray unknown = m_jobs->add("unknown");
        QTRY_COMPARE(state(unknown), "failed"_ba);
        QCOMPARE(state(known), "completed"_ba);
        QVERIFY(m_jobs->field(unknown, "failedReason").contains("no processor for jobs named unknown"));
    }

    void itRunsAsManyAsItMay()
    {
        int running = 0;
        int most = 0;
        WorkerSettings settings = JobFixture::quick();
        settings.concurrency = 5;
        for (int i = 0; i < 30; ++i)
            m_jobs->add("n");
        m_jobs->work(
            [&](Context) -> QCoro::Task<QByteArray> {
                most = std::max(most, ++running);
                co_await rest(20);
                --running;
                co_return {};
            },
            settings);
        QTRY_COMPARE(m_jobs->count("completed"), 30);
        QCOMPARE(most, 5);
    }

    void aLongJobKeepsItsLock()
    {
        int stalled = 0;
        int runs = 0;
        Worker &worker = m_jobs->work([&runs](Context) -> QCoro::Task<QByteArray> {
            ++runs;
            co_await rest(3500);
            co_return {};
        });
        connect(&worker, &Worker::stalled, this, [&] { ++stalled; });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 10'000);
        QCOMPARE(runs, 1);
        QCOMPARE(stalled, 0);
    }

    // A processor that computes on the worker's own thread, as none should.
    void aBlockedThreadKeepsItsLocks()
    {
        m_jobs->work([](Context) -> QCoro::Task<QByteArray> {
            QThread::msleep(2500);
            co_return {};
        });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 10'000);
        QVERIFY(m_jobs->field(id, "stc").isEmpty());
    }

    void progressLogsAndDataAreKept()
    {
        m_jobs->work([](Context context) -> QCoro::Task<QByteArray> {
            co_await context->updateProgress("40");
            co_await context->log("one");
            co_await context->log("two");
            co_await context->updateData("{\"a\":2}");
            co_return context->job().data;
        });
        const QByteArray id = m_jobs->add("n", "{\"a\":1}");
        QTRY_COMPARE(state(id), "completed"_ba);
        QCOMPARE(m_jobs->field(id, "progress"), "40"_ba);
        QCOMPARE(m_jobs->field(id, "data"), "{\"a\":2}"_ba);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "{\"a\":2}"_ba);
        QCOMPARE(m_jobs->words->say({"LRANGE", m_jobs->keys.logs(id), "0", "-1"}).items.size(), 2);
    }

    void aJobMayComeLater()
    {
        int runs = 0;
        m_jobs->work([&runs](Context context) -> QCoro::Task<QByteArray> {
            if (++runs == 1)
                co_await context->delayUntil(QDateTime::currentMSecsSinceEpoch() + 200);
            co_return "2";
        });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(state(id), "completed"_ba);
        QCOMPARE(runs, 2);
        QCOMPARE(m_jobs->field(id, "atm"), "1"_ba);
    }

    void theRateIsKept()
    {
        WorkerSettings settings = JobFixture::quick();
        settings.limiter = JobRateLimit{5, 500};
        std::vector<qint64> times;
        for (int i = 0; i < 15; ++i)
            m_jobs->add("n");
        m_jobs->work(
            [&times](Context) -> QCoro::Task<QByteArray> {
                times.push_back(QDateTime::currentMSecsSinceEpoch());
                co_return {};
            },
            settings);
        QTRY_COMPARE(m_jobs->count("completed"), 15);
        QVERIFY(times[5] - times[0] >= 450);
        QVERIFY(times[10] - times[5] >= 450);
    }

    void aPausedWorkerTakesNone()
    {
        Worker &worker = m_jobs->work(echo);
        worker.pause();
        const QByteArray id = m_jobs->add("n");
        WorkerSettings other = JobFixture::quick();
        other.name = "other";
        Worker &second = m_jobs->work(echo, other);
        QTRY_COMPARE(state(id), "completed"_ba);
        QCOMPARE(m_jobs->field(id, "pb"), "other"_ba);
        second.pause();
        const QByteArray next = m_jobs->add("n");
        worker.resume();
        QTRY_COMPARE(state(next), "completed"_ba);
    }

    void closingWaitsForWhatRuns()
    {
        Worker &worker = m_jobs->work([](Context) -> QCoro::Task<QByteArray> {
            co_await rest(400);
            co_return "1";
        });
        const QByteArray first = m_jobs->add("n");
        const QByteArray second = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        QSignalSpy closed(&worker, &Worker::closed);
        worker.close();
        QVERIFY(closed.wait(5000));
        QCOMPARE(state(first), "completed"_ba);
        QCOMPARE(state(second), "waiting"_ba);
        QCOMPARE(m_jobs->count("active"), 0);
        QVERIFY(m_jobs->words->exists(m_jobs->keys.of("marker")));
    }

    void closingEndsAnIdleWait()
    {
        Worker &worker = m_jobs->work(echo);
        QTRY_VERIFY(m_jobs->words->say({"CLIENT", "LIST"}).bytes.contains("cmd=bzpopmin"));
        QSignalSpy closed(&worker, &Worker::closed);
        worker.close();
        QVERIFY(closed.wait(2000)); // and not at the end of the wait of 5 s
    }

    void whatAnEndedWorkerLeftIsTakenByAnother()
    {
        m_jobs->work([](Context context) -> QCoro::Task<QByteArray> {
            while (!context->stopToken().stop_requested())
                co_await rest(10);
            co_return {};
        });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(m_jobs->workers.front()->running(), 1);
        m_jobs->workers.clear();
        QCOMPARE(m_jobs->count("active"), 1);
        QByteArrayList stalled;
        Worker &next = m_jobs->work(echo);
        connect(&next, &Worker::stalled, this, [&](const QByteArray &job) { stalled.append(job); });
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, 10'000);
        QCOMPARE(stalled, QByteArrayList{id});
        QCOMPARE(m_jobs->field(id, "stc"), "1"_ba);
    }

    void aLostLockStopsTheProcessor()
    {
        QString why;
        Worker &worker = m_jobs->work([&why](Context context) -> QCoro::Task<QByteArray> {
            while (!context->stopToken().stop_requested())
                co_await rest(10);
            why = context->whyStopped();
            co_return "1";
        });
        std::optional<JobOutcome> outcome;
        connect(&worker, &Worker::ended, this, [&](const auto &, const JobOutcome &how) { outcome = how; });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        m_jobs->words->say({"SET", m_jobs->keys.lock(id), "another"});
        QTRY_VERIFY(outcome);
        QCOMPARE(why, u"its lock was lost"_s);
        QVERIFY(outcome->kind == JobOutcome::Kind::Lost);
        QCOMPARE(state(id), "active"_ba);
    }

    void aJobIsCanceled()
    {
        Worker &worker = m_jobs->work([](Context context) -> QCoro::Task<QByteArray> {
            while (!context->stopToken().stop_requested())
                co_await rest(10);
            throw UnrecoverableError(context->whyStopped());
        });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        QVERIFY(!worker.cancel("999", u"no"_s));
        QVERIFY(worker.cancel(id, u"an admin wants it"_s));
        QTRY_COMPARE(state(id), "failed"_ba);
        QCOMPARE(m_jobs->field(id, "failedReason"), "an admin wants it"_ba);
    }

    void aGhostIsCleared()
    {
        m_jobs->words->say({"LPUSH", m_jobs->keys.of("wait"), "ghost"});
        m_jobs->words->say({"ZADD", m_jobs->keys.of("marker"), "0", "0"});
        m_jobs->work(echo);
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(state(id), "completed"_ba);
        QTRY_COMPARE(m_jobs->count("active"), 0);
        QVERIFY(!m_jobs->words->exists(m_jobs->keys.job("ghost")));
        QCOMPARE(m_jobs->count("failed"), 0);
    }

    void aJobThatIsToFailIsNotRun()
    {
        bool hasRun = false;
        const QByteArray id = m_jobs->add("n");
        m_jobs->words->say({"HSET", m_jobs->keys.job(id), "defa", "job stalled more than allowable limit"});
        m_jobs->work([&hasRun](Context) -> QCoro::Task<QByteArray> {
            hasRun = true;
            co_return {};
        });
        QTRY_COMPARE(state(id), "failed"_ba);
        QCOMPARE(m_jobs->field(id, "failedReason"), "job stalled more than allowable limit"_ba);
        QVERIFY(!hasRun);
    }

    // As often as it has waited for a marker in vain, and not more.
    void aPausedQueueIsNotAskedAllTheTime()
    {
        const auto calls = [this](const QByteArray &command) {
            const QByteArray stats = m_jobs->redis.run({u"INFO"_s, u"commandstats"_s});
            const qsizetype at = stats.indexOf("cmdstat_" + command + ":calls=");
            return at < 0 ? 0 : stats.mid(at).split('=').value(1).split(',').first().toInt();
        };
        const QByteArray id = m_jobs->add("n");
        m_jobs->words->say({"HSET", m_jobs->keys.of("meta"), "paused", "1"});
        m_jobs->words->say({"DEL", m_jobs->keys.of("marker")});
        WorkerSettings settings = JobFixture::quick();
        settings.drainDelay = milliseconds(100);
        settings.stalledInterval = milliseconds(60'000);
        m_jobs->work(echo, settings);
        QTRY_VERIFY(calls("bzpopmin") >= 10);
        QVERIFY(calls("evalsha") <= calls("bzpopmin") + 4);
        QCOMPARE(state(id), "waiting"_ba);
    }
};

QTEST_GUILESS_MAIN(WorkerTest)
#include "worker_test.moc"
