// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cache_node.h"
#include "support/redis_words.h"
#include "support/test_database.h"

#include <QTest>

#include <vector>

using namespace signalbox;
using namespace signalbox::test;
using cache::Figure;
using cache::Source;
using cache::Strategy;

// Many who want the same: on a node, and on several.
class CacheSharingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_database = std::make_unique<TestDatabase>(store::Dialect::Sqlite); }
    void init()
    {
        m_redis = std::make_unique<RedisServer>();
        QVERIFY(m_redis->start());
        m_words = std::make_unique<RedisWords>(*m_redis);
        m_truth = std::make_unique<Truth>();
        m_truth->set("1", 1);
        m_barrier = std::make_unique<Barrier>();
    }
    void cleanup()
    {
        m_truth.reset();
        m_words.reset();
        m_redis.reset();
    }

    void oneLoadsForAll_data() { addStrategies(); }
    void oneLoadsForAll()
    {
        CacheNode node(m_redis->url(), m_database->pool(), strategy());
        QVERIFY(node.isReady());
        Tasks before = begin(node, 20);
        QTRY_COMPARE(waiting(), 1);
        Tasks during = begin(node, 20); // while it reads
        turn();
        m_barrier->release();
        m_truth->barrier = nullptr;
        for (auto *tasks : {&before, &during}) {
            for (auto &task : *tasks)
                QCOMPARE(CacheNode::numberIn(QCoro::waitFor(std::move(task))), 1);
        }
        QCOMPARE(m_truth->loads(), 1);
        QCOMPARE(node.count(Figure::Joined), 39u);
        QCOMPARE(node.count(Figure::Misses), 40u);
    }

    // Who comes after a write was answered doesn't get what was read before it.
    void nobodyJoinsWhatIsOlderThanTheyAre_data() { addStrategies(); }
    void nobodyJoinsWhatIsOlderThanTheyAre()
    {
        CacheNode node(m_redis->url(), m_database->pool(), strategy());
        QVERIFY(node.isReady());
        Tasks before = begin(node, 2);
        QTRY_COMPARE(waiting(), 1);
        node.write(*m_truth, "1", 2);
        Tasks after = begin(node, 5);
        turn();
        m_barrier->release();
        m_truth->barrier = nullptr;
        for (auto &task : before)
            QVERIFY(CacheNode::numberIn(QCoro::waitFor(std::move(task))) >= 1);
        for (auto &task : after)
            QCOMPARE(CacheNode::numberIn(QCoro::waitFor(std::move(task))), 2);
        QCOMPARE(m_truth->loads(), 2); // one more for all five
    }

    // The value was kept before the write, but who came after it must not have it, though it comes from the flight.
    void nobodyJoinsWhatWasKeptBeforeTheyCame_data() { addStrategies(); }
    void nobodyJoinsWhatWasKeptBeforeTheyCame()
    {
        CacheNode node(m_redis->url(), m_database->pool(), strategy());
        CacheNode writer(m_redis->url(), m_database->pool(), strategy());
        QVERIFY(node.isReady() && writer.isReady());
        auto first = begin(node, 1);
        QTRY_COMPARE(waiting(), 1);
        m_truth->barrier = nullptr;
        m_barrier->release(); // the fill goes out when this function waits
        bool isAnswered = false;
        auto writing = [](CacheNode &by, Truth &truth, bool &done) -> QCoro::Task<> {
            const QByteArrayList ids{"1"};
            truth.set("1", 2);
            co_await by->invalidate(nullptr, by.space(), ids, {});
            done = true;
        }(writer, *m_truth, isAnswered);
        QCoro::waitFor(std::move(writing));
        QVERIFY(isAnswered);
        auto late = begin(node, 1);
        QVERIFY(CacheNode::numberIn(QCoro::waitFor(std::move(first[0]))) >= 1);
        if (currentStrategy() == Strategy::PubSub)
            QTRY_COMPARE(node.number(*m_truth, "1"), 2);
        else
            QCOMPARE(CacheNode::numberIn(QCoro::waitFor(std::move(late[0]))), 2);
    }

    void withoutRedisTheyWaitForTheNextFlight()
    {
        CacheNode node(m_redis->url(), m_database->pool());
        QVERIFY(node.isReady());
        m_redis->kill();
        QTRY_VERIFY(!node->isTrusted());
        Tasks before = begin(node, 3);
        QTRY_COMPARE(waiting(), 1);
        m_truth->set("1", 2); // answered, for all that is known here
        Tasks after = begin(node, 10);
        m_barrier->release();
        QTRY_COMPARE(waiting(), 1);
        m_truth->barrier = nullptr;
        m_barrier->release();
        for (auto &task : after)
            QCOMPARE(CacheNode::numberIn(QCoro::waitFor(std::move(task))), 2);
        for (auto &task : before)
            QCoro::waitFor(std::move(task));
        QVERIFY2(m_truth->loads() <= 3, QByteArray::number(m_truth->loads()).constData());
    }

    void aFailureIsToldToThoseAboard()
    {
        CacheNode node(m_redis->url(), m_database->pool());
        QVERIFY(node.isReady());
        m_truth->fails = true;
        m_truth->barrier = m_barrier.get();
        QList<bool> failed;
        const auto ask = [](CacheNode &of, Truth &truth, QList<bool> &told) -> QCoro::Task<> {
            bool hasFailed = false;
            try {
                co_await of.begin(truth, "1");
            } catch (const std::exception &) {
                hasFailed = true;
            }
            told.append(hasFailed);
        };
        for (int i = 0; i < 3; ++i)
            ask(node, *m_truth, failed);
        QTRY_COMPARE(waiting(), 1);
        m_truth->barrier = nullptr;
        m_barrier->release();
        QTRY_COMPARE(failed, (QList<bool>{true, true, true}));
        m_truth->fails = false;
        QCOMPARE(node.number(*m_truth, "1"), 1);
    }

    void anotherNodeWaitsForWhoLoads_data() { addStrategies(); }
    void anotherNodeWaitsForWhoLoads()
    {
        CacheNode one(m_redis->url(), m_database->pool(), strategy());
        CacheNode other(m_redis->url(), m_database->pool(), strategy());
        QVERIFY(one.isReady() && other.isReady());
        Tasks first = begin(one, 1);
        QTRY_COMPARE(waiting(), 1);
        Tasks second = begin(other, 5);
        QTRY_COMPARE(other.count(Figure::Misses), 5u);
        m_truth->barrier = nullptr;
        m_barrier->release();
        QCoro::waitFor(std::move(first[0]));
        for (auto &task : second)
            QCOMPARE(CacheNode::numberIn(QCoro::waitFor(std::move(task))), 1);
        QCOMPARE(m_truth->loads(), 1);
        QCOMPARE(other.count(Figure::Loads), 0u);
    }

    void aSlowLoadIsNotWaitedForByAnotherNode()
    {
        CacheNode one(m_redis->url(), m_database->pool());
        CacheNode other(m_redis->url(), m_database->pool());
        QVERIFY(one.isReady() && other.isReady());
        Tasks first = begin(one, 1);
        QTRY_COMPARE(waiting(), 1);
        m_truth->barrier = nullptr;
        QElapsedTimer waited;
        waited.start();
        const auto found = other.get(*m_truth, "1");
        QCOMPARE(found.source, Source::Loaded);
        QVERIFY(waited.elapsed() >= 70);
        QVERIFY(!m_words->exists("user:1")); // that is for who has the lease
        m_barrier->release();
        QCoro::waitFor(std::move(first[0]));
        QVERIFY(m_words->exists("user:1"));
    }

    // Who had the lease died.
    void aLeaseEnds()
    {
        CacheNode node(m_redis->url(), m_database->pool());
        QVERIFY(node.isReady());
        m_words->say({"SET", "user:1:lease", "somebody", "PX", "300"});
        QCOMPARE(node.get(*m_truth, "1").source, Source::Loaded);
        QVERIFY(QTest::qWaitFor([&] { return node.get(*m_truth, "1").isHit(); }, 10'000));
    }

private:
    using Tasks = std::vector<QCoro::Task<cache::Found>>;

    static void addStrategies()
    {
        QTest::addColumn<int>("strategy");
        for (const auto each : {Strategy::Invalidate, Strategy::PubSub, Strategy::Outbox, Strategy::Versioned})
            QTest::newRow(qPrintable(cache::strategyName(each))) << int(each);
    }
    static Strategy currentStrategy()
    {
        QFETCH(int, strategy);
        return Strategy(strategy);
    }
    static CacheNode::Change strategy()
    {
        return [](cache::NamespaceSettings &settings) { settings.strategy = currentStrategy(); };
    }
    Tasks begin(CacheNode &node, int count)
    {
        if (m_truth->loads() == 0)
            m_truth->barrier = m_barrier.get();
        Tasks tasks;
        for (int i = 0; i < count; ++i)
            tasks.push_back(node.begin(*m_truth, "1"));
        return tasks;
    }
    int waiting() const { return int(m_barrier->waiting()); }
    // What was asked of Redis until now is answered.
    void turn() { m_words->say({"PING"}); }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<RedisWords> m_words;
    std::unique_ptr<Truth> m_truth;
    std::unique_ptr<Barrier> m_barrier;
};

QTEST_GUILESS_MAIN(CacheSharingTest)
#include "cache_sharing_test.moc"
