// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/uuid.h"
#include "cache/strategy.h"
#include "support/accounts_fixture.h"
#include "support/redis_words.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

namespace {

constexpr int patience = 20'000; // milliseconds

} // namespace

// GET /users/:id from the cache, on two servers that share a database and a Redis.
class CachedUsersTest : public QObject, private AccountsFixture {
    Q_OBJECT

private slots:
    void initTestCase_data() { addDialects(); }
    void init() { begin(u"invalidate"_s); }
    void cleanup()
    {
        m_elsewhere.reset();
        end();
        m_words.reset();
        m_redis.reset();
    }

    void theHeaderTellsWhereItCameFrom()
    {
        const Answer user = m_client->registerUser("eve");
        const Answer first = show(*m_server, id(user), m_admin);
        QCOMPARE(first.header("x-cache"), "MISS");
        for (const auto *server : {m_server.get(), m_elsewhere.get()}) {
            const Answer next = show(*server, id(user), token(user));
            QCOMPARE(next.status, 200);
            QCOMPARE(next.header("x-cache"), "HIT");
            QCOMPARE(next.header("content-type"), "application/json");
            QCOMPARE(next.body, first.body);
        }
        QCOMPARE(m_words->value("user:" + id(user)), first.body);
        QVERIFY(!first.body.contains("assword"));
        QCOMPARE(first.json(), m_client->call("GET", "/users/me", token(user)).json());
    }

    void whoMayNotReadItIsRefusedThoughItIsThere()
    {
        const Answer user = m_client->registerUser("eve");
        const Answer other = m_client->registerUser("mallory");
        show(*m_server, id(user), m_admin);
        QCOMPARE(show(*m_server, id(user), token(user)).header("x-cache"), "HIT");
        QCOMPARE(show(*m_server, id(user), token(other)).status, 403);
        QCOMPARE(show(*m_server, id(user), {}).status, 401);
        QCOMPARE(show(*m_server, id(user), "bad").status, 401);
    }

    void nobodyIsKnownForAWhile()
    {
        const QByteArray nobody = auth::newUuid(1);
        for (const auto *cached : {"MISS", "HIT"}) {
            const Answer answer = show(*m_server, nobody, m_admin);
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.header("x-cache"), cached);
        }
        const QByteArray unknown = auth::newUuid(QDateTime::currentMSecsSinceEpoch());
        QCOMPARE(show(*m_server, unknown, m_admin).status, 404);
        QCOMPARE(m_words->value("user:" + unknown), "null");
    }

    void freshPassesTheCacheByForAdmins()
    {
        const Answer user = m_client->registerUser("eve");
        show(*m_server, id(user), m_admin);
        m_database->pool().runNow([&](store::Connection &connection) { // by somebody who tells nobody
            return connection.change("UPDATE users SET name = 'Eva' WHERE id = ?", {store::Value::ascii(id(user))});
        });
        QCOMPARE(nameOf(show(*m_server, id(user), token(user), "?fresh=1")), "eve");
        const Answer fresh = show(*m_server, id(user), m_admin, "?fresh=1");
        QCOMPARE(fresh.header("x-cache"), "MISS");
        QCOMPARE(nameOf(fresh), "Eva");
        const Answer next = show(*m_elsewhere, id(user), token(user));
        QCOMPARE(next.header("x-cache"), "HIT");
        QCOMPARE(nameOf(next), "Eva");
    }

    void eachChangeShowsEverywhereAtOnce_data()
    {
        QTest::addColumn<QString>("strategy");
        for (const auto &strategy : {u"invalidate"_s, u"pubsub"_s, u"outbox"_s, u"versioned"_s})
            QTest::newRow(qPrintable(strategy)) << strategy;
    }
    void eachChangeShowsEverywhereAtOnce()
    {
        QFETCH(QString, strategy);
        if (strategy != "invalidate"_L1)
            begin(strategy);
        const QStringList ways{u"own name"_s, u"own password"_s, u"role"_s,  u"admin name"_s,   u"admin password"_s,
                               u"delete"_s,   u"admin delete"_s, u"batch"_s, u"batch delete"_s, u"batch role"_s};
        for (const QString &how : ways) {
            const Answer user = m_client->registerUser("user" + QByteArray::number(ways.indexOf(how)));
            for (const auto *server : {m_server.get(), m_elsewhere.get()}) {
                show(*server, id(user), m_admin);
                QCOMPARE(show(*server, id(user), m_admin).header("x-cache"), "HIT");
            }
            const QJsonValue before = shown(*m_server, user);
            QVERIFY(change(user, how) < 300); // by the second one
            const QJsonValue after =
                m_client->call("GET", "/admin/users/" + id(user), m_admin).json().value("updatedAt"_L1);
            QVERIFY(after != before);
            QCOMPARE(shown(*m_elsewhere, user), after);
            if (strategy == "pubsub"_L1) // the first has to hear of it
                QTRY_COMPARE(shown(*m_server, user), after);
            else
                QCOMPARE(shown(*m_server, user), after);
            QCOMPARE(show(*m_server, id(user), m_admin).status, how.contains("delete"_L1) ? 404 : 200);
        }
    }

    void whatChangesNothingInvalidatesNothing()
    {
        const Answer user = m_client->registerUser("eve");
        show(*m_server, id(user), m_admin);
        m_client->logIn("eve@example.com");
        QCOMPARE(m_client->call("DELETE", "/admin/users/" + id(user) + "/sessions", m_admin).status, 204);
        QCOMPARE(patch(id(user), m_admin, {{u"email"_s, QString::fromLatin1(accountAdminEmail)}}).status, 409);
        QCOMPARE(show(*m_server, id(user), m_admin).header("x-cache"), "HIT");
    }

    void whoIsDisabledForAWhileIsEnabledInTime()
    {
        const Answer user = m_client->registerUser("eve");
        const qint64 until = QDateTime::currentMSecsSinceEpoch() + 3000;
        const QString time = QDateTime::fromMSecsSinceEpoch(until, Qt::UTC).toString(Qt::ISODateWithMs);
        const QByteArray target = "/admin/users/" + id(user);
        QCOMPARE(m_client->call("PATCH", target, m_admin, QJsonObject{{u"disabledUntil"_s, time}}).status, 200);
        bool isDisabled = true;
        while (isDisabled) { // at each moment as it is
            const qint64 asked = QDateTime::currentMSecsSinceEpoch();
            isDisabled = show(*m_server, id(user), m_admin).json().value("disabled"_L1).toBool();
            const qint64 told = QDateTime::currentMSecsSinceEpoch();
            QVERIFY(told >= until || isDisabled);
            // Not for as long as values are kept: from the look into the database on, Redis counts by itself.
            QVERIFY(asked <= until + 1000 || !isDisabled);
        }
    }

    void anAdminMadeAtStartShowsEverywhere()
    {
        const Answer user = m_client->registerUser("boss");
        show(*m_server, id(user), m_admin);
        QCOMPARE(show(*m_server, id(user), m_admin).header("x-cache"), "HIT");
        const auto third = makeServer(u"boss@example.com"_s);
        const auto roleOn = [&](const TestServer &server) {
            return AccountClient::text(show(server, id(user), m_admin), "role");
        };
        QCOMPARE(roleOn(*third), "admin");
        QTRY_COMPARE(roleOn(*m_server), "admin");
    }

    void aRequestTellsWhatTheCacheDid()
    {
        const Answer user = m_client->registerUser("eve");
        const QByteArray missed = show(*m_server, id(user), m_admin).header("x-request-id");
        const QByteArray hit = show(*m_server, id(user), m_admin).header("x-request-id");
        const QByteArray changed = patch(id(user), m_admin, {{u"name"_s, u"n"_s}}).header("x-request-id");
        QTRY_VERIFY(spansOf(changed).contains("cache user: invalidated"));
        QVERIFY(spansOf(missed).contains("cache user: miss"));
        QVERIFY(spansOf(hit).contains("cache user: hit"));
        QVERIFY(spansOf(hit).contains("redis GET user:"));
        QVERIFY(!spansOf(hit).contains("database find user"));
    }

    void withoutRedisItIsAlwaysAMiss()
    {
        m_settings = {};
        const auto alone = makeServer();
        const Answer user = m_client->registerUser("eve");
        for (int i = 0; i < 3; ++i) {
            const Answer answer = show(*alone, id(user), m_admin);
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.header("x-cache"), "MISS");
        }
    }

    // No request fails that didn't need it, whatever Redis does meanwhile.
    void underLoadNothingFails()
    {
        const Answer user = m_client->registerUser("eve");
        std::atomic<bool> isOver = false;
        std::atomic<int> answered = 0;
        std::atomic<int> failed = 0;
        const auto read = [&, url = m_server->url()] {
            HttpClient client(url);
            while (!isOver) {
                const Answer answer =
                    client.ask("GET", "/users/" + id(user), {{"Authorization", "Bearer " + token(user)}});
                ++(answer.status == 200 ? answered : failed);
            }
        };
        std::vector<std::unique_ptr<QThread>> readers;
        const auto stop = qScopeGuard([&] {
            isOver = true;
            for (const auto &reader : readers)
                reader->wait();
        });
        for (int i = 0; i < 4; ++i) {
            readers.emplace_back(QThread::create(read));
            readers.back()->start();
        }
        QByteArray name;
        const auto writeAndRead = [&] {
            name = QByteArray::number(name.toInt() + 1);
            const int status = patch(id(user), m_admin, {{u"name"_s, QString::fromLatin1(name)}}).status;
            return status == 200 && nameOf(show(*m_server, id(user), m_admin)) == name;
        };
        for (int round = 0; round < 2; ++round) {
            const int before = answered;
            QVERIFY(writeAndRead());
            if (round == 0)
                m_redis->freeze();
            else
                m_redis->kill();
            QVERIFY(writeAndRead() && writeAndRead());
            QTRY_VERIFY_WITH_TIMEOUT(answered > before + 50, patience);
            if (round == 0)
                m_redis->thaw();
            else
                QVERIFY(m_redis->start());
            const auto isHit = [&] { return show(*m_server, id(user), m_admin).header("x-cache") == "HIT"; };
            QVERIFY(QTest::qWaitFor(isHit, patience));
            QCOMPARE(nameOf(show(*m_server, id(user), m_admin)), name);
            QVERIFY(writeAndRead());
        }
        QCOMPARE(failed.load(), 0);
    }

private:
    // As many a test wants it: two servers, and a fresh Redis.
    void begin(const QString &strategy)
    {
        m_elsewhere.reset();
        AccountsFixture::end();
        m_words.reset();
        m_redis = std::make_unique<RedisServer>(QStringList{u"--appendonly"_s, u"yes"_s});
        if (!m_redis->start())
            qFatal("no Redis");
        m_words = std::make_unique<RedisWords>(*m_redis);
        m_settings = [this, strategy](Server::Settings &settings) {
            settings.redis.mode = RedisSettings::Mode::Url;
            settings.redis.url = u"unix://"_s + m_redis->url().path;
            settings.redis.deadline = std::chrono::seconds(2); // on a busy machine
            settings.cache.user.strategy = *cache::strategyNamed(strategy);
            settings.cache.user.ttl = std::chrono::minutes(10); // likewise: nothing expires meanwhile
            settings.cache.user.notFoundTtl = std::chrono::minutes(10);
        };
        AccountsFixture::begin();
        m_elsewhere = makeServer();
        QVERIFY(!m_admin.isEmpty());
        const QByteArray nobody = auth::newUuid(1);
        for (const auto *server : {m_server.get(), m_elsewhere.get()}) { // until each has caught up
            const auto isHit = [&] { return show(*server, nobody, m_admin).header("x-cache") == "HIT"; };
            QVERIFY(QTest::qWaitFor(isHit, patience));
        }
    }
    static Answer show(const TestServer &server, const QByteArray &userId, const QByteArray &bearer,
                       const QByteArray &query = {})
    {
        return AccountClient(server).call("GET", "/users/" + userId + query, bearer);
    }
    QJsonValue shown(const TestServer &server, const Answer &user) const
    {
        return show(server, id(user), m_admin).json().value("updatedAt"_L1); // undefined: there is no such user
    }
    static QByteArray nameOf(const Answer &answer) { return AccountClient::text(answer, "name"); }

    // By the second server: what it answered.
    int change(const Answer &user, const QString &how) const
    {
        const AccountClient client(*m_elsewhere);
        const QByteArray self = "/users/" + id(user);
        const QByteArray admin = "/admin/users/" + id(user);
        const auto batch = [&](QJsonObject body) {
            body.insert(u"ids"_s, QJsonArray{QString::fromLatin1(id(user))});
            return client.call("POST", "/admin/users/batch", m_admin, body).status;
        };
        if (how == "own name"_L1)
            return client.call("PATCH", self, token(user), QJsonObject{{u"name"_s, u"Eva"_s}}).status;
        if (how == "own password"_L1)
            return client.call("PATCH", self, token(user), QJsonObject{{u"password"_s, u"another horse"_s}}).status;
        if (how == "role"_L1)
            return client.call("PATCH", self, m_admin, QJsonObject{{u"role"_s, u"editor"_s}}).status;
        if (how == "admin name"_L1)
            return client.call("PATCH", admin, m_admin, QJsonObject{{u"name"_s, u"Eva"_s}}).status;
        if (how == "admin password"_L1)
            return client.call("POST", admin + "/password", m_admin).status;
        if (how == "delete"_L1)
            return client.call("DELETE", self, m_admin).status;
        if (how == "admin delete"_L1)
            return client.call("DELETE", admin, m_admin).status;
        if (how == "batch"_L1)
            return batch({{u"action"_s, u"disable"_s}});
        if (how == "batch role"_L1)
            return batch({{u"action"_s, u"setRole"_s}, {u"role"_s, u"editor"_s}});
        return batch({{u"action"_s, u"delete"_s}});
    }
    QByteArrayList spansOf(const QByteArray &requestId) const
    {
        const QJsonObject record = m_server->admin("/admin/requests/" + requestId).json().value("record"_L1).toObject();
        QByteArrayList names;
        for (const auto &each : record.value("spans"_L1).toArray()) {
            const QJsonObject span = each.toObject();
            names.append((span.value("kind"_L1).toString() + u' ' + span.value("name"_L1).toString()).toUtf8());
        }
        return names;
    }

    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<RedisWords> m_words;
    std::unique_ptr<TestServer> m_elsewhere;
};

QTEST_GUILESS_MAIN(CachedUsersTest)
#include "cached_users_test.moc"
