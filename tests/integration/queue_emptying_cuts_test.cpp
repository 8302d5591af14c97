// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_cleaner.h"
#include "jobs/queue_obliteration.h"
#include "support/cut_calls.h"
#include "support/placed_jobs.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds oneStep{1};
constexpr std::chrono::milliseconds inOneGo{10'000};

const QueueAddress work{"own", "bull", "work"};

CleaningCursor fromNow()
{
    CleaningCursor cursor;
    cursor.started = QDateTime::currentMSecsSinceEpoch();
    return cursor;
}

using Step = std::function<QCoro::Task<CleaningStep>(redis::Client &, const CleaningCursor &)>;

// Step by step; the cursor is kept over a failure.
QCoro::Task<QString> goOn(ProxiedProgram &program, Step take, std::optional<CleaningCursor> &cursor)
{
    while (cursor) {
        const CleaningStep step = co_await take(program.client(), *cursor);
        if (!step.error.isEmpty())
            co_return step.error;
        cursor = step.next;
    }
    co_return QString();
}

QCoro::Task<QString> takeOnce(ProxiedProgram &program, Step take)
{
    const CleaningStep step = co_await take(program.client(), fromNow());
    co_return step.error;
}

QCoro::Task<QString> obliterateAnew(ProxiedProgram &program)
{
    const CleaningStep step = co_await obliterateQueue(program.client(), work, fromNow(), false, inOneGo, nullptr);
    co_return step.error;
}

// It may be refused.
QCoro::Task<QString> tryToObliterate(ProxiedProgram &program)
{
    const CleaningStep step = co_await obliterateQueue(program.client(), work, fromNow(), false, inOneGo, nullptr);
    co_return step.error.contains("active"_L1) ? QString() : step.error;
}

} // namespace

// An admin who empties a queue, whose connection is cut at each command that there is, before Redis sees it and after
// Redis has done it; and who goes on, or begins anew.
class QueueEmptyingCutsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<JobFixture> m_jobs;
    std::optional<CleaningCursor> m_cursor;

    redis::Reply say(const QByteArrayList &words) { return m_jobs->words->say(words); }
    void place(const QByteArray &state, int count) { placeJobs(*m_jobs->words, "bull:work:", state, count); }
    void verify(const CutCall &call, int leastCuts) { verifyCuts(*m_jobs, call, leastCuts); }
    void placeScheduler()
    {
        const QByteArray next = "repeat:daily:1900000000000";
        say({"HSET", "bull:work:repeat:daily", "name", "n", "every", "1000", "ic", "1"});
        say({"ZADD", "bull:work:repeat", "1900000000000", "daily"});
        say({"HSET", "bull:work:" + next, "name", "n", "data", "{}", "opts", "{}", "timestamp", "1700000000000", "rjk",
             "daily"});
        say({"ZADD", "bull:work:delayed", "1", next});
    }
    void placeAll()
    {
        say({"HSET", "bull:work:meta", "opts.maxLenEvents", "10000"});
        for (const char *state : {"wait", "prioritized", "delayed", "completed", "failed", "waiting-children"})
            place(state, 3);
        placeScheduler();
        say({"SET", "bull:work:de:once", "wait-1"});
        say({"SET", "bull:work:limiter", "1"});
    }
    // As a worker does.
    void takeJob()
    {
        const char *const script = "if redis.call('HEXISTS', 'bull:work:meta', 'paused') == 0 then "
                                   "return redis.call('LMOVE', 'bull:work:wait', 'bull:work:active', 'RIGHT', 'LEFT') "
                                   "end";
        m_jobs->redis.run({u"EVAL"_s, QString::fromLatin1(script), u"0"_s}); // which needs no event loop
    }
    QString lookForPauseOfBusy()
    {
        const bool isPaused = say({"HEXISTS", "bull:work:meta", "paused"}).integer == 1;
        const bool isBusy = m_jobs->count("active") > 0;
        return isPaused && isBusy ? u"it is paused though it stays"_s : QString();
    }

    static Step drains(std::chrono::milliseconds time)
    {
        return [time](redis::Client &client, const CleaningCursor &cursor) {
            const QList<JobState> states{JobState::Waiting, JobState::Prioritized, JobState::Delayed};
            return cleanQueue(client, work, cursor, states, cursor.started, Cleaning::Removes, time, nullptr);
        };
    }
    static Step cleans(JobState state)
    {
        return [state](redis::Client &client, const CleaningCursor &cursor) {
            return cleanQueue(client, work, cursor, {state}, cursor.started, Cleaning::Removes, inOneGo, nullptr);
        };
    }
    // In two steps: the first one pauses.
    static QCoro::Task<CleaningStep> obliterate(redis::Client &client, const CleaningCursor &cursor)
    {
        const auto time = cursor.phase == 0 ? std::chrono::milliseconds(0) : inOneGo;
        return obliterateQueue(client, work, cursor, false, time, nullptr);
    }
    CutCall onwards(const std::function<void()> &prepare, const Step &step)
    {
        CutCall call;
        call.prepare = [=, this] {
            prepare();
            m_cursor = fromNow();
        };
        call.make = [=, this](ProxiedProgram &program) { return goOn(program, step, m_cursor); };
        return call;
    }
    static CutCall anew(const std::function<void()> &prepare, const Step &step)
    {
        CutCall call;
        call.prepare = prepare;
        call.make = [=](ProxiedProgram &program) { return takeOnce(program, step); };
        return call;
    }

private slots:
    void initTestCase() { m_jobs = std::make_unique<JobFixture>(); }
    void cleanupTestCase() { m_jobs.reset(); }

    void aDrain_data()
    {
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("that goes on where it was") << true;
        QTest::newRow("that begins anew") << false;
    }
    void aDrain()
    {
        QFETCH(bool, goesOn);
        const auto prepare = [this] {
            for (const char *state : {"wait", "prioritized", "delayed"})
                place(state, 4);
            placeScheduler();
        };
        verify(goesOn ? onwards(prepare, drains(oneStep)) : anew(prepare, drains(inOneGo)), 18);
    }

    void aLargeDrain_data() { aDrain_data(); }
    void aLargeDrain()
    {
        QFETCH(bool, goesOn);
        const auto prepare = [this] { place("wait", 210); };
        CutCall call = goesOn ? onwards(prepare, drains(oneStep)) : anew(prepare, drains(inOneGo));
        call.leap = 6;
        verify(call, 20);
    }

    void aCleaning()
    {
        verify(anew([this] { place("completed", 600); }, cleans(JobState::Completed)), 4);
        const auto withParents = [this] {
            place("waiting-children", 3);
            place("wait", 1);
            say({"SADD", "bull:work:waiting-children-1:dependencies", "bull:work:wait-1"});
            say({"HSET", "bull:work:wait-1", "parentKey", "bull:work:waiting-children-1"});
        };
        verify(anew(withParents, cleans(JobState::WaitingChildren)), 6);
    }

    void anObliteration_data() { aDrain_data(); }
    void anObliteration()
    {
        QFETCH(bool, goesOn);
        const auto prepare = [this] { placeAll(); };
        CutCall call = onwards(prepare, obliterate);
        if (!goesOn)
            call.make = obliterateAnew;
        verify(call, 11);
    }

    void anObliterationThatIsRefusedPausesNothing()
    {
        CutCall call;
        call.prepare = [this] {
            placeAll();
            takeJob();
        };
        call.make = tryToObliterate;
        call.look = [this] { return m_jobs->count("active") == 1 ? lookForPauseOfBusy() : u"it wasn't refused"_s; };
        verify(call, 3);
    }

    // Just before the command of that number.
    void anObliterationWhileAWorkerTakesAJob_data()
    {
        QTest::addColumn<int>("number");
        for (int number = 2; number < 8; ++number) // after the greeting
            QTest::addRow("%d", number) << number;
    }
    void anObliterationWhileAWorkerTakesAJob()
    {
        QFETCH(int, number);
        CutCall call;
        call.prepare = [this] { placeAll(); };
        call.make = tryToObliterate;
        call.meanwhile = [&](int command) {
            if (command == number)
                takeJob();
        };
        call.look = [this] { return lookForPauseOfBusy(); };
        call.addsEachTime = true; // it depends on when it is made whether it is refused
        verify(call, 3);
    }
};

QTEST_GUILESS_MAIN(QueueEmptyingCutsTest)
#include "queue_emptying_cuts_test.moc"
