// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_address.h"
#include "jobs/scheduler_reader.h"
#include "jobs/scheduler_writer.h"
#include "support/cut_calls.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray images = "bull:images:"; // another queue

NewJob named(const QString &id, JobOptions options = {})
{
    options.jobId = id;
    return {"n", "{\"to\":\"me\"}", options};
}

QCoro::Task<QString> add(ProxiedProgram &program, QueueKeys keys, NewJob job)
{
    Queue queue(program.client(), keys);
    const QByteArray id = co_await queue.add(job);
    const QString wanted = job.options.jobId;
    co_return wanted.isEmpty() || id == wanted.toUtf8() ? QString() : u"it got another id"_s;
}

QCoro::Task<QString> addBulk(ProxiedProgram &program, QueueKeys keys, QList<NewJob> jobs)
{
    Queue queue(program.client(), keys);
    const QByteArrayList ids = co_await queue.addBulk(jobs);
    for (qsizetype i = 0; i < jobs.size(); ++i) {
        if (ids.value(i) != jobs[i].options.jobId.toUtf8())
            co_return u"an id is another job's"_s;
    }
    co_return QString();
}

QCoro::Task<QString> look(ProxiedProgram &program, QueueKeys keys)
{
    Queue queue(program.client(), keys);
    const auto job = co_await queue.job("seen");
    const auto none = co_await queue.job("unseen");
    const QByteArray state = co_await queue.state("seen");
    co_return job && job->name == "n"_L1 && !none && state == "waiting" ? QString() : u"it read something else"_s;
}

QCoro::Task<QString> addFlow(ProxiedProgram &program, FlowNode flow)
{
    const AddedFlow added = co_await program.flows.add(flow);
    co_return added.id == flow.job.options.jobId.toUtf8() ? QString() : u"it got another id"_s;
}

QCoro::Task<QString> upsert(ProxiedProgram &program, QueueAddress queue, SchedulerPlan plan)
{
    co_await upsertScheduler(program.client(), queue, plan, nullptr);
    co_return QString();
}

QCoro::Task<QString> removeScheduler(ProxiedProgram &program, QueueAddress queue, QByteArray id)
{
    SchedulerReader reader(program.client(), queue, nullptr);
    const bool isGone = co_await reader.remove(id);
    co_return isGone ? QString() : u"there is none"_s;
}

QCoro::Task<QString> readSchedulers(ProxiedProgram &program, QueueAddress queue)
{
    SchedulerReader reader(program.client(), queue, nullptr);
    const SchedulerList list = co_await reader.list();
    const auto one = co_await reader.one("often");
    co_return list.rows.size() == 1 && list.total == 1 && one && one->name == "n" ? QString()
                                                                                  : u"it read something else"_s;
}

} // namespace

// A program that adds, whose connection is cut at each command that there is, before Redis sees it and after Redis has
// done it; and that does it again.
class ProducerCutsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;

    QueueAddress address() const { return {{}, m_jobs->keys.prefix(), m_jobs->keys.queue()}; }
    void verify(const CutCall &call, int leastCuts, const QByteArray &otherFolder = {})
    {
        verifyCuts(*m_jobs, call, leastCuts, otherFolder);
    }
    void prepareAdding()
    {
        QVERIFY(!m_jobs->add(named(u"before"_s)).isEmpty());
        m_jobs->words->say({"HSET", "bull:work:parent", "name", "p", "data", "{}", "opts", "{}", "timestamp", "1"});
        m_jobs->words->say({"ZADD", "bull:work:waiting-children", "1", "parent"});
    }
    // A root with two branches of another queue, one of which has leaves of either.
    FlowNode flow() const
    {
        const QueueKeys other("bull", "images");
        FlowNode left{other, named(u"left"_s)};
        left.children = {{m_jobs->keys, named(u"leaf-1"_s)}, {other, named(u"leaf-2"_s)}};
        FlowNode root{m_jobs->keys, named(u"root"_s)};
        root.children = {left, {other, named(u"right"_s)}};
        return root;
    }
    QString lookForFlow()
    {
        const qint64 there = m_jobs->words
                                 ->say({"EXISTS", "bull:work:root", "bull:images:left", "bull:images:right",
                                        "bull:work:leaf-1", "bull:images:leaf-2"})
                                 .integer;
        return there == 0 || there == 5 ? QString() : u"%1 of its jobs are there"_s.arg(there);
    }
    SchedulerPlan often() const
    {
        SchedulerPlan plan;
        plan.id = "often";
        plan.name = "n";
        plan.everyMs = 3'600'000;
        return plan;
    }
    void makeScheduler(const SchedulerPlan &plan)
    {
        QCoro::waitFor(upsertScheduler(m_jobs->clients->here(), address(), plan, nullptr));
    }

private slots:
    void initTestCase() { m_jobs = std::make_unique<JobFixture>(); }
    void cleanupTestCase() { m_jobs.reset(); }

    void aJob_data()
    {
        QTest::addColumn<JobOptions>("options");
        QTest::newRow("standard") << JobOptions{};
        JobOptions delayed;
        delayed.delay = 3'600'000;
        QTest::newRow("delayed") << delayed;
        JobOptions prioritized;
        prioritized.priority = 3;
        QTest::newRow("prioritized") << prioritized;
        JobOptions last;
        last.lifo = true;
        QTest::newRow("last in, first out") << last;
        JobOptions once;
        once.deduplication = DeduplicationOption{u"once"_s, {}, false, false, false, false};
        QTest::newRow("deduplicated") << once;
        JobOptions child;
        child.parent = ParentOption{u"parent"_s, u"bull:work"_s};
        QTest::newRow("a parent's") << child;
    }
    void aJob()
    {
        QFETCH(JobOptions, options);
        CutCall call;
        call.prepare = [this] { prepareAdding(); };
        call.make = [&](ProxiedProgram &program) { return add(program, m_jobs->keys, named(u"it"_s, options)); };
        verify(call, 3);
    }

    // Told apart by what deduplicates them.
    void aDeduplicatedJobNeedsNoId()
    {
        NewJob job{"n", "{}", {}};
        job.options.deduplication = DeduplicationOption{u"once"_s, {}, false, false, false, false};
        CutCall call;
        call.prepare = [] {};
        call.make = [&](ProxiedProgram &program) { return add(program, m_jobs->keys, job); };
        verify(call, 3);
    }

    // Nobody could tell that it was there already.
    void aJobWithoutIdMayBeThereTwice()
    {
        CutCall call;
        call.prepare = [] {};
        call.addsEachTime = true;
        call.look = [this] {
            const qint64 there = m_jobs->count("wait");
            return there <= 2 ? QString() : u"it is there %1 times"_s.arg(there);
        };
        call.make = [this](ProxiedProgram &program) { return add(program, m_jobs->keys, {"n", "{}", {}}); };
        verify(call, 3);
    }

    // Of the jobs of a bulk those after one that isn't there aren't there either.
    void aBulk_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("leap");
        QTest::newRow("small") << 20 << 0;
        QTest::newRow("sent in several rounds") << 510 << 4;
    }
    void aBulk()
    {
        QFETCH(int, count);
        QFETCH(int, leap);
        QList<NewJob> jobs;
        for (int i = 0; i < count; ++i)
            jobs.append(named(u"b%1"_s.arg(i)));
        CutCall call;
        call.prepare = [] {};
        call.make = [&](ProxiedProgram &program) { return addBulk(program, m_jobs->keys, jobs); };
        call.look = [this] {
            const QByteArrayList shape = shapeOf(*m_jobs->words, m_jobs->keys.folder());
            QByteArray waiting; // the newest first
            for (const QByteArray &line : shape) {
                if (line.startsWith("bull:work:wait: "))
                    waiting = line.sliced(16);
            }
            QByteArrayList wanted;
            for (qint64 i = m_jobs->count("wait"); i > 0; --i)
                wanted.append("b" + QByteArray::number(i - 1));
            return waiting == wanted.join(' ') ? QString() : u"there are "_s + QString::fromUtf8(waiting);
        };
        call.leap = leap;
        verify(call, 20);
    }

    void aLook()
    {
        CutCall call;
        call.prepare = [this] { m_jobs->add(named(u"seen"_s)); };
        call.make = [this](ProxiedProgram &program) { return look(program, m_jobs->keys); };
        verify(call, 5);
    }

    void aFlow()
    {
        CutCall call;
        call.prepare = [] {};
        call.make = [this](ProxiedProgram &program) { return addFlow(program, flow()); };
        call.look = [this] { return lookForFlow(); };
        verify(call, 11, images);
    }

    // Which is a job of another flow.
    void aFlowBelowAParent()
    {
        FlowNode below = flow();
        below.job.options.parent = ParentOption{u"parent"_s, u"bull:work"_s};
        CutCall call;
        call.prepare = [this] { prepareAdding(); };
        call.make = [&](ProxiedProgram &program) { return addFlow(program, below); };
        call.look = [this] { return lookForFlow(); };
        verify(call, 12, images);
    }

    void aScheduler_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<bool>("isKnown");
        QTest::newRow("every, new") << QByteArray() << false;
        QTest::newRow("every, known") << QByteArray() << true;
        QTest::newRow("pattern, new") << "0 0 1 1 *"_ba << false;
        QTest::newRow("pattern, known") << "0 0 1 1 *"_ba << true;
    }
    void aScheduler()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(bool, isKnown);
        SchedulerPlan plan = often();
        plan.pattern = pattern;
        plan.everyMs = pattern.isEmpty() ? 60'000 : 0;
        CutCall call;
        call.prepare = [&] {
            if (isKnown)
                makeScheduler(often());
        };
        call.make = [&](ProxiedProgram &program) { return upsert(program, address(), plan); };
        verify(call, 3);
    }

    void aSchedulersEnd()
    {
        SchedulerPlan plan = often();
        plan.startAt = QDateTime::currentMSecsSinceEpoch() + 3'600'000;
        CutCall call;
        call.prepare = [&] { makeScheduler(plan); };
        call.make = [this](ProxiedProgram &program) { return removeScheduler(program, address(), "often"); };
        call.isRefusedAgain = true;
        verify(call, 3);
    }

    void aLookAtSchedulers()
    {
        CutCall call;
        call.prepare = [this] { makeScheduler(often()); };
        call.make = [this](ProxiedProgram &program) { return readSchedulers(program, address()); };
        verify(call, 6);
    }
};

QTEST_GUILESS_MAIN(ProducerCutsTest)
#include "producer_cuts_test.moc"
