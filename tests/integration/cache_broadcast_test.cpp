// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/subscriber.h"
#include "support/cache_node.h"
#include "support/redis_words.h"
#include "support/test_database.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::test;
using cache::Figure;
using cache::Invalidation;
using cache::Source;
using cache::Strategy;

// Values in the processes themselves, and what drops them.
class CacheBroadcastTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_database = std::make_unique<TestDatabase>(store::Dialect::Sqlite); }
    void init()
    {
        m_redis = std::make_unique<RedisServer>();
        QVERIFY(m_redis->start());
        m_words = std::make_unique<RedisWords>(*m_redis);
        m_one = makeNode();
        m_other = makeNode();
        QVERIFY(m_one->isReady() && m_other->isReady());
        m_truth.set("1", 1);
        m_truth.set("2", 1);
    }
    void cleanup()
    {
        m_one.reset();
        m_other.reset();
        m_words.reset();
        m_redis.reset();
    }

    void aBroadcastDropsWhatOthersKeep()
    {
        keepEverywhere();
        m_one->write(m_truth, "1", 2);
        QVERIFY(!m_one->get(m_truth, "1").isHit()); // its own at once
        QTRY_COMPARE(m_other->number(m_truth, "1"), 2);
        QCOMPARE(m_other->get(m_truth, "2").source, Source::Local); // only that
        QTRY_COMPARE(m_other->count(Figure::InvalidationsReceived), 1u);
        QCOMPARE(m_one->count(Figure::InvalidationsReceived), 0u); // its own doesn't count
        const auto entry = (*m_other)->invalidations().page({}, {}, 1).items.value(0);
        QCOMPARE(entry.source, Invalidation::Source::Broadcast);
        QCOMPARE(entry.key, "1");
    }

    // As many of the same process are told of many keys.
    void eachHearsOfEach()
    {
        for (int i = 0; i < 300; ++i) {
            m_truth.set(QByteArray::number(i), 1);
            m_other->get(m_truth, QByteArray::number(i));
        }
        QByteArrayList ids;
        for (int i = 0; i < 300; ++i) {
            m_truth.set(QByteArray::number(i), 2);
            ids.append(QByteArray::number(i));
        }
        QCoro::waitFor((*m_one)->invalidate(nullptr, m_one->space(), ids, {}));
        QTRY_COMPARE(m_other->count(Figure::InvalidationsReceived), 300u);
        for (const QByteArray &id : ids)
            QCOMPARE(m_other->number(m_truth, id), 2);
    }

    // Another program that writes to the same database, and tells so in its own words.
    void aForeignBroadcastDeletesInRedisToo()
    {
        keepEverywhere();
        m_truth.set("1", 2);
        QVERIFY(m_words->exists("user:1"));
        m_words->say({"PUBLISH", "cache:invalidate", "user:1"});
        QTRY_COMPARE(m_one->count(Figure::InvalidationsReceived), 1u);
        QTRY_COMPARE(m_other->count(Figure::InvalidationsReceived), 1u);
        QTRY_COMPARE(m_one->number(m_truth, "1"), 2);
        QTRY_COMPARE(m_other->number(m_truth, "1"), 2);
        QCOMPARE(m_one->number(m_truth, "2"), 1);
    }

    void aForeignBroadcastBreaksALease()
    {
        Barrier barrier;
        m_truth.barrier = &barrier;
        auto reader = m_one->begin(m_truth, "1");
        QTRY_COMPARE(barrier.waiting(), 1);
        m_truth.set("1", 2);
        m_words->say({"PUBLISH", "cache:invalidate", "user:1"});
        QTRY_VERIFY(!m_words->exists("user:1:lease"));
        m_truth.barrier = nullptr;
        barrier.release();
        QCoro::waitFor(std::move(reader));
        QCOMPARE(m_one->number(m_truth, "1"), 2);
    }

    // What a Signalbox says is not said again by those who hear it, and what is filled after it stays.
    void ownBroadcastsAreNotTakenForForeignOnes()
    {
        for (int i = 0; i < 20; ++i) {
            m_one->write(m_truth, "1", i);
            m_other->get(m_truth, "1");
        }
        m_words->say({"PUBLISH", "cache:invalidate", "user:other"}); // comes after all those
        QTRY_COMPARE(m_other->count(Figure::InvalidationsReceived), 21u); // each once
        QTRY_COMPARE(m_one->count(Figure::InvalidationsReceived), 1u);
        QCOMPARE(m_other->number(m_truth, "1"), 19);
        QVERIFY(m_words->exists("user:1"));
    }

    void othersHearOfWritesInTheirOwnWords()
    {
        redis::Clients clients;
        clients.setTarget(m_redis->url());
        redis::Subscriber subscriber(clients);
        QByteArrayList heard;
        connect(&subscriber, &redis::Subscriber::message, this,
                [&](const QByteArray &, const QByteArray &payload) { heard.append(payload); });
        subscriber.subscribe("cache:invalidate");
        QTRY_VERIFY(subscriber.isSubscribed());
        m_one->write(m_truth, "1", 2);
        m_one->write(m_truth, "2", 2);
        QTRY_COMPARE(heard, (QByteArrayList{"user:1", "user:2"}));
    }

    void withoutASubscriptionNothingIsKeptInTheProcess()
    {
        keepEverywhere();
        QCOMPARE(m_other->space().local().size().entries, 2);
        m_words->say({"CLIENT", "KILL", "TYPE", "pubsub"});
        QTRY_COMPARE(m_other->space().local().size().entries, 0); // lost, or back again
        QVERIFY(m_other->isReady());
        m_other->get(m_truth, "1");
        QCOMPARE(m_other->get(m_truth, "1").source, Source::Local);
        m_one->write(m_truth, "1", 2);
        QTRY_COMPARE(m_other->number(m_truth, "1"), 2);
    }

    void whatIsKeptInTheProcessEndsWithItsTime()
    {
        m_other->space().setLocalTtl(std::chrono::milliseconds(300));
        m_other->get(m_truth, "1");
        QCOMPARE(m_other->get(m_truth, "1").source, Source::Local);
        QVERIFY(QTest::qWaitFor([&] { return m_other->get(m_truth, "1").source == Source::Redis; }, 10'000));
    }

    // Nothing is kept in the process for longer than Redis would.
    void whatRedisDropsSoonIsDroppedHereToo()
    {
        m_truth.atMost = std::chrono::milliseconds(400);
        m_one->get(m_truth, "1");
        QCOMPARE(m_other->get(m_truth, "1").source, Source::Redis);
        QCOMPARE(m_other->get(m_truth, "1").source, Source::Local);
        QVERIFY(QTest::qWaitFor([&] { return !m_other->get(m_truth, "1").isHit(); }, 10'000));
    }

    void aNodeThatDiffersHearsAndIsHeard_data()
    {
        QTest::addColumn<int>("strategy");
        for (const auto each : {Strategy::Invalidate, Strategy::Outbox, Strategy::Versioned})
            QTest::newRow(qPrintable(cache::strategyName(each))) << int(each);
    }
    void aNodeThatDiffersHearsAndIsHeard()
    {
        QFETCH(int, strategy);
        CacheNode third(m_redis->url(), m_database->pool(),
                        [&](cache::NamespaceSettings &settings) { settings.strategy = Strategy(strategy); });
        QVERIFY(third.becomesTrusted());
        keepEverywhere();
        QCOMPARE(third.number(m_truth, "1"), 1);
        third.write(m_truth, "1", 2);
        QCOMPARE(third.number(m_truth, "1"), 2);
        QTRY_COMPARE(m_one->number(m_truth, "1"), 2);
        m_one->write(m_truth, "1", 3);
        QCOMPARE(third.number(m_truth, "1"), 3);
    }

private:
    std::unique_ptr<CacheNode> makeNode() const
    {
        return std::make_unique<CacheNode>(m_redis->url(), m_database->pool(), [](cache::NamespaceSettings &settings) {
            settings.strategy = Strategy::PubSub;
        });
    }
    void keepEverywhere()
    {
        for (const auto *id : {"1", "2"}) {
            for (auto *node : {m_one.get(), m_other.get()}) {
                node->get(m_truth, id);
                QCOMPARE(node->get(m_truth, id).source, Source::Local);
            }
        }
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<RedisWords> m_words;
    Truth m_truth;
    std::unique_ptr<CacheNode> m_one;
    std::unique_ptr<CacheNode> m_other;
};

QTEST_GUILESS_MAIN(CacheBroadcastTest)
#include "cache_broadcast_test.moc"
