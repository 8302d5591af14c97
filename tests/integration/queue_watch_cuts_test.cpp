// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bullmq_scripts.h"
#include "jobs/connection_watch.h"
#include "jobs/job_waiter.h"
#include "jobs/json_file.h"
#include "jobs/queue_alerts.h"
#include "support/cut_calls.h"
#include "support/placed_jobs.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;
using Fate = CommandProxy::Fate;

namespace {

constexpr int Patience = 15'000; // milliseconds, much less than a wait for events takes

const QueueAddress work{"own", "bull", "work"};

struct Ended {
    bool isOver = false;
    std::optional<FinishedJob> finished;
};

QCoro::Task<> waitFor(JobWaiter &waiter, std::shared_ptr<Ended> ended)
{
    try {
        ended->finished = co_await waiter.wait("it", milliseconds(2 * Patience));
    } catch (const redis::RedisError &) {
        ended->finished.reset(); // who waits may do so again
    }
    ended->isOver = true;
}

// Until all was looked through once.
QCoro::Task<QString> discover(ProxiedProgram &program, QueueDiscovery &discovery, QSet<QueueAddress> &found)
{
    while (discovery.passes() == 0) {
        const QList<QueueAddress> some = co_await discovery.step(program.client(), QDeadlineTimer(Patience));
        for (const QueueAddress &queue : some)
            found.insert(queue);
    }
    co_return found.size() == 12 ? QString() : u"it has found %1"_s.arg(found.size());
}

} // namespace

// Who watches queues, whose connection is cut at each command that there is, before Redis sees it and after Redis has
// done it: nothing is missed, and nothing told twice.
class QueueWatchCutsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;
    QTemporaryDir m_folder;
    int m_left = 0; // commands until the cut
    QByteArray m_cut; // the command that was

    redis::Reply say(const QByteArrayList &words) { return m_jobs->words->say(words); }
    QByteArray tell(const QByteArray &event, const QByteArray &jobId)
    {
        say({"XADD", "bull:work:events", "*", "event", event, "jobId", jobId, "name", "n", "returnvalue", "1"});
        return event + ' ' + jobId;
    }
    void clear()
    {
        say({"FLUSHALL"});
        say({"SCRIPT", "FLUSH"});
        m_cut.clear();
    }
    bool wasCut() const { return !m_cut.isEmpty(); }
    CommandProxy::Judge judge(Fate fate, int at)
    {
        m_left = at;
        return [this, fate](const QByteArrayList &words) {
            if (m_left-- != 0)
                return Fate::PassedOn;
            m_cut = words.join(' ').left(80);
            return fate;
        };
    }
    static void addFates()
    {
        QTest::addColumn<Fate>("fate");
        QTest::newRow("before") << Fate::CutBefore;
        QTest::newRow("after") << Fate::CutAfter;
    }
    // At the first command, at the second…, until none is cut any more.
    template <typename Try> void verifyEach(Try &&attempt, int leastCuts)
    {
        QFETCH(Fate, fate);
        int at = 0;
        for (m_cut = "first"; wasCut() && !QTest::currentTestFailed(); ++at) {
            clear();
            attempt(judge(fate, at));
        }
        if (QTest::currentTestFailed())
            qWarning("cut at command %d: %s", at - 1, m_cut.constData());
        QVERIFY2(at > leastCuts, qPrintable(QString::number(at)));
    }

    void makeJobs()
    {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        placeJobs(*m_jobs->words, "bull:work:", "wait", 2);
        say({"HSET", "bull:work:done", "name", "n", "opts", "{}", "timestamp", QByteArray::number(now - 900),
             "processedOn", QByteArray::number(now - 700), "finishedOn", QByteArray::number(now - 650)});
    }
    void watchOver(const CommandProxy::Judge &judge)
    {
        CommandProxy proxy(m_jobs->redis.url());
        redis::Clients::Settings settings = JobFixture::settings();
        settings.client.session.shortestBackOff = milliseconds(2);
        redis::Clients clients(settings);
        const auto closing = qScopeGuard([&] { clients.closeHere(); });
        clients.setTarget(proxy.url());
        QueueBoard board;
        QueueAlerts alerts(std::make_unique<JsonFile>(m_folder.filePath(u"alerts.json"_s)));
        const QueueBoard::Follower follower(board, work);
        ConnectionWatch watch({clients, board, alerts}, "own", {"bull"});
        say({"HSET", "bull:work:meta", "version", "bullmq:6.7.0"});
        QCoro::waitFor(watch.round(true));
        QVERIFY(board.row(work) && board.row(work)->countedAt > 0);

        makeJobs();
        const QByteArrayList told{tell("added", "done"), tell("waiting", "done"), tell("completed", "done")};
        say({"SCRIPT", "FLUSH"});
        proxy.setJudge(judge);
        QCoro::waitFor(watch.round(true));
        proxy.setJudge({});
        QTRY_VERIFY(clients.here().isUp());
        QCoro::waitFor(watch.round(true));
        verifyKnown(board, told);
    }
    void verifyKnown(const QueueBoard &board, const QByteArrayList &told)
    {
        QByteArrayList heard;
        for (const QueueEvent &event : board.eventsAfter(work, 0, 100).events)
            heard.append(event.event + ' ' + event.jobId);
        QCOMPARE(heard, told);
        QCOMPARE(board.row(work)->glance.counts[std::size_t(JobState::Waiting)], 2);
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        qint64 completed = 0;
        qint64 timed = 0;
        for (const QueuePoint &point : board.points(work, now - 60'000, now + 10'000, 10'000)) {
            completed += point.completed;
            timed += point.run.count;
        }
        QCOMPARE(completed, 1);
        QCOMPARE(timed, 1);
    }

    void hearOver(const CommandProxy::Judge &judge)
    {
        CommandProxy proxy(m_jobs->redis.url());
        proxy.setJudge(judge);
        QByteArrayList told;
        QByteArrayList heard;
        QueueEvents events(std::make_shared<redis::ServerTarget>(redis::Target{proxy.url(), {}, {}, {}}), m_jobs->keys);
        connect(&events, &QueueEvents::happened, this,
                [&](const StreamEvent &event) { heard.append(event.name + ' ' + event.jobId); });
        bool isAway = false;
        connect(&events, &QueueEvents::trouble, this, [&] { isAway = events.isReady(); });
        QTRY_VERIFY_WITH_TIMEOUT(events.isReady(), Patience);
        for (int i = 0; i < 4; ++i) {
            const int asked = proxy.commands();
            told.append(tell("progress", QByteArray::number(i)));
            if (std::exchange(isAway, false))
                told.append(tell("meanwhile", QByteArray::number(i)));
            QTRY_COMPARE_WITH_TIMEOUT(heard, told, Patience);
            QTRY_VERIFY_WITH_TIMEOUT(proxy.commands() > asked, Patience); // for the next ones
        }
    }

    void endJob()
    {
        say({"HSET", "bull:work:it", "returnvalue", "\"done\""});
        say({"ZADD", "bull:work:completed", "1700000000000", "it"});
        say({"XADD", "bull:work:events", "*", "event", "completed", "jobId", "it", "returnvalue", "\"done\""});
    }
    void waitOver(const CommandProxy::Judge &judge)
    {
        say({"HSET", "bull:work:it", "name", "n"});
        ProxiedProgram program(m_jobs->redis.url());
        bool hasLooked = false;
        program.proxy.setJudge([&](const QByteArrayList &words) {
            hasLooked = hasLooked || runs(words, bullmq::isFinished.script);
            return judge(words);
        });
        QueueEvents events(program.target, m_jobs->keys);
        JobWaiter waiter(program.client(), events);
        auto ended = std::make_shared<Ended>();
        waitFor(waiter, ended);
        QTRY_VERIFY_WITH_TIMEOUT(hasLooked || ended->isOver, Patience);
        endJob();
        QTRY_VERIFY_WITH_TIMEOUT(ended->isOver, Patience);
        if (!ended->finished) {
            QVERIFY(wasCut());
            QTRY_VERIFY_WITH_TIMEOUT(program.client().isUp(), Patience);
            ended = std::make_shared<Ended>();
            waitFor(waiter, ended);
            QTRY_VERIFY_WITH_TIMEOUT(ended->isOver, Patience);
        }
        QVERIFY(ended->finished);
        QCOMPARE(ended->finished->value, "\"done\""_ba);
    }

private slots:
    void initTestCase() { m_jobs = std::make_unique<JobFixture>(); }
    void cleanupTestCase() { m_jobs.reset(); }

    // Its keys are looked through in several commands, each of which finds some.
    void theSearchForQueues()
    {
        std::unique_ptr<QueueDiscovery> discovery;
        QSet<QueueAddress> found;
        CutCall call;
        call.prepare = [&] {
            say({"EVAL", "for number = 1, 3000 do redis.call('SET', 'other:' .. number, 1) end", "0"});
            for (int i = 0; i < 12; ++i)
                say({"HSET", "bull:q" + QByteArray::number(i) + ":meta", "version", "bullmq:6.7.0"});
            discovery = std::make_unique<QueueDiscovery>("own", QByteArrayList{"bull"});
            found.clear();
        };
        call.make = [&](ProxiedProgram &program) { return discover(program, *discovery, found); };
        verifyCuts(*m_jobs, call, 17);
    }

    void theWatch_data() { addFates(); }
    void theWatch()
    {
        verifyEach([this](const CommandProxy::Judge &judge) { watchOver(judge); }, 6);
    }

    void eventsOfAQueue_data() { addFates(); }
    void eventsOfAQueue()
    {
        verifyEach([this](const CommandProxy::Judge &judge) { hearOver(judge); }, 6);
    }

    void theWaitForAJob_data() { addFates(); }
    void theWaitForAJob()
    {
        verifyEach([this](const CommandProxy::Judge &judge) { waitOver(judge); }, 8);
    }
};

QTEST_GUILESS_MAIN(QueueWatchCutsTest)
#include "queue_watch_cuts_test.moc"
