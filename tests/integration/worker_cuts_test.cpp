// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bullmq_scripts.h"
#include "jobs/job_interrupts.h"
#include "jobs/queue_address.h"
#include "jobs/scheduler_writer.h"
#include "support/job_processors.h"
#include "support/proxied_worker.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;
using Fate = CommandProxy::Fate;

namespace {

using Context = std::shared_ptr<JobContext>;

constexpr int Patience = 15'000; // milliseconds, much less than any lock, stall or wait of `patient`

// What is mended within Patience isn't mended by a lock that expires, nor by looking now and again.
WorkerSettings patient(int concurrency = 1)
{
    WorkerSettings settings;
    settings.concurrency = concurrency;
    settings.lockDuration = milliseconds(120'000);
    settings.stalledInterval = milliseconds(120'000);
    settings.drainDelay = milliseconds(120'000);
    return settings;
}

JobOptions tries(qint64 delay = 0)
{
    JobOptions options;
    options.attempts = 3;
    if (delay > 0)
        options.backoff = BackoffOption{u"fixed"_s, delay, 0};
    return options;
}

// Each name another way through a job's life.
QCoro::Task<QByteArray> live(Context context, int run)
{
    const QString &name = context->job().name;
    if (name == "broken"_L1)
        throw UnrecoverableError(u"broken"_s);
    if (context->job().attemptsMade == 0 && (name == "again"_L1 || name == "later"_L1))
        throw std::runtime_error("not yet");
    if (name == "put off"_L1 && run == 1)
        co_await context->delayUntil(QDateTime::currentMSecsSinceEpoch() + 50);
    if (name == "plain"_L1) {
        co_await context->updateProgress("50");
        co_await context->log("half of it");
        co_await context->updateData("{\"half\":2}");
    }
    co_return context->job().data;
}

} // namespace

// A worker whose connections are cut: at each command that there is, before Redis sees it and after Redis has done it.
class WorkerCutsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;
    JobRuns m_runs;

    QByteArray state(const QByteArray &id) { return m_jobs->stateOf(id); }
    QList<NewJob> lives()
    {
        return {{"plain", "1", tries()},
                {"again", "2", tries()},
                {"later", "3", tries(50)},
                {"broken", "4", tries()},
                {"put off", "5", tries()}};
    }
    // The same fate for the first command of a script.
    CommandProxy::Judge first(const redis::Script &script, Fate fate)
    {
        return [&script, fate, isOver = false](const QByteArrayList &words) mutable {
            return !isOver && runs(words, script) && (isOver = true) ? fate : Fate::PassedOn;
        };
    }
    // Each was run as often as Redis has given it away, which is once but for what is tried again.
    void verifyDone(const QByteArrayList &ids)
    {
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->count("completed") + m_jobs->count("failed"), ids.size(), Patience);
        QCOMPARE(m_jobs->count("failed"), ids.size() > 1 ? 1 : 0);
        QCOMPARE(m_jobs->count("active"), 0);
        int most = 2; // for what was cut while it ran
        int all = 0;
        const QByteArrayList started = m_jobs->fields(ids, "ats");
        const QByteArrayList stalled = m_jobs->fields(ids, "stc");
        const QByteArrayList names = m_jobs->fields(ids, "name");
        for (qsizetype i = 0; i < ids.size(); ++i) {
            const QByteArray &name = names[i];
            most += name == "again" || name == "later" || name == "put off" ? 2 : 1;
            all += m_runs[ids[i]];
            QCOMPARE(m_runs[ids[i]], started[i].toInt());
            QCOMPARE(stalled[i], QByteArray());
        }
        QVERIFY2(all <= most, qPrintable(QString::number(all)));
    }
    jobs::Processor living()
    {
        return [this](Context context) { return live(context, ++m_runs[context->job().id]); };
    }

private slots:
    void init()
    {
        m_runs.clear();
        m_jobs = std::make_unique<JobFixture>();
        m_jobs->teachScripts();
    }
    void cleanup() { m_jobs.reset(); }

    void anyCommand_data()
    {
        QTest::addColumn<Fate>("fate");
        QTest::addColumn<int>("concurrency");
        QTest::newRow("before, one at a time") << Fate::CutBefore << 1;
        QTest::newRow("before, three at a time") << Fate::CutBefore << 3;
        QTest::newRow("after, one at a time") << Fate::CutAfter << 1;
        QTest::newRow("after, three at a time") << Fate::CutAfter << 3;
    }
    void anyCommand()
    {
        QFETCH(Fate, fate);
        QFETCH(int, concurrency);
        int cut = 0;
        for (bool wasCut = true; wasCut && !QTest::currentTestFailed(); ++cut) {
            m_runs.clear();
            m_jobs->words->say({"FLUSHALL"});
            QByteArrayList ids;
            for (const NewJob &job : lives())
                ids.append(m_jobs->add(job));
            ProxiedWorker worker(*m_jobs, living(), patient(concurrency));
            QByteArray what;
            const auto report = qScopeGuard([&] {
                if (QTest::currentTestFailed())
                    qWarning("cut at command %d: %s", cut, what.constData());
            });
            wasCut = false;
            worker.proxy.setJudge([&, left = cut](const QByteArrayList &words) mutable {
                if (left-- != 0)
                    return Fate::PassedOn;
                wasCut = true;
                what = words.join(' ').left(200);
                return fate;
            });
            worker->start();
            QTRY_COMPARE_WITH_TIMEOUT(m_jobs->count("completed"), 4, Patience);
            ids.append(m_jobs->add("late")); // for one that is idle
            verifyDone(ids);
        }
        QVERIFY2(cut > 20, qPrintable(QString::number(cut)));
    }

    // A slot that is free waits for a marker meanwhile.
    void aJobThatCameWithALostReplyIsFoundByABusyWorker()
    {
        bool isToEnd = false;
        ProxiedWorker worker(
            *m_jobs,
            [&](Context context) -> QCoro::Task<QByteArray> {
                ++m_runs[context->job().id];
                while (context->job().name == "first"_L1 && !isToEnd)
                    co_await rest(10);
                co_return {};
            },
            patient(2));
        worker.proxy.setJudge([&, cuts = first(bullmq::moveToFinished.script, Fate::CutAfter)](const auto &words) {
            return words.value(0) == "BZPOPMIN" && worker->running() > 0 ? Fate::Held : cuts(words);
        });
        worker->start();
        const QByteArray id = m_jobs->add("first");
        QTRY_VERIFY(worker.proxy.isHolding());
        const QByteArray next = m_jobs->add("next");
        isToEnd = true;
        QTRY_COMPARE_WITH_TIMEOUT(state(id), "completed"_ba, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(state(next), "completed"_ba, Patience);
        QCOMPARE(m_runs[next], 1);
    }

    void aRenewal_data()
    {
        QTest::addColumn<Fate>("fate");
        QTest::newRow("before") << Fate::CutBefore;
        QTest::newRow("after") << Fate::CutAfter;
    }
    void aRenewal()
    {
        QFETCH(Fate, fate);
        m_jobs->work(resting(m_runs, 0)); // it would take over
        m_jobs->workers.front()->pause();
        WorkerSettings settings = JobFixture::quick();
        settings.lockDuration = milliseconds(2000);
        ProxiedWorker worker(*m_jobs, resting(m_runs, 6000), settings);
        int renewals = 0;
        worker.proxy.setJudge([&](const QByteArrayList &words) {
            const bool isRenewal = runs(words, bullmq::extendLocks.script);
            return isRenewal && ++renewals % 3 == 1 ? fate : Fate::PassedOn;
        });
        worker->start();
        verifyDone({m_jobs->add("n")});
        QVERIFY2(renewals >= 4, qPrintable(QString::number(renewals)));
    }

    // It would stand still for ever.
    void aSchedulersNextJob_data() { aRenewal_data(); }
    void aSchedulersNextJob()
    {
        QFETCH(Fate, fate);
        ProxiedWorker worker(*m_jobs, resting(m_runs, 0), patient());
        worker.proxy.setJudge(first(bullmq::updateJobScheduler.script, fate));
        worker->start();
        SchedulerPlan plan;
        plan.id = "often";
        plan.name = "n";
        plan.everyMs = 200;
        QCoro::waitFor(
            upsertScheduler(m_jobs->clients->here(), {{}, m_jobs->keys.prefix(), m_jobs->keys.queue()}, plan, nullptr));
        QTRY_VERIFY_WITH_TIMEOUT(m_jobs->count("completed") >= 4, Patience);
    }
};

QTEST_GUILESS_MAIN(WorkerCutsTest)
#include "worker_cuts_test.moc"
