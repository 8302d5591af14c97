// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/memory_rate_limiter.h"
#include "limits/redis_login_limiter.h"
#include "limits/redis_rate_limiter.h"
#include "redis/clients.h"
#include "support/redis_server.h"

#include <QtTest>

using namespace signalbox;
using namespace signalbox::limits;
using namespace signalbox::test;
using namespace std::chrono_literals;
using auth::LoginLimiter;
using http::RateDecision;
using http::RateLimit;

namespace {

const QByteArray secret = "shared by the nodes";
const QByteArray address = "192.0.2.17";
const QByteArray ann = "ann@example.com";

// A server that shares its limits with others.
struct Node {
    explicit Node(const RedisServer &server, LoginLimiter::Limits limits = {})
        : logins(clients, CounterNames(secret), limits)
    {
        clients.setTarget(server.url());
    }

    RateDecision take(const QByteArray &bucket, const RateLimit &limit)
    {
        if (const auto decision = rates.tryTake(bucket, limit))
            return *decision;
        return QCoro::waitFor(rates.take(nullptr, bucket, limit));
    }
    std::optional<std::chrono::seconds> begin(const QByteArray &account, const QByteArray &from = address)
    {
        return QCoro::waitFor(logins.begin(nullptr, {from, account}));
    }
    void succeed(const QByteArray &account) { QCoro::waitFor(logins.succeeded(nullptr, {address, account})); }
    void takeBack(const QByteArray &account) { QCoro::waitFor(logins.takeBack(nullptr, {address, account})); }
    bool isUp() { return clients.here().isUp(); }
    bool isDown() const { return clients.state().kind == redis::State::Kind::Down; }

    redis::Clients clients;
    RedisRateLimiter rates{clients, CounterNames(secret)};
    RedisLoginLimiter logins;
};

constexpr RateLimit threeAnHour{3, 1h};

} // namespace

// The limits that servers share, on a real Redis: on two nodes of one process.
class RedisLimitsTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<RedisServer> m_server;
    std::unique_ptr<Node> m_one;
    std::unique_ptr<Node> m_other;

    void limitLogins(LoginLimiter::Limits limits)
    {
        m_one = std::make_unique<Node>(*m_server, limits);
        m_other = std::make_unique<Node>(*m_server, limits);
        QTRY_VERIFY(m_one->isUp() && m_other->isUp());
    }

    QByteArray ask(const QByteArrayList &words) const
    {
        QStringList texts;
        for (const QByteArray &word : words)
            texts.append(QString::fromLatin1(word));
        return m_server->run(texts);
    }

    QByteArrayList keys() const
    {
        const QByteArray all = ask({"KEYS", "*"});
        return all.isEmpty() ? QByteArrayList() : all.split('\n');
    }

    // Redis answers nothing, and the node has noticed: by one command that took its whole deadline.
    void freezeRedis()
    {
        m_server->freeze();
        m_one->take("notices", threeAnHour);
        QVERIFY(m_one->isDown());
    }

private slots:
    void init()
    {
        m_server = std::make_unique<RedisServer>();
        QVERIFY(m_server->start());
        limitLogins({});
    }
    void cleanup()
    {
        m_server->thaw();
        m_one.reset();
        m_other.reset();
        m_server.reset();
    }

    void decidesAsTheMemoryDoes_data()
    {
        QTest::addColumn<int>("requests");
        QTest::addColumn<int>("windowMs");
        QTest::newRow("few") << 3 << 3'600'000;
        QTest::newRow("one") << 1 << 3'600'000;
        QTest::newRow("uneven") << 7 << 3'600'000;
        QTest::newRow("many") << 20 << 86'400'000;
    }

    void decidesAsTheMemoryDoes()
    {
        QFETCH(int, requests);
        QFETCH(int, windowMs);
        const RateLimit limit{requests, std::chrono::milliseconds(windowMs)};
        http::MemoryRateLimiter memory;
        const auto near = [](auto a, auto b) { return std::chrono::abs(a - b) < 5s; };
        for (int i = 0; i < requests + 3; ++i) {
            const RateDecision expected = *memory.tryTake("a", limit);
            const RateDecision decision = m_one->take("a", limit);
            QCOMPARE(decision.allowed, expected.allowed);
            QCOMPARE(decision.remaining, expected.remaining);
            QVERIFY(near(decision.untilFull, expected.untilFull));
            QVERIFY(near(decision.untilNext, expected.untilNext));
        }
    }

    void nodesShareTheirCount()
    {
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 2);
        QCOMPARE(m_other->take("a", threeAnHour).remaining, 1);
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 0);
        QVERIFY(!m_other->take("a", threeAnHour).allowed);
        QVERIFY(m_other->take("b", threeAnHour).allowed);
    }

    void manyAtOnceGetNoMoreThanTheLimit()
    {
        std::vector<QCoro::Task<RateDecision>> tasks;
        for (int i = 0; i < 100; ++i) {
            tasks.push_back(m_one->rates.take(nullptr, "a", {30, 1h}));
            tasks.push_back(m_other->rates.take(nullptr, "a", {30, 1h}));
        }
        int allowed = 0;
        for (auto &task : tasks)
            allowed += QCoro::waitFor(task).allowed;
        QCOMPARE(allowed, 30);
    }

    void aShareComesBackInItsTime()
    {
        const RateLimit limit{2, 4s};
        m_one->take("a", limit);
        m_one->take("a", limit);
        const RateDecision refused = m_one->take("a", limit);
        QVERIFY(!refused.allowed);
        QVERIFY(refused.untilNext > 0ms && refused.untilNext <= 2s);
        QVERIFY(QTest::qWaitFor([&] { return m_other->take("a", limit).allowed; }));
    }

    void noLimitAsksNobody()
    {
        QVERIFY(m_one->take("a", RateLimit::none()).allowed);
        QVERIFY(keys().isEmpty());
    }

    void countersTellNobodyAndGoByThemselves()
    {
        m_one->take("GET /users/:id a:" + address, threeAnHour);
        m_one->begin(ann);
        const QByteArrayList all = keys();
        QCOMPARE(all.size(), 3);
        for (const QByteArray &key : all) {
            QVERIFY2(key.startsWith("limit:rate:") || key.startsWith("limit:login:"), key.constData());
            QVERIFY2(!key.contains(address) && !key.contains("ann") && !key.contains("users"), key.constData());
            const qint64 left = ask({"PTTL", key}).toLongLong();
            QVERIFY2(left > 0 && left <= 3'600'000, key.constData());
        }
        QVERIFY(CounterNames(secret).of("login", address) != CounterNames("another").of("login", address));
    }

    // The clock of Redis was set back, or the limit was lowered.
    void aBucketIsNeverEmptierThanEmpty()
    {
        const QByteArray key = CounterNames(secret).of("rate", "a");
        ask({"SET", key, "9000000000000000"});
        const RateDecision refused = m_one->take("a", threeAnHour);
        QVERIFY(!refused.allowed);
        QVERIFY(refused.untilNext <= 20min);
        QVERIFY(ask({"PTTL", key}).toLongLong() <= 3'600'000);
        QVERIFY(ask({"GET", key}).toLongLong() < 9'000'000'000'000'000);
    }

    void countsItselfWhileRedisAnswersNothing()
    {
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 2);
        m_server->freeze();
        const quint64 timedOut = m_one->clients.figures().timedOut;
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 2); // its own, from full
        QCOMPARE(m_one->clients.figures().timedOut, timedOut + 1); // one deadline was paid…
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 1);
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 0);
        QVERIFY(!m_one->take("a", threeAnHour).allowed);
        QCOMPARE(m_one->clients.figures().timedOut, timedOut + 1); // …and no other
        m_server->thaw();
        QTRY_VERIFY(m_one->isUp());
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 0); // it has carried out what it was too late with
    }

    void countsItselfWhileRedisIsGone()
    {
        m_server->kill();
        QTRY_VERIFY(m_one->isDown());
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 2);
        QCOMPARE(m_other->take("a", threeAnHour).remaining, 2); // each for itself
        QVERIFY(m_server->start());
        QTRY_VERIFY(m_one->isUp() && m_other->isUp());
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 2);
        QCOMPARE(m_other->take("a", threeAnHour).remaining, 1);
    }

    void countsItselfWhatRedisRefuses()
    {
        ask({"LPUSH", CounterNames(secret).of("rate", "a"), "x"}); // another type
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 2);
        QCOMPARE(m_one->take("a", threeAnHour).remaining, 1);
        ask({"CONFIG", "SET", "maxmemory", "1"}); // full
        QCOMPARE(m_one->take("b", threeAnHour).remaining, 2);
        for (int i = 0; i < 5; ++i)
            QVERIFY(!m_one->begin(ann));
        QVERIFY(m_one->begin(ann));
        ask({"CONFIG", "SET", "maxmemory", "0"});
        QCOMPARE(m_one->take("b", threeAnHour).remaining, 2);
        QCOMPARE(m_one->take("b", threeAnHour).remaining, 1);
    }

    void withoutAnyRedisNothingIsAsked()
    {
        redis::Clients none;
        RedisRateLimiter limiter(none, CounterNames(secret));
        QCOMPARE(limiter.tryTake("a", threeAnHour)->remaining, 2);
        QCOMPARE(none.figures().commands, quint64(0));
    }

    void theSixthFailureIsRefusedWherever()
    {
        for (int i = 0; i < 5; ++i)
            QVERIFY(!(i % 2 ? m_one : m_other)->begin(ann));
        for (Node *node : {m_one.get(), m_other.get()}) {
            const auto wait = node->begin(ann);
            QVERIFY(wait && *wait > 880s && *wait <= 900s);
            QVERIFY(!node->begin("bob@example.com"));
            QVERIFY(!node->begin(ann, "192.0.2.18"));
        }
    }

    void anAddressHasALimitToo()
    {
        limitLogins({.perAccount = 5, .perAddress = 4});
        for (int i = 0; i < 4; ++i)
            QVERIFY(!m_one->begin(QByteArray::number(i)));
        QVERIFY(m_other->begin("another"));
        QCOMPARE(keys().size(), 5); // who is refused makes no key
    }

    void manyLoginsAtOnceAreNoMoreThanTheLimit()
    {
        std::vector<QCoro::Task<std::optional<std::chrono::seconds>>> tasks;
        for (int i = 0; i < 20; ++i) {
            tasks.push_back(m_one->logins.begin(nullptr, {address, ann}));
            tasks.push_back(m_other->logins.begin(nullptr, {address, ann}));
        }
        int refused = 0;
        for (auto &task : tasks)
            refused += QCoro::waitFor(task).has_value();
        QCOMPARE(refused, 35);
    }

    void failuresEndWithTheirWindow()
    {
        limitLogins({.perAccount = 2, .perAddress = 100, .window = 2000ms});
        m_one->begin(ann);
        m_one->begin(ann);
        const auto wait = m_other->begin(ann);
        QVERIFY(wait && *wait <= 2s);
        QVERIFY(QTest::qWaitFor([&] { return !m_other->begin(ann); }));
        QTRY_VERIFY(keys().isEmpty());
    }

    void aSuccessForgetsTheAccountsFailuresOnly()
    {
        limitLogins({.perAccount = 3, .perAddress = 5});
        for (int i = 0; i < 3; ++i)
            QVERIFY(!m_one->begin(ann));
        m_other->succeed(ann);
        for (int i = 0; i < 3; ++i)
            QVERIFY(!m_one->begin(ann)); // the address has 2 and these
        QVERIFY(m_one->begin("bob"));
    }

    void whatIsTakenBackDoesNotCount()
    {
        for (int i = 0; i < 20; ++i) {
            QVERIFY(!m_one->begin(ann));
            m_other->takeBack(ann);
        }
        QVERIFY(keys().isEmpty());
    }

    void anOutageIsNoWayToMoreAttempts()
    {
        QVERIFY(!m_one->begin(ann));
        QVERIFY(!m_one->begin(ann));
        freezeRedis();
        for (int i = 0; i < 4; ++i)
            QVERIFY(!m_one->begin(ann));
        m_server->thaw();
        QTRY_VERIFY(m_one->isUp());
        const auto wait = m_one->begin(ann); // 2 there and 4 here
        QVERIFY(wait && *wait > 880s && *wait <= 900s);
        QVERIFY(!m_other->begin(ann)); // which knows nothing of those
        m_one->succeed(ann);
        for (int i = 0; i < 5; ++i)
            QVERIFY(!m_one->begin(ann));
        QVERIFY(m_other->begin(ann));
    }

    void theLimitHoldsWhileRedisIsAway()
    {
        freezeRedis();
        for (int i = 0; i < 5; ++i)
            QVERIFY(!m_one->begin(ann));
        QVERIFY(m_one->begin(ann));
        m_one->takeBack(ann);
        QVERIFY(!m_one->begin(ann));
        m_one->succeed(ann);
        QVERIFY(!m_one->begin(ann));
    }

    void whatWasCountedHereEndsWithItsWindow()
    {
        limitLogins({.perAccount = 2, .perAddress = 100, .window = 1500ms});
        freezeRedis();
        m_one->begin(ann);
        m_one->begin(ann);
        m_server->thaw();
        QTRY_VERIFY(m_one->isUp());
        QVERIFY(QTest::qWaitFor([&] { return !m_one->begin(ann); }));
    }

    void theAddressCountsBothTogether()
    {
        limitLogins({.perAccount = 5, .perAddress = 6});
        for (int i = 0; i < 3; ++i)
            QVERIFY(!m_one->begin(QByteArray::number(i)));
        freezeRedis();
        for (int i = 0; i < 3; ++i)
            QVERIFY(!m_one->begin("away" + QByteArray::number(i)));
        m_server->thaw();
        QTRY_VERIFY(m_one->isUp());
        QVERIFY(m_one->begin("another"));
        m_one->takeBack("away1");
        QVERIFY(!m_one->begin("another"));
        QVERIFY(m_one->begin("yet another"));
    }
};

QTEST_GUILESS_MAIN(RedisLimitsTest)
#include "redis_limits_test.moc"
