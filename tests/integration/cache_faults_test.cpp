// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/outbox_repository.h"
#include "cache/pending_invalidations.h"
#include "support/cache_node.h"
#include "support/redis_server.h"
#include "support/test_database.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using cache::Figure;
using cache::Invalidation;
using cache::Strategy;

namespace {

const QString password = u"secret"_s;

} // namespace

// A Redis that is away, hangs, is full, can't be written, lets nobody in, or holds what nobody can use: reads and
// writes go on, and nothing old is seen, then or later.
class CacheFaultsTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_database = std::make_unique<TestDatabase>(store::Dialect::Sqlite);
        m_redis = std::make_unique<RedisServer>(QStringList{u"--appendonly"_s, u"yes"_s, u"--appendfsync"_s,
                                                            u"always"_s, u"--enable-debug-command"_s, u"yes"_s});
        QVERIFY(m_redis->start());
        m_truth.set("1", 1);
        m_truth.set("2", 1);
    }
    void cleanup()
    {
        m_redis.reset();
        m_database.reset();
    }

    void nothingOldIsSeen_data() { addFaults(); }
    void nothingOldIsSeen()
    {
        QFETCH(QString, fault);
        const auto node = makeNode();
        const auto other = makeNode();
        QVERIFY(node->isReady() && other->isReady());
        QCOMPARE(node->number(m_truth, "1"), 1);
        QCOMPARE(other->number(m_truth, "1"), 1);
        begin(fault);

        QElapsedTimer took;
        took.start();
        node->write(m_truth, "1", 2);
        QVERIFY2(took.elapsed() < 2'000, QByteArray::number(took.elapsed()).constData());
        QCOMPARE(node->number(m_truth, "1"), 2);
        QCOMPARE(node->number(m_truth, "2"), 1);
        // The other may reach Redis while the first can't: it reads in the database what that left to do.
        QTRY_COMPARE(other->number(m_truth, "1"), 2);
        if (fault != "full"_L1) { // where deleting still works
            QVERIFY(!(*node)->isTrusted());
            QVERIFY(node->count(Figure::InvalidationsFailed) >= 1);
            QVERIFY((*node)->invalidationsPending(node->space()) >= 1);
        }
        node->write(m_truth, "1", 3);
        QCOMPARE(node->number(m_truth, "1"), 3);

        end(fault);
        readsOnlyUntilHit(*node, 3);
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE(other->number(m_truth, "1"), 3);
        QTRY_VERIFY((*other)->isTrusted() && other->get(m_truth, "1").isHit());
        QCOMPARE(other->number(m_truth, "1"), 3);
        QCOMPARE((*node)->invalidationsPending(node->space()), 0);
        QTRY_COMPARE((*node)->outbox().pending, 0);
        for (const Invalidation &entry : (*node)->invalidations().page({}, {}, 100).items)
            QCOMPARE(entry.result, Invalidation::Result::Done);
    }

    // The other way round: who comes back first, and has not written, reads in the database what is left to do.
    void theOtherSeesNothingOldWhenRedisIsBack_data() { addStrategies(); }
    void theOtherSeesNothingOldWhenRedisIsBack()
    {
        const auto other = makeNode();
        auto node = makeNode();
        QVERIFY(node->isReady() && other->isReady());
        QCOMPARE(other->number(m_truth, "1"), 1);
        m_redis->kill();
        node->write(m_truth, "1", 2);
        node.reset(); // it tells nobody any more
        QCOMPARE(other->number(m_truth, "1"), 2);
        QVERIFY(m_redis->start());
        readsOnlyUntilHit(*other, 2);
    }

    void aNewNodeSeesNothingOld_data() { addStrategies(); }
    void aNewNodeSeesNothingOld()
    {
        {
            const auto node = makeNode();
            QVERIFY(node->isReady());
            QCOMPARE(node->number(m_truth, "1"), 1);
            m_redis->freeze();
            node->write(m_truth, "1", 2);
        }
        m_redis->thaw();
        const auto next = makeNode();
        readsOnlyUntilHit(*next, 2);
    }

    // It was told, but lost that: the machine failed before it was on the disk, or a replica took over.
    void aRedisThatForgetsIsToldAgain_data() { addStrategies(); }
    void aRedisThatForgetsIsToldAgain()
    {
        const auto node = makeNode();
        QVERIFY(node->isReady());
        QCOMPARE(node->number(m_truth, "1"), 1);
        const QString log = m_redis->folder() + "/appendonlydir"_L1;
        const QString copy = m_redis->folder() + "/copy"_L1;
        copyFolder(log, copy);
        node->write(m_truth, "1", 2);
        m_redis->kill();
        QVERIFY(QDir(log).removeRecursively());
        copyFolder(copy, log);
        QVERIFY(m_redis->start());
        readsOnlyUntilHit(*node, 2);
    }

    // What it was told longer ago than is remembered, it may have forgotten as well; but not by hanging.
    void aRedisThatWasStartedAnewIsEmptied_data()
    {
        QTest::addColumn<int>("strategy");
        QTest::addColumn<bool>("isStartedAnew");
        for (const auto each : {Strategy::Invalidate, Strategy::PubSub, Strategy::Outbox, Strategy::Versioned})
            QTest::addRow("%s", qPrintable(cache::strategyName(each))) << int(each) << true;
        QTest::newRow("hung only") << int(Strategy::Invalidate) << false;
    }
    void aRedisThatWasStartedAnewIsEmptied()
    {
        QFETCH(bool, isStartedAnew);
        const auto node = makeNode();
        QVERIFY(node->isReady());
        QCOMPARE(node->number(m_truth, "1"), 1);
        if (isStartedAnew)
            m_redis->kill();
        else
            m_redis->freeze();
        QTRY_VERIFY(!(*node)->isTrusted());
        m_truth.set("1", 2); // Redis had been told, and holds the old one again
        if (isStartedAnew)
            QVERIFY(m_redis->start());
        else
            m_redis->thaw();
        if (isStartedAnew)
            return readsOnlyUntilHit(*node, 2);
        QVERIFY(node->becomesTrusted());
        QCOMPARE(node->number(m_truth, "1"), 1);
    }

    // There may be nothing to tell it; that it can be told is what counts.
    void nothingIsCaughtUpWithWhileRedisIsAway_data()
    {
        QTest::addColumn<bool>("hangs");
        QTest::newRow("killed") << false;
        QTest::newRow("hangs") << true;
    }
    void nothingIsCaughtUpWithWhileRedisIsAway()
    {
        QFETCH(bool, hangs);
        const auto node = makeNode(Strategy::Invalidate);
        QVERIFY(node->isReady());
        if (hangs)
            m_redis->freeze();
        else
            m_redis->kill();
        QTRY_VERIFY(!(*node)->isTrusted());
        for (int rows = 1; rows <= 3; ++rows) { // each is seen by another try to catch up
            m_database->pool().runNow([](store::Connection &connection) {
                return cache::OutboxRepository(connection).add("unheard of", {"1"}, {}, 1).size();
            });
            const auto isSeen = [&] { return (*node)->isTrusted() || (*node)->outbox().pending == rows; };
            QVERIFY(QTest::qWaitFor(isSeen, 10'000));
            QVERIFY(!(*node)->isTrusted());
        }
        if (hangs)
            m_redis->thaw();
        else
            QVERIFY(m_redis->start());
        QVERIFY(node->becomesTrusted());
        QCOMPARE((*node)->outbox().pending, 0);
    }

    void whatNobodyCanUseIsReplaced_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("value of another type") << QStringList{u"SADD"_s, u"user:1"_s, u"x"_s};
        QTest::newRow("lease of another type") << QStringList{u"SADD"_s, u"user:1:lease"_s, u"x"_s};
        QTest::newRow("version of another type") << QStringList{u"SADD"_s, u"user:1:v"_s, u"x"_s};
        QTest::newRow("no JSON") << QStringList{u"SET"_s, u"user:1"_s, u"hello"_s};
        QTest::newRow("empty") << QStringList{u"SET"_s, u"user:1"_s, QString()};
    }
    void whatNobodyCanUseIsReplaced()
    {
        QFETCH(QStringList, words);
        for (const Strategy strategy : {Strategy::Ttl, Strategy::Invalidate, Strategy::PubSub, Strategy::Versioned}) {
            CacheNode node(m_redis->url(), m_database->pool(),
                           [&](cache::NamespaceSettings &settings) { settings.strategy = strategy; });
            QVERIFY(node.isReady());
            m_redis->run({u"FLUSHALL"_s});
            m_redis->run(words);
            QCOMPARE(node.number(m_truth, "1"), 1);
            QVERIFY(QTest::qWaitFor([&] { return node.get(m_truth, "1").isHit(); }, 10'000));
            QCOMPARE(node.number(m_truth, "1"), 1);
            node.write(m_truth, "1", 2);
            QCOMPARE(node.number(m_truth, "1"), strategy == Strategy::Ttl ? 1 : 2);
            m_truth.set("1", 1);
        }
    }

    void aReadWaitsForRedisOnceOnly()
    {
        const auto node = makeNode(Strategy::Invalidate);
        QVERIFY(node->becomesTrusted());
        QCOMPARE(node->number(m_truth, "1"), 1);
        m_redis->freeze();
        QElapsedTimer took;
        took.start();
        for (int i = 0; i < 20; ++i)
            QCOMPARE(node->number(m_truth, "1"), 1);
        QVERIFY2(took.elapsed() < 2'000, QByteArray::number(took.elapsed()).constData());
        m_redis->thaw();
    }

    void aReadThatHangsHoldsOthersUpForAWhileOnly()
    {
        const auto node = makeNode(Strategy::Invalidate);
        QVERIFY(node->becomesTrusted());
        Barrier barrier;
        m_truth.barrier = &barrier;
        auto hanging = node->begin(m_truth, "1");
        QTRY_COMPARE(barrier.waiting(), 1);
        m_truth.barrier = nullptr;
        QElapsedTimer took;
        took.start();
        QCOMPARE(node->number(m_truth, "1"), 1);
        QVERIFY2(took.elapsed() >= cache::Flights::longestWait.count(), QByteArray::number(took.elapsed()).constData());
        QCOMPARE(node->count(Figure::Joined), 0u);
        QCOMPARE(node->count(Figure::Loads), 1u); // the other is still at it
        node->write(m_truth, "1", 2);
        barrier.release();
        QCOMPARE(CacheNode::numberIn(QCoro::waitFor(std::move(hanging))), 1);
        QCOMPARE(node->number(m_truth, "1"), 2); // what it read was not kept
    }

    // Nobody has ever told it anything, so there is nothing to take out of it.
    void aRedisThatIsNotInstalledFailsNothing_data()
    {
        QTest::addColumn<int>("strategy");
        for (std::size_t i = 0; i < cache::strategyCount; ++i)
            QTest::newRow(qPrintable(cache::strategyName(Strategy(i)))) << int(i);
    }
    void aRedisThatIsNotInstalledFailsNothing()
    {
        QFETCH(int, strategy);
        redis::Clients clients;
        clients.setUnavailable(redis::State::Kind::Missing, u"there is no redis-server"_s);
        NoLog log;
        cache::Cache cache({clients, m_database->pool(), log}, {{.name = "user", .strategy = Strategy(strategy)}});
        for (int i = 0; i < 3; ++i)
            QCoro::waitFor(cache.get(nullptr, cache.user(), "1", m_truth.loader()));
        const cache::Cause cause{"request-1", "PATCH /users/:id", "admin-1"};
        const auto noter = cache.noter(cache.user(), cause);
        const auto noted = m_database->pool().runNow(
            [&noter](store::Connection &connection) { return noter.note(connection, {"1"}); });
        QCoro::waitFor(cache.invalidate(nullptr, cache.user(), {"1"}, cause, noted));
        QCoro::waitFor(cache.invalidate(nullptr, cache.user(), {"2"}, cause)); // nothing noted yet
        const cache::Counts counts = cache.user().figures().counts();
        QCOMPARE(counts[Figure::Misses], 3u);
        QCOMPARE(counts[Figure::Errors], 0u);
        QCOMPARE(counts[Figure::InvalidationsFailed], 0u);
        QCOMPARE(cache.invalidationsPending(cache.user()), 0);
        // Another node may have one, or this one later.
        QTRY_COMPARE(cache.outbox().pending, Strategy(strategy) == Strategy::Ttl ? 0 : 2);
        clients.setTarget(m_redis->url());
        QTRY_VERIFY_WITH_TIMEOUT(cache.isTrusted(), 10'000);
        QTRY_COMPARE(cache.outbox().pending, 0);
    }

    void theOutboxStaysBoundedWithoutARedis()
    {
        redis::Clients clients;
        clients.setUnavailable(redis::State::Kind::Missing, u"there is no redis-server"_s);
        NoLog log;
        const auto add = [this](qint64 atMs) {
            m_database->pool().runNow([atMs](store::Connection &connection) {
                return cache::OutboxRepository(connection).add("user", {"1"}, {}, atMs).size();
            });
        };
        add(1); // older than any value can be
        add(QDateTime::currentMSecsSinceEpoch());
        cache::Cache cache({clients, m_database->pool(), log}, {{.name = "user"}});
        QTRY_COMPARE_WITH_TIMEOUT(cache.outbox().pending, 1, 15'000);
    }

    void moreThanCanBeRememberedIsAll()
    {
        const auto node = makeNode(Strategy::Invalidate);
        QVERIFY(node->becomesTrusted());
        QCOMPARE(node->number(m_truth, "2"), 1);
        m_redis->kill();
        m_truth.set("2", 5);
        QByteArrayList ids;
        for (qsizetype i = 0; i <= cache::PendingInvalidations::most; ++i)
            ids.append("x" + QByteArray::number(i));
        ids.append("2");
        node->invalidateAll(ids);
        QVERIFY(m_redis->start());
        QTRY_VERIFY_WITH_TIMEOUT((*node)->isTrusted(), 30'000);
        QCOMPARE(node->number(m_truth, "2"), 5);
        QCOMPARE((*node)->invalidationsPending(node->space()), 0);
    }

    // It took too long, and nobody knows whether it was committed.
    void anUndecidedWriteIsInvalidatedNowAndLater()
    {
        const auto node = makeNode(Strategy::Invalidate);
        QVERIFY(node->becomesTrusted());
        QCOMPARE(node->number(m_truth, "1"), 1);
        (*node)->invalidateUndecided(node->space(), {"1"});
        QVERIFY(QTest::qWaitFor([&] { return !node->get(m_truth, "1").isHit(); }, 10'000));
        QVERIFY(node->get(m_truth, "1").isHit());
        m_truth.set("1", 2); // it was committed after all
        QVERIFY(QTest::qWaitFor([&] { return node->number(m_truth, "1") == 2; }, 10'000));
    }

private:
    static void addStrategies()
    {
        QTest::addColumn<int>("strategy");
        for (const auto each : {Strategy::Invalidate, Strategy::PubSub, Strategy::Outbox, Strategy::Versioned})
            QTest::newRow(qPrintable(cache::strategyName(each))) << int(each);
    }
    static void addFaults()
    {
        QTest::addColumn<int>("strategy");
        QTest::addColumn<QString>("fault");
        for (const auto each : {Strategy::Invalidate, Strategy::PubSub, Strategy::Outbox, Strategy::Versioned}) {
            for (const auto &fault : {u"hangs"_s, u"killed"_s, u"full"_s, u"read-only"_s, u"locked"_s})
                QTest::addRow("%s, %s", qPrintable(cache::strategyName(each)), qPrintable(fault)) << int(each) << fault;
        }
    }
    std::unique_ptr<CacheNode> makeNode() const
    {
        QFETCH(int, strategy);
        return makeNode(Strategy(strategy));
    }
    std::unique_ptr<CacheNode> makeNode(Strategy strategy) const
    {
        return std::make_unique<CacheNode>(
            m_redis->url(), m_database->pool(),
            [strategy](cache::NamespaceSettings &settings) { settings.strategy = strategy; });
    }

    // Each read gives the number, from the first moment in which Redis may be looked at until it has it.
    void readsOnlyUntilHit(CacheNode &node, int number)
    {
        const QDeadlineTimer patience(20'000);
        for (bool isHit = false; !isHit || !node->isTrusted();) {
            QVERIFY2(!patience.hasExpired(), "Redis isn't used again");
            const auto found = node.get(m_truth, "1");
            QCOMPARE(CacheNode::numberIn(found), number);
            isHit = found.isHit();
            QTest::qWait(1);
        }
    }

    void begin(const QString &fault)
    {
        if (fault == "hangs"_L1)
            m_redis->freeze();
        else if (fault == "killed"_L1)
            m_redis->kill();
        else if (fault == "full"_L1)
            m_redis->run({u"CONFIG"_s, u"SET"_s, u"maxmemory"_s, u"1"_s});
        else if (fault == "read-only"_L1)
            m_redis->run({u"REPLICAOF"_s, u"127.0.0.1"_s, u"1"_s});
        else
            lock();
    }
    void end(const QString &fault)
    {
        if (fault == "hangs"_L1)
            m_redis->thaw();
        else if (fault == "killed"_L1)
            QVERIFY(m_redis->start());
        else if (fault == "full"_L1)
            m_redis->run({u"CONFIG"_s, u"SET"_s, u"maxmemory"_s, u"0"_s});
        else if (fault == "read-only"_L1)
            m_redis->run({u"REPLICAOF"_s, u"NO"_s, u"ONE"_s});
        else
            m_redis->run({u"-a"_s, password, u"CONFIG"_s, u"SET"_s, u"requirepass"_s, QString()});
    }
    void lock()
    {
        m_redis->run({u"CONFIG"_s, u"SET"_s, u"requirepass"_s, password});
        for (const auto &type : {u"normal"_s, u"pubsub"_s})
            m_redis->run({u"-a"_s, password, u"CLIENT"_s, u"KILL"_s, u"TYPE"_s, type});
    }
    static void copyFolder(const QString &from, const QString &to)
    {
        QVERIFY(QDir().mkpath(to));
        for (const QString &name : QDir(from).entryList(QDir::Files))
            QVERIFY(QFile::copy(from + u'/' + name, to + u'/' + name));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<RedisServer> m_redis;
    Truth m_truth;
};

QTEST_GUILESS_MAIN(CacheFaultsTest)
#include "cache_faults_test.moc"
