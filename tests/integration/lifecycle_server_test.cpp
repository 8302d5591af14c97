// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/feed_client.h"
#include "support/load_client.h"
#include "support/placed_jobs.h"
#include "support/test_server.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using signalbox::Server;
using signalbox::test::Answer;
using signalbox::test::HttpClient;
using signalbox::test::LoadClient;
using signalbox::test::RedisServer;
using signalbox::test::RedisWords;
using signalbox::test::TestServer;

namespace {

void withDemo(Server::Settings &settings)
{
    settings.demo = true;
}

bool isInFlight(TestServer &server, int requests = 1)
{
    return QTest::qWaitFor([&] { return server->telemetry().activeRequests() == requests; }, 5000);
}

quint16 freePort()
{
    QTcpServer look;
    return look.listen(QHostAddress::LocalHost) ? look.serverPort() : quint16(0);
}

TestServer::Change onRedis(const RedisServer &redis, quint16 port)
{
    return [url = u"unix://"_s + redis.url().path, port](Server::Settings &settings) {
        settings.port = port;
        settings.threads = 4;
        settings.redis.mode = signalbox::RedisSettings::Mode::Url;
        settings.redis.url = url;
    };
}

// Asks a server to cancel a job, again and again, on a thread of its own: also before it says that it listens.
class CancelingClient {
public:
    explicit CancelingClient(quint16 port)
        : m_port(port)
        , m_thread(QThread::create([this] {
            while (!m_isToEnd)
                ask();
        }))
    {
        m_thread->start();
    }
    ~CancelingClient()
    {
        m_isToEnd = true;
        m_thread->wait();
    }
    int answers() const { return m_answers; }

private:
    void ask()
    {
        QTcpSocket socket;
        socket.bind(QHostAddress(u"127.0.0.2"_s)); // else it may happen to be connected with itself
        socket.connectToHost(QHostAddress::LocalHost, m_port);
        if (!socket.waitForConnected()) {
            QThread::msleep(1);
            return;
        }
        const QByteArray queue = QByteArray("own\0bull\0mail", 13).toBase64(QByteArray::Base64UrlEncoding);
        const QByteArray body = R"({"action":"cancel","jobs":["active-1"]})";
        socket.write("POST /admin/queues/" + queue
                     + "/actions HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                       "Content-Type: application/json\r\nAuthorization: Bearer "
                     + TestServer::token() + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
                     + body);
        QByteArray answer;
        while (socket.waitForReadyRead())
            answer += socket.readAll();
        if (answer.startsWith("HTTP/1.1 200") && answer.contains(R"("failedCount":1)"))
            ++m_answers;
    }

    const quint16 m_port;
    std::atomic<bool> m_isToEnd = false;
    std::atomic<int> m_answers = 0;
    const std::unique_ptr<QThread> m_thread; // uses the others
};

// What takes connections for a PostgreSQL server, and never says a word.
class SilentDatabase {
public:
    SilentDatabase() { m_listener.listen(QHostAddress::LocalHost); }

    TestServer::Change use() const
    {
        return [port = m_listener.serverPort()](Server::Settings &settings) {
            settings.database.url = u"postgresql://127.0.0.1:%1/x?sslmode=disable&connect_timeout=2"_s.arg(port);
        };
    }
    bool waitForClient()
    {
        return QTest::qWaitFor([this] { return m_listener.hasPendingConnections(); }, 5000);
    }
    void hangUp()
    {
        while (QTcpSocket *client = m_listener.nextPendingConnection())
            client->abort();
        m_listener.close();
    }

private:
    QTcpServer m_listener;
};

} // namespace

class LifecycleServerTest : public QObject {
    Q_OBJECT

private slots:
    void statesAreToldInOrder()
    {
        TestServer server;
        QSignalSpy states(&server.server(), &Server::stateChanged);
        QVERIFY(server.start());
        QVERIFY(server.stop());
        QList<Server::State> order;
        for (const auto &arguments : states)
            order.append(arguments.first().value<Server::State>());
        QCOMPARE(order,
                 (QList{Server::State::Starting, Server::State::Listening, Server::State::Draining,
                        Server::State::Stopped}));
    }

    void healthAndReadyWhileItListens()
    {
        TestServer server;
        QVERIFY(server.start());
        QCOMPARE(server.get("/health").json(), (QJsonObject{{"ok"_L1, true}}));
        QCOMPARE(server.get("/ready").status, 200);
    }

    void requestsInFlightFinishAndReadyIs503()
    {
        TestServer server(withDemo);
        QVERIFY(server.start());
        HttpClient slow(server.url());
        HttpClient open(server.url());
        QCOMPARE(open.ask("GET", "/ready").status, 200);
        slow.request("GET", "/demo/slow?ms=700");
        QVERIFY(isInFlight(server));

        QSignalSpy stopped(&server.server(), &Server::stopped);
        QSignalSpy draining(&server.server(), &Server::draining);
        server->stop();
        const Answer ready = open.ask("GET", "/ready");
        QCOMPARE(ready.status, 503);
        QCOMPARE(ready.header("Connection").toLower(), "close"_ba);
        const Answer answer = slow.read();
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Connection").toLower(), "close"_ba);
        QVERIFY(stopped.size() == 1 || stopped.wait(5000));
        QCOMPARE(stopped.first().first().toStringList(), QStringList());
        QVERIFY(draining.contains(QVariantList{1})); // and 2, when it was told while /ready was answered
    }

    void newConnectionsAreRefusedWhileItDrains()
    {
        TestServer server(withDemo);
        QVERIFY(server.start());
        HttpClient slow(server.url());
        slow.request("GET", "/demo/slow?ms=2000");
        QVERIFY(isInFlight(server));
        QSignalSpy stopped(&server.server(), &Server::stopped);
        server->stop();
        const auto refused = [&] {
            QTcpSocket late;
            late.connectToHost(server.url().host(), quint16(server.url().port()));
            return !late.waitForConnected(200) && late.error() == QAbstractSocket::ConnectionRefusedError;
        };
        QTRY_VERIFY(refused());
        QVERIFY(stopped.isEmpty()); // it was refused before the end
        QCOMPARE(slow.read().status, 200);
        QVERIFY(stopped.size() == 1 || stopped.wait(5000));
    }

    void idleConnectionsDontHoldUpTheStop()
    {
        TestServer server([](Server::Settings &settings) { settings.shutdownTimeout = 8s; });
        QVERIFY(server.start());
        HttpClient idle(server.url());
        QCOMPARE(idle.ask("GET", "/health").status, 200);
        HttpClient silent(server.url());
        QSignalSpy stopped(&server.server(), &Server::stopped);
        server->stop();
        QVERIFY(stopped.wait(5000));
        QCOMPARE(stopped.first().first().toStringList(), QStringList());
        QVERIFY(idle.isClosed());
        QVERIFY(silent.isClosed());
    }

    void whatIsLeftAfterTheTimeoutIsDroppedAndNamed()
    {
        TestServer server([](Server::Settings &settings) {
            settings.demo = true;
            settings.shutdownTimeout = 300ms;
        });
        QVERIFY(server.start());
        HttpClient stuck(server.url());
        stuck.request("GET", "/demo/slow?ms=20000");
        QVERIFY(isInFlight(server));
        QSignalSpy stopped(&server.server(), &Server::stopped);
        server->stop();
        QVERIFY(stopped.wait(5000));
        const QStringList dropped = stopped.first().first().toStringList();
        QCOMPARE(dropped.size(), 1);
        QVERIFY2(dropped.first().startsWith("GET /demo/slow"_L1), qPrintable(dropped.first()));
        QVERIFY(stuck.isClosed());
        const QByteArray log = server.logLines();
        QVERIFY(log.contains(R"("request_dropped")"));
        QVERIFY(log.contains("/demo/slow"));
        QVERIFY(log.contains(R"("server_stopped")"));
    }

    void secondStopDropsWhatIsLeft()
    {
        TestServer server(withDemo);
        QVERIFY(server.start());
        HttpClient stuck(server.url());
        stuck.request("GET", "/demo/slow?ms=20000");
        QVERIFY(isInFlight(server));
        QSignalSpy stopped(&server.server(), &Server::stopped);
        server->stop();
        server->stop();
        QVERIFY(stopped.wait(5000));
        QCOMPARE(stopped.first().first().toStringList().size(), 1);
    }

    void requestsOfADrainAreKeptAndLogged()
    {
        TestServer server(withDemo);
        QVERIFY(server.start());
        HttpClient slow(server.url());
        slow.request("GET", "/demo/slow?ms=300", {{"x-request-id", "the-last-one"}});
        QVERIFY(isInFlight(server));
        QVERIFY(server.stop());
        const QList<QByteArray> lines = server.logLines().trimmed().split('\n');
        QVERIFY(lines.join('\n').contains("the-last-one"));
        QVERIFY2(lines.last().contains("server_stopped"), lines.last().constData());
        QVERIFY(server.start());
        QTRY_COMPARE(server.admin("/admin/requests/the-last-one").status, 200);
    }

    void startsAgainOnTheSamePortAtOnce()
    {
        const quint16 port = freePort();
        QVERIFY(port > 0);
        TestServer server([port](Server::Settings &settings) { settings.port = port; });
        for (int round = 0; round < 3; ++round) {
            QVERIFY(server.start());
            QCOMPARE(server->url().port(), int(port));
            HttpClient client(server.url());
            QCOMPARE(client.ask("GET", "/health").status, 200);
            QVERIFY(server.stop());
        }
    }

    void demoSwitchedWhileItRanStaysSo()
    {
        TestServer server;
        QVERIFY(server.start());
        QCOMPARE(server.get("/demo/echo").status, 404);
        QCOMPARE(
            server.admin("PATCH", "/admin/settings", {{"Content-Type", "application/json"}}, R"({"demo":true})").status,
            200);
        QVERIFY(server.stop());
        QVERIFY(server.start());
        QCOMPARE(server.get("/demo/echo").status, 200);
    }

    void takenPortIsTold()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        TestServer server([&](Server::Settings &settings) { settings.port = other.serverPort(); });
        QVERIFY(!server.startOrFail());
        QVERIFY(server->isPortTaken());
        QVERIFY(server->errorString().contains(QString::number(other.serverPort())));
        QCOMPARE(server->state(), Server::State::Stopped);
        other.close();
        QVERIFY(server.start());
    }

    void portOfAnotherSignalboxIsTakenToo()
    {
        TestServer first;
        QVERIFY(first.start());
        TestServer second([&](Server::Settings &settings) { settings.port = quint16(first.url().port()); });
        QVERIFY(!second.startOrFail());
        QVERIFY(second->isPortTaken());
    }

    void impossibleHostIsTold()
    {
        TestServer server([](Server::Settings &settings) { settings.host = u"no such host"_s; });
        QVERIFY(!server.startOrFail());
        QVERIFY(!server->isPortTaken());
        QVERIFY(server->errorString().contains("no such host"_L1));
    }

    void doubleColonIsEveryAddressOfBothFamilies()
    {
        TestServer server([](Server::Settings &settings) { settings.host = u"::"_s; });
        QVERIFY(server.start());
        for (const auto &host : {u"127.0.0.1"_s, u"::1"_s}) {
            QUrl url = server.url();
            url.setHost(host);
            HttpClient client(url);
            client.send("GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
            QCOMPARE(client.read().status, 200);
        }
    }

    void portOfTheOtherProtocolFamilyIsTaken()
    {
        TestServer everyV4([](Server::Settings &settings) { settings.host = u"0.0.0.0"_s; });
        QVERIFY(everyV4.start());
        const quint16 port = quint16(everyV4.url().port());
        TestServer both([port](Server::Settings &settings) {
            settings.host = u"::"_s;
            settings.port = port;
        });
        QVERIFY(!both.startOrFail());
        QVERIFY(both->isPortTaken());
    }

    void eventsGoOnWhileTheDatabaseIsOpened()
    {
        SilentDatabase database;
        TestServer server(database.use());
        QSignalSpy failed(&server.server(), &Server::failed);
        server->start();
        QVERIFY(database.waitForClient());
        QCOMPARE(server->state(), Server::State::Starting);
        database.hangUp();
        QVERIFY(failed.wait(5000));
        QCOMPARE(server->state(), Server::State::Stopped);
        QVERIFY2(server->errorString().contains("127.0.0.1"_L1), qPrintable(server->errorString()));
        QVERIFY(!server->isPortTaken());
    }

    void stopsWhileTheDatabaseIsOpened()
    {
        SilentDatabase database;
        TestServer server(database.use());
        QSignalSpy failed(&server.server(), &Server::failed);
        QSignalSpy stopped(&server.server(), &Server::stopped);
        server->start();
        QVERIFY(database.waitForClient());
        server->stop();
        server->stop(); // in vain
        QCOMPARE(server->state(), Server::State::Draining);
        database.hangUp();
        QVERIFY(stopped.wait(5000));
        QCOMPARE(stopped.first().first().toStringList(), QStringList());
        QCOMPARE(failed.size(), 0);
        QCOMPARE(server->errorString(), QString());
    }

    void destroyedWhileTheDatabaseIsOpenedItEnds()
    {
        SilentDatabase database;
        auto server = std::make_unique<TestServer>(database.use());
        (*server)->start();
        QVERIFY(database.waitForClient());
        server.reset();
        QVERIFY(database.waitForClient()); // it is what it waited for
    }

    // Reactors serve before the thread of jobs is started; with the thread sanitizer it tells whether they may.
    void jobsAreCanceledFromTheFirstRequestOn()
    {
        RedisServer redis;
        QVERIFY(redis.start());
        RedisWords words(redis);
        words.say({"HSET", "bull:mail:meta", "opts.maxLenEvents", "10000"});
        signalbox::test::placeJobs(words, "bull:mail:", "active", 1);
        const quint16 port = freePort();
        TestServer server(onRedis(redis, port));
        const CancelingClient client(port);
        QVERIFY(server.start());
        QTRY_VERIFY(client.answers() > 0);
    }

    void jobsThatWereNotBegunEndWithTheStart()
    {
        RedisServer redis;
        QVERIFY(redis.start());
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        TestServer server(onRedis(redis, other.serverPort()));
        QVERIFY(!server.startOrFail());
        QVERIFY(server->isPortTaken());
        other.close();
        QVERIFY(server.start());
    }

    void usualBodyLimitIsConfigurable()
    {
        TestServer server([](Server::Settings &settings) {
            settings.demo = true;
            settings.limits.bodyBytes = 4;
        });
        QVERIFY(server.start());
        QCOMPARE(server.ask("POST", "/demo/echo", {}, "1234").status, 200);
        QCOMPARE(server.ask("POST", "/demo/echo", {}, "12345").status, 413);
    }

    void everyReactorServes()
    {
        TestServer server;
        QVERIFY(server.start());
        const auto busyReactors = [&] {
            server.get("/health");
            int busy = 0;
            for (const auto &reactor : server.admin("/admin/stats?window=1m").json().value("reactors"_L1).toArray())
                busy += reactor.toObject().value("requests"_L1).toInt() > 0 ? 1 : 0;
            return busy;
        };
        QTRY_COMPARE(busyReactors(), 2);
    }

    void destroyedWhileServingItEnds()
    {
        auto server = std::make_unique<TestServer>(withDemo);
        QVERIFY(server->start());
        HttpClient stuck(server->url());
        stuck.request("GET", "/demo/slow?ms=20000");
        QVERIFY(isInFlight(*server));
        server.reset();
        QVERIFY(stuck.isClosed());
    }
};

QTEST_GUILESS_MAIN(LifecycleServerTest)
#include "lifecycle_server_test.moc"
