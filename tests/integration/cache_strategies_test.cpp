// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cache_node.h"
#include "support/redis_words.h"
#include "support/test_database.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;
using cache::Figure;
using cache::Source;
using cache::Strategy;

Q_DECLARE_METATYPE(signalbox::cache::Strategy)

namespace {

void addStrategies()
{
    QTest::addColumn<Strategy>("strategy");
    for (const QString &name : cache::strategyNames())
        QTest::newRow(qPrintable(name)) << *cache::strategyNamed(name);
}

} // namespace

// What each strategy does with one subject after the other, against a real Redis.
class CacheStrategiesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { addStrategies(); }
    void initTestCase() { m_database = std::make_unique<TestDatabase>(store::Dialect::Sqlite); }
    void init()
    {
        m_redis = std::make_unique<RedisServer>();
        QVERIFY(m_redis->start());
        m_words = std::make_unique<RedisWords>(*m_redis);
        m_truth = std::make_unique<Truth>();
        m_node = makeNode();
        QVERIFY(m_node->isReady());
    }
    void cleanup()
    {
        m_node.reset();
        m_truth.reset();
        m_words.reset();
        m_redis.reset();
    }

    void aValueIsLoadedOnce()
    {
        m_truth->set("1", 7);
        const auto first = m_node->get(*m_truth, "1");
        QCOMPARE(first.source, Source::Loaded);
        QCOMPARE(CacheNode::numberIn(first), 7);
        const auto second = m_node->get(*m_truth, "1");
        QCOMPARE(second.source, strategy() == Strategy::PubSub ? Source::Local : Source::Redis);
        QCOMPARE(second.value, first.value);
        const auto other = makeNode();
        QVERIFY(other->isReady());
        QCOMPARE(other->get(*m_truth, "1").source, Source::Redis);
        QCOMPARE(m_truth->loads(), 1);
        QCOMPARE(m_node->count(Figure::Misses), 1u);
        QCOMPARE(m_node->count(Figure::Loads), 1u);
        QCOMPARE(m_node->count(Figure::Hits) + m_node->count(Figure::LocalHits), 1u);
        QCOMPARE(m_node->count(Figure::BytesOut), quint64(first.value->size()));
        QCOMPARE(other->count(Figure::BytesIn), quint64(first.value->size()));
    }

    void aWriteIsSeenAtOnce()
    {
        m_node->write(*m_truth, "1", 1);
        for (int value = 2; value < 12; ++value) {
            const int before = m_node->number(*m_truth, "1");
            m_node->write(*m_truth, "1", value);
            QCOMPARE(before, strategy() == Strategy::Ttl ? 1 : value - 1);
        }
        QCOMPARE(m_node->number(*m_truth, "1"), strategy() == Strategy::Ttl ? 1 : 11);
    }

    void aWriteIsSeenOnOtherNodes()
    {
        const auto other = makeNode();
        QVERIFY(other->isReady());
        m_truth->set("1", 1);
        QCOMPARE(other->number(*m_truth, "1"), 1);
        m_node->write(*m_truth, "1", 2);
        if (strategy() == Strategy::PubSub) // when it has heard of it
            QTRY_COMPARE(other->number(*m_truth, "1"), 2);
        else
            QCOMPARE(other->number(*m_truth, "1"), strategy() == Strategy::Ttl ? 1 : 2);
    }

    void thatThereIsNothingIsKnownUntilItIsCreated()
    {
        QVERIFY(!m_node->get(*m_truth, "1").value);
        const auto second = m_node->get(*m_truth, "1");
        QVERIFY(!second.value);
        QVERIFY(second.isHit());
        QCOMPARE(m_truth->loads(), 1);
        QCOMPARE(m_node->count(Figure::NotFound), 2u);
        m_node->write(*m_truth, "1", 5);
        QCOMPARE(m_node->number(*m_truth, "1"), strategy() == Strategy::Ttl ? -1 : 5);
    }

    void thatThereIsNothingIsKnownForAShortTime()
    {
        m_node->get(*m_truth, "1");
        const auto left = m_words->say({"PTTL", valueKey("1")}).integer;
        QVERIFY(left > 4'000 && left <= 5'500);
        QCOMPARE(m_words->value(valueKey("1")), "null");
    }

    void thatThereIsNothingNeedNotBeKnown()
    {
        m_node->space().setNotFoundTtl(0ms);
        for (int i = 0; i < 3; ++i)
            QVERIFY(!m_node->get(*m_truth, "1").isHit());
        QVERIFY(!m_words->exists(valueKey("1")));
    }

    // The reader has read the old value, and only then it is written.
    void aReaderBringsNothingOldInAfterAWrite()
    {
        m_truth->set("1", 1);
        Barrier barrier;
        m_truth->barrier = &barrier;
        auto reader = m_node->begin(*m_truth, "1");
        QTRY_COMPARE(barrier.waiting(), 1);
        m_node->write(*m_truth, "1", 2);
        barrier.release();
        QCOMPARE(CacheNode::numberIn(QCoro::waitFor(std::move(reader))), 1); // it began before
        m_truth->barrier = nullptr;
        const bool isKept = strategy() == Strategy::Ttl;
        QCOMPARE(m_node->number(*m_truth, "1"), isKept ? 1 : 2);
        QCOMPARE(m_node->count(Figure::StaleAvoided), isKept ? 0u : 1u);
    }

    void aReaderBringsNothingOldInAfterAnAdminsDeletion()
    {
        m_truth->set("1", 1);
        Barrier barrier;
        m_truth->barrier = &barrier;
        auto reader = m_node->begin(*m_truth, "1");
        QTRY_COMPARE(barrier.waiting(), 1);
        m_truth->set("1", 2);
        deleteByAdmin("1");
        barrier.release();
        QCoro::waitFor(std::move(reader));
        m_truth->barrier = nullptr;
        QCOMPARE(m_node->number(*m_truth, "1"), 2);
    }

    // Likewise with the writer on another node, and the value coming from Redis.
    void aReaderOfRedisBringsNothingOldIn()
    {
        const auto other = makeNode();
        QVERIFY(other->isReady());
        m_truth->set("1", 1);
        m_node->get(*m_truth, "1");
        m_redis->freeze(); // with the question on its way
        auto reader = other->begin(*m_truth, "1");
        m_truth->set("1", 2);
        const QByteArrayList ids{"1"};
        auto writing = (*m_node)->invalidate(nullptr, m_node->space(), ids, {});
        m_redis->thaw();
        QCoro::waitFor(std::move(writing));
        QVERIFY(QCoro::waitFor(std::move(reader)).value);
        if (strategy() != Strategy::Ttl)
            QTRY_COMPARE(other->number(*m_truth, "1"), 2);
    }

    void aValueThatIsTooLargeIsNotKept()
    {
        m_truth->set("1", 1);
        m_truth->padding = 300 * 1024;
        for (int i = 0; i < 3; ++i)
            QCOMPARE(m_node->get(*m_truth, "1").source, Source::Loaded);
        QTRY_VERIFY(!m_words->exists("user:1:lease")); // nobody waits for it
        QVERIFY(!m_words->exists(valueKey("1")));
        m_truth->padding = 200 * 1024;
        m_node->get(*m_truth, "1");
        QVERIFY(m_node->get(*m_truth, "1").isHit());
    }

    void ttlsDiffer()
    {
        QSet<qint64> lefts;
        for (int i = 0; i < 40; ++i) {
            const QByteArray id = QByteArray::number(i);
            m_truth->set(id, i);
            m_node->get(*m_truth, id);
            const auto left = m_words->say({"PTTL", valueKey(id)}).integer;
            QVERIFY2(left > 53'000 && left <= 66'000, QByteArray::number(left).constData());
            lefts.insert(left / 500);
        }
        QVERIFY(lefts.size() > 8);
    }

    void whoLoadsMaySayForHowLong()
    {
        m_truth->set("1", 1);
        m_truth->atMost = 700ms;
        m_node->get(*m_truth, "1");
        const auto left = m_words->say({"PTTL", valueKey("1")}).integer;
        QVERIFY(left > 0 && left <= 700);
        QVERIFY(QTest::qWaitFor([&] { return !m_node->get(*m_truth, "1").isHit(); }, 10'000));
        m_truth->atMost = -1ms; // over already
        m_truth->set("2", 1);
        m_node->get(*m_truth, "2");
        QVERIFY(!m_words->exists(valueKey("2")));
        QVERIFY(!m_node->get(*m_truth, "2").isHit());
    }

    void whoWantsItFreshRefills()
    {
        m_node->write(*m_truth, "1", 1);
        QCOMPARE(m_node->number(*m_truth, "1"), 1);
        m_truth->set("1", 2); // by somebody who tells nobody
        QCOMPARE(m_node->number(*m_truth, "1"), 1);
        const auto fresh = m_node->get(*m_truth, "1", true);
        QCOMPARE(fresh.source, Source::Loaded);
        QCOMPARE(CacheNode::numberIn(fresh), 2);
        const auto later = m_node->get(*m_truth, "1");
        QVERIFY(later.isHit());
        QCOMPARE(CacheNode::numberIn(later), 2);
    }

    void aHotValueIsLoadedAgainBeforeItExpires()
    {
        const auto eager = makeNode([](cache::NamespaceSettings &settings) {
            settings.beta = 1e9; // each reader thinks that it is about time
            settings.localEntries = 0;
        });
        QVERIFY(eager->becomesTrusted());
        m_truth->set("1", 1);
        eager->get(*m_truth, "1");
        m_truth->set("1", 2);
        const auto hit = eager->get(*m_truth, "1");
        QCOMPARE(hit.source, Source::Redis);
        QCOMPARE(CacheNode::numberIn(hit), 1); // it doesn't wait
        QTRY_COMPARE(eager->count(Figure::RefreshedEarly), 1u);
        QTRY_COMPARE(CacheNode::numberIn(eager->get(*m_truth, "1")), 2);
        QCOMPARE(eager->count(Figure::Misses), 1u);
    }

    void earlyLoadsBringNothingOldInAfterAWrite()
    {
        const auto eager = makeNode([](cache::NamespaceSettings &settings) {
            settings.beta = 1e9;
            settings.localEntries = 0;
        });
        QVERIFY(eager->becomesTrusted());
        m_truth->set("1", 1);
        eager->get(*m_truth, "1");
        Barrier barrier;
        m_truth->barrier = &barrier;
        eager->get(*m_truth, "1");
        QTRY_COMPARE(barrier.waiting(), 1);
        m_node->write(*m_truth, "1", 2);
        m_truth->barrier = nullptr;
        barrier.release();
        if (strategy() != Strategy::Ttl)
            QTRY_COMPARE(eager->number(*m_truth, "1"), 2);
    }

    void aFailureIsToldAndNotKept()
    {
        m_truth->set("1", 1);
        m_truth->fails = true;
        QVERIFY(m_node->fails(*m_truth, "1"));
        m_truth->fails = false;
        QCOMPARE(m_node->number(*m_truth, "1"), 1);
        QVERIFY(m_node->get(*m_truth, "1").isHit()); // the lease was given up: this one could fill
    }

    void anInvalidationIsLoggedWithItsCause()
    {
        m_node->write(*m_truth, "1", 1);
        const auto page = (*m_node)->invalidations().page("user", {}, 10);
        if (strategy() == Strategy::Ttl) {
            QVERIFY(page.items.isEmpty());
            return;
        }
        QCOMPARE(page.items.size(), 1);
        const cache::Invalidation &entry = page.items[0];
        QCOMPARE(entry.key, "1");
        QCOMPARE(entry.space, "user");
        QCOMPARE(entry.strategy, strategy());
        QCOMPARE(entry.source, cache::Invalidation::Source::Write);
        QCOMPARE(entry.result, cache::Invalidation::Result::Done);
        QCOMPARE(entry.cause.requestId, "request-1");
        QCOMPARE(entry.cause.what, "PATCH /users/:id");
        QCOMPARE(entry.cause.user, "admin-1");
        QVERIFY(entry.ms >= 0);
        QCOMPARE(m_node->count(Figure::InvalidationsSent), 1u);
    }

    void allOfANamespaceCanBeFlushed()
    {
        const auto other = makeNode();
        QVERIFY(other->isReady());
        for (int i = 0; i < 30; ++i) {
            m_truth->set(QByteArray::number(i), 1);
            m_node->get(*m_truth, QByteArray::number(i));
            other->get(*m_truth, QByteArray::number(i));
        }
        m_words->say({"SET", "else", "x"});
        const qint64 keys = strategy() == Strategy::Versioned ? 60 : 30; // each version is a key, too
        QCOMPARE(flush(true), keys);
        QVERIFY(m_node->get(*m_truth, "1").isHit());
        for (int i = 0; i < 30; ++i)
            m_truth->set(QByteArray::number(i), 2);
        QCOMPARE(flush(false), keys);
        QByteArrayList left = m_words->keys();
        left.removeOne("cache:ttl:user"); // no value
        QCOMPARE(left, QByteArrayList{"else"});
        QCOMPARE(m_node->number(*m_truth, "1"), 2);
        QTRY_COMPARE(other->number(*m_truth, "2"), 2);
    }

    void keysAreOfASubject()
    {
        const auto subject = (*m_node)->subjectOf("user:7:lease");
        QVERIFY(subject);
        QCOMPARE(subject->id, "7");
        QCOMPARE(subject->space, &m_node->space());
        QVERIFY(!(*m_node)->subjectOf("queue:7"));
    }

    void anAdminsInvalidationWorksWhateverTheStrategy()
    {
        m_truth->set("1", 1);
        m_node->get(*m_truth, "1");
        m_truth->set("1", 2);
        deleteByAdmin("1");
        QVERIFY(!m_words->exists("user:1:v"));
        QCOMPARE(m_node->number(*m_truth, "1"), 2);
    }

    void withoutRedisAllIsRead()
    {
        CacheNode alone(std::nullopt, m_database->pool(),
                        [this](cache::NamespaceSettings &settings) { settings.strategy = strategy(); });
        for (int value = 1; value < 4; ++value) {
            alone.write(*m_truth, "1", value);
            const auto found = alone.get(*m_truth, "1");
            QCOMPARE(found.source, Source::Loaded);
            QCOMPARE(CacheNode::numberIn(found), value);
        }
        QCOMPARE(alone.count(Figure::Errors), 0u);
        QCOMPARE((*alone).invalidationsPending(alone.space()), 0);
    }

private:
    static Strategy strategy()
    {
        QFETCH_GLOBAL(Strategy, strategy);
        return strategy;
    }
    std::unique_ptr<CacheNode> makeNode(const CacheNode::Change &change = {}) const
    {
        return std::make_unique<CacheNode>(m_redis->url(), m_database->pool(), [&](cache::NamespaceSettings &settings) {
            settings.strategy = strategy();
            settings.beta = 0;
            if (change)
                change(settings);
        });
    }
    QByteArray valueKey(const QByteArray &id)
    {
        const QByteArray key = "user:" + id;
        return strategy() == Strategy::Versioned ? key + ':' + m_words->value(key + ":v") : key;
    }
    void deleteByAdmin(const QByteArray &id)
    {
        const QByteArrayList ids{id};
        QCoro::waitFor((*m_node)->invalidateByAdmin(nullptr, m_node->space(), ids, {}));
    }
    qint64 flush(bool dryRun)
    {
        qint64 matched = 0;
        QByteArray cursor;
        do {
            const auto step = QCoro::waitFor((*m_node)->flush(nullptr, m_node->space(), cursor, dryRun, {}));
            matched += step.matched;
            cursor = step.cursor;
        } while (!cursor.isEmpty());
        return matched;
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<RedisWords> m_words;
    std::unique_ptr<Truth> m_truth;
    std::unique_ptr<CacheNode> m_node;
};

QTEST_GUILESS_MAIN(CacheStrategiesTest)
#include "cache_strategies_test.moc"
