// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/feed_client.h"
#include "support/load_client.h"
#include "support/test_server.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using signalbox::Server;
using signalbox::test::Answer;
using signalbox::test::HttpClient;
using signalbox::test::LoadClient;
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
        quint16 port = 0;
        {
            QTcpServer look;
            QVERIFY(look.listen(QHostAddress::LocalHost));
            port = look.serverPort();
        }
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
