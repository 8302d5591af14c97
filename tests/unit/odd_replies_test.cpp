// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/flow_producer.h"
#include "jobs/job_error.h"
#include "jobs/queue.h"
#include "jobs/queue_events.h"
#include "jobs/stray_jobs.h"
#include "jobs/worker_scripts.h"

#include <QTest>

#include <limits>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;
using redis::Reply;

namespace {

constexpr qint64 largest = std::numeric_limits<qint64>::max();

const Reply nil;

Reply integer(qint64 value)
{
    return {Reply::Kind::Integer, {}, value, {}};
}

Reply text(const QByteArray &bytes)
{
    return {Reply::Kind::Bytes, bytes, 0, {}};
}

Reply list(const QList<Reply> &items)
{
    return {Reply::Kind::List, {}, 0, items};
}

Reply error(const QByteArray &bytes)
{
    return {Reply::Kind::Error, bytes, 0, {}};
}

Reply hash()
{
    return list({text("name"), text("n"), text("data"), text("{}")});
}

// Of which none says anything, whoever asked for what.
QList<std::pair<const char *, Reply>> oddReplies()
{
    return {{"nil", nil},
            {"an empty text", text("")},
            {"an empty list", list({})},
            {"a list of nil", list({nil})},
            {"a list of nils", list({nil, nil, nil, nil})},
            {"a list of lists", list({list({}), list({}), list({}), list({})})},
            {"a list of an integer", list({integer(1)})},
            {"an error", error("ERR no")}};
}

} // namespace

// What Redis never answers to BullMQ's scripts, until a proxy, a fault or another version does: nothing of it may be
// taken for a job, or end the program.
class OddRepliesTest : public QObject {
    Q_OBJECT

private slots:
    void aFetchGivesNoJob_data()
    {
        QTest::addColumn<Reply>("reply");
        for (const auto &[name, reply] : oddReplies())
            QTest::newRow(name) << reply;
        QTest::newRow("zero") << integer(0);
        QTest::newRow("an integer") << integer(7);
        QTest::newRow("a status") << Reply{Reply::Kind::Status, "OK", 0, {}};
        QTest::newRow("a text") << text("job");
        QTest::newRow("nothing to do") << list({integer(0), integer(0), integer(0), integer(0)});
        QTest::newRow("a job without its id") << list({hash(), nil, integer(0), integer(0)});
        QTest::newRow("a job with an empty id") << list({hash(), text(""), integer(0), integer(0)});
        QTest::newRow("a job with a list as id") << list({hash(), list({text("7")}), integer(0), integer(0)});
        QTest::newRow("an error as id") << list({hash(), error("ERR no"), integer(0), integer(0)});
        QTest::newRow("a job alone") << list({hash()});
        QTest::newRow("an id alone") << list({nil, text("7"), integer(0), integer(0)});
        QTest::newRow("a text as job") << list({text("job"), text("7"), integer(0), integer(0)});
        QTest::newRow("a job of nothing") << list({list({}), text("7"), integer(0), integer(0)});
        QTest::newRow("a job of a name") << list({list({text("name")}), text("7"), integer(0), integer(0)});
    }
    void aFetchGivesNoJob()
    {
        QFETCH(Reply, reply);
        const FetchReply fetched = FetchReply::of(reply, "moveToActive", "1");
        QVERIFY(!fetched.job);
        QCOMPARE(fetched.limitedForMs, 0);
        QCOMPARE(fetched.nextAt, 0);
    }

    // It is active by now, and nobody else would run it.
    void aJobIsTakenThoughNoTimesCome()
    {
        for (const Reply &reply :
             {list({hash(), text("7")}), list({hash(), text("7"), integer(0)}), list({hash(), text("7"), nil, nil}),
              list({hash(), text("7"), text("x"), list({})})}) {
            const FetchReply fetched = FetchReply::of(reply, "moveToActive", "1");
            QVERIFY(fetched.job);
            QCOMPARE(fetched.job->id, "7"_ba);
            QCOMPARE(fetched.limitedForMs, 0);
            QCOMPARE(fetched.nextAt, 0);
        }
    }

    void timesAreTimes_data()
    {
        QTest::addColumn<Reply>("reply");
        QTest::addColumn<qint64>("time");
        QTest::newRow("an integer") << integer(1700000000000) << qint64(1700000000000);
        QTest::newRow("a text") << text("1700000000000") << qint64(1700000000000);
        QTest::newRow("a score") << text("1.7e12") << qint64(1700000000000);
        QTest::newRow("negative") << integer(-2) << qint64(0);
        QTest::newRow("a negative text") << text("-2") << qint64(0);
        QTest::newRow("no number") << text("soon") << qint64(0);
        QTest::newRow("infinite") << text("inf") << qint64(0);
        QTest::newRow("no number of a double") << text("nan") << qint64(0);
        QTest::newRow("too large a text") << text("1e300") << qint64(0);
        QTest::newRow("an error") << error("ERR no") << qint64(0);
    }
    void timesAreTimes()
    {
        QFETCH(Reply, reply);
        QFETCH(qint64, time);
        const FetchReply fetched = FetchReply::of(list({integer(0), integer(0), reply, reply}), "moveToActive", "1");
        QCOMPARE(fetched.limitedForMs, time);
        QCOMPARE(fetched.nextAt, time);
    }

    // The time now is added to it.
    void theFarthestTimeCanBeCountedWith()
    {
        const Reply reply = list({integer(0), integer(0), integer(largest), integer(largest)});
        const FetchReply fetched = FetchReply::of(reply, "moveToActive", "1");
        QVERIFY(fetched.limitedForMs > 0 && fetched.limitedForMs < largest / 2);
        QVERIFY(fetched.nextAt > 0 && fetched.nextAt < largest / 2);
    }

    void aNegativeNumberIsAnError()
    {
        for (qint64 code : {qint64(-1), qint64(-11), qint64(-999), -largest}) {
            QVERIFY_THROWS_EXCEPTION(JobError, FetchReply::of(integer(code), "moveToFinished", "1"));
            QVERIFY_THROWS_EXCEPTION(JobError, Queue::addedId(integer(code), NewJob{"n"}));
        }
    }

    // Who adds is not told of a job that has no id.
    void anAdditionWithoutIdIsAnError_data()
    {
        QTest::addColumn<Reply>("reply");
        for (const auto &[name, reply] : oddReplies())
            QTest::newRow(name) << reply;
        QTest::newRow("a list with an id") << list({text("7")});
        QTest::newRow("a status") << Reply{Reply::Kind::Status, "OK", 0, {}};
    }
    void anAdditionWithoutIdIsAnError()
    {
        QFETCH(Reply, reply);
        QVERIFY_THROWS_EXCEPTION(redis::RedisError, Queue::addedId(reply, NewJob{"n"}));
    }

    void anIdIsATextOrANumber()
    {
        QCOMPARE(Queue::addedId(text("mine"), NewJob{"n"}), "mine"_ba);
        QCOMPARE(Queue::addedId(integer(12), NewJob{"n"}), "12"_ba);
    }

    // A flow is told to be there only when each of its jobs is.
    void aTransactionTellsOfEachJob_data()
    {
        QTest::addColumn<Reply>("reply");
        for (const auto &[name, reply] : oddReplies())
            QTest::newRow(name) << reply;
        QTest::newRow("a status") << Reply{Reply::Kind::Status, "OK", 0, {}};
        QTest::newRow("one too few") << list({text("1")});
        QTest::newRow("a nil among ids") << list({text("1"), nil});
        QTest::newRow("an error among ids") << list({text("1"), text("2"), error("ERR no")});
    }
    void aTransactionTellsOfEachJob()
    {
        QFETCH(Reply, reply);
        const QList<NewJob> jobs{NewJob{"parent"}, NewJob{"child"}};
        QVERIFY_THROWS_EXCEPTION(redis::RedisError, FlowProducer::checkAnswer(reply, jobs));
    }

    void whatATransactionTellsBesidesIsNoError()
    {
        const QList<NewJob> jobs{NewJob{"parent"}, NewJob{"child"}};
        FlowProducer::checkAnswer(list({text("1"), integer(2)}), jobs);
        FlowProducer::checkAnswer(list({text("1"), text("2"), integer(0)}), jobs); // of a parent that waits
    }

    // Nothing could be read after it.
    void anEntryWithoutIdIsNoEvent_data()
    {
        QTest::addColumn<Reply>("reply");
        for (const auto &[name, reply] : oddReplies())
            QTest::newRow(name) << reply;
        QTest::newRow("an integer") << integer(1);
        QTest::newRow("an integer as id") << list({integer(1), list({text("event"), text("added")})});
        QTest::newRow("an empty id") << list({text(""), list({text("event"), text("added")})});
    }
    void anEntryWithoutIdIsNoEvent()
    {
        QFETCH(Reply, reply);
        QVERIFY(!StreamEvent::of(reply));
    }

    // An entry that was deleted comes with its id alone.
    void whatAnEventLacksIsEmpty()
    {
        for (const Reply &fields : {nil, integer(1), text("event"), list({}), list({text("event")}),
                                    list({integer(1), integer(2)}), list({nil, nil})}) {
            const auto event = StreamEvent::of(list({text("1-0"), fields}));
            QVERIFY(event);
            QCOMPARE(event->id, "1-0"_ba);
            QVERIFY(event->name.isEmpty() && event->jobId.isEmpty());
        }
        QVERIFY(StreamEvent::of(list({text("1-0")})));
        const auto event = StreamEvent::of(
            list({text("1-0"), list({text("event"), text("added"), text("jobId"), text("7"), text("odd")})}));
        QCOMPARE(event->name, "added"_ba);
        QCOMPARE(event->jobId, "7"_ba);
    }

    void noStrayJobIsFound_data()
    {
        QTest::addColumn<Reply>("reply");
        for (const auto &[name, reply] : oddReplies())
            QTest::newRow(name) << reply;
        QTest::newRow("an integer") << integer(1);
        QTest::newRow("no lists") << list({integer(1), nil, text("7")});
        QTest::newRow("an id alone") << list({list({text("7")})});
        QTest::newRow("no token") << list({list({text("7"), nil})});
        QTest::newRow("no id") << list({list({nil, text("me:1")})});
    }
    void noStrayJobIsFound()
    {
        QFETCH(Reply, reply);
        QVERIFY(strayJobsIn(reply).isEmpty());
    }

    void oneOddStrayHidesNoOther()
    {
        const auto found = strayJobsIn(list({list({}), list({text("7"), text("me:1")}), nil}));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().id, "7"_ba);
        QCOMPARE(found.first().token, "me:1"_ba);
    }
};

QTEST_APPLESS_MAIN(OddRepliesTest)
#include "odd_replies_test.moc"
