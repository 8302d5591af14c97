// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/clients.h"
#include "redis/link.h"
#include "support/redis_outcome.h"
#include "support/redis_server.h"

#include <QCoreApplication>
#include <QThread>
#include <QtTest>

#include <atomic>
#include <fcntl.h>
#include <future>
#include <sched.h>
#include <unistd.h>

using namespace signalbox;
using namespace signalbox::redis;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using ErrorKind = RedisError::Kind;
using test::outcomeOf;
using test::RedisServer;
using test::watch;

namespace {

constexpr int Patience = 15'000; // milliseconds

// A thread with an event loop.
class Reactor {
public:
    Reactor()
    {
        m_worker.moveToThread(&m_thread);
        m_thread.start();
    }
    ~Reactor()
    {
        m_thread.quit();
        m_thread.wait();
    }
    template <typename Function> auto call(Function function)
    {
        std::invoke_result_t<Function> result;
        QMetaObject::invokeMethod(
            &m_worker, [&] { result = function(); }, Qt::BlockingQueuedConnection);
        return result;
    }

private:
    QThread m_thread;
    QObject m_worker;
};

} // namespace

class RedisClientsTest : public QObject {
    Q_OBJECT

private slots:
    // A descriptor that is closed twice may be another thread's by then.
    void connectingClosesNothingOfOthers()
    {
        RedisServer server;
        QVERIFY(server.start());
        std::atomic<bool> isOver = false;
        std::atomic<int> stolen = 0;
        const std::unique_ptr<QThread> other(QThread::create([&] {
            while (!isOver) {
                const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
                sched_yield();
                if (::close(descriptor) != 0)
                    ++stolen;
            }
        }));
        other->start();
        for (int round = 0; round < 3000; ++round) {
            Link link;
            QSignalSpy opened(&link, &Link::opened);
            link.open(server.url());
            if (opened.isEmpty())
                opened.wait(1000);
        }
        isOver = true;
        other->wait();
        QCOMPARE(stolen.load(), 0);
    }

    void isOffUntilItIsToldOtherwise()
    {
        Clients clients;
        QVERIFY(clients.isOff());
        QCOMPARE(clients.state().kind, State::Kind::Off);
        const auto refused = watch(clients.here().command(nullptr, "PING"));
        QVERIFY(refused->isKind(ErrorKind::Unavailable));
        QVERIFY(refused->error->detail().contains(u"set REDIS_URL"_s));
        QCOMPARE(clients.state().kind, State::Kind::Off);
        QCOMPARE(clients.state().breaker, Breaker::Closed);
        QCOMPARE(clients.figures().failed, 1U);
    }

    void givesEachThreadItsOwn()
    {
        RedisServer server;
        QVERIFY(server.start());
        Clients clients;
        clients.setTarget(server.url());
        QVERIFY(!clients.isOff());
        QVERIFY(&clients.here() == &clients.here());
        Reactor reactor;
        QVERIFY(reactor.call([&] { return &clients.here(); }) != &clients.here());
        const auto askThere = [&] { return !outcomeOf(clients.here().command(nullptr, "INCR", "n")).error; };
        QVERIFY(reactor.call(askThere));
        QVERIFY(!outcomeOf(clients.here().command(nullptr, "INCR", "n")).error);
        QCOMPARE(clients.state().kind, State::Kind::Up);
        QCOMPARE(clients.state().url, server.url().forLogs());
        QCOMPARE(clients.figures().commands, 2U);
        QCOMPARE(clients.figures().latency.total(), 2U);
        const auto closeThere = [&] {
            clients.closeHere();
            return true;
        };
        QVERIFY(reactor.call(closeThere));
        QVERIFY(reactor.call(closeThere)); // it has none
        QCOMPARE(clients.figures().commands, 2U); // they count on
        QCOMPARE(clients.state().kind, State::Kind::Up);
    }

    void twoServersKeepApart()
    {
        RedisServer first;
        RedisServer second;
        QVERIFY(first.start() && second.start());
        Clients one;
        Clients other;
        one.setTarget(first.url());
        other.setTarget(second.url());
        QVERIFY(!outcomeOf(one.here().command(nullptr, "SET", "key", 1)).error);
        QVERIFY(outcomeOf(other.here().command(nullptr, "GET", "key")).reply.isNil());
        one.closeHere();
        QVERIFY(outcomeOf(other.here().command(nullptr, "GET", "key")).reply.isNil());
    }

    void followsTheTarget()
    {
        RedisServer first;
        RedisServer second;
        QVERIFY(first.start() && second.start());
        std::vector<State::Kind> kinds;
        Clients::Settings settings;
        settings.stateChanged = [&](const State &state) { kinds.push_back(state.kind); };
        Clients clients(settings);
        clients.setUnavailable(State::Kind::Starting, u"the private Redis starts"_s);
        Client &client = clients.here();
        const auto early = watch(client.command(nullptr, "SET", "key", 1));
        QVERIFY(early->isKind(ErrorKind::Unavailable));
        QVERIFY(early->error->detail().contains(u"starts"_s));

        clients.setTarget(first.url());
        QTRY_VERIFY(client.isUp());
        QVERIFY(!outcomeOf(client.command(nullptr, "SET", "key", 1)).error);
        first.freeze();
        const auto given = watch(client.command(nullptr, "GET", "key"));
        clients.setTarget(second.url());
        QTRY_VERIFY(given->isDone);
        QVERIFY(given->isKind(ErrorKind::Unavailable));
        QVERIFY(outcomeOf(client.command(nullptr, "GET", "key")).reply.isNil());
        QCOMPARE(clients.state().url, second.url().forLogs());

        clients.setUnavailable(State::Kind::Missing, u"none here"_s, u"install it"_s);
        QTRY_VERIFY(!client.isUp());
        QCOMPARE(clients.state().kind, State::Kind::Missing);
        QCOMPARE(clients.state().error, u"none here"_s);
        QCOMPARE(clients.state().hint, u"install it"_s);
        QVERIFY(!clients.isOff());
        QVERIFY(clients.isMissing());
        const std::vector expected{State::Kind::Starting, State::Kind::Up, State::Kind::Starting, State::Kind::Up,
                                   State::Kind::Missing};
        QCOMPARE(kinds, expected);
    }

    void sameTargetDisturbsNobody()
    {
        RedisServer server;
        QVERIFY(server.start());
        Clients clients;
        clients.setTarget(server.url());
        QVERIFY(!outcomeOf(clients.here().command(nullptr, "CLIENT", "SETNAME", "same")).error);
        clients.setTarget(server.url());
        QCOMPARE(outcomeOf(clients.here().command(nullptr, "CLIENT", "GETNAME")).reply.bytes, "same");
    }

    void tellsTheWorst()
    {
        RedisServer server;
        QVERIFY(server.start());
        Clients clients;
        clients.setTarget(server.url());
        QCOMPARE(clients.state().kind, State::Kind::Starting);
        Reactor reactor;
        const auto askThere = [&] { return !outcomeOf(clients.here().command(nullptr, "PING")).error; };
        QVERIFY(reactor.call(askThere));
        QVERIFY(!outcomeOf(clients.here().command(nullptr, "PING")).error);
        server.freeze();
        QVERIFY(!reactor.call(askThere)); // only it has noticed
        const State state = clients.state();
        QCOMPARE(state.kind, State::Kind::Down);
        QVERIFY(state.breaker != Breaker::Closed);
        QCOMPARE(state.opened, 1U);
        QVERIFY(!state.error.isEmpty());
        QVERIFY(state.since.secsTo(QDateTime::currentDateTimeUtc()) < 5);
        server.thaw();
        QTRY_COMPARE_WITH_TIMEOUT(clients.state().kind, State::Kind::Up, Patience);
        QVERIFY(clients.state().error.isEmpty());
        const auto closeThere = [&] {
            clients.closeHere();
            return true;
        };
        QVERIFY(reactor.call(closeThere));
        QCOMPARE(clients.state().opened, 1U);
    }

    void endsWithItsThread()
    {
        RedisServer server;
        QVERIFY(server.start());
        auto clients = std::make_unique<Clients>();
        clients->setTarget(server.url());
        {
            Reactor reactor;
            const auto askThere = [&] { return !outcomeOf(clients->here().command(nullptr, "PING")).error; };
            QVERIFY(reactor.call(askThere));
        } // without closeHere(): the thread's end does it
        QCOMPARE(clients->figures().commands, 1U);
        clients.reset();
    }
};

QTEST_GUILESS_MAIN(RedisClientsTest)
#include "redis_clients_test.moc"
