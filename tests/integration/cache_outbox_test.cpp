// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/outbox_relay.h"
#include "cache/trust.h"
#include "support/cache_node.h"
#include "support/cached_rows.h"
#include "support/redis_words.h"
#include "support/test_database.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QProcess>
#include <QTest>

#include <cstdio>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using cache::Invalidation;
using cache::OutboxRepository;
using cache::Strategy;

namespace {

constexpr int Patience = 20'000; // milliseconds

CacheNode::Change strategyOf(Strategy strategy)
{
    return [strategy](cache::NamespaceSettings &settings) { settings.strategy = strategy; };
}

// A process that writes a row, and is killed when that is committed, before anybody is told.
class Writer {
public:
    Writer(const TestDatabase &database, const RedisServer &redis, Strategy strategy)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(
            QCoreApplication::applicationFilePath(),
            {u"--write"_s, database.urlText(), database.folder(), redis.url().path, cache::strategyName(strategy)});
    }
    ~Writer() { kill(); }

    bool says(const QByteArray &what)
    {
        return QTest::qWaitFor([&] { return (m_output += m_process.readAllStandardOutput()).contains(what); },
                               Patience);
    }
    void go() { m_process.write("go\n"); }
    void kill() // -9, whatever it does right now
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
    QByteArray m_output;
};

// What an OutboxRelay needs, without the Cache, which would run it by itself.
struct RelayParts {
    RelayParts(const RedisServer &redis, store::DatabasePool &database)
        : trust(clients)
        , invalidator({clients, database, trust, pending, doneRows, log, [] {}})
        , relay(database, invalidator, doneRows, spaces, log)
    {
        clients.setTarget(redis.url());
        spaces.push_back(std::make_unique<cache::Namespace>(cache::Settings().user));
    }

    redis::Clients clients;
    cache::Trust trust;
    cache::PendingInvalidations pending;
    cache::DoneRows doneRows;
    cache::InvalidationLog log;
    cache::Invalidator invalidator;
    std::vector<std::unique_ptr<cache::Namespace>> spaces;
    cache::OutboxRelay relay;
};

} // namespace

// What is to be invalidated, in the transaction of what makes it untrue.
class CacheOutboxTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { addDialects(); }
    void init()
    {
        QFETCH_GLOBAL(store::Dialect, dialect);
        m_database = std::make_unique<TestDatabase>(dialect);
        CachedRows::create(m_database->pool(), 3);
        m_redis = std::make_unique<RedisServer>();
        QVERIFY(m_redis->start());
        m_words = std::make_unique<RedisWords>(*m_redis);
    }
    void cleanup()
    {
        m_words.reset();
        m_redis.reset();
        m_database.reset();
    }

    void rowsWaitInTheirOrderUntilTheyAreRelayed()
    {
        const auto rows = run([](OutboxRepository &outbox) { return outbox.add("user", {"1", "2"}, cause(), 1000); });
        const auto more = run([](OutboxRepository &outbox) { return outbox.add("user", {"1"}, cause(), 2000); });
        QCOMPARE(rows.size(), 2);
        QVERIFY(rows[0] < rows[1] && rows[1] < more[0]);
        const auto waiting = run([](OutboxRepository &outbox) { return outbox.waiting(10); });
        QCOMPARE(waiting.size(), 3);
        QCOMPARE(waiting[1].sequence, rows[1]);
        QCOMPARE(waiting[1].space, "user");
        QCOMPARE(waiting[1].id, "2");
        QCOMPARE(waiting[1].atMs, 1000);
        QCOMPARE(waiting[1].cause.requestId, "r");
        QCOMPARE(waiting[1].cause.what, "PATCH /x");
        QCOMPARE(waiting[1].cause.user, "u");
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.waiting(2); }).size(), 2);
        run([&](OutboxRepository &outbox) {
            outbox.markRelayed(rows, 3000);
            return true;
        });
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.countWaiting(); }), 1);
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.relayedSince(3000, 10); }).size(), 2);
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.relayedSince(3001, 10); }).size(), 0);
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.prune(3000, 2000); }), 0);
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.prune(3001, 2000); }), 2);
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.prune(3001, 2001); }), 1);
        const auto again = run([](OutboxRepository &outbox) { return outbox.add("user", {"1"}, cause(), 1); });
        QVERIFY(again[0] > more[0]); // a number comes once
    }

    void whatIsRolledBackIsNotNoted()
    {
        const auto work = [](store::Connection &connection) {
            OutboxRepository(connection).add("user", {"1"}, cause(), 1000);
            throw http::AppError(409, u"no"_s);
            return true;
        };
        bool isRefused = false;
        try {
            m_database->pool().runNow(work);
        } catch (const http::AppError &) {
            isRefused = true;
        }
        QVERIFY(isRefused);
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.countWaiting(); }), 0);
    }

    void aWriterDoesItsRowsByItself()
    {
        CacheNode node(m_redis->url(), m_database->pool(), strategyOf(Strategy::Outbox));
        QVERIFY(node.isReady());
        CachedRows rows(m_database->pool());
        for (int i = 0; i < 10; ++i)
            QCoro::waitFor(rows.increment(*node, "1"));
        QTRY_COMPARE(run([](OutboxRepository &outbox) { return outbox.countWaiting(); }), 0);
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.relayedSince(0, 100); }).size(), 10);
        for (const Invalidation &entry : node->invalidations().page({}, {}, 100).items)
            QCOMPARE(entry.source, Invalidation::Source::Write);
        QCOMPARE(node.count(cache::Figure::InvalidationsSent), 10u);
    }

    void otherStrategiesNoteNothingWhileAllIsWell()
    {
        for (const Strategy strategy : {Strategy::Ttl, Strategy::Invalidate, Strategy::PubSub, Strategy::Versioned}) {
            CacheNode node(m_redis->url(), m_database->pool(), strategyOf(strategy));
            QVERIFY(node.isReady());
            CachedRows rows(m_database->pool());
            QCoro::waitFor(rows.increment(*node, "1"));
            QCOMPARE(run([](OutboxRepository &outbox) { return outbox.countWaiting(); }), 0);
        }
    }

    // Somebody noted it, and is heard of no more.
    void abandonedRowsAreRelayed()
    {
        CacheNode node(m_redis->url(), m_database->pool(), strategyOf(Strategy::Invalidate));
        QVERIFY(node.isReady());
        CachedRows rows(m_database->pool());
        const auto read = [&] {
            return CachedRows::numberIn(QCoro::waitFor(node->get(nullptr, node.space(), "1", rows.loader())));
        };
        QCOMPARE(read(), 1);
        m_database->pool().runNow([](store::Connection &connection) {
            connection.change("UPDATE cached SET number = 7 WHERE id = '1'");
            return OutboxRepository(connection).add("user", {"1"}, cause(), 1000).size();
        });
        m_database->pool().runNow([](store::Connection &connection) {
            return OutboxRepository(connection).add("unheard of", {"1"}, cause(), 1000).size();
        });
        QTRY_COMPARE(read(), 7);
        QTRY_COMPARE(run([](OutboxRepository &outbox) { return outbox.countWaiting(); }), 0);
        const auto entry = node->invalidations().page({}, {}, 1).items.value(0);
        QCOMPARE(entry.source, Invalidation::Source::Outbox);
        QCOMPARE(entry.cause.what, "PATCH /x");
    }

    void whatWaitsIsShown()
    {
        CacheNode node(m_redis->url(), m_database->pool(), strategyOf(Strategy::Outbox));
        QVERIFY(node.isReady());
        m_redis->freeze();
        CachedRows rows(m_database->pool());
        QCoro::waitFor(rows.increment(*node, "1"));
        QCoro::waitFor(rows.increment(*node, "2"));
        QTRY_COMPARE(node->outbox().pending, 2);
        QVERIFY(node->outbox().oldestMs.value_or(-1) >= 0);
        m_redis->thaw();
        QTRY_COMPARE(node->outbox().pending, 0);
        QVERIFY(!node->outbox().oldestMs);
    }

    // More than are looked at in one go.
    void whatWritersDidByThemselvesHidesNothing()
    {
        QByteArrayList ids;
        for (int i = 0; i < 1200; ++i)
            ids.append("x" + QByteArray::number(i));
        const auto done = run([&](OutboxRepository &outbox) { return outbox.add("user", ids, cause(), 1000); });
        run([](OutboxRepository &outbox) { return outbox.add("user", {"1"}, cause(), 2000); });
        m_words->say({"SET", "user:1", "{}"});
        RelayParts parts(*m_redis, m_database->pool());
        parts.doneRows.add(done);
        QCoro::waitFor(parts.relay.relay(cache::OutboxRelay::Rows::All));
        QVERIFY(!m_words->exists("user:1"));
        QCOMPARE(parts.relay.state().pending, 0);
        QCOMPARE(run([](OutboxRepository &outbox) { return outbox.countWaiting(); }), 0);
    }

    void aCrashBetweenCommitAndInvalidationLosesNothing_data()
    {
        QTest::addColumn<bool>("isAlone");
        QTest::addColumn<int>("strategy");
        QTest::newRow("outbox, another node lives") << false << int(Strategy::Outbox);
        QTest::newRow("outbox, the next start") << true << int(Strategy::Outbox);
        QTest::newRow("invalidate") << true << int(Strategy::Invalidate); // which doesn't promise it
    }
    void aCrashBetweenCommitAndInvalidationLosesNothing()
    {
        QFETCH(bool, isAlone);
        QFETCH(int, strategy);
        CachedRows rows(m_database->pool());
        const auto read = [&](CacheNode &of) {
            return CachedRows::numberIn(QCoro::waitFor((*of).get(nullptr, of.space(), "1", rows.loader())));
        };
        auto node = std::make_unique<CacheNode>(m_redis->url(), m_database->pool(), strategyOf(Strategy(strategy)));
        QVERIFY(node->isReady());
        QCOMPARE(read(*node), 1);
        if (isAlone)
            node.reset();
        Writer writer(*m_database, *m_redis, Strategy(strategy));
        QVERIFY(writer.says("ready"));
        writer.go();
        QVERIFY(writer.says("committed"));
        writer.kill();
        QVERIFY(m_words->exists("user:1")); // the old one
        if (isAlone)
            node = std::make_unique<CacheNode>(m_redis->url(), m_database->pool(), strategyOf(Strategy(strategy)));
        if (Strategy(strategy) == Strategy::Invalidate) {
            QVERIFY(node->isReady());
            QCOMPARE(read(*node), 1);
        } else if (isAlone) {
            const QDeadlineTimer patience(Patience);
            do { // from its first read on
                QVERIFY2(!patience.hasExpired(), "Redis isn't used");
                QCOMPARE(read(*node), 2);
                QTest::qWait(1);
            } while (!(*node)->isTrusted());
            QCOMPARE(read(*node), 2);
        } else {
            QTRY_COMPARE(read(*node), 2);
        }
    }

private:
    static cache::Cause cause() { return {"r", "PATCH /x", "u"}; }
    template <typename Use> std::invoke_result_t<Use &, OutboxRepository &> run(Use use)
    {
        return m_database->pool().runNow([use](store::Connection &connection) {
            OutboxRepository outbox(connection);
            return use(outbox);
        });
    }

    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<RedisWords> m_words;
};

namespace {

// What this program does when it plays the writer: --write URL FOLDER SOCKET STRATEGY.
int write(const QStringList &arguments)
{
    store::DatabasePool::Settings settings;
    settings.url = std::get<store::DatabaseUrl>(store::DatabaseUrl::parse(arguments[2], {}));
    const auto pool = store::openDatabase(settings, arguments[3]);
    redis::RedisUrl url;
    url.path = arguments[4];
    CacheNode node(url, *pool, strategyOf(*cache::strategyNamed(arguments[5])));
    CachedRows rows(*pool);
    rows.committed = [] {
        std::puts("committed");
        std::fflush(stdout);
        for (;;) // until it is killed
            QThread::sleep(1);
    };
    if (!node.isReady())
        return 1;
    std::puts("ready");
    std::fflush(stdout);
    std::getchar();
    QCoro::waitFor(rows.increment(*node, "1"));
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == "--write"_L1)
        return write(application.arguments());
    CacheOutboxTest test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "cache_outbox_test.moc"
