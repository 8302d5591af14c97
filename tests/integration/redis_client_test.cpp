// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/redis_outcome.h"
#include "support/redis_server.h"

#include <QCoro/QCoroTask>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::redis;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using ErrorKind = RedisError::Kind;
using test::outcomeOf;
using test::RedisServer;
using test::watch;

namespace {

constexpr Script addUp("add up", "return redis.call('INCRBY', KEYS[1], ARGV[1])");
constexpr Script append("append", "return redis.call('RPUSH', KEYS[1], ARGV[1])");
constexpr Script broken("broken", "this is no Lua");

class Spans : public telemetry::SpanSink {
public:
    void addSpan(QByteArray kind, QByteArray name, Clock::time_point from, Clock::time_point to, bool failed) override
    {
        all.append(kind + '|' + name + (failed ? "|failed" : ""));
        isInOrder = isInOrder && from <= to;
    }
    QByteArrayList all;
    bool isInOrder = true;
};

} // namespace

class RedisClientTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_server.start()); }
    void init()
    {
        m_client = std::make_unique<Client>(ClientSettings{}, m_server.url());
        QCOMPARE(outcomeOf(m_client->command(nullptr, "FLUSHALL")).reply.bytes, "OK");
    }
    void cleanup() { m_client.reset(); }

    void givesReplies()
    {
        const QByteArray binary("\r\n\0\xff", 4);
        QCOMPARE(ask("SET", "user:1", binary, "PX", 60'000).kind, Reply::Kind::Status);
        QCOMPARE(ask("GET", QByteArray("user:1")).bytes, binary);
        QVERIFY(ask("GET", "user:2").isNil());
        QCOMPARE(ask("INCRBY", "n", qint64(-5)).integer, -5);
        QVERIFY(ask("PTTL", "user:1").integer > 0);
        QCOMPARE(ask("RPUSH", "list", 1, 2, 3).integer, 3);
        const Reply list = ask("LRANGE", "list", 0, -1);
        QCOMPARE(list.kind, Reply::Kind::List);
        QCOMPARE(list.items.size(), 3);
        QCOMPARE(list.items[2].bytes, "3");
        QCOMPARE(outcomeOf(m_client->command(nullptr, QByteArrayList{"GET", "n"})).reply.bytes, "-5");
    }

    void namesItself() { QCOMPARE(ask("CLIENT", "GETNAME").bytes, "signalbox:server"); }

    void selectsTheDatabase()
    {
        RedisUrl url = m_server.url();
        url.database = 3;
        Client other({}, url);
        outcomeOf(other.command(nullptr, "SET", "there", 1));
        QVERIFY(ask("GET", "there").isNil());
        ask("SELECT", 3);
        QCOMPARE(ask("GET", "there").bytes, "1");
    }

    void sendsATurnsCommandsAtOnce()
    {
        const auto reads = [this] { return m_server.number("stats", "total_reads_processed"); };
        const qint64 first = reads();
        const qint64 own = reads() - first; // what looking costs
        std::vector<test::RedisOutcomePointer> outcomes;
        const qint64 before = reads();
        for (int i = 0; i < 200; ++i)
            outcomes.push_back(watch(m_client->command(nullptr, "SET", "k", i)));
        QTRY_VERIFY(outcomes.back()->isDone);
        QCOMPARE(reads() - before - own, 1);
        for (const auto &outcome : outcomes)
            QVERIFY(outcome->isDone && !outcome->error);
    }

    void sendsWhatRepliesLedToAtOnce()
    {
        const auto twice = [](Client &client, int &done) -> QCoro::Task<> {
            co_await client.command(nullptr, "PING");
            co_await client.command(nullptr, "PING");
            ++done;
        };
        const auto reads = [this] { return m_server.number("stats", "total_reads_processed"); };
        const qint64 first = reads();
        const qint64 own = reads() - first;
        const qint64 before = reads();
        int done = 0;
        for (int i = 0; i < 100; ++i)
            twice(*m_client, done);
        QTRY_COMPARE(done, 100);
        QCOMPARE(reads() - before - own, 2);
    }

    void holdsUntilItIsReleased()
    {
        m_client->hold();
        const auto outcome = watch(m_client->command(nullptr, "PING"));
        outcomeOfAnother();
        QVERIFY(!outcome->isDone);
        m_client->release();
        QTRY_VERIFY(outcome->isDone);
    }

    void awaitsInAnyOrder()
    {
        const auto reversed = [](Client &client, QByteArrayList &values) -> QCoro::Task<> {
            auto first = client.command(nullptr, "ECHO", "1");
            auto second = client.command(nullptr, "ECHO", "2");
            auto third = client.command(nullptr, "ECHO", "3");
            values.append((co_await third).bytes);
            values.append((co_await first).bytes);
            values.append((co_await second).bytes);
        };
        QByteArrayList values;
        reversed(*m_client, values);
        QTRY_COMPARE(values, (QByteArrayList{"3", "1", "2"}));
    }

    void refusesWithTheServersError()
    {
        ask("RPUSH", "list", 1);
        const auto wrongType = outcomeOf(m_client->command(nullptr, "GET", "list"));
        QVERIFY(wrongType.isKind(ErrorKind::Refused));
        QCOMPARE(wrongType.error->code(), "WRONGTYPE");
        QCOMPARE(wrongType.error->status(), 500);
        const auto unknown = outcomeOf(m_client->command(nullptr, "NOSUCH"));
        QVERIFY(unknown.isKind(ErrorKind::Refused));
        QCOMPARE(unknown.error->code(), "ERR");
        QCOMPARE(ask("GET", "x").kind, Reply::Kind::Nil); // it goes on
        Figures figures;
        m_client->monitor().addTo(figures);
        QCOMPARE(figures.refused, 2U);
        QCOMPARE(figures.failed, 0U);
    }

    void keepsErrorsInsideOfLists()
    {
        ask("RPUSH", "list", 1);
        outcomeOf(m_client->command(nullptr, "MULTI"));
        outcomeOf(m_client->command(nullptr, "GET", "list"));
        outcomeOf(m_client->command(nullptr, "GET", "x"));
        const Reply reply = ask("EXEC");
        QCOMPARE(reply.items.size(), 2);
        QCOMPARE(reply.items[0].kind, Reply::Kind::Error);
        QVERIFY(reply.items[1].isNil());
    }

    void runsScripts()
    {
        outcomeOf(m_client->command(nullptr, "SCRIPT", "FLUSH"));
        for (const int expected : {2, 4}) {
            const auto outcome = outcomeOf(m_client->run(nullptr, addUp, {"sum:a"}, {"2"}));
            QVERIFY(!outcome.error);
            QCOMPARE(outcome.reply.integer, expected);
        }
        outcomeOf(m_client->command(nullptr, "SCRIPT", "FLUSH"));
        QCOMPARE(outcomeOf(m_client->run(nullptr, addUp, {"sum:a"}, {"2"})).reply.integer, 6);
        Figures figures;
        m_client->monitor().addTo(figures);
        QCOMPARE(figures.refused, 0U); // nobody heard of NOSCRIPT
    }

    void sendsAScriptsTextOnceOnEachConnection()
    {
        resetCalls();
        for (int i = 0; i < 5; ++i)
            outcomeOf(m_client->run(nullptr, addUp, {"sum:a"}, {"1"}));
        QCOMPARE(calls("eval"), 1);
        QCOMPARE(calls("evalsha"), 4);
        const qint64 connection = ask("CLIENT", "ID").integer;
        ask("CLIENT", "KILL", "ID", connection, "SKIPME", "no");
        QTRY_VERIFY(connection != outcomeOf(m_client->command(nullptr, "CLIENT", "ID")).reply.integer);
        QTRY_VERIFY(m_client->isUp());
        QCOMPARE(outcomeOf(m_client->run(nullptr, addUp, {"sum:a"}, {"1"})).reply.integer, 6);
        QCOMPARE(calls("eval"), 2);
        QCOMPARE(calls("evalsha"), 4);
    }

    void runsScriptsThatRedisDoesNotKnowInTheirOrder()
    {
        m_server.run({u"SCRIPT"_s, u"FLUSH"_s});
        QByteArrayList expected;
        std::vector<test::RedisOutcomePointer> outcomes;
        for (int i = 0; i < 300; ++i) {
            expected.append(QByteArray::number(i));
            outcomes.push_back(watch(m_client->run(nullptr, append, {"list"}, {expected.last()})));
            if (i % 3 == 0)
                QCoreApplication::processEvents();
        }
        QTRY_VERIFY(outcomes.back()->isDone);
        QCOMPARE(list("list"), expected);
    }

    void sendsAFlushedScriptsTextOnceForAllThatWait()
    {
        outcomeOf(m_client->run(nullptr, append, {"list"}, {"0"}));
        resetCalls();
        m_server.run({u"SCRIPT"_s, u"FLUSH"_s});
        QByteArrayList expected{"0"};
        std::vector<test::RedisOutcomePointer> outcomes;
        m_client->hold(); // so that all are on their way before the first NOSCRIPT
        for (int i = 1; i <= 5; ++i) {
            expected.append(QByteArray::number(i));
            outcomes.push_back(watch(m_client->run(nullptr, append, {"list"}, {expected.last()})));
        }
        m_client->release();
        QTRY_VERIFY(outcomes.back()->isDone);
        QCOMPARE(list("list"), expected);
        QCOMPARE(calls("eval"), 1);
        QCOMPARE(calls("evalsha"), 5 + 4);
    }

    void tellsOfABrokenScript()
    {
        const auto first = watch(m_client->run(nullptr, broken, {}, {}));
        QVERIFY(outcomeOf(m_client->run(nullptr, broken, {}, {})).isKind(ErrorKind::Refused)); // behind the text
        QVERIFY(first->isKind(ErrorKind::Refused));
        QVERIFY(outcomeOf(m_client->run(nullptr, broken, {}, {})).isKind(ErrorKind::Refused));
    }

    void scriptThatNobodyAwaitsIsNotSentAgain()
    {
        outcomeOf(m_client->run(nullptr, addUp, {"sum:a"}, {"1"}));
        outcomeOf(m_client->command(nullptr, "SCRIPT", "FLUSH"));
        {
            const auto dropped = m_client->run(nullptr, addUp, {"sum:a"}, {"1"});
        }
        QCOMPARE(ask("GET", "sum:a").bytes, "1");
    }

    void addsSpans()
    {
        Spans spans;
        outcomeOf(m_client->command(&spans, "SET", "user:1", "secret:value"));
        outcomeOf(m_client->command(&spans, "GET", "user:1"));
        outcomeOf(m_client->command(&spans, QByteArrayList{"LPUSH", "user:1", "secret"}));
        outcomeOf(m_client->run(&spans, addUp, {"sum:a"}, {"1"}));
        QCOMPARE(
            spans.all,
            (QByteArrayList{"redis|SET user:", "redis|GET user:", "redis|LPUSH user:|failed", "redis|add up sum:"}));
        QVERIFY(spans.isInOrder);
    }

    void refusesWhatIsTooMuch()
    {
        ClientSettings settings;
        settings.outstanding = 10;
        Client client(settings, m_server.url());
        std::vector<test::RedisOutcomePointer> outcomes;
        for (int i = 0; i < 11; ++i)
            outcomes.push_back(watch(client.command(nullptr, "PING")));
        QVERIFY(outcomes.back()->isKind(ErrorKind::Busy)); // at once
        QCOMPARE(outcomes.back()->error->status(), 503);
        QTRY_VERIFY(outcomes.front()->isDone);
        QTRY_VERIFY(outcomes[9]->isDone);
        QVERIFY(!outcomes[9]->error);
        QVERIFY(!outcomeOf(client.command(nullptr, "PING")).error);
        QCOMPARE(client.monitor().link().breaker, Breaker::Closed);
    }

    void refusesTooManyBytes()
    {
        ClientSettings settings;
        settings.unsent = 1 << 20;
        Client client(settings, m_server.url());
        const QByteArray half(600'000, 'x');
        const auto first = watch(client.command(nullptr, "SET", "a", half));
        const auto second = watch(client.command(nullptr, "SET", "b", half));
        QVERIFY(second->isKind(ErrorKind::Busy));
        QTRY_VERIFY(first->isDone);
        QVERIFY(!first->error);
        QVERIFY(!outcomeOf(client.command(nullptr, "SET", "b", half)).error);
    }

    void sendsLargeValues()
    {
        ClientSettings settings;
        settings.deadline = 10s; // of a machine that is busy
        Client client(settings, m_server.url());
        const QByteArray large(12 << 20, 'x');
        QCOMPARE(outcomeOf(client.command(nullptr, "SET", "large", large)).reply.bytes, "OK");
        QCOMPARE(outcomeOf(client.command(nullptr, "GET", "large")).reply.bytes, large);
    }

    void mayBeLeft()
    {
        {
            const auto dropped = m_client->command(nullptr, "SET", "left", 1); // before it is sent
        }
        {
            auto dropped = std::make_unique<Pending>(m_client->command(nullptr, "ECHO", "x"));
            const auto other = watch(m_client->command(nullptr, "GET", "left"));
            QCoreApplication::processEvents(); // it is sent
            dropped.reset();
            QTRY_VERIFY(other->isDone);
            QCOMPARE(other->reply.bytes, "1");
        }
        QVERIFY(ask("GET", "x").isNil());
    }

    void tellsWhoWaitsThatItGoes()
    {
        const auto waiting = watch(m_client->command(nullptr, "PING"));
        auto later = std::make_unique<Pending>(m_client->command(nullptr, "PING")); // awaited once it is gone
        m_client.reset();
        QVERIFY(waiting->isKind(ErrorKind::Unavailable));
        QVERIFY(outcomeOf(std::move(*later)).isKind(ErrorKind::Unavailable));
    }

    void mayBeDestroyedByWhoItAnswers()
    {
        const auto destroy = [](std::unique_ptr<Client> &client) -> QCoro::Task<> {
            co_await client->command(nullptr, "PING");
            client.reset();
        };
        destroy(m_client);
        const auto behind = watch(m_client->command(nullptr, "PING"));
        QTRY_VERIFY(!m_client);
        QVERIFY(behind->isKind(ErrorKind::Unavailable));
    }

    void whoIsToldThatItGoesMayAskAgain()
    {
        const auto stubborn = [](Client &client, int &refused) -> QCoro::Task<> {
            for (int i = 0; i < 3; ++i) {
                try {
                    co_await client.command(nullptr, "PING");
                } catch (const RedisError &error) {
                    refused += error.kind() == ErrorKind::Unavailable;
                }
            }
        };
        int refused = 0;
        stubborn(*m_client, refused);
        m_client.reset();
        QCOMPARE(refused, 3);
    }

    void countsAndTimes()
    {
        Figures before;
        m_client->monitor().addTo(before);
        for (int i = 0; i < 20; ++i)
            ask("PING");
        Figures after;
        m_client->monitor().addTo(after);
        QCOMPARE(after.commands - before.commands, 20U);
        QCOMPARE(after.latency.total() - before.latency.total(), 20U);
        QVERIFY(*after.latency.percentile(0.5) < 250'000);
        QCOMPARE(after.pending, 0U);
        const auto waiting = watch(m_client->command(nullptr, "PING"));
        Figures now;
        m_client->monitor().addTo(now);
        QCOMPARE(now.pending, 1U);
        QTRY_VERIFY(waiting->isDone);
    }

    void connectsByTcpAndTls_data()
    {
        QTest::addColumn<bool>("isEncrypted");
        QTest::newRow("TCP") << false;
        QTest::newRow("TLS") << true;
    }
    void connectsByTcpAndTls()
    {
        QFETCH(bool, isEncrypted);
        RedisServer server({}, isEncrypted ? RedisServer::By::Tls : RedisServer::By::Tcp);
        QVERIFY(server.start());
        ClientSettings settings;
        settings.deadline = 10s;
        Client client(settings, server.url());
        QTRY_VERIFY(client.isUp());
        const QByteArray large(3 << 20, 'x');
        QVERIFY(!outcomeOf(client.command(nullptr, "SET", "large", large)).error);
        QCOMPARE(outcomeOf(client.command(nullptr, "GET", "large")).reply.bytes, large);
        server.kill();
        QTRY_COMPARE(client.monitor().link().kind, State::Kind::Down);
    }

    void checksTheCertificate()
    {
        RedisServer server({}, RedisServer::By::Tls);
        QVERIFY(server.start());
        RedisUrl url = server.url();
        url.authorities.clear();
        Client client({}, url);
        QTRY_COMPARE(client.monitor().link().kind, State::Kind::Down);
        QVERIFY(client.monitor().link().error.contains(u"certificate"_s));
        QVERIFY(!client.isUp());
        url.authorities = server.folder() + u"/log"_s;
        Client another({}, url);
        QTRY_COMPARE(another.monitor().link().kind, State::Kind::Down);
        QVERIFY(another.monitor().link().error.contains(u"no certificates in"_s));
    }

private:
    template <typename... Args> Reply ask(const char *name, const Args &...args)
    {
        const auto outcome = outcomeOf(m_client->command(nullptr, name, args...));
        if (outcome.error)
            qFatal("%s", outcome.error->what());
        return outcome.reply;
    }
    void resetCalls() { ask("CONFIG", "RESETSTAT"); }
    qint64 calls(const QByteArray &command) const // since then
    {
        const QByteArray stats = m_server.run({u"INFO"_s, u"commandstats"_s});
        const QRegularExpression line(u"cmdstat_%1:calls=(\\d+)"_s.arg(QString::fromLatin1(command)));
        return line.match(QString::fromLatin1(stats)).captured(1).toLongLong();
    }
    QByteArrayList list(const char *key)
    {
        QByteArrayList values;
        const Reply reply = ask("LRANGE", key, 0, -1);
        for (const Reply &each : reply.items)
            values.append(each.bytes);
        return values;
    }
    void outcomeOfAnother()
    {
        Client other({}, m_server.url());
        QVERIFY(!outcomeOf(other.command(nullptr, "PING")).error);
    }

    RedisServer m_server;
    std::unique_ptr<Client> m_client;
};

QTEST_GUILESS_MAIN(RedisClientTest)
#include "redis_client_test.moc"
