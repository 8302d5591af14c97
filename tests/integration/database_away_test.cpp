// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/account_client.h"
#include "support/postgresql_server.h"

#include <QJsonObject>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Patience = 20'000; // milliseconds

// A server on a PostgreSQL of its own.
struct Site {
    explicit Site(const TestServer::Change &change = {})
        : server([&](Server::Settings &settings) {
            withAccounts(settings);
            settings.database.deadline = 300ms;
            settings.database.url = database.createDatabase() + u"&connect_timeout=2"_s;
            if (change)
                change(settings);
        })
    {
    }

    PostgreSqlServer database = PostgreSqlServer::makeOwn();
    TestServer server;
    AccountClient client{server};

    QString databaseState() const
    {
        return server.admin("/admin/info").json().value("database"_L1).toObject().value("state"_L1).toString();
    }
    // Each time somebody else, whose failures are too few to be limited.
    int logIn() { return client.logIn("nobody" + QByteArray::number(++attempts) + "@example.com").status; }

    int attempts = 0;
};

} // namespace

// What clients of a running server see when its database goes away, and comes back.
class DatabaseAwayTest : public QObject {
    Q_OBJECT

private slots:
    void aKilledDatabaseIsToldAndRecovers()
    {
        Site site;
        QVERIFY(site.server.start());
        QCOMPARE(site.server.get("/ready").status, 200);
        QCOMPARE(site.databaseState(), u"up"_s);

        site.database.kill();
        QTRY_COMPARE_WITH_TIMEOUT(site.server.get("/ready").status, 503, Patience);
        QCOMPARE(site.databaseState(), u"down"_s);
        QCOMPARE(site.server.get("/health").status, 200);
        const Answer refused = site.client.logIn("nobody@example.com");
        QCOMPARE(refused.status, 503);
        QVERIFY(!refused.header("Retry-After").isEmpty());

        site.database.start();
        QTRY_COMPARE_WITH_TIMEOUT(site.server.get("/ready").status, 200, Patience);
        QCOMPARE(site.databaseState(), u"up"_s);
        QTRY_COMPARE_WITH_TIMEOUT(site.logIn(), 401, Patience);
    }

    // Who asks, and what they may do, is known from the token: no request asks the database for it.
    void tokensAreVerifiedWithoutTheDatabase()
    {
        Site site;
        QVERIFY(site.server.start());
        const QByteArray admin = site.client.adminToken();
        const QByteArray user = AccountClient::text(site.client.registerUser("eve"), "token");
        QCOMPARE(site.client.call("GET", "/users/me", user).status, 200);

        site.database.kill();
        QTRY_COMPARE_WITH_TIMEOUT(site.server.get("/ready").status, 503, Patience);
        QCOMPARE(site.client.call("GET", "/users", {}).status, 401);
        QCOMPARE(site.client.call("GET", "/users", user).status, 403);
        QCOMPARE(site.client.call("GET", "/users?limit=1000", admin).status, 400);
        QCOMPARE(site.client.call("GET", "/admin/stats", admin).status, 200);
        const Answer data = site.client.call("GET", "/users/me", user);
        QCOMPARE(data.status, 503);
        QVERIFY(!data.header("Retry-After").isEmpty());
    }

    void aHangingDatabaseIsToldAndRecovers()
    {
        // A busy machine may miss so short a deadline once, when the database has just been opened.
        Site site([](Server::Settings &settings) { settings.database.deadline = 300ms; });
        QVERIFY(site.server.start());
        QTRY_COMPARE_WITH_TIMEOUT(site.logIn(), 401, Patience);

        site.database.pause();
        QCOMPARE(site.logIn(), 504);
        QTRY_COMPARE_WITH_TIMEOUT(site.logIn(), 503, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(site.server.get("/ready").status, 503, Patience);
        QCOMPARE(site.databaseState(), u"down"_s);
        QCOMPARE(site.server.get("/health").status, 200);
        QCOMPARE(site.logIn(), 503);

        site.database.resume();
        QTRY_COMPARE_WITH_TIMEOUT(site.server.get("/ready").status, 200, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(site.logIn(), 401, Patience);
    }

    void stopsWhileItsDatabaseHangs()
    {
        Site site([](Server::Settings &settings) {
            settings.database.deadline = 5s; // the start, too, must keep it on a busy machine
            settings.shutdownTimeout = 100ms;
        });
        QVERIFY(site.server.start());
        QCOMPARE(site.logIn(), 401);

        site.database.pause();
        HttpClient waiting(site.server.url());
        waiting.request("POST", "/auth/login", {{"Content-Type", "application/json"}},
                        R"({"email": "nobody@example.com", "password": "correct horse"})");
        QTRY_COMPARE(site.server->telemetry().activeRequests(), 1);
        QVERIFY(site.server.stop()); // by which its answer came to nobody
        QCOMPARE(site.server->state(), Server::State::Stopped);
        QVERIFY(site.server.logLines().contains("request_dropped"));
    }
};

QTEST_GUILESS_MAIN(DatabaseAwayTest)
#include "database_away_test.moc"
