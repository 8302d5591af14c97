// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cache_node.h"
#include "support/redis_words.h"
#include "support/test_database.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::test;
using cache::Figure;
using cache::Source;
using cache::Strategy;

// Another strategy while the cache is used.
class CacheSwitchingTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_database = std::make_unique<TestDatabase>(store::Dialect::Sqlite); }
    void init()
    {
        m_redis = std::make_unique<RedisServer>();
        QVERIFY(m_redis->start());
        m_words = std::make_unique<RedisWords>(*m_redis);
    }

    void nothingThatTheFormerOneLeftIsSeen_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        for (int from = 0; from < cache::strategyNames().size(); ++from) {
            for (int to = 1; to < cache::strategyNames().size(); ++to) { // ttl promises nothing
                if (from != to)
                    QTest::addRow("%s to %s", qPrintable(cache::strategyNames()[from]),
                                  qPrintable(cache::strategyNames()[to]))
                        << from << to;
            }
        }
    }
    void nothingThatTheFormerOneLeftIsSeen()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        CacheNode node(m_redis->url(), m_database->pool(), [&](cache::NamespaceSettings &settings) {
            settings.strategy = Strategy(to); // has been that before, and left values
        });
        QVERIFY(node.isReady());
        for (int i = 0; i < 20; ++i)
            m_truth.set(QByteArray::number(i), 1);
        readAll(node);
        node->setStrategy(node.space(), Strategy(from));
        readAll(node);
        for (int i = 0; i < 20; i += 2)
            node.write(m_truth, QByteArray::number(i), 2);
        readAll(node);
        node->setStrategy(node.space(), Strategy(to));
        for (int i = 0; i < 20; ++i)
            QCOMPARE(node.number(m_truth, QByteArray::number(i)), i % 2 == 0 ? 2 : 1);
        QTRY_VERIFY(!node.space().isSuspended());
        for (int i = 0; i < 20; ++i)
            QCOMPARE(node.number(m_truth, QByteArray::number(i)), i % 2 == 0 ? 2 : 1);
        QVERIFY(node.get(m_truth, "1").isHit());
        node.write(m_truth, "1", 3);
        QCOMPARE(node.number(m_truth, "1"), 3);
    }

    // It began with ttl, and would bring in what was true then.
    void aReaderOfBeforeBringsNothingIn()
    {
        CacheNode node(m_redis->url(), m_database->pool(),
                       [](cache::NamespaceSettings &settings) { settings.strategy = Strategy::Ttl; });
        QVERIFY(node.becomesTrusted());
        m_truth.set("1", 1);
        Barrier barrier;
        m_truth.barrier = &barrier;
        auto reader = node.begin(m_truth, "1");
        QTRY_COMPARE(barrier.waiting(), 1);
        node.write(m_truth, "1", 2);
        node->setStrategy(node.space(), Strategy::Invalidate);
        QTRY_VERIFY(!node.space().isSuspended());
        m_truth.barrier = nullptr;
        barrier.release();
        QCoro::waitFor(std::move(reader));
        QCOMPARE(node.number(m_truth, "1"), 2);
    }

    // The configuration was edited, and the server started anew.
    void whatAServerBeforeLeftIsSeenOnlyIfItWasRight_data()
    {
        QTest::addColumn<int>("before");
        QTest::addColumn<bool>("isKept");
        for (int before = 0; before < cache::strategyNames().size(); ++before) {
            if (Strategy(before) != Strategy::Versioned) // which keeps its values elsewhere
                QTest::newRow(qPrintable(cache::strategyNames()[before]))
                    << before << (Strategy(before) != Strategy::Ttl);
        }
    }
    void whatAServerBeforeLeftIsSeenOnlyIfItWasRight()
    {
        QFETCH(int, before);
        QFETCH(bool, isKept);
        m_truth.set("1", 1);
        {
            CacheNode node(m_redis->url(), m_database->pool(),
                           [&](cache::NamespaceSettings &settings) { settings.strategy = Strategy(before); });
            QVERIFY(node.isReady());
            QCOMPARE(node.number(m_truth, "1"), 1);
            QTRY_COMPARE(m_words->exists("cache:ttl:user"), !isKept);
            node.write(m_truth, "1", 2);
            if (isKept)
                QCOMPARE(node.number(m_truth, "1"), 2);
        }
        CacheNode node(m_redis->url(), m_database->pool(),
                       [](cache::NamespaceSettings &settings) { settings.strategy = Strategy::Invalidate; });
        QVERIFY(node.isReady());
        const cache::Found found = node.get(m_truth, "1");
        QCOMPARE(CacheNode::numberIn(found), 2);
        QCOMPARE(found.isHit(), isKept);
        QTRY_VERIFY(!m_words->exists("cache:ttl:user"));
    }

    void ttlIsMarkedWhileItIsUsed()
    {
        CacheNode node(m_redis->url(), m_database->pool());
        QVERIFY(node.isReady());
        node->setStrategy(node.space(), Strategy::Ttl);
        QTRY_VERIFY(m_words->exists("cache:ttl:user"));
        node->setStrategy(node.space(), Strategy::Versioned);
        QTRY_VERIFY(!m_words->exists("cache:ttl:user"));
    }

    void theFormerOnesValuesWaitForRedis()
    {
        CacheNode node(m_redis->url(), m_database->pool(),
                       [](cache::NamespaceSettings &settings) { settings.strategy = Strategy::Ttl; });
        QVERIFY(node.becomesTrusted());
        m_truth.set("1", 1);
        node.get(m_truth, "1");
        node.write(m_truth, "1", 2);
        m_redis->freeze();
        node->setStrategy(node.space(), Strategy::Invalidate);
        QCOMPARE(node.number(m_truth, "1"), 2);
        QVERIFY(node.space().isSuspended());
        m_redis->thaw();
        QTRY_VERIFY_WITH_TIMEOUT(!node.space().isSuspended(), 10'000);
        QCOMPARE(node.number(m_truth, "1"), 2);
    }

    void ttlsChangeForWhatIsStoredFromThenOn()
    {
        CacheNode node(m_redis->url(), m_database->pool());
        QVERIFY(node.becomesTrusted());
        node.space().setTtl(std::chrono::seconds(5));
        node.space().setNotFoundTtl(std::chrono::seconds(1));
        m_truth.set("1", 1);
        node.get(m_truth, "1");
        node.get(m_truth, "nobody");
        QVERIFY(m_words->say({"PTTL", "user:1"}).integer <= 5'500);
        QVERIFY(m_words->say({"PTTL", "user:nobody"}).integer <= 1'100);
    }

    void whatIsCountedStaysWithItsStrategy()
    {
        CacheNode node(m_redis->url(), m_database->pool());
        QVERIFY(node.isReady());
        m_truth.set("1", 1);
        node.get(m_truth, "1");
        node.get(m_truth, "1");
        node.write(m_truth, "1", 2);
        node->setStrategy(node.space(), Strategy::Versioned);
        const auto count = [&](Strategy strategy, Figure figure) {
            return node.space().figures().of(strategy).counts()[figure];
        };
        QCOMPARE(node.space().figures().of(Strategy::Versioned).counts(), cache::Counts());
        for (int i = 0; i < 4; ++i)
            node.get(m_truth, "1");
        node.write(m_truth, "1", 3);
        for (const auto &[strategy, hits] : {std::pair{Strategy::Invalidate, 1u}, {Strategy::Versioned, 3u}}) {
            QCOMPARE(count(strategy, Figure::Hits), hits);
            QCOMPARE(count(strategy, Figure::Misses), 1u);
            QCOMPARE(count(strategy, Figure::Loads), 1u);
            QCOMPARE(count(strategy, Figure::InvalidationsSent), 1u);
            QVERIFY(count(strategy, Figure::BytesIn) > 0 && count(strategy, Figure::BytesOut) > 0);
            QCOMPARE(node.space().figures().of(strategy).loadTimes().total(), 1u);
        }
        QCOMPARE(node.count(Figure::Hits), 4u);
    }

    // It hasn't the new strategy when it ends, but what it does is that of the one before.
    void whatBeganBeforeTheSwitchIsCountedThere()
    {
        CacheNode node(m_redis->url(), m_database->pool());
        QVERIFY(node.isReady());
        m_truth.set("1", 1);
        Barrier barrier;
        m_truth.barrier = &barrier;
        auto reader = node.begin(m_truth, "1");
        QTRY_COMPARE(barrier.waiting(), 1);
        node->setStrategy(node.space(), Strategy::PubSub);
        m_truth.barrier = nullptr;
        barrier.release();
        QCoro::waitFor(std::move(reader));
        QCOMPARE(node.space().figures().of(Strategy::Invalidate).counts()[Figure::Loads], 1u);
        QCOMPARE(node.space().figures().of(Strategy::PubSub).counts(), cache::Counts());
    }

    void withoutRedisThereIsNothingToWaitFor()
    {
        CacheNode node(std::nullopt, m_database->pool(),
                       [](cache::NamespaceSettings &settings) { settings.strategy = Strategy::Ttl; });
        node->setStrategy(node.space(), Strategy::PubSub);
        QVERIFY(!node.space().isSuspended());
        QCOMPARE(node.space().strategy(), Strategy::PubSub);
    }

private:
    void readAll(CacheNode &node)
    {
        for (int i = 0; i < 20; ++i)
            node.get(m_truth, QByteArray::number(i));
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<RedisWords> m_words;
    Truth m_truth;
};

QTEST_GUILESS_MAIN(CacheSwitchingTest)
#include "cache_switching_test.moc"
