// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/barrier.h"
#include "support/cutting_proxy.h"
#include "support/redis_outcome.h"
#include "support/redis_server.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::redis;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using ErrorKind = RedisError::Kind;
using test::outcomeOf;
using test::RedisOutcome;
using test::RedisServer;
using test::watch;

namespace {

constexpr int Patience = 15'000; // milliseconds
constexpr int Deadline = 250; // of a command, by default
constexpr int Slack = 1000; // of a machine that is busy
constexpr int Soon = 4000; // a back-off of two seconds at most, and the same machine

bool isUp(Client &client)
{
    return QTest::qWaitFor([&] { return client.isUp(); }, Patience);
}

bool isDown(const Client &client)
{
    return QTest::qWaitFor([&] { return client.monitor().link().kind == State::Kind::Down; }, Patience);
}

// That someone tries to connect so often, where nobody listens otherwise.
bool isTried(quint16 port, int times)
{
    QTcpServer listener;
    int tries = 0;
    QObject::connect(&listener, &QTcpServer::newConnection, &listener, [&] {
        ++tries;
        listener.nextPendingConnection()->abort();
    });
    return listener.listen(QHostAddress::LocalHost, port) && QTest::qWaitFor([&] { return tries >= times; }, Patience);
}

Figures figuresOf(const Client &client)
{
    Figures figures;
    client.monitor().addTo(figures);
    return figures;
}

} // namespace

class RedisFaultsTest : public QObject {
    Q_OBJECT

private slots:
    // A request pays one deadline, and those after it nothing.
    void costsOneDeadlineWhileItHangs()
    {
        RedisServer server;
        QVERIFY(server.start());
        ClientSettings settings;
        settings.deadline = 1s;
        Client client(settings, server.url());
        QVERIFY(isUp(client));
        server.freeze();
        QElapsedTimer elapsed;
        elapsed.start();
        const auto first = watch(client.command(nullptr, "GET", "a"));
        const auto second = watch(client.command(nullptr, "GET", "b"));
        QTRY_VERIFY_WITH_TIMEOUT(first->isDone && second->isDone, Patience);
        QVERIFY2(elapsed.elapsed() >= 1000, QByteArray::number(elapsed.elapsed()).constData());
        QVERIFY2(elapsed.elapsed() < 2000, QByteArray::number(elapsed.elapsed()).constData());
        QVERIFY(first->isKind(ErrorKind::TimedOut));
        QCOMPARE(first->error->status(), 504);
        QVERIFY(client.monitor().link().breaker != Breaker::Closed);
        for (elapsed.start(); elapsed.elapsed() < 1500; QTest::qWait(10)) {
            const auto refused = watch(client.command(nullptr, "GET", "a"));
            QVERIFY(refused->isKind(ErrorKind::Unavailable)); // at once
        }
        QCOMPARE(client.monitor().link().opened, 1U);
        QCOMPARE(figuresOf(client).timedOut, 2U);

        server.thaw();
        elapsed.start();
        QVERIFY(QTest::qWaitFor([&] { return !outcomeOf(client.command(nullptr, "GET", "a")).error; }, Patience));
        QVERIFY2(elapsed.elapsed() < Soon, QByteArray::number(elapsed.elapsed()).constData());
        QCOMPARE(client.monitor().link().breaker, Breaker::Closed);
    }

    void comesBackAfterItWasKilled()
    {
        RedisServer server({u"--appendonly"_s, u"yes"_s}, RedisServer::By::Tcp);
        QVERIFY(server.start());
        Client client({}, server.url());
        QVERIFY(isUp(client));
        QVERIFY(!outcomeOf(client.command(nullptr, "SET", "kept", 1)).error);
        server.freeze(); // so that a command is on its way
        const auto waiting = watch(client.command(nullptr, "GET", "kept"));
        QCoreApplication::processEvents();
        server.kill();
        QTRY_VERIFY(waiting->isDone);
        QVERIFY(waiting->isKind(ErrorKind::Unavailable));
        QVERIFY(isDown(client));
        QVERIFY(!client.monitor().link().error.isEmpty());
        QVERIFY(watch(client.command(nullptr, "GET", "kept"))->isKind(ErrorKind::Unavailable));
        QVERIFY(isTried(server.port(), 4)); // it backs off

        QVERIFY(server.start());
        QElapsedTimer elapsed;
        elapsed.start();
        QVERIFY(isUp(client));
        QVERIFY2(elapsed.elapsed() < Soon, QByteArray::number(elapsed.elapsed()).constData());
        QCOMPARE(outcomeOf(client.command(nullptr, "GET", "kept")).reply.bytes, "1");
    }

    void refusesWhatComesBeforeAnyRedis()
    {
        RedisServer server;
        Client client({}, server.url());
        QCOMPARE(client.monitor().link().kind, State::Kind::Down); // known at once of a socket that isn't there
        QVERIFY(watch(client.command(nullptr, "PING"))->isKind(ErrorKind::Unavailable));
        QVERIFY(server.start());
        QVERIFY(isUp(client));
        QVERIFY(!outcomeOf(client.command(nullptr, "PING")).error);
    }

    void aSlowCommandAmongQuickOnesFailsAlone()
    {
        RedisServer server({u"--enable-debug-command"_s, u"yes"_s});
        QVERIFY(server.start());
        ClientSettings settings;
        settings.deadline = 500ms;
        Client client(settings, server.url());
        QVERIFY(isUp(client));
        const auto before = watch(client.command(nullptr, "DEBUG", "SLEEP", "0.3"));
        QTest::qWait(100);
        const auto slow = watch(client.command(nullptr, "DEBUG", "SLEEP", "0.6")); // is begun once the other is done
        QTRY_VERIFY_WITH_TIMEOUT(slow->isDone, Patience);
        QVERIFY(before->isDone && !before->error);
        QVERIFY(slow->isKind(ErrorKind::TimedOut));
        QCOMPARE(client.monitor().link().breaker, Breaker::Closed);
        // The late reply is dropped, and not taken for that of what follows.
        QCOMPARE(outcomeOf(client.command(nullptr, "ECHO", "mine")).reply.bytes, "mine");
        QCOMPARE(client.monitor().link().opened, 0U);
        QCOMPARE(figuresOf(client).timedOut, 1U);
    }

    // What came while this thread did something else is read before it is judged.
    void itsOwnSlownessIsNotHeldAgainstIt()
    {
        RedisServer server;
        QVERIFY(server.start());
        Client client({}, server.url());
        QVERIFY(isUp(client));
        const auto waiting = watch(client.command(nullptr, "PING"));
        QCoreApplication::processEvents(); // it is sent
        QThread::msleep(2 * Deadline);
        QTRY_VERIFY(waiting->isDone);
        QVERIFY(!waiting->error);
        QCOMPARE(client.monitor().link().opened, 0U);
    }

    void connectionThatWasIdleIsMadeAgainUnseen()
    {
        RedisServer server;
        QVERIFY(server.start());
        Client client({}, server.url());
        QVERIFY(isUp(client));
        QTest::qWait(1100); // good for a while
        const qint64 before = server.number("stats", "total_connections_received");
        QVERIFY(server.run({u"CLIENT"_s, u"KILL"_s, u"SKIPME"_s, u"yes"_s}).toInt() >= 1);
        QTRY_VERIFY(server.number("stats", "total_connections_received") > before + 2); // redis-cli's are two
        QVERIFY(!outcomeOf(client.command(nullptr, "PING")).error);
        QCOMPARE(client.monitor().link().opened, 0U);
        QCOMPARE(figuresOf(client).failed, 0U);
    }

    void connectionCutWithinAReply()
    {
        RedisServer server;
        QVERIFY(server.start());
        test::CuttingProxy proxy(server.url());
        Client client({}, proxy.url());
        QVERIFY(!outcomeOf(client.command(nullptr, "SET", "key", QByteArray(1000, 'x'))).error);
        proxy.cutAfter(500);
        const auto cut = watch(client.command(nullptr, "GET", "key"));
        const auto behind = watch(client.command(nullptr, "PING"));
        QTRY_VERIFY(cut->isDone && behind->isDone);
        QVERIFY(cut->isKind(ErrorKind::Unavailable));
        QVERIFY(behind->isKind(ErrorKind::Unavailable));
        QVERIFY(isUp(client));
        QCOMPARE(outcomeOf(client.command(nullptr, "GET", "key")).reply.bytes.size(), 1000);
    }

    void whatIsNoReply_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("HTTP") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTest::newRow("more than was asked for") << QByteArray("+OK\r\n+OK\r\n");
    }
    void whatIsNoReply()
    {
        QFETCH(QByteArray, bytes);
        RedisServer server;
        QVERIFY(server.start());
        test::CuttingProxy proxy(server.url());
        Client client({}, proxy.url());
        QVERIFY(isUp(client));
        proxy.replaceBy(bytes);
        const auto waiting = watch(client.command(nullptr, "PING"));
        QVERIFY(isDown(client));
        QVERIFY(!client.monitor().link().error.isEmpty());
        QTRY_VERIFY(waiting->isDone);
        QVERIFY(!waiting->error || waiting->isKind(ErrorKind::Protocol));
        QVERIFY(isUp(client));
        QVERIFY(!outcomeOf(client.command(nullptr, "PING")).error);
    }

    void refusesAReplyThatIsTooLarge()
    {
        RedisServer server;
        QVERIFY(server.start());
        ClientSettings settings;
        settings.deadline = 10s;
        Client client(settings, server.url());
        server.run({u"SETRANGE"_s, u"large"_s, QString::number(65 << 20), u"x"_s});
        const auto large = outcomeOf(client.command(nullptr, "GET", "large"));
        QVERIFY(large.isKind(ErrorKind::Protocol));
        QCOMPARE(large.error->status(), 503);
        QVERIFY(large.error->detail().contains(u"larger than 64 MiB"_s));
        QVERIFY(isUp(client));
        QVERIFY(!outcomeOf(client.command(nullptr, "PING")).error);
    }

    void boundsWhatWaitsForOneThatHangs()
    {
        RedisServer server;
        QVERIFY(server.start());
        Client client({}, server.url());
        QVERIFY(isUp(client));
        server.freeze();
        std::vector<test::RedisOutcomePointer> outcomes;
        for (int i = 0; i < 10'001; ++i)
            outcomes.push_back(watch(client.command(nullptr, "PING")));
        QVERIFY(outcomes.back()->isKind(ErrorKind::Busy));
        QVERIFY(!outcomes[9999]->isDone);
        QTRY_VERIFY_WITH_TIMEOUT(outcomes[9999]->isDone, Patience);
        QVERIFY(outcomes[9999]->isKind(ErrorKind::TimedOut));
        server.thaw();
        QVERIFY(isUp(client));
    }

    void boundsBytesForOneThatHangs()
    {
        RedisServer server;
        QVERIFY(server.start());
        Client client({}, server.url());
        QVERIFY(isUp(client));
        server.freeze();
        const QByteArray value(1 << 20, 'x');
        int taken = 0;
        while (taken < 100 && !watch(client.command(nullptr, "SET", "key", value))->isDone) {
            ++taken;
            QCoreApplication::processEvents(); // what the system takes is gone
        }
        QVERIFY2(taken >= 14 && taken <= 20, QByteArray::number(taken).constData());
        server.thaw();
    }

    void outOfMemory()
    {
        RedisServer server({u"--maxmemory"_s, u"1"_s, u"--maxmemory-policy"_s, u"noeviction"_s});
        QVERIFY(server.start());
        Client client({}, server.url());
        QVERIFY(isUp(client));
        const auto refused = outcomeOf(client.command(nullptr, "SET", "key", QByteArray(1000, 'x')));
        QVERIFY(refused.isKind(ErrorKind::Refused));
        QCOMPARE(refused.error->code(), "OOM");
        QVERIFY(outcomeOf(client.command(nullptr, "GET", "key")).reply.isNil());
        QCOMPARE(client.monitor().link().breaker, Breaker::Closed);
    }

    void replica()
    {
        RedisServer server({u"--replicaof"_s, u"127.0.0.1"_s, u"1"_s});
        QVERIFY(server.start());
        Client client({}, server.url());
        QVERIFY(isUp(client));
        QVERIFY(client.monitor().link().error.isEmpty());
        const auto refused = outcomeOf(client.command(nullptr, "SET", "key", 1));
        QVERIFY(refused.isKind(ErrorKind::Refused));
        QCOMPARE(refused.error->code(), "READONLY");
        QVERIFY(outcomeOf(client.command(nullptr, "GET", "key")).reply.isNil());
        QCOMPARE(client.monitor().link().kind, State::Kind::Up);
        QVERIFY(client.monitor().link().error.contains(u"read-only replica"_s));
        QVERIFY(client.monitor().link().hint.contains(u"REDIS_URL"_s));
    }

    void password_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("password");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("none given") << QString() << QString() << QByteArray("NOAUTH");
        QTest::newRow("wrong") << QString() << u"wrong"_s << QByteArray("WRONGPASS");
        QTest::newRow("unknown user") << u"bob"_s << u"right"_s << QByteArray("WRONGPASS");
        QTest::newRow("right") << QString() << u"right"_s << QByteArray();
        QTest::newRow("a user's") << u"ann"_s << u"ann's"_s << QByteArray();
    }
    void password()
    {
        QFETCH(QString, user);
        QFETCH(QString, password);
        QFETCH(QByteArray, code);
        RedisServer server(
            {u"--requirepass"_s, u"right"_s, u"--user"_s, u"ann"_s, u"on"_s, u">ann's"_s, u"~*"_s, u"+@all"_s});
        QVERIFY(server.start());
        RedisUrl url = server.url();
        url.user = user;
        url.password = password;
        Client client({}, url);
        if (code.isEmpty()) {
            QVERIFY(!outcomeOf(client.command(nullptr, "SET", "key", 1)).error);
            return;
        }
        QVERIFY(isDown(client));
        const auto refused = watch(client.command(nullptr, "PING"));
        QVERIFY(refused->isKind(ErrorKind::Unavailable));
        QCOMPARE(refused->error->code(), code);
        QVERIFY(!client.monitor().link().hint.isEmpty());
        QVERIFY(!client.monitor().link().error.contains(u"wrong"_s, Qt::CaseSensitive));
        const auto info = [&] {
            return RedisServer::run(server.url(),
                                    {u"-a"_s, u"right"_s, u"CONFIG"_s, u"SET"_s, u"requirepass"_s, QString()});
        };
        if (password.isEmpty()) { // the password is taken away, and so it comes up
            QCOMPARE(info(), "OK");
            QVERIFY(isUp(client));
        }
    }

    void passwordThatNobodyWants()
    {
        RedisServer server;
        QVERIFY(server.start());
        RedisUrl url = server.url();
        url.password = u"any"_s;
        Client client({}, url);
        QVERIFY(isDown(client));
        QVERIFY(client.monitor().link().hint.contains(u"leave it out"_s));
    }

    void whatAUserMayNotDo()
    {
        RedisServer server({u"--user"_s, u"ann"_s, u"on"_s, u">pass"_s, u"~user:*"_s, u"+get"_s});
        QVERIFY(server.start());
        RedisUrl url = server.url();
        url.user = u"ann"_s;
        url.password = u"pass"_s;
        Client client({}, url);
        QVERIFY(isUp(client)); // though it may neither name itself nor ping
        QVERIFY(outcomeOf(client.command(nullptr, "GET", "user:1")).reply.isNil());
        QCOMPARE(outcomeOf(client.command(nullptr, "SET", "user:1", 1)).error->code(), "NOPERM");
        QCOMPARE(outcomeOf(client.command(nullptr, "GET", "other:1")).error->code(), "NOPERM");
    }

    void databaseThatIsNotThere()
    {
        RedisServer server;
        QVERIFY(server.start());
        RedisUrl url = server.url();
        url.database = 99;
        Client client({}, url);
        QVERIFY(isDown(client));
        QVERIFY(client.monitor().link().error.contains(u"out of range"_s));
        QVERIFY(client.monitor().link().hint.contains(u"database"_s));
    }

    void waitsUntilItHasLoaded()
    {
        RedisServer server({u"--enable-debug-command"_s, u"yes"_s, u"--dbfilename"_s, u"dump.rdb"_s});
        QVERIFY(server.start());
        server.run({u"DEBUG"_s, u"POPULATE"_s, u"3000"_s});
        QCOMPARE(server.run({u"SAVE"_s}), "OK");
        server.kill();
        server.setOptions({u"--key-load-delay"_s, u"500"_s, u"--loading-process-events-interval-bytes"_s, u"1024"_s});
        Client client({}, server.url());
        QVERIFY(isDown(client));
        bool wasLoading = false;
        QVERIFY(server.launch());
        const auto look = [&] {
            wasLoading = wasLoading || client.monitor().link().error.startsWith("LOADING"_L1);
            return client.isUp();
        };
        QVERIFY(QTest::qWaitFor(look, Patience));
        QVERIFY(wasLoading);
        QCOMPARE(outcomeOf(client.command(nullptr, "DBSIZE")).reply.integer, 3000);
    }

    void serverThatTakesConnectionsAndSaysNothing()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        RedisUrl url;
        url.host = u"127.0.0.1"_s;
        url.port = silent.serverPort();
        Client client({}, url);
        QElapsedTimer elapsed;
        elapsed.start();
        QVERIFY(outcomeOf(client.command(nullptr, "PING")).isKind(ErrorKind::TimedOut));
        QVERIFY(elapsed.elapsed() < Deadline + Slack);
        QTRY_VERIFY_WITH_TIMEOUT(client.monitor().link().error.contains(u"1000 ms"_s), Patience);
        QVERIFY(watch(client.command(nullptr, "PING"))->isKind(ErrorKind::Unavailable));
    }

    void hostThatNobodyKnows()
    {
        RedisUrl url;
        url.host = u"no-such-host.invalid"_s;
        Client client({}, url);
        QVERIFY(isDown(client));
        QVERIFY(!client.monitor().link().error.isEmpty());
    }

    // Under load: nobody waits longer than a deadline, and all is as before soon after.
    void restartsUnderLoad()
    {
        RedisServer server;
        QVERIFY(server.start());
        Client client({}, server.url());
        QVERIFY(isUp(client));
        struct Load {
            bool stops = false;
            test::Barrier pause; // of those that were refused
            int running = 0;
            int answered = 0;
            qint64 longest = 0;
        } load;
        const auto run = [](Client &on, Load &shared) -> QCoro::Task<> {
            ++shared.running;
            while (!shared.stops) {
                QElapsedTimer elapsed;
                elapsed.start();
                bool isAnswered = false;
                try {
                    const Reply reply = co_await on.command(nullptr, "INCR", "n");
                    isAnswered = !reply.isNil();
                } catch (const RedisError &) {
                    isAnswered = false;
                }
                shared.answered += isAnswered;
                shared.longest = std::max(shared.longest, elapsed.elapsed());
                if (!isAnswered)
                    co_await shared.pause.wait();
            }
            --shared.running;
        };
        QTimer again;
        connect(&again, &QTimer::timeout, this, [&] { load.pause.release(); });
        again.start(5ms);
        for (int i = 0; i < 50; ++i)
            run(client, load);
        for (int round = 0; round < 3; ++round) {
            const int before = load.answered;
            QTRY_VERIFY_WITH_TIMEOUT(load.answered > before + 1000, Patience);
            QTest::qWait(200);
            if (round == 1)
                server.freeze();
            else
                server.kill();
            QTest::qWait(600);
            if (round == 1)
                server.thaw();
            else
                QVERIFY(server.start());
            const int after = load.answered;
            QElapsedTimer elapsed;
            elapsed.start();
            QTRY_VERIFY_WITH_TIMEOUT(load.answered > after + 100, Patience);
            QVERIFY2(elapsed.elapsed() < Soon, QByteArray::number(elapsed.elapsed()).constData());
        }
        QVERIFY2(load.longest < Deadline + Slack, QByteArray::number(load.longest).constData());
        load.stops = true;
        QTRY_COMPARE(load.running, 0);
    }
};

QTEST_GUILESS_MAIN(RedisFaultsTest)
#include "redis_faults_test.moc"
