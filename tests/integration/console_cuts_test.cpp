// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_actions.h"
#include "jobs/job_search.h"
#include "jobs/job_tree.h"
#include "jobs/queue_manager.h"
#include "support/cut_calls.h"
#include "support/placed_jobs.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds inOneGo{10'000};

const QueueAddress work{"own", "bull", "work"};

QString unless(bool isAsWanted)
{
    return isAsWanted ? QString() : u"it read something else"_s;
}

QString problemsOf(const QList<ActionResult> &results)
{
    QStringList problems;
    for (const ActionResult &result : results) {
        if (!result.error.isEmpty())
            problems.append(QString::fromUtf8(result.id) + u": "_s + result.error);
    }
    return problems.join(u", "_s);
}

// As a person does who has chosen them.
QCoro::Task<QString> act(ProxiedProgram &program, JobAction action, QByteArrayList ids)
{
    QueueReader reader(program.client(), work, nullptr);
    const QList<JobRow> rows = co_await reader.rows(ids);
    JobActions actions(program.client(), work, nullptr);
    const QList<ActionResult> results = co_await actions.apply(action, rows);
    co_return problemsOf(results);
}

// On all that a search finds.
QCoro::Task<QString> sweep(ProxiedProgram &program, JobAction action, JobFilter filter)
{
    QueueReader reader(program.client(), work, nullptr);
    JobSearch search(reader, filter, {});
    JobActions actions(program.client(), work, nullptr);
    QString problems;
    while (!search.isDone()) {
        const FoundJobs found = co_await search.piece(QueueReader::Order::Newest, 200);
        if (found.rows.isEmpty())
            continue;
        const QList<ActionResult> results = co_await actions.apply(action, found.rows);
        problems += problemsOf(results);
        search.left(results.size(), results.last().error.isEmpty());
    }
    co_return problems;
}

using Change = std::function<QCoro::Task<QString>(JobActions &)>;

QCoro::Task<QString> change(ProxiedProgram &program, Change what)
{
    JobActions actions(program.client(), work, nullptr);
    const QString problem = co_await what(actions);
    co_return problem;
}

using Management = std::function<QCoro::Task<>(QueueManager &)>;

QCoro::Task<QString> manage(ProxiedProgram &program, Management what)
{
    QueueManager manager(program.client(), work, nullptr);
    co_await what(manager);
    co_return QString();
}

QCoro::Task<QString> readMetric(ProxiedProgram &program)
{
    QueueManager manager(program.client(), work, nullptr);
    const auto metric = co_await manager.metric("completed");
    co_return unless(metric && metric->count == 7 && metric->perMinute == QList<qint64>{4, 3});
}

QCoro::Task<QString> readJobs(ProxiedProgram &program)
{
    QueueReader reader(program.client(), work, nullptr);
    const JobPage page = co_await reader.page(JobState::Waiting, QueueReader::Order::Newest, 0, 10);
    const auto job = co_await reader.job("wait-1");
    const JobLogs logs = co_await reader.logs("wait-1", 0, 10);
    const bool isThere = co_await reader.exists();
    const auto tree = co_await readJobTree(program.client(), work, "wait-1", nullptr);
    const bool isWhole = tree && tree->root.row.id == "root" && tree->root.children.size() == 1;
    co_return unless(page.rows.size() == 3 && job && job->logs == 2 && logs.lines.size() == 2 && isThere && isWhole);
}

QCoro::Task<QString> search(ProxiedProgram &program)
{
    QueueReader reader(program.client(), work, nullptr);
    JobFilter filter;
    filter.states = {JobState::Waiting, JobState::Failed};
    filter.q = u"user2"_s;
    JobSearch search(reader, filter, {});
    const FoundJobs found = co_await search.step(QueueReader::Order::Newest, 10, inOneGo);
    co_return unless(found.rows.size() == 2 && found.total == 6 && found.isDone);
}

} // namespace

// An admin's calls, whose connection is cut at each command that there is, before Redis sees it and after Redis has
// done it; and who does it again.
class ConsoleCutsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;

    redis::Reply say(const QByteArrayList &words) { return m_jobs->words->say(words); }
    void place(const QByteArray &state, int count) { placeJobs(*m_jobs->words, "bull:work:", state, count); }
    static QByteArrayList idsOf(const QByteArray &state, int count)
    {
        QByteArrayList ids;
        for (int i = 1; i <= count; ++i)
            ids.append(state + '-' + QByteArray::number(i));
        return ids;
    }
    void verify(const CutCall &call, int leastCuts) { verifyCuts(*m_jobs, call, leastCuts); }
    void verifyChange(const QByteArray &state, Change what)
    {
        CutCall call;
        call.prepare = [=, this] { place(state, 3); };
        call.make = [=](ProxiedProgram &program) { return change(program, what); };
        verify(call, 3);
    }
    void verifyManagement(const std::function<void()> &prepare, Management what, int leastCuts = 3)
    {
        CutCall call;
        call.prepare = prepare;
        call.make = [=](ProxiedProgram &program) { return manage(program, what); };
        verify(call, leastCuts);
    }
    // A root whose first child is the first that waits.
    void placeTree()
    {
        place("wait", 3);
        say({"HSET", "bull:work:root", "name", "p", "data", "{}", "opts", "{}", "timestamp", "1700000000000"});
        say({"ZADD", "bull:work:waiting-children", "1", "root"});
        say({"SADD", "bull:work:root:dependencies", "bull:work:wait-1"});
        say({"HSET", "bull:work:wait-1", "parentKey", "bull:work:root"});
        say({"RPUSH", "bull:work:wait-1:logs", "one", "two"});
    }
    // Workers wait for the marker of a queue that isn't paused, and would take a job of one that is.
    QString lookAtPause()
    {
        const bool isPaused = say({"HEXISTS", "bull:work:meta", "paused"}).integer == 1;
        const bool isMarked = say({"EXISTS", "bull:work:marker"}).integer == 1;
        return isPaused != isMarked ? QString() : u"half of it is paused"_s;
    }

private slots:
    void initTestCase() { m_jobs = std::make_unique<JobFixture>(); }
    void cleanupTestCase() { m_jobs.reset(); }

    void anAction_data()
    {
        QTest::addColumn<JobAction>("action");
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("retry of failed ones") << JobAction::Retry << "failed"_ba;
        QTest::newRow("retry of completed ones") << JobAction::Retry << "completed"_ba;
        QTest::newRow("move to wait of failed ones") << JobAction::MoveToWait << "failed"_ba;
        QTest::newRow("move to wait of delayed ones") << JobAction::MoveToWait << "delayed"_ba;
        QTest::newRow("promote") << JobAction::Promote << "delayed"_ba;
        QTest::newRow("remove waiting ones") << JobAction::Remove << "wait"_ba;
        QTest::newRow("remove finished ones") << JobAction::Remove << "completed"_ba;
        QTest::newRow("fail") << JobAction::Fail << "active"_ba;
    }
    void anAction()
    {
        QFETCH(JobAction, action);
        QFETCH(QByteArray, state);
        CutCall call;
        call.prepare = [&] { place(state, 4); };
        call.make = [&](ProxiedProgram &program) { return act(program, action, idsOf(state, 3)); };
        call.isRefusedAgain = true;
        verify(call, 6);
    }

    void theRemovalOfAParent()
    {
        CutCall call;
        call.prepare = [this] { placeTree(); };
        call.make = [](ProxiedProgram &program) { return act(program, JobAction::Remove, {"root"}); };
        call.isRefusedAgain = true;
        verify(call, 4);
    }

    // The original can't tell that it has a copy.
    void aDuplicateMayBeThereTwice()
    {
        CutCall call;
        call.prepare = [this] { place("completed", 2); };
        call.make = [](ProxiedProgram &program) { return act(program, JobAction::Duplicate, {"completed-1"}); };
        call.addsEachTime = true;
        call.look = [this] {
            const qint64 copies = m_jobs->count("wait");
            return copies <= 2 && m_jobs->count("completed") == 2 ? QString() : u"there are %1"_s.arg(copies);
        };
        verify(call, 5);
    }

    // It isn't Redis that is asked.
    void aCancellation()
    {
        int told = 0;
        const CancelJob cancel = [&](const QueueAddress &, const QByteArray &, const QString &) {
            ++told;
            return QtFuture::makeReadyFuture(true);
        };
        const auto make = [&](ProxiedProgram &program) -> QCoro::Task<QString> {
            QueueReader reader(program.client(), work, nullptr);
            const QByteArrayList ids{"active-1"};
            const QList<JobRow> rows = co_await reader.rows(ids);
            JobActions actions(program.client(), work, nullptr, cancel);
            const QList<ActionResult> results = co_await actions.apply(JobAction::Cancel, rows);
            co_return problemsOf(results);
        };
        CutCall call;
        call.prepare = [&] {
            place("active", 1);
            told = 0;
        };
        call.make = make;
        call.look = [&] { return told <= 1 ? QString() : u"it was told more than once"_s; };
        verify(call, 3);
    }

    void aSweep()
    {
        JobFilter filter;
        filter.states = {JobState::Failed};
        CutCall call;
        call.prepare = [this] { place("failed", 210); };
        call.make = [&](ProxiedProgram &program) { return sweep(program, JobAction::Retry, filter); };
        call.leap = 6;
        verify(call, 20);
    }

    // Those that are to go are brought to the head before.
    void theRemovalOfJobsThatWaitFarBehind()
    {
        JobFilter filter;
        filter.states = {JobState::Waiting};
        filter.name = u"far"_s;
        CutCall call;
        call.prepare = [this] {
            place("wait", 1005);
            for (const char *id : {"1", "2", "4"}) // which are at the tail
                say({"HSET", QByteArray("bull:work:wait-") + id, "name", "far"});
        };
        call.make = [&](ProxiedProgram &program) { return sweep(program, JobAction::Remove, filter); };
        verify(call, 12);
    }

    void aChangeOfData()
    {
        verifyChange("wait", [](JobActions &actions) { return actions.updateData("wait-2", "{\"is\":\"new\"}"); });
    }
    void aChangeOfDelay()
    {
        verifyChange("delayed", [](JobActions &actions) { return actions.changeDelay("delayed-2", 7'200'000); });
    }
    void aChangeOfPriority()
    {
        verifyChange("wait", [](JobActions &actions) { return actions.changePriority("wait-2", 5, false); });
        verifyChange("prioritized",
                     [](JobActions &actions) { return actions.changePriority("prioritized-2", 0, true); });
    }

    void aPause()
    {
        CutCall call;
        call.prepare = [this] {
            place("wait", 3);
            say({"ZADD", "bull:work:marker", "0", "0"});
        };
        const Management pause = [](QueueManager &manager) { return manager.setPaused(true); };
        call.make = [=](ProxiedProgram &program) { return manage(program, pause); };
        call.look = [this] { return lookAtPause(); };
        verify(call, 3);
    }

    // Also of one that a former version has paused, whose jobs come back some thousands at a time.
    void aResumption_data()
    {
        QTest::addColumn<int>("aside");
        QTest::newRow("paused by this version") << 0;
        QTest::newRow("paused by a former one") << 7'001;
    }
    void aResumption()
    {
        QFETCH(int, aside);
        CutCall call;
        call.prepare = [&] {
            if (aside > 0) {
                place("wait", aside);
                say({"RENAME", "bull:work:wait", "bull:work:paused"});
            }
            say({"HSET", "bull:work:late", "name", "n", "data", "{}", "opts", "{}", "timestamp", "1700000000000"});
            say({"LPUSH", "bull:work:wait", "late"});
            say({"HSET", "bull:work:meta", "paused", "1"});
        };
        const Management resume = [](QueueManager &manager) { return manager.setPaused(false); };
        call.make = [=](ProxiedProgram &program) { return manage(program, resume); };
        call.look = [this] { return lookAtPause(); };
        verify(call, aside > 0 ? 4 : 3);
    }

    void aQueueIsMade()
    {
        verifyManagement([] {}, [](QueueManager &manager) { return manager.create(); }, 4);
    }
    void aLimit()
    {
        const auto limit = [this] {
            say({"HSET", "bull:work:meta", "concurrency", "4", "max", "10", "duration", "1000"});
        };
        verifyManagement(limit, [](QueueManager &manager) { return manager.setConcurrency(9); });
        verifyManagement(limit, [](QueueManager &manager) { return manager.setConcurrency(0); });
        verifyManagement(limit, [](QueueManager &manager) { return manager.setRateLimit(5, 60'000); });
        verifyManagement(limit, [](QueueManager &manager) { return manager.setRateLimit(0, 0); });
    }

    void aLook()
    {
        CutCall call;
        call.prepare = [this] {
            placeTree();
            say({"HSET", "bull:work:meta", "version", "bullmq:6.7.0"});
        };
        call.make = readJobs;
        verify(call, 20);
    }
    void aSearch()
    {
        CutCall call;
        call.prepare = [this] {
            place("wait", 3);
            place("failed", 3);
        };
        call.make = search;
        verify(call, 6);
    }
    void aMetric()
    {
        CutCall call;
        call.prepare = [this] {
            say({"HSET", "bull:work:metrics:completed", "count", "7"});
            say({"RPUSH", "bull:work:metrics:completed:data", "4", "3"});
        };
        call.make = readMetric;
        verify(call, 4);
    }
};

QTEST_GUILESS_MAIN(ConsoleCutsTest)
#include "console_cuts_test.moc"
