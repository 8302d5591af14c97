// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bullmq_scripts.h"
#include "support/job_processors.h"
#include "support/proxied_worker.h"

#include <QElapsedTimer>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;
using Fate = CommandProxy::Fate;

namespace {

constexpr int Patience = 20'000; // milliseconds

// What is done within Patience isn't done since a lock has expired, nor by looking now and again.
WorkerSettings patient()
{
    WorkerSettings settings;
    settings.lockDuration = milliseconds(120'000);
    settings.stalledInterval = milliseconds(120'000);
    settings.drainDelay = milliseconds(120'000);
    return settings;
}

} // namespace

// A worker that is closed, or goes, in the middle of things.
class WorkerClosingTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;
    JobRuns m_runs;

    QByteArray state(const QByteArray &id) { return m_jobs->stateOf(id); }
    bool isIdle() { return m_jobs->redis.number("clients", "blocked_clients") == 1; }
    static bool close(Worker &worker)
    {
        QSignalSpy closed(&worker, &Worker::closed);
        worker.close();
        return closed.wait(Patience);
    }

private slots:
    void init()
    {
        m_runs.clear();
        m_jobs = std::make_unique<JobFixture>();
        m_jobs->teachScripts();
    }
    void cleanup() { m_jobs.reset(); }

    void whileRedisIsAway_data()
    {
        QTest::addColumn<bool>("isFrozen");
        QTest::addColumn<bool>("isRunning");
        QTest::newRow("dead, idle") << false << false;
        QTest::newRow("dead, with a job") << false << true;
        QTest::newRow("frozen, idle") << true << false;
        QTest::newRow("frozen, with a job") << true << true;
    }
    void whileRedisIsAway()
    {
        QFETCH(bool, isFrozen);
        QFETCH(bool, isRunning);
        Worker &worker = m_jobs->work(resting(m_runs, 1000), patient());
        if (isRunning)
            m_jobs->add("n");
        QTRY_VERIFY(isRunning ? worker.running() == 1 : isIdle());
        if (isFrozen)
            m_jobs->redis.freeze();
        else
            m_jobs->redis.kill();
        QVERIFY(close(worker));
        m_jobs->workers.clear();
        if (isFrozen)
            m_jobs->redis.thaw();
    }

    void goesAtOnce_data() { whileRedisIsAway_data(); }
    void goesAtOnce()
    {
        QFETCH(bool, isFrozen);
        QFETCH(bool, isRunning);
        Worker &worker = m_jobs->work(resting(m_runs, 1000), patient());
        if (isRunning)
            m_jobs->add("n");
        QTRY_VERIFY(isRunning ? worker.running() == 1 : isIdle());
        if (isFrozen)
            m_jobs->redis.freeze();
        else
            m_jobs->redis.kill();
        QElapsedTimer elapsed;
        elapsed.start();
        m_jobs->workers.clear();
        QVERIFY2(elapsed.elapsed() < 500, qPrintable(QString::number(elapsed.elapsed())));
        QTest::qWait(1500); // the processor ends, and nobody listens
        if (isFrozen)
            m_jobs->redis.thaw();
    }

    // It waits for the next try to tell a job's end, and nothing else would wake it once its thread has ended.
    void whatInsistsGoesWithIt()
    {
        std::weak_ptr<JobContext> job;
        bool isDone = false;
        m_jobs->work(
            [&](std::shared_ptr<JobContext> context) -> QCoro::Task<QByteArray> {
                job = context;
                co_await rest(300);
                isDone = true;
                co_return "1";
            },
            patient());
        m_jobs->add("n");
        QTRY_VERIFY(!job.expired());
        m_jobs->redis.kill();
        QTRY_VERIFY(isDone && !m_jobs->clients->here().isUp());
        QVERIFY(!job.expired());
        m_jobs->workers.clear();
        QVERIFY(job.expired());
    }

    // Nor would Redis end a wait of no time at all, nor we notice what it does meanwhile.
    void aWaitOfNoTimeIsAShortOne()
    {
        WorkerSettings settings = patient();
        settings.drainDelay = milliseconds(0);
        ProxiedWorker worker(*m_jobs, resting(m_runs, 0), settings);
        std::vector<double> waits;
        worker.proxy.setJudge([&](const auto &words) {
            if (words[0] == "BZPOPMIN")
                waits.push_back(words.back().toDouble());
            return Fate::PassedOn;
        });
        worker->start();
        QTRY_VERIFY(waits.size() > 2);
        QVERIFY(std::ranges::all_of(waits, [](double seconds) { return seconds > 0; }));
    }

    // The marker is another's then, who would look by itself only much later.
    void whenAMarkerHasJustCome()
    {
        ProxiedWorker worker(*m_jobs, resting(m_runs, 0), patient());
        worker.proxy.setJudge([](const auto &words) { return words[0] == "BZPOPMIN" ? Fate::Held : Fate::PassedOn; });
        worker->start();
        QTRY_VERIFY(isIdle());
        WorkerSettings settings = patient();
        settings.name = "other";
        m_jobs->work(resting(m_runs, 0), settings);
        QTRY_COMPARE(m_jobs->redis.number("clients", "blocked_clients"), 2);
        const QByteArray id = m_jobs->add("n"); // who waits longest is woken
        QTRY_VERIFY(worker.proxy.isHolding());
        QCOMPARE(state(id), "waiting"_ba);
        QSignalSpy closed(&*worker, &Worker::closed);
        worker->close();
        QTest::qWait(50);
        worker.proxy.release();
        QVERIFY(closed.count() == 1 || closed.wait(Patience));
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, Patience);
        QCOMPARE(m_jobs->field(id, "pb"), "other"_ba);
    }

    void whenTheMarkerIsLost()
    {
        ProxiedWorker worker(*m_jobs, resting(m_runs, 0), patient());
        worker.proxy.setJudge([&](const auto &words) {
            if (words[0] != "BZPOPMIN")
                return Fate::PassedOn;
            QMetaObject::invokeMethod(&*worker, &Worker::close, Qt::QueuedConnection);
            return Fate::CutAfter;
        });
        m_jobs->words->say({"ZADD", m_jobs->keys.of("marker"), "0", "0"});
        QSignalSpy closed(&*worker, &Worker::closed);
        worker->start();
        QVERIFY(closed.wait(Patience));
        QVERIFY(m_jobs->words->exists(m_jobs->keys.of("marker")));
    }

    // It was given a job before it was closed: it does it.
    void duringAFetch()
    {
        const QByteArray id = m_jobs->add("n");
        const QByteArray next = m_jobs->add("n");
        ProxiedWorker worker(*m_jobs, resting(m_runs, 10), patient());
        worker.proxy.setJudge(
            [](const auto &words) { return runs(words, bullmq::moveToActive.script) ? Fate::Held : Fate::PassedOn; });
        worker->start();
        QTRY_VERIFY(worker.proxy.isHolding());
        QSignalSpy closed(&*worker, &Worker::closed);
        worker->close();
        QTest::qWait(50);
        QCOMPARE(closed.count(), 0);
        worker.proxy.release();
        QVERIFY(closed.wait(Patience));
        QCOMPARE(state(id), "completed"_ba);
        QCOMPARE(state(next), "waiting"_ba);
        QCOMPARE(m_jobs->count("active"), 0);
        QVERIFY(m_jobs->words->exists(m_jobs->keys.of("marker")));
    }

    // Nobody has begun it: it waits again, without a stall.
    void duringAFetchWhoseReplyIsLost()
    {
        const QByteArray id = m_jobs->add("n");
        ProxiedWorker worker(*m_jobs, resting(m_runs, 10), patient());
        worker.proxy.setJudge([&](const auto &words) {
            if (!runs(words, bullmq::moveToActive.script))
                return Fate::PassedOn;
            QMetaObject::invokeMethod(&*worker, &Worker::close, Qt::QueuedConnection);
            return Fate::CutAfter;
        });
        QSignalSpy closed(&*worker, &Worker::closed);
        worker->start();
        QVERIFY(closed.wait(Patience));
        QCOMPARE(m_jobs->count("active"), 0);
        m_jobs->work(resting(m_runs, 0), patient());
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, Patience);
        QCOMPARE(m_runs[id], 1);
        QVERIFY(m_jobs->field(id, "stc").isEmpty());
    }

    void duringAFinish_data()
    {
        QTest::addColumn<bool>("isReplyLost");
        QTest::newRow("that is answered") << false;
        QTest::newRow("whose reply is lost") << true;
    }
    // That gives it the next job.
    void duringAFinish()
    {
        QFETCH(bool, isReplyLost);
        QByteArrayList ids;
        for (int i = 0; i < 5; ++i)
            ids.append(m_jobs->add("n"));
        ProxiedWorker worker(*m_jobs, resting(m_runs, 10), patient());
        worker.proxy.setJudge([&](const auto &words) {
            if (!runs(words, bullmq::moveToFinished.script) || m_runs.size() != 2)
                return Fate::PassedOn;
            QMetaObject::invokeMethod(&*worker, &Worker::close, Qt::QueuedConnection);
            return isReplyLost ? Fate::CutAfter : Fate::PassedOn;
        });
        QSignalSpy closed(&*worker, &Worker::closed);
        worker->start();
        QVERIFY(closed.wait(Patience));
        QCOMPARE(m_jobs->count("active"), 0);
        m_jobs->work(resting(m_runs, 0), patient());
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->count("completed"), 5, Patience);
        for (const QByteArray &id : ids) {
            QCOMPARE(m_runs[id], 1);
            QVERIFY(m_jobs->field(id, "stc").isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(WorkerClosingTest)
#include "worker_closing_test.moc"
