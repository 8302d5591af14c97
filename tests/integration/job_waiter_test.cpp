// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_error.h"
#include "jobs/job_waiter.h"
#include "support/redis_outcome.h"
#include "support/redis_server.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

namespace {

const QueueKeys mail("bull", "mail");

struct Ended {
    bool isOver = false;
    std::optional<FinishedJob> finished;
    qint64 code = 0;
};

QCoro::Task<> waitFor(JobWaiter &waiter, QByteArray id, milliseconds atMost, std::shared_ptr<Ended> ended)
{
    try {
        ended->finished = co_await waiter.wait(id, atMost);
    } catch (const JobError &error) {
        ended->code = error.code();
    }
    ended->isOver = true;
}

quint64 pendingOf(const redis::Client &client)
{
    redis::Figures figures;
    client.monitor().addTo(figures);
    return figures.pending;
}

} // namespace

class JobWaiterTest : public QObject {
    Q_OBJECT

    std::unique_ptr<RedisServer> m_redis;

    void run(const QStringList &words) { m_redis->run(words); }

    // As a worker's script leaves it, and tells of it.
    void complete(const QString &id)
    {
        run({u"HSET"_s, u"bull:mail:"_s + id, u"name"_s, u"n"_s, u"returnvalue"_s, u"\"done\""_s});
        run({u"ZADD"_s, u"bull:mail:completed"_s, u"1700000000000"_s, id});
        run({u"XADD"_s, u"bull:mail:events"_s, u"*"_s, u"event"_s, u"completed"_s, u"jobId"_s, id, u"returnvalue"_s,
             u"\"done\""_s});
    }

private slots:
    void init()
    {
        m_redis = std::make_unique<RedisServer>();
        QVERIFY(m_redis->start());
        run({u"HSET"_s, u"bull:mail:1"_s, u"name"_s, u"n"_s});
    }
    void cleanup() { m_redis.reset(); }

    void hearsAnEndThatCameBeforeItListened()
    {
        const auto target = std::make_shared<redis::ServerTarget>(redis::Target{}); // none yet
        redis::Client client({}, m_redis->url());
        QueueEvents events(target, mail);
        JobWaiter waiter(client, events);
        const auto ended = std::make_shared<Ended>();
        waitFor(waiter, "1", milliseconds(20'000), ended);
        QTRY_VERIFY(client.isUp());
        QVERIFY(!outcomeOf(client.command(nullptr, "PING")).error); // had it looked by now, it would have found nothing
        complete(u"1"_s);
        target->set({m_redis->url(), {}, {}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(ended->isOver, 10'000);
        QVERIFY(ended->finished);
        QCOMPARE(ended->finished->value, QByteArray("\"done\""));
    }

    void hearsAnEndThatComesLater()
    {
        redis::Client client({}, m_redis->url());
        QueueEvents events(std::make_shared<redis::ServerTarget>(redis::Target{m_redis->url(), {}, {}, {}}), mail);
        JobWaiter waiter(client, events);
        const auto ended = std::make_shared<Ended>();
        waitFor(waiter, "1", milliseconds(20'000), ended);
        QTRY_VERIFY(events.isReady());
        QVERIFY(!ended->isOver);
        complete(u"1"_s);
        QTRY_VERIFY(ended->isOver);
        QVERIFY(ended->finished && !ended->finished->isFailed);
    }

    void givesUpWhenItGoes()
    {
        redis::Client client({}, m_redis->url());
        QueueEvents events(std::make_shared<redis::ServerTarget>(redis::Target{m_redis->url(), {}, {}, {}}), mail);
        auto waiter = std::make_unique<JobWaiter>(client, events);
        const auto early = std::make_shared<Ended>(); // before it listens
        waitFor(*waiter, "1", milliseconds(600'000), early);
        waiter.reset();
        QVERIFY(early->isOver && !early->finished);
        waiter = std::make_unique<JobWaiter>(client, events);
        QTRY_VERIFY(events.isReady());
        const auto late = std::make_shared<Ended>();
        waitFor(*waiter, "1", milliseconds(600'000), late);
        QTRY_COMPARE(pendingOf(client), quint64(0)); // it has looked
        waiter.reset();
        QVERIFY(late->isOver && !late->finished);
    }

    void refusesAJobThatIsNone()
    {
        redis::Client client({}, m_redis->url());
        QueueEvents events(std::make_shared<redis::ServerTarget>(redis::Target{m_redis->url(), {}, {}, {}}), mail);
        JobWaiter waiter(client, events);
        const auto ended = std::make_shared<Ended>();
        waitFor(waiter, "none", milliseconds(20'000), ended);
        QTRY_VERIFY(ended->isOver);
        QCOMPARE(ended->code, qint64(JobError::JobNotExist));
    }
};

QTEST_GUILESS_MAIN(JobWaiterTest)
#include "job_waiter_test.moc"
