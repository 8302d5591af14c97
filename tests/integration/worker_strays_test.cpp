// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bullmq_scripts.h"
#include "support/job_processors.h"
#include "support/proxied_worker.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;
using Fate = CommandProxy::Fate;

namespace {

constexpr int Patience = 40'000; // milliseconds, much less than the locks

WorkerSettings patient(int concurrency)
{
    WorkerSettings settings;
    settings.concurrency = concurrency;
    settings.lockDuration = milliseconds(120'000);
    settings.stalledInterval = milliseconds(120'000);
    return settings;
}

bool isFetch(const QByteArrayList &words)
{
    return words.value(0) == "EVALSHA" && words.value(1) == bullmq::moveToActive.script.sha1();
}

} // namespace

// Jobs that Redis gave in replies that were lost.
class WorkerStraysTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;

    // Larger than what a client sends at once. Its number is its id.
    void addLarge(const QByteArray &id, qint64 bytes)
    {
        const QByteArray script =
            "redis.call('HSET', KEYS[1], 'name', 'n', 'data', '\"' .. string.rep('x', ARGV[1]) .. '\"', "
            "'opts', '{}', 'timestamp', '1700000000000', 'delay', '0', 'priority', '0') "
            "redis.call('LPUSH', KEYS[2], ARGV[2]) redis.call('ZADD', KEYS[3], 0, '0')";
        m_jobs->words->say({"EVAL", script, "3", m_jobs->keys.job(id), m_jobs->keys.of("wait"),
                            m_jobs->keys.of("marker"), QByteArray::number(bytes), id});
    }

private slots:
    void init()
    {
        m_jobs = std::make_unique<JobFixture>();
        m_jobs->teachScripts();
    }
    void cleanup() { m_jobs.reset(); }

    // All that run together are more than a client takes in, in one reply.
    void isFoundAmongLargeJobsThatRun()
    {
        constexpr int count = 20;
        int running = 0;
        int most = 0;
        bool isCut = false;
        ProxiedWorker worker(
            *m_jobs,
            [&](std::shared_ptr<JobContext>) -> QCoro::Task<QByteArray> {
                most = std::max(most, ++running);
                for (int i = 0; i < 200 && !isCut; ++i)
                    co_await rest(100);
                co_await rest(1500);
                --running;
                co_return "1";
            },
            patient(count + 5));
        for (int i = 0; i < count; ++i)
            addLarge("large-" + QByteArray::number(i), 4 << 20);
        worker->start();
        QTRY_COMPARE_WITH_TIMEOUT(running, count, Patience);
        worker.proxy.setJudge([&](const auto &words) {
            if (isCut || !isFetch(words))
                return Fate::PassedOn;
            isCut = true;
            return Fate::CutAfter;
        });
        const QByteArray id = m_jobs->add("n");
        QTRY_VERIFY_WITH_TIMEOUT(isCut, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->count("completed"), count + 1, Patience);
        QCOMPARE(m_jobs->field(id, "ats"), "1"_ba);
        QCOMPARE(most, count + 1);
    }

    // One that no reply can hold fails, and those after it are done.
    void oneThatIsTooLargeFails()
    {
        addLarge("huge", 66 << 20);
        m_jobs->work([](std::shared_ptr<JobContext>) -> QCoro::Task<QByteArray> { co_return "1"; }, patient(2));
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->stateOf("huge"), "failed"_ba, Patience);
        QVERIFY(m_jobs->field("huge", "failedReason").contains("put its data elsewhere"));
        const QByteArray id = m_jobs->add("n");
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->stateOf(id), "completed"_ba, Patience);
        QCOMPARE(m_jobs->count("active"), 0);
    }

    // A place is kept for no more than may run.
    void noMoreRunThanMay()
    {
        int running = 0;
        int most = 0;
        int cuts = 0;
        ProxiedWorker worker(
            *m_jobs,
            [&](std::shared_ptr<JobContext>) -> QCoro::Task<QByteArray> {
                most = std::max(most, ++running);
                co_await rest(300);
                --running;
                co_return "1";
            },
            patient(3));
        for (int i = 0; i < 12; ++i)
            m_jobs->add("n");
        worker.proxy.setJudge(
            [&](const auto &words) { return isFetch(words) && ++cuts <= 3 ? Fate::CutAfter : Fate::PassedOn; });
        worker->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_jobs->count("completed"), 12, Patience);
        QVERIFY2(most <= 3, QByteArray::number(most).constData());
        QCOMPARE(m_jobs->count("active"), 0);
    }
};

QTEST_GUILESS_MAIN(WorkerStraysTest)
#include "worker_strays_test.moc"
