// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_interrupts.h"
#include "jobs/marker_wait.h"
#include "jobs/passing_refusal.h"
#include "jobs/scheduler_writer.h"
#include "support/job_processors.h"
#include "support/proxied_worker.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

using Context = std::shared_ptr<JobContext>;

constexpr int Patience = 15'000; // milliseconds, much less than the lock of `slow`

WorkerSettings slow(int concurrency = 5)
{
    WorkerSettings settings;
    settings.concurrency = concurrency;
    settings.lockDuration = milliseconds(120'000);
    settings.stalledInterval = milliseconds(120'000);
    return settings;
}

} // namespace

// A worker whose Redis dies, hangs, forgets its scripts and comes back. It loses nothing when it is killed: what it
// answered is in its file.
class WorkerFaultsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;
    JobRuns m_runs;

    QByteArray state(const QByteArray &id) { return m_jobs->stateOf(id); }
    int number(const QByteArray &id, const QByteArray &field) { return m_jobs->field(id, field).toInt(); }
    QByteArrayList add(int count)
    {
        QByteArrayList ids;
        for (int i = 0; i < count; ++i)
            ids.append(m_jobs->add("n", QByteArray::number(i)));
        return ids;
    }
    // For all that is new.
    void fillRedis() { m_jobs->words->say({"CONFIG", "SET", "maxmemory", "1"}); }
    void makeRoom() { m_jobs->words->say({"CONFIG", "SET", "maxmemory", "0"}); }
    // As in a failover.
    void makeReplica() { m_jobs->words->say({"REPLICAOF", "127.0.0.1", "1"}); }
    void makeMaster() { m_jobs->words->say({"REPLICAOF", "NO", "ONE"}); }
    int refusals(const QByteArray &code)
    {
        const QByteArray count = "errorstat_" + code + ":count=";
        const QByteArray known = m_jobs->words->say({"INFO", "errorstats"}).bytes;
        const qsizetype at = known.indexOf(count);
        return at < 0 ? 0 : known.sliced(at + count.size()).split('\r').constFirst().toInt();
    }
    void schedule(const QByteArray &id, qint64 everyMs)
    {
        SchedulerPlan plan;
        plan.id = id;
        plan.name = "n";
        plan.everyMs = everyMs;
        QCoro::waitFor(
            upsertScheduler(m_jobs->clients->here(), {{}, m_jobs->keys.prefix(), m_jobs->keys.queue()}, plan, nullptr));
    }
    bool isIdle() { return m_jobs->redis.number("clients", "blocked_clients") == 1; }

    // All are done, each as often as Redis has given it to a worker: once, and again each time that it has stalled.
    void verifyDone(const QByteArrayList &ids)
    {
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->count("completed"), ids.size(), Patience);
        QCOMPARE(m_jobs->count("active"), 0);
        const QByteArrayList started = m_jobs->fields(ids, "ats");
        const QByteArrayList stalled = m_jobs->fields(ids, "stc");
        for (qsizetype i = 0; i < ids.size(); ++i) {
            QCOMPARE(started[i].toInt(), 1 + stalled[i].toInt());
            QVERIFY(m_runs[ids[i]] >= 1 && m_runs[ids[i]] <= started[i].toInt());
        }
    }
    void verifyDoneOnce(const QByteArrayList &ids)
    {
        verifyDone(ids);
        for (const QByteArray &id : ids)
            QCOMPARE(m_runs[id], 1);
    }

private slots:
    void init()
    {
        m_runs.clear();
        const QStringList keepsAll{u"--appendonly"_s, u"yes"_s, u"--appendfsync"_s, u"no"_s};
        m_jobs = std::make_unique<JobFixture>("work", keepsAll);
    }
    void cleanup() { m_jobs.reset(); }

    void restartsWhileItIsIdle()
    {
        m_jobs->work(resting(m_runs, 0), slow());
        QTRY_VERIFY(isIdle());
        m_jobs->redis.kill();
        QTest::qWait(600);
        QVERIFY(m_jobs->redis.start());
        QTRY_VERIFY(m_jobs->clients->here().isUp());
        verifyDoneOnce(add(5));
    }

    // They end while there is nobody to tell it to.
    void restartsWhileJobsRun()
    {
        const QByteArrayList ids = add(15);
        const Worker &worker = m_jobs->work(resting(m_runs, 400), slow());
        QTRY_COMPARE(worker.running(), 5);
        m_jobs->redis.kill();
        QTest::qWait(800);
        QVERIFY(m_jobs->redis.start());
        verifyDoneOnce(ids);
    }

    void restartsUnderLoad()
    {
        const QByteArrayList ids = add(200);
        m_jobs->work(resting(m_runs, 5), slow());
        for (const int done : {20, 100}) {
            QTRY_VERIFY_WITH_TIMEOUT(m_jobs->count("completed") >= done, Patience);
            m_jobs->redis.kill();
            QTest::qWait(300);
            QVERIFY(m_jobs->redis.start());
        }
        verifyDoneOnce(ids);
    }

    // Those that ran are run again, since nobody knows that they have ended.
    void isAwayForLongerThanALock()
    {
        WorkerSettings settings = slow();
        settings.lockDuration = milliseconds(500);
        settings.stalledInterval = milliseconds(300);
        settings.maxStalledCount = 5;
        const QByteArrayList ids = add(15);
        const Worker &worker = m_jobs->work(resting(m_runs, 300), settings);
        QTRY_COMPARE(worker.running(), 5);
        m_jobs->redis.kill();
        QTest::qWait(2000);
        QVERIFY(m_jobs->redis.start());
        verifyDone(ids);
    }

    void hangs_data()
    {
        QTest::addColumn<int>("ms");
        QTest::newRow("shorter than a command may take") << 1000;
        QTest::newRow("longer") << 6500;
    }
    void hangs()
    {
        QFETCH(int, ms);
        const QByteArrayList ids = add(100);
        m_jobs->work(resting(m_runs, 20), slow());
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->count("completed") >= 10, Patience);
        m_jobs->redis.freeze();
        QTest::qWait(ms);
        m_jobs->redis.thaw();
        verifyDoneOnce(ids);
    }

    void forgetsItsScripts()
    {
        const QByteArrayList ids = add(100);
        int flushed = 0;
        QTimer again;
        connect(&again, &QTimer::timeout, this, [&] {
            ++flushed;
            watch(m_jobs->clients->here().command(nullptr, "SCRIPT", "FLUSH"));
        });
        again.start(20);
        m_jobs->work(
            [this](Context context) -> QCoro::Task<QByteArray> {
                ++m_runs[context->job().id];
                co_await context->updateProgress("50");
                co_await context->log("half of it");
                co_await rest(10);
                co_return {};
            },
            slow());
        verifyDoneOnce(ids);
        QVERIFY(flushed > 5);
    }

    // Who has a lock no longer doesn't end what is another's.
    void aLockRunsOutWhileRedisIsAway()
    {
        WorkerSettings settings = JobFixture::quick();
        settings.lockDuration = milliseconds(1500);
        QString why;
        Worker &worker = m_jobs->work(
            [&](Context context) -> QCoro::Task<QByteArray> {
                const bool isFirst = ++m_runs[context->job().id] == 1;
                while (isFirst && !context->stopToken().stop_requested())
                    co_await rest(10);
                if (isFirst)
                    why = context->whyStopped();
                co_return isFirst ? "1" : "2";
            },
            settings);
        QList<JobOutcome::Kind> outcomes;
        connect(&worker, &Worker::ended, this, [&](const auto &, const JobOutcome &how) { outcomes.append(how.kind); });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        m_jobs->redis.kill();
        QTRY_COMPARE(why, u"its lock could not be renewed in time: Redis didn't answer"_s);
        QVERIFY(m_jobs->redis.start());
        QTRY_VERIFY(m_jobs->clients->here().isUp());
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, Patience);
        QTRY_COMPARE(outcomes.size(), 2);
        QVERIFY(outcomes[0] == JobOutcome::Kind::Lost);
        QVERIFY(outcomes[1] == JobOutcome::Kind::Completed);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "2"_ba);
        QCOMPARE(number(id, "stc"), 1);
    }

    // The end of a run that has lost its job doesn't touch the lock of the run that has it.
    void theLockOfALaterRunIsKept()
    {
        WorkerSettings settings = JobFixture::quick();
        settings.concurrency = 2;
        bool isToEnd = false;
        Worker &worker = m_jobs->work(
            [&](Context context) -> QCoro::Task<QByteArray> {
                if (++m_runs[context->job().id] == 1) {
                    while (!isToEnd)
                        co_await rest(10);
                    co_return "1";
                }
                isToEnd = true;
                co_await rest(4000);
                co_return "2";
            },
            settings);
        int lost = 0;
        connect(&worker, &Worker::ended, this,
                [&](const auto &, const JobOutcome &how) { lost += how.kind == JobOutcome::Kind::Lost; });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        m_jobs->words->say({"DEL", m_jobs->keys.lock(id)});
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, Patience);
        QCOMPARE(m_runs[id], 2);
        QCOMPARE(number(id, "stc"), 1);
        QCOMPARE(lost, 1);
        QCOMPARE(m_jobs->field(id, "returnvalue"), "2"_ba);
    }

    // The keeper gives up what Redis has renewed in a call whose reply never came, say.
    void aLockIsGivenUpThatRedisStillHolds()
    {
        Worker &worker = m_jobs->work(
            [&](Context context) -> QCoro::Task<QByteArray> {
                const bool isFirst = ++m_runs[context->job().id] == 1;
                while (isFirst && !context->stopToken().stop_requested())
                    co_await rest(10);
                if (isFirst)
                    throw UnrecoverableError(context->whyStopped());
                co_return {};
            },
            slow(1));
        QByteArray token;
        connect(&worker, &Worker::began, this, [&](const Context &context) { token = context->token(); });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        emit m_jobs->locks->lost(m_jobs->keys.base(), id, token, u"its lock could not be renewed"_s);
        QTRY_COMPARE(state(id), "completed"_ba);
        QCOMPARE(m_runs[id], 2);
        QCOMPARE(number(id, "atm"), 1);
        QCOMPARE(m_jobs->field(id, "stc"), QByteArray());
    }

    // Whatever becomes of its lock.
    void aCancelledJobIsNotRunAgain_data()
    {
        QTest::addColumn<bool>("isCancelledFirst");
        QTest::newRow("cancelled, then without its lock") << true;
        QTest::newRow("without its lock, then cancelled") << false;
    }
    void aCancelledJobIsNotRunAgain()
    {
        QFETCH(bool, isCancelledFirst);
        bool isToEnd = false;
        Worker &worker = m_jobs->work(
            [&](Context context) -> QCoro::Task<QByteArray> {
                ++m_runs[context->job().id];
                while (!isToEnd)
                    co_await rest(10);
                throw UnrecoverableError(context->whyStopped());
            },
            slow(1));
        QByteArray token;
        connect(&worker, &Worker::began, this, [&](const Context &context) { token = context->token(); });
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        if (isCancelledFirst)
            worker.cancel(id, u"enough"_s);
        emit m_jobs->locks->lost(m_jobs->keys.base(), id, token, u"its lock could not be renewed"_s);
        if (!isCancelledFirst)
            worker.cancel(id, u"enough"_s);
        isToEnd = true;
        QTRY_COMPARE(state(id), "failed"_ba);
        QCOMPARE(m_runs[id], 1);
    }

    // As long as a run lasts, and longer than a lock does.
    void aLockIsRenewedInAFullRedis()
    {
        WorkerSettings settings = JobFixture::quick();
        settings.lockDuration = milliseconds(1500);
        bool isFull = false;
        bool hasEnded = false;
        QString why;
        Worker &worker = m_jobs->work(
            [&](Context context) -> QCoro::Task<QByteArray> {
                ++m_runs[context->job().id];
                while (!isFull)
                    co_await rest(10);
                const QDeadlineTimer length(3 * 1500);
                while (!length.hasExpired() && !context->stopToken().stop_requested())
                    co_await rest(10);
                why = context->whyStopped();
                hasEnded = true;
                co_return {};
            },
            settings);
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        fillRedis();
        isFull = true;
        QTRY_VERIFY_WITH_TIMEOUT(hasEnded, Patience);
        QCOMPARE(why, QString());
        QTRY_COMPARE(state(id), "completed"_ba);
        makeRoom();
        verifyDoneOnce({id});
        QCOMPARE(m_jobs->field(id, "stc"), QByteArray());
    }

    void tellsWhyALockIsNotRenewed()
    {
        WorkerSettings settings = JobFixture::quick();
        settings.lockDuration = milliseconds(1500);
        QString why;
        Worker &worker = m_jobs->work(
            [&](Context context) -> QCoro::Task<QByteArray> {
                const bool isFirst = ++m_runs[context->job().id] == 1;
                while (isFirst && !context->stopToken().stop_requested())
                    co_await rest(10);
                if (isFirst)
                    why = context->whyStopped();
                co_return {};
            },
            settings);
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        makeReplica();
        QTRY_VERIFY(!why.isEmpty());
        QVERIFY2(why.startsWith(u"its lock could not be renewed in time: READONLY "_s), qPrintable(why));
        makeMaster();
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, Patience);
    }

    // It takes the end of a run, and no next job: what is due runs later, and isn't the last of its scheduler.
    void aSchedulerOutlivesAFullRedis()
    {
        Worker &worker = m_jobs->work(resting(m_runs, 0));
        QStringList troubles;
        int putOff = 0;
        connect(&worker, &Worker::trouble, this, [&](const QString &what) {
            if (what.contains(u"scheduler"_s))
                troubles.append(what);
        });
        connect(&worker, &Worker::ended, this,
                [&](const auto &, const JobOutcome &how) { putOff += how.kind == JobOutcome::Kind::Moved; });
        for (int round = 0; round < 2; ++round) {
            const qsizetype before = m_runs.size();
            if (round == 0)
                schedule("often", 300);
            QTRY_VERIFY(m_runs.size() > before);
            troubles.clear();
            putOff = 0;
            fillRedis();
            QTRY_VERIFY(putOff >= 2);
            QVERIFY2(troubles.size() == 1, qPrintable(troubles.join(u"; "_s)));
            const qsizetype untilThen = m_runs.size();
            makeRoom();
            QTRY_VERIFY_WITH_TIMEOUT(m_runs.size() >= untilThen + 3, Patience);
        }
        QTRY_COMPARE(m_jobs->count("delayed"), 1);
        for (const int runs : std::as_const(m_runs))
            QCOMPARE(runs, 1);
    }

    // Those behind it are done meanwhile.
    void whatIsPutOffIsInNobodysWay()
    {
        WorkerSettings settings = slow(1);
        settings.unfitRest = milliseconds(500);
        schedule("often", 1000);
        QByteArrayList ids = add(3);
        JobOptions soon;
        soon.delay = 1;
        ids.append(m_jobs->add("n", "{}", soon)); // Redis takes what follows on the move of a job that is due
        fillRedis();
        m_jobs->work(resting(m_runs, 0), settings);
        QTRY_COMPARE(m_jobs->count("completed"), ids.size());
        for (const QByteArray &id : ids)
            QCOMPARE(m_runs[id], 1);
        makeRoom();
        QTRY_VERIFY_WITH_TIMEOUT(m_runs.size() >= ids.size() + 2, Patience);
    }

    void knowsWhatPasses_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<bool>("passes");
        QTest::addColumn<bool>("isOfFullness");
        QTest::newRow("full") << "OOM command not allowed when used memory > 'maxmemory'."_ba << true << true;
        QTest::newRow("full, before Redis 7")
            << "ERR Error running script (call to f_dc96): @user_script:9: @user_script: 9: -OOM command not allowed"_ba
            << true << true;
        QTest::newRow("a failover") << "READONLY You can't write against a read only replica."_ba << true << false;
        QTest::newRow("a failover, before Redis 7")
            << "ERR Error running script (call to f_dc96): @user_script:9: @user_script: 9: -READONLY You can't write"_ba
            << true << false;
        QTest::newRow("a full disk") << "MISCONF Redis is configured to save RDB snapshots"_ba << true << false;
        QTest::newRow("too few replicas") << "NOREPLICAS Not enough good replicas to write."_ba << true << false;
        QTest::newRow("loading") << "LOADING Redis is loading the dataset in memory"_ba << true << false;
        QTest::newRow("another type") << "WRONGTYPE Operation against a key"_ba << false << false;
        QTest::newRow("a script's mistake") << "ERR user_script:9: attempt to index a nil value"_ba << false << false;
    }
    void knowsWhatPasses()
    {
        QFETCH(QByteArray, said);
        const auto error = redis::RedisError::ofReply(said);
        QTEST(mayPass(error), "passes");
        QTEST(isFull(error), "isOfFullness");
    }

    // By a Redis that takes it in a little later.
    void aFinishIsRefusedForNow()
    {
        bool isToEnd = false;
        const Worker &worker = m_jobs->work(
            [&](Context context) -> QCoro::Task<QByteArray> {
                ++m_runs[context->job().id];
                while (!isToEnd)
                    co_await rest(10);
                co_return "1";
            },
            slow(1));
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE(worker.running(), 1);
        makeReplica();
        isToEnd = true;
        QTRY_VERIFY(refusals("READONLY") >= 3);
        makeMaster();
        verifyDoneOnce({id});
        QCOMPARE(m_jobs->field(id, "stc"), QByteArray());
    }

    // There was a job in the reply that was lost.
    void aFinishIsUnclearAndThenRefused()
    {
        m_jobs->teachScripts();
        ProxiedWorker worker(*m_jobs, resting(m_runs, 0), slow(1));
        worker.proxy.setJudge([&, hasCut = false, hasRefused = false](const QByteArrayList &words) mutable {
            if (!hasCut && runs(words, bullmq::moveToFinished.script)) {
                hasCut = true;
                return CommandProxy::Fate::CutAfter;
            }
            if (!hasRefused && words.value(0) == "HMGET") { // whether it was taken in
                hasRefused = true;
                m_jobs->redis.run({u"ACL"_s, u"SETUSER"_s, u"default"_s, u"-hmget"_s});
            }
            return CommandProxy::Fate::PassedOn;
        });
        QList<JobOutcome::Kind> outcomes;
        connect(&*worker, &Worker::ended, this, [&](const auto &, const JobOutcome &how) {
            outcomes.append(how.kind);
            m_jobs->redis.run({u"ACL"_s, u"SETUSER"_s, u"default"_s, u"+hmget"_s});
        });
        const QByteArrayList ids = add(2);
        worker->start();
        verifyDoneOnce(ids);
        QTRY_COMPARE(outcomes.size(), 2);
        QVERIFY(outcomes[0] == JobOutcome::Kind::Lost);
        QCOMPARE(m_jobs->fields(ids, "stc"), QByteArrayList(2, QByteArray()));
    }

    // It tells of it once, and doesn't ask all the time.
    void isQuietWhileRedisIsAway()
    {
        Worker &worker = m_jobs->work(resting(m_runs, 0));
        QStringList troubles;
        connect(&worker, &Worker::trouble, this, [&](const QString &what) { troubles.append(what); });
        QTRY_VERIFY(isIdle());
        for (int round = 0; round < 2; ++round) {
            troubles.clear();
            const quint64 before = m_jobs->clients->figures().commands;
            m_jobs->redis.kill();
            QTest::qWait(3000);
            QVERIFY(!troubles.isEmpty());
            QVERIFY2(troubles.size() <= 2, qPrintable(troubles.join(u"; "_s)));
            const quint64 asked = m_jobs->clients->figures().commands - before;
            QVERIFY2(asked < 50, qPrintable(QString::number(asked)));
            QVERIFY(m_jobs->redis.start());
            QTRY_VERIFY(m_jobs->clients->here().isUp());
            const QByteArray id = m_jobs->add("n");
            QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, Patience);
        }
    }

    void isPausedWhileRedisIsAway()
    {
        Worker &worker = m_jobs->work(resting(m_runs, 0));
        QSignalSpy trouble(&worker, &Worker::trouble);
        QTRY_VERIFY(isIdle());
        m_jobs->redis.kill();
        QTRY_VERIFY(!trouble.isEmpty());
        worker.pause();
        QVERIFY(m_jobs->redis.start());
        QTRY_VERIFY(m_jobs->clients->here().isUp());
        const QByteArray id = m_jobs->add("n");
        QTest::qWait(3000); // longer than it ever backs off
        QCOMPARE(state(id), "waiting"_ba);
        worker.resume();
        QTRY_COMPARE(state(id), "completed"_ba);
    }

    // It looks by itself then, now and again.
    void mayNotWaitForMarkers()
    {
        m_jobs->words->say({"ACL", "SETUSER", "default", "-bzpopmin"});
        m_jobs->work(resting(m_runs, 0));
        verifyDoneOnce(add(1));
        const quint64 before = m_jobs->clients->figures().commands;
        QTest::qWait(2000);
        const quint64 asked = m_jobs->clients->figures().commands - before;
        QVERIFY2(asked < 20, qPrintable(QString::number(asked)));
    }

    // Its connection is, at once.
    void aHungWaitIsGivenUp()
    {
        CommandProxy proxy(m_jobs->redis.url());
        int pops = 0;
        proxy.setJudge([&](const QByteArrayList &words) {
            const bool isFirst = words.value(0) == "BZPOPMIN" && ++pops == 1;
            return isFirst ? CommandProxy::Fate::Held : CommandProxy::Fate::PassedOn;
        });
        const auto target = std::make_shared<redis::ServerTarget>(redis::Target{proxy.url(), {}, {}, {}});
        int ended = 0;
        MarkerWait wait({m_jobs->keys, "w", milliseconds(100)}, target, [&] { ++ended; });
        wait.begin();
        QTRY_COMPARE(ended, 1);
        QVERIFY(!wait.trouble().isEmpty());
        QTRY_COMPARE(proxy.connections(), 2);
        m_jobs->words->say({"ZADD", m_jobs->keys.of("marker"), "0", "0"});
        QTRY_VERIFY((wait.begin(), wait.hasMarker()));
    }

    void aWaitIsInterruptedBeforeRedisKnowsOfIt()
    {
        CommandProxy proxy(m_jobs->redis.url());
        int pops = 0;
        proxy.setJudge([&](const QByteArrayList &words) {
            pops += words.value(0) == "BZPOPMIN";
            return words.value(1) == "ID" ? CommandProxy::Fate::Held : CommandProxy::Fate::PassedOn;
        });
        const auto target = std::make_shared<redis::ServerTarget>(redis::Target{proxy.url(), {}, {}, {}});
        MarkerWait wait({m_jobs->keys, "w", milliseconds(60'000)}, target, [] {});
        wait.begin();
        QTRY_VERIFY(proxy.isHolding());
        QCoro::waitFor(wait.interrupt(m_jobs->clients->here()));
        proxy.release();
        QTRY_VERIFY(!wait.isWaiting());
        QCOMPARE(pops, 0);
    }

    void mayNotAskForItsConnectionsId()
    {
        m_jobs->words->say({"ACL", "SETUSER", "default", "-client"});
        m_jobs->work(resting(m_runs, 0));
        for (int i = 0; i < 3; ++i) {
            QTRY_VERIFY(isIdle());
            const QByteArray id = m_jobs->add("n");
            QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, Patience);
            QVERIFY(number(id, "ats") == 1);
            const qint64 waited =
                m_jobs->field(id, "processedOn").toLongLong() - m_jobs->field(id, "timestamp").toLongLong();
            QVERIFY2(waited < 2000, qPrintable(QString::number(waited)));
        }
    }
};

QTEST_GUILESS_MAIN(WorkerFaultsTest)
#include "worker_faults_test.moc"
