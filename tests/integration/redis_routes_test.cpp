// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cached_server.h"
#include "support/test_database.h"

#include <QDateTime>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// The routes under /admin/redis, on a real Redis.
class RedisRoutesTest : public QObject, CachedServer {
    Q_OBJECT

private:
    void fill(int count, const QByteArray &prefix)
    {
        QByteArrayList words{"MSET"};
        for (int i = 0; i < count; ++i)
            words << prefix + QByteArray::number(i) << "value";
        m_words->say(words);
    }

    QStringList keysByStep(const QByteArray &query, int *steps = nullptr) const
    {
        QSet<QString> keys;
        QByteArray cursor;
        do {
            const Answer step = ask("GET", "/admin/redis/keys?" + query + cursor);
            for (const auto &item : step.json()["items"_L1].toArray())
                keys.insert(item.toObject()["key"_L1].toString());
            cursor = step.json()["cursor"_L1].isString() ? "&cursor=" + step.json()["cursor"_L1].toString().toLatin1()
                                                         : QByteArray();
            if (steps)
                ++*steps;
        } while (!cursor.isEmpty());
        QStringList sorted(keys.begin(), keys.end());
        sorted.sort();
        return sorted;
    }

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void tellsOfRedisItself()
    {
        m_words->say({"CONFIG", "SET", "slowlog-log-slower-than", "0"});
        m_words->say({"SET", "a", "1", "EX", "100"});
        m_words->say({"GET", "gone"});
        const Answer answer = ask("GET", "/admin/redis");
        QCOMPARE(answer.status, 200);
        const QJsonObject report = answer.json();
        QVERIFY(report["version"_L1].toString().contains(u'.'));
        QCOMPARE(report["role"_L1].toString(), u"master"_s);
        QCOMPARE(report["memory"_L1]["policy"_L1].toString(), u"noeviction"_s);
        QVERIFY(report["memory"_L1]["used"_L1].toInt() > 0);
        QVERIFY(report["clients"_L1]["connected"_L1].toInt() > 0);
        QCOMPARE(report["keys"_L1].toInt(), m_words->keys().size());
        QVERIFY(report["keysWithTtl"_L1].toInt() >= 1);
        QVERIFY(report["keyspaceMisses"_L1].toInt() >= 1);
        QCOMPARE(report["persistence"_L1]["aof"_L1], QJsonValue(false));
        QCOMPARE(report["persistence"_L1]["lastWriteOk"_L1], QJsonValue(true));
        const QJsonArray slow = report["slowLog"_L1].toArray();
        QVERIFY(slow.size() > 1 && slow.size() <= 50);
        QVERIFY(QDateTime::fromString(slow[0]["at"_L1].toString(), Qt::ISODateWithMs).isValid());
        QVERIFY(!slow[0]["command"_L1].toArray().isEmpty());
        for (const char *figure : {"uptimeSeconds", "opsPerSecond", "keyspaceHits", "evicted", "expired"})
            QVERIFY2(report[QLatin1String(figure)].isDouble(), figure);
    }

    void looksThroughTheKeysStepByStep()
    {
        fill(1000, "a:");
        fill(1000, "b:");
        int steps = 0;
        QCOMPARE(keysByStep("match=a:*&count=100", &steps).size(), 1000);
        QVERIFY(steps >= 5);
        const QJsonObject step = json("/admin/redis/keys?count=50");
        QVERIFY(step["items"_L1].toArray().size() >= 50 && step["items"_L1].toArray().size() < 200);
        QVERIFY(step["scanned"_L1].toInt() >= 50 && step["scanned"_L1].toInt() <= step["total"_L1].toInt());
        QCOMPARE(step["total"_L1].toInt(), m_words->keys().size());
        QVERIFY(!m_redis->run({u"INFO"_s, u"commandstats"_s}).contains("cmdstat_keys:calls=3")); // but the test's own
    }

    void findsByPatternAndType()
    {
        fill(5, "a:");
        m_words->say({"RPUSH", "a:list", "x"});
        QCOMPARE(keysByStep("match=a:*").size(), 6);
        QCOMPARE(keysByStep("match=a:*&type=list"), QStringList{u"a:list"_s});
        QCOMPARE(keysByStep("match=%5Ba-z%5D:[34]"), (QStringList{u"a:3"_s, u"a:4"_s}));
        QVERIFY(keysByStep("match=nobody:*").isEmpty());
        const QJsonObject row = json("/admin/redis/keys?match=a:list")["items"_L1][0].toObject();
        QCOMPARE(row["id"_L1].toString().toLatin1(), idOf("a:list"));
        QCOMPARE(row["type"_L1].toString(), u"list"_s);
        QVERIFY(row["ttlMs"_L1].isNull());
        QVERIFY(row["size"_L1].toInt() > 0);
    }

    void badQueriesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("count") << "count=1001"_ba;
        QTest::newRow("cursor") << "cursor=next"_ba;
        QTest::newRow("cursor too great") << "cursor=99999999999999999999"_ba;
        QTest::newRow("type") << "type=a%20b"_ba;
        QTest::newRow("match") << "match="_ba;
    }

    void badQueriesAreNamed()
    {
        QFETCH(QByteArray, query);
        QCOMPARE(ask("GET", "/admin/redis/keys?" + query).status, 400);
    }

    void looksIntoAKey()
    {
        const QByteArray binary("k\0\xff", 3);
        m_words->say({"HSET", binary, "name", "Zo\xc3\xab"});
        m_words->say({"PEXPIRE", binary, "60000"});
        const Answer answer = ask("GET", "/admin/redis/keys/" + idOf(binary));
        QCOMPARE(answer.status, 200);
        const QJsonObject key = answer.json();
        QCOMPARE(key["key"_L1].toString(), u"k\\x00\\xff"_s);
        QCOMPARE(key["type"_L1].toString(), u"hash"_s);
        QCOMPARE(key["length"_L1].toInt(), 1);
        QCOMPARE(key["truncated"_L1], QJsonValue(false));
        QVERIFY(!key["encoding"_L1].toString().isEmpty());
        QVERIFY(key["ttlMs"_L1].toInt() > 0 && key["ttlMs"_L1].toInt() <= 60'000);
        const QJsonArray pair{u"name"_s, u"Zoë"_s};
        QCOMPARE(key["value"_L1].toArray(), QJsonArray{QJsonValue(pair)});
    }

    void whatIsNoKeyIs404Or400()
    {
        for (const char *method : {"GET", "DELETE"}) {
            QCOMPARE(ask(method, "/admin/redis/keys/" + idOf("gone")).status, 404);
            QCOMPARE(ask(method, "/admin/redis/keys/a%2Bb").status, 400);
            QCOMPARE(ask(method, "/admin/redis/keys/d").status, 400);
        }
        const QJsonObject ttl{{u"ttlMs"_s, 1000}};
        QCOMPARE(ask("PATCH", "/admin/redis/keys/" + idOf("gone"), ttl).status, 404);
        QVERIFY(audit("redis.key.ttl").isEmpty() && audit("redis.key.delete").isEmpty());
    }

    void deletesAKey()
    {
        m_words->say({"SET", "a", "1"});
        QCOMPARE(ask("DELETE", "/admin/redis/keys/" + idOf("a")).status, 204);
        QVERIFY(!m_words->exists("a"));
        const QJsonObject entry = audit("redis.key.delete").first().toObject();
        QCOMPARE(entry["target"_L1].toObject(),
                 (QJsonObject{{u"type"_s, u"redis.key"_s}, {u"id"_s, u"YQ"_s}, {u"name"_s, u"a"_s}}));
        QCOMPARE(entry["before"_L1]["type"_L1].toString(), u"string"_s);
        QCOMPARE(entry["actor"_L1]["name"_L1].toString(), QString::fromLatin1(accountAdminEmail));
    }

    // Every process that has it in its own layer lets go of it.
    void aKeyOfTheCacheIsForgottenEverywhere()
    {
        ask("PATCH", "/admin/cache/namespaces/user", QJsonObject{{u"strategy"_s, u"pubsub"_s}});
        const QByteArray id = cachedUser("ann");
        const QByteArray path = "/users/" + id;
        QVERIFY(QTest::qWaitFor([&] {
            ask("GET", path);
            return namespaceRow()["localEntries"_L1].toInt() == 1;
        }));
        QCOMPARE(ask("DELETE", "/admin/redis/keys/" + idOf("user:" + id)).status, 204);
        QCOMPARE(namespaceRow()["localEntries"_L1].toInt(), 0);
        QCOMPARE(ask("GET", path).header("x-cache"), "MISS"_ba);
        const QJsonObject told = json("/admin/cache/invalidations")["items"_L1][0].toObject();
        QCOMPARE(told["source"_L1].toString(), u"admin"_s);
        QCOMPARE(told["key"_L1].toString(), QString::fromLatin1(id));
    }

    void changesHowLongAKeyStays()
    {
        m_words->say({"SET", "a", "1"});
        const QByteArray target = "/admin/redis/keys/" + idOf("a");
        Answer answer = ask("PATCH", target, QJsonObject{{u"ttlMs"_s, 60'000}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json()["ttlMs"_L1].toInt(), 60'000);
        QVERIFY(m_words->say({"PTTL", "a"}).integer > 0);
        answer = ask("PATCH", target, QJsonObject{{u"ttlMs"_s, QJsonValue::Null}});
        QVERIFY(answer.json()["ttlMs"_L1].isNull());
        QCOMPARE(m_words->say({"PTTL", "a"}).integer, -1);
        const QJsonArray entries = audit("redis.key.ttl");
        QCOMPARE(entries.size(), 2);
        QVERIFY(entries[1]["before"_L1]["ttlMs"_L1].isNull());
        QCOMPARE(entries[1]["after"_L1]["ttlMs"_L1].toInt(), 60'000);
        for (const QJsonObject &body : {QJsonObject{}, QJsonObject{{u"ttlMs"_s, 0}}, QJsonObject{{u"ttlMs"_s, u"1"_s}}})
            QCOMPARE(ask("PATCH", target, body).status, 400);
    }

    void deletesByPattern()
    {
        fill(10, "a:");
        fill(10, "b:");
        m_words->say({"RPUSH", "a:list", "x"});
        const QJsonObject pattern{{u"match"_s, u"a:*"_s}, {u"type"_s, u"string"_s}};
        QJsonObject dry = pattern;
        dry.insert(u"dryRun"_s, true);
        const Answer seen = ask("POST", "/admin/redis/keys/delete", dry);
        QCOMPARE(seen.json()["matched"_L1].toInt(), 10);
        QCOMPARE(seen.json()["deleted"_L1].toInt(), 0);
        QVERIFY(m_words->exists("a:1"));
        QVERIFY(audit("redis.keys.delete").isEmpty());

        const Answer done = ask("POST", "/admin/redis/keys/delete", pattern);
        QCOMPARE(done.status, 200);
        QCOMPARE(done.json()["deleted"_L1].toInt(), 10);
        QVERIFY(done.json()["cursor"_L1].isNull());
        QVERIFY(!m_words->exists("a:1"));
        QVERIFY(m_words->exists("a:list") && m_words->exists("b:1"));
        const QJsonArray entries = audit("redis.keys.delete");
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0]["after"_L1].toObject(),
                 (QJsonObject{{u"match"_s, u"a:*"_s}, {u"type"_s, u"string"_s}, {u"keys"_s, 10}}));
    }

    void deletesManyInSteps()
    {
        for (int i = 0; i < 12; ++i)
            fill(1000, "a" + QByteArray::number(i) + ':');
        QJsonObject body{{u"match"_s, u"a*"_s}};
        int steps = 0;
        int deleted = 0;
        do {
            const Answer step = ask("POST", "/admin/redis/keys/delete", body);
            QCOMPARE(step.status, 200);
            QVERIFY(step.json()["deleted"_L1].toInt() <= 7000);
            deleted += step.json()["deleted"_L1].toInt();
            body.insert(u"cursor"_s, step.json()["cursor"_L1]);
            ++steps;
        } while (!body["cursor"_L1].isNull());
        QCOMPARE(deleted, 12'000);
        QVERIFY(steps >= 2);
        QVERIFY(keysBeginningWith("a").isEmpty());
        const QJsonArray entries = audit("redis.keys.delete");
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0]["after"_L1]["keysInAll"_L1].toInt(), 12'000);
    }

    void aRunOfItsOwnIsAnEntryOfItsOwn()
    {
        fill(10, "a:");
        const QJsonObject body{{u"match"_s, u"a:*"_s}, {u"cursor"_s, u"0"_s}};
        ask("POST", "/admin/redis/keys/delete", body);
        fill(10, "a:");
        ask("POST", "/admin/redis/keys/delete", body);
        QCOMPARE(audit("redis.keys.delete").size(), 2);
    }

    void badDeletionsAre400_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("no pattern") << QJsonObject{};
        QTest::newRow("empty pattern") << QJsonObject{{u"match"_s, QString()}};
        QTest::newRow("unknown") << QJsonObject{{u"match"_s, u"a"_s}, {u"force"_s, true}};
        QTest::newRow("cursor") << QJsonObject{{u"match"_s, u"a"_s}, {u"cursor"_s, u"99999999999999999999"_s}};
    }

    void badDeletionsAre400()
    {
        QFETCH(QJsonObject, body);
        m_words->say({"SET", "a", "1"});
        QCOMPARE(ask("POST", "/admin/redis/keys/delete", body).status, 400);
        QVERIFY(m_words->exists("a"));
    }

    void usersInTheCacheAreForgottenByPatternToo()
    {
        ask("PATCH", "/admin/cache/namespaces/user", QJsonObject{{u"strategy"_s, u"pubsub"_s}});
        const QByteArray id = cachedUser("ann");
        QVERIFY(QTest::qWaitFor([&] {
            ask("GET", "/users/" + id);
            return namespaceRow()["localEntries"_L1].toInt() == 1;
        }));
        ask("POST", "/admin/redis/keys/delete", QJsonObject{{u"match"_s, u"user:*"_s}});
        QCOMPARE(namespaceRow()["localEntries"_L1].toInt(), 0);
        QVERIFY(!m_words->exists("user:" + id));
    }

    void theRunTokensHolderIsNotedToo()
    {
        m_words->say({"SET", "a", "1"});
        QCOMPARE(m_server->admin("DELETE", "/admin/redis/keys/" + idOf("a")).status, 204);
        QCOMPARE(audit("redis.key.delete")[0]["actor"_L1]["name"_L1].toString(), u"run token"_s);
    }

    void whatTheLogCanNotNoteIsNotDone()
    {
        m_words->say({"SET", "a", "1"});
        TestDatabase database(store::Dialect::Sqlite);
        TestServer server([&](Server::Settings &settings) {
            settings.database.url = database.urlText();
            useRedis(settings);
        });
        QVERIFY(server.start());
        database.pool().runNow([](store::Connection &connection) { connection.execute(u"DROP TABLE audit"_s); });
        QTRY_COMPARE(server.admin("/admin/redis").status, 200);
        QVERIFY(server.admin("DELETE", "/admin/redis/keys/" + idOf("a")).status >= 500);
        const Fields json{{"Content-Type", "application/json"}};
        QVERIFY(server.admin("POST", "/admin/redis/keys/delete", json, R"({"match": "a"})").status >= 500);
        QVERIFY(server.admin("PATCH", "/admin/redis/keys/" + idOf("a"), json, R"({"ttlMs": 1})").status >= 500);
        QVERIFY(server.admin("PATCH", "/admin/cache/namespaces/user", json, R"({"ttlMs": 1})").status >= 500);
        QVERIFY(m_words->exists("a"));
        const auto row = server.admin("/admin/cache").json()["namespaces"_L1][0].toObject();
        QCOMPARE(row["ttlMs"_L1].toInt(), 60'000);
    }

    void whatRedisRefusesIsTold()
    {
        m_words->say({"SET", "a", "1"});
        m_words->say({"CONFIG", "SET", "min-replicas-to-write", "1"});
        const Answer answer = ask("PATCH", "/admin/redis/keys/" + idOf("a"), QJsonObject{{u"ttlMs"_s, 1000}});
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.json()["error"_L1].toString().startsWith("Redis refused: NOREPLICAS"_L1));
    }

    void whileRedisIsAwayItIs503()
    {
        m_redis->kill();
        QTRY_COMPARE(json("/admin/info")["redis"_L1]["state"_L1].toString(), u"down"_s);
        for (const char *target : {"/admin/redis", "/admin/redis/keys", "/admin/redis/keys/YQ"}) {
            const Answer answer = ask("GET", target);
            QCOMPARE(answer.status, 503);
            QVERIFY(answer.json()["error"_L1].toString().startsWith("Redis is down."_L1));
            QVERIFY(!answer.header("Retry-After").isEmpty());
        }
        QVERIFY(m_redis->start());
        QTRY_COMPARE(ask("GET", "/admin/redis").status, 200);
    }

    void whileRedisAnswersNothingItIs503OrTooLate()
    {
        m_redis->freeze();
        const int first = ask("GET", "/admin/redis").status;
        QVERIFY2(first == 504 || first == 503, qPrintable(QString::number(first)));
        QCOMPARE(ask("GET", "/admin/redis").status, 503);
        m_redis->thaw();
        QTRY_COMPARE(ask("GET", "/admin/redis").status, 200);
    }

    void withoutRedisItSaysWhatToDo()
    {
        TestServer server;
        QVERIFY(server.start());
        for (const char *target : {"/admin/redis", "/admin/redis/keys", "/admin/redis/keys/YQ"}) {
            const Answer answer = server.admin(target);
            QCOMPARE(answer.status, 503);
            QVERIFY(answer.json()["error"_L1].toString().contains("REDIS_URL"_L1));
        }
    }
};

QTEST_GUILESS_MAIN(RedisRoutesTest)
#include "redis_routes_test.moc"
