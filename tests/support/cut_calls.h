// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/flow_producer.h"
#include "support/command_proxy.h"
#include "support/job_fixture.h"
#include "support/queue_shape.h"

namespace signalbox::test {

// A program whose connections go by a proxy, while the test has its own to the same Redis. Main thread.
class ProxiedProgram {
public:
    explicit ProxiedProgram(const redis::RedisUrl &server)
        : proxy(server)
        , target(std::make_shared<redis::ServerTarget>(redis::Target{proxy.url(), {}, {}, {}}))
        , flows(target)
    {
    }

    redis::Client &client() // made when it is asked for
    {
        if (!m_client)
            m_client = std::make_unique<redis::Client>(settings(), target, std::make_shared<redis::ClientMonitor>());
        return *m_client;
    }
    bool isConnecting() const { return m_client && !m_client->isUp(); }

    CommandProxy proxy;
    const std::shared_ptr<redis::ServerTarget> target;
    jobs::FlowProducer flows;

private:
    static redis::ClientSettings settings() // quick to come back
    {
        redis::ClientSettings settings;
        settings.deadline = std::chrono::seconds(5);
        settings.session.shortestBackOff = std::chrono::milliseconds(2);
        return settings;
    }

    std::unique_ptr<redis::Client> m_client;
};

// What a program wants of a queue. A value.
struct CutCall {
    std::function<void()> prepare; // the queue, as it is before
    std::function<QCoro::Task<QString>(ProxiedProgram &)> make; // why it couldn't be done, or nothing
    std::function<QString()> look = [] { return QString(); }; // what is wrong after a cut
    bool isRefusedAgain = false; // what was done already
    bool addsEachTime = false; // so that twice isn't the same as once
    std::function<void(int)> meanwhile = [](int) {}; // what others do before the command of that number
    int leap = 0; // of many commands not each is cut: after so many the next ones are passed over, more and more
};

// Makes a call again and again, cut at its first command, then at its second…, until none was cut; and makes it once
// more after each cut, as a person or a program would. Main thread.
class CutCalls {
public:
    using Fate = CommandProxy::Fate;

    explicit CutCalls(JobFixture &jobs)
        : m_jobs(jobs)
        , m_folders{jobs.keys.folder()}
    {
    }

    void alsoIn(const QByteArray &folder) { m_folders.append(folder); } // calls change that, too
    int cuts() const { return m_cuts; }

    // What is wrong, or nothing.
    QString run(const CutCall &call, Fate fate)
    {
        m_cuts = 0;
        if (const QString problem = learn(call); !problem.isEmpty())
            return QStringLiteral("uncut: ") + problem;
        m_wasCut = true;
        for (int at = 0; m_wasCut; at = call.leap > 0 && at >= call.leap ? at * 5 / 4 + 1 : at + 1) {
            if (const QString problem = cutAt(call, fate, at); !problem.isEmpty())
                return QStringLiteral("cut at command %1, %2: %3").arg(at).arg(m_what, problem);
        }
        return {};
    }

private:
    struct Outcome {
        bool isOver = false;
        bool isThrown = false;
        QString error;
        std::optional<redis::RedisError::Kind> kind;
    };

    void prepare(const CutCall &call)
    {
        m_jobs.words->say({"FLUSHALL"});
        call.prepare();
        if (call.leap == 0)
            m_jobs.words->say({"SCRIPT", "FLUSH"}); // its first call takes two commands
    }

    // What it does when nothing is in its way.
    QString learn(const CutCall &call)
    {
        prepare(call);
        ProxiedProgram program(m_jobs.redis.url());
        const Outcome whole = outcomeOf(call, program);
        m_shape = shape();
        return whole.isOver && whole.error.isEmpty() ? broken() : QStringLiteral("failed: ") + whole.error;
    }

    QString cutAt(const CutCall &call, Fate fate, int at)
    {
        prepare(call);
        ProxiedProgram program(m_jobs.redis.url());
        m_wasCut = false;
        program.proxy.setJudge([&, number = -1](const QByteArrayList &words) mutable {
            call.meanwhile(++number);
            if (number != at)
                return Fate::PassedOn;
            m_wasCut = true;
            ++m_cuts;
            m_what = QString::fromLatin1(words.join(' ').left(60));
            return fate;
        });
        const Outcome first = outcomeOf(call, program);
        if (const QString problem = judged(first); !problem.isEmpty())
            return problem;
        QString problem = broken();
        if (problem.isEmpty())
            problem = call.look();
        return problem.isEmpty() ? again(call, program) : problem;
    }

    QString judged(const Outcome &first) const
    {
        if (!first.isOver)
            return QStringLiteral("it hangs");
        if (!m_wasCut)
            return first.error;
        if (first.kind != redis::RedisError::Kind::Unavailable || first.error.isEmpty())
            return QStringLiteral("it doesn't tell that Redis was away: ") + first.error;
        return {};
    }

    QString again(const CutCall &call, ProxiedProgram &program)
    {
        program.proxy.setJudge({});
        if (!comes([&] { return !program.isConnecting(); }))
            return QStringLiteral("it doesn't connect again");
        const Outcome second = outcomeOf(call, program);
        if (!second.isOver || second.isThrown || !(second.error.isEmpty() || call.isRefusedAgain))
            return QStringLiteral("again: ") + (second.isOver ? second.error : QStringLiteral("it hangs"));
        if (const QString problem = broken(); !problem.isEmpty())
            return QStringLiteral("again: ") + problem;
        return call.addsEachTime ? call.look() : difference();
    }

    QString difference() const
    {
        const QByteArrayList now = shape();
        for (qsizetype line = 0; line < std::max(now.size(), m_shape.size()); ++line) {
            if (now.value(line) != m_shape.value(line))
                return QStringLiteral("again: “%1” instead of “%2”")
                    .arg(QString::fromUtf8(now.value(line)), QString::fromUtf8(m_shape.value(line)));
        }
        return {};
    }

    Outcome outcomeOf(const CutCall &call, ProxiedProgram &program)
    {
        const auto outcome = std::make_shared<Outcome>();
        attempt(call, program, outcome);
        comes([&] { return outcome->isOver; });
        return *outcome;
    }

    // QTest::qWaitFor() would take some ten times as long as a call.
    static bool comes(const std::function<bool()> &isSo)
    {
        const QDeadlineTimer patience(10'000);
        QTimer pulse; // it wakes up without any event, too
        pulse.start(100);
        while (!isSo() && !patience.hasExpired())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return isSo();
    }

    // `call` and `program` are there until it is over, or the test has failed.
    static QCoro::Task<> attempt(const CutCall &call, ProxiedProgram &program, std::shared_ptr<Outcome> outcome)
    {
        try {
            outcome->error = co_await call.make(program);
        } catch (const redis::RedisError &error) {
            outcome->error = error.detail();
            outcome->kind = error.kind();
            outcome->isThrown = true;
        } catch (const std::exception &error) {
            outcome->error = QString::fromUtf8(error.what());
            outcome->isThrown = true;
        }
        outcome->isOver = true;
    }

    QString broken() const
    {
        QByteArrayList all;
        for (const QByteArray &folder : m_folders)
            all += brokenIn(*m_jobs.words, folder);
        return QString::fromUtf8(all.join(", ").left(2000));
    }
    QByteArrayList shape() const
    {
        QByteArrayList all;
        for (const QByteArray &folder : m_folders)
            all += shapeOf(*m_jobs.words, folder);
        return all;
    }

    JobFixture &m_jobs;
    QByteArrayList m_folders;
    QByteArrayList m_shape; // after a call that wasn't cut
    int m_cuts = 0;
    bool m_wasCut = false;
    QString m_what; // was cut
};

// That all is well whatever is cut, which are so many commands at least. Of another queue, too.
inline void verifyCuts(JobFixture &jobs, const CutCall &call, int leastCuts, const QByteArray &otherFolder = {})
{
    for (const auto fate : {CommandProxy::Fate::CutBefore, CommandProxy::Fate::CutAfter}) {
        CutCalls cuts(jobs);
        if (!otherFolder.isEmpty())
            cuts.alsoIn(otherFolder);
        const QString problem = cuts.run(call, fate);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY2(cuts.cuts() >= leastCuts, qPrintable(QString::number(cuts.cuts())));
    }
}

} // namespace signalbox::test
