// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/wake_up.h"
#include "runtime/housekeeping.h"
#include "support/job_fixture.h"

using namespace signalbox;
using namespace signalbox::test;

// That the server's own schedulers go on, on a real Redis without any worker.
class HousekeepingTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;

    // A server that looks after them for as long as it is there.
    class Keeper {
    public:
        explicit Keeper(JobFixture &jobs, std::chrono::milliseconds interval = std::chrono::minutes(10))
        {
            scheduleHousekeeping(*jobs.clients, "bull", m_pause, m_isGone, interval);
        }
        ~Keeper()
        {
            *m_isGone = true;
            m_pause.wake();
        }

    private:
        jobs::WakeUp m_pause;
        std::shared_ptr<bool> m_isGone = std::make_shared<bool>(false);
    };

    QByteArray nextJob(const QByteArray &scheduler)
    {
        const redis::Reply score = m_jobs->words->say({"ZSCORE", m_jobs->keys.of("repeat"), scheduler});
        return "repeat:" + scheduler + ':' + score.bytes;
    }
    bool isToCome(const QByteArray &scheduler) { return m_jobs->stateOf(nextJob(scheduler)) != "unknown"; }
    // As another program may, or Redis itself when it has no room.
    void lose(const QByteArray &job)
    {
        m_jobs->words->say({"DEL", m_jobs->keys.job(job)});
        m_jobs->words->say({"ZREM", m_jobs->keys.of("delayed"), job});
        m_jobs->words->say({"LREM", m_jobs->keys.of("wait"), "0", job});
    }

private slots:
    void init() { m_jobs = std::make_unique<JobFixture>(housekeepingQueue); }
    void cleanup() { m_jobs.reset(); }

    void aStartBringsALostJobBack()
    {
        {
            const Keeper first(*m_jobs);
            QTRY_VERIFY(isToCome("expired-sessions") && isToCome("outbox-trim"));
        }
        const QByteArray kept = nextJob("expired-sessions");
        lose(nextJob("outbox-trim"));
        QVERIFY(!isToCome("outbox-trim"));
        const Keeper second(*m_jobs);
        QTRY_VERIFY(isToCome("outbox-trim"));
        QCOMPARE(nextJob("expired-sessions"), kept); // its time doesn't begin anew
    }

    void oneThatIsLostLaterComesBackToo()
    {
        const Keeper keeper(*m_jobs, std::chrono::milliseconds(50));
        for (const QByteArray &scheduler : QByteArrayList{"outbox-trim", "expired-sessions"}) {
            QTRY_VERIFY(isToCome(scheduler));
            lose(nextJob(scheduler));
            QTRY_VERIFY(isToCome(scheduler));
            QTRY_COMPARE(m_jobs->count("delayed") + m_jobs->count("wait"), 2);
        }
    }

    void aSchedulerThatWasRemovedComesBack()
    {
        const Keeper keeper(*m_jobs, std::chrono::milliseconds(50));
        QTRY_VERIFY(isToCome("outbox-trim"));
        m_jobs->words->say({"FLUSHALL"});
        QTRY_VERIFY(isToCome("expired-sessions") && isToCome("outbox-trim"));
    }

    // What has run and is over is no next job, though it is still there.
    void aNextJobThatHasFailedIsMadeAnew()
    {
        const Keeper keeper(*m_jobs, std::chrono::milliseconds(50));
        QTRY_VERIFY(isToCome("outbox-trim"));
        const QByteArray job = nextJob("outbox-trim");
        m_jobs->words->say({"ZREM", m_jobs->keys.of("delayed"), job});
        m_jobs->words->say({"LREM", m_jobs->keys.of("wait"), "0", job});
        m_jobs->words->say({"ZADD", m_jobs->keys.of("failed"), "1", job});
        QTRY_VERIFY(nextJob("outbox-trim") != job);
        QTRY_VERIFY(isToCome("outbox-trim"));
    }
};

QTEST_GUILESS_MAIN(HousekeepingTest)
#include "housekeeping_test.moc"
