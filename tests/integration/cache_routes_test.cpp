// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cached_server.h"

#include <QDateTime>

#include <csignal>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// The routes under /admin/cache, on a real Redis.
class CacheRoutesTest : public QObject, CachedServer {
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void tellsOfItsRedis()
    {
        const QJsonObject redis = json("/admin/cache")["redis"_L1].toObject();
        QCOMPARE(redis["mode"_L1].toString(), u"remote"_s);
        QCOMPARE(redis["state"_L1].toString(), u"up"_s);
        QCOMPARE(redis["url"_L1].toString(), "unix://"_L1 + m_redis->url().path);
        QCOMPARE(redis["breaker"_L1].toString(), u"closed"_s);
        QCOMPARE(redis["deadlineMs"_L1].toInt(), 2000);
        QVERIFY(redis["commands"_L1].toInt() > 0);
        QVERIFY(redis["latencyMs"_L1]["p50"_L1].isDouble());
        QVERIFY(!redis.contains("pid"_L1) && !redis.contains("error"_L1));
        QVERIFY(QDateTime::fromString(redis["since"_L1].toString(), Qt::ISODateWithMs).isValid());
        for (const char *figure : {"opened", "failed", "timedOut", "refused", "pending"})
            QVERIFY2(redis[QLatin1String(figure)].isDouble(), figure);
    }

    void countsWhatANamespaceDoes()
    {
        const QByteArray id = cachedUser("ann"); // a miss, and a load
        ask("GET", "/users/" + id);
        const QJsonObject row = namespaceRow();
        QCOMPARE(row["name"_L1].toString(), u"user"_s);
        QCOMPARE(row["strategy"_L1].toString(), u"invalidate"_s);
        QCOMPARE(row["ttlMs"_L1].toInt(), 60'000);
        QCOMPARE(row["misses"_L1].toInt(), 1);
        QCOMPARE(row["loads"_L1].toInt(), 1);
        QCOMPARE(row["hits"_L1].toInt(), 1);
        QVERIFY(row["loadMs"_L1]["p50"_L1].isDouble());
        QVERIFY(row["bytesIn"_L1].toInt() > 0 && row["bytesOut"_L1].toInt() > 0);
        for (const char *figure :
             {"notFoundTtlMs", "localTtlMs", "largestValue", "localHits", "joined", "refreshedEarly", "notFound",
              "staleAvoided", "invalidationsSent", "invalidationsReceived", "invalidationsFailed",
              "invalidationsPending", "errors", "localEntries", "localBytes"})
            QVERIFY2(row[QLatin1String(figure)].isDouble(), figure);
        const QJsonObject outbox = json("/admin/cache")["outbox"_L1].toObject();
        QCOMPARE(outbox["pending"_L1].toInt(-1), 0);
        QVERIFY(outbox["oldestMs"_L1].isNull());
    }

    void countsForEachStrategyToo()
    {
        const QByteArray id = cachedUser("ann");
        ask("GET", "/users/" + id);
        const QJsonArray before = namespaceRow()["strategies"_L1].toArray();
        QCOMPARE(before.size(), 1);
        QCOMPARE(before[0]["strategy"_L1].toString(), u"invalidate"_s);
        QCOMPARE(before[0]["hits"_L1].toInt(), 1);
        ask("PATCH", "/admin/cache/namespaces/user", QJsonObject{{u"strategy"_s, u"outbox"_s}});
        ask("GET", "/users/" + id);
        ask("GET", "/users/" + id);

        const QJsonObject row = namespaceRow();
        const QJsonArray after = row["strategies"_L1].toArray();
        QCOMPARE(after.size(), 2);
        QCOMPARE(after[0].toObject(), before[0].toObject()); // it is over
        QCOMPARE(after[1]["strategy"_L1].toString(), u"outbox"_s);
        QCOMPARE(after[1]["hits"_L1].toInt(), 2);
        for (const char *figure :
             {"localHits", "hits", "misses", "loads", "joined", "refreshedEarly", "notFound", "staleAvoided",
              "invalidationsSent", "invalidationsReceived", "invalidationsFailed", "errors", "bytesIn", "bytesOut"}) {
            const QLatin1StringView name(figure);
            QVERIFY2(after[0][name].isDouble(), figure);
            QCOMPARE(after[0][name].toInt() + after[1][name].toInt(), row[name].toInt());
        }
        QVERIFY(after[0]["loadMs"_L1]["p50"_L1].isDouble());
        QVERIFY(after[1]["loadMs"_L1]["p50"_L1].isNull()); // it had no need to
    }

    void answersCborToo()
    {
        const Answer answer = m_server->admin("GET", "/admin/cache", {{"Accept", "application/cbor"}});
        QCOMPARE(answer.cbor()["namespaces"_L1].toArray().size(), 1);
    }

    void tellsWhatItDidOverTime()
    {
        const QByteArray id = cachedUser("ann");
        ask("GET", "/users/" + id);
        const auto sumOf = [this](const QByteArray &query, QLatin1StringView figure) {
            int sum = 0;
            for (const auto &point : json("/admin/cache/series?" + query)["points"_L1].toArray())
                sum += point.toObject()["namespaces"_L1]["user"_L1][figure].toInt();
            return sum;
        };
        QTRY_COMPARE(sumOf("window=5m", "misses"_L1), 1);
        QTRY_COMPARE(sumOf("window=5m", "hits"_L1), 1);
        QCOMPARE(sumOf("window=1h&step=1m", "hits"_L1), 1);
        const qint64 hourAgo = QDateTime::currentMSecsSinceEpoch() - 3'600'000;
        QCOMPARE(sumOf("to=" + QByteArray::number(hourAgo), "hits"_L1), 0);
        QCOMPARE(json("/admin/cache/series?window=5m")["stepMs"_L1].toInt(), 1000);
        QCOMPARE(json("/admin/cache/series?window=1h")["stepMs"_L1].toInt(), 10'000);
        QCOMPARE(json("/admin/cache/series?step=5s")["stepMs"_L1].toInt(), 5000);
        const QJsonObject point = json("/admin/cache/series")["points"_L1].toArray().last().toObject();
        QCOMPARE(qint64(point["at"_L1].toDouble()) % 1000, 0);
        QVERIFY(qAbs(qint64(point["at"_L1].toDouble()) - QDateTime::currentMSecsSinceEpoch()) < 60'000);
    }

    void badQueriesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QString>("field");
        QTest::newRow("window") << "/admin/cache/series?window=soon"_ba << u"query.window"_s;
        QTest::newRow("step") << "/admin/cache/series?step=2h"_ba << u"query.step"_s;
        QTest::newRow("from after to") << "/admin/cache/series?from=2&to=1"_ba << u"query.from"_s;
        QTest::newRow("limit") << "/admin/cache/invalidations?limit=0"_ba << u"query.limit"_s;
        QTest::newRow("before") << "/admin/cache/invalidations?before=x"_ba << u"query.before"_s;
    }

    void badQueriesAreNamed()
    {
        QFETCH(QByteArray, target);
        QFETCH(QString, field);
        const Answer answer = ask("GET", target);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.json()["details"_L1]["fieldErrors"_L1].toObject().keys(), QStringList{field});
    }

    void aNamespaceIsChangedWhileItRuns()
    {
        const Answer answer =
            ask("PATCH", "/admin/cache/namespaces/user",
                QJsonObject{{u"strategy"_s, u"pubsub"_s}, {u"ttlMs"_s, 30'000}, {u"localTtlMs"_s, 1}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json()["strategy"_L1].toString(), u"pubsub"_s);
        QCOMPARE(namespaceRow()["ttlMs"_L1].toInt(), 30'000);
        QCOMPARE(namespaceRow()["localTtlMs"_L1].toInt(), 1);
        QCOMPARE(namespaceRow()["notFoundTtlMs"_L1].toInt(), 5000);
        const QJsonObject entry = audit("cache.strategy").first().toObject();
        QCOMPARE(entry["target"_L1].toObject(),
                 (QJsonObject{{u"type"_s, u"cache"_s}, {u"id"_s, u"user"_s}, {u"name"_s, u"user"_s}}));
        QCOMPARE(entry["before"_L1].toObject(),
                 (QJsonObject{{u"strategy"_s, u"invalidate"_s}, {u"ttlMs"_s, 60'000}, {u"localTtlMs"_s, 10'000}}));
        QCOMPARE(entry["after"_L1]["strategy"_L1].toString(), u"pubsub"_s);
        QCOMPARE(entry["actor"_L1]["name"_L1].toString(), QString::fromLatin1(accountAdminEmail));
    }

    void whatWasChosenHoldsAfterTheServerWasStoppedAndStarted()
    {
        const QJsonObject chosen{{u"strategy"_s, u"versioned"_s}, {u"ttlMs"_s, 31'000}};
        QCOMPARE(ask("PATCH", "/admin/cache/namespaces/user", chosen).status, 200);
        QVERIFY(m_server->stop());
        QVERIFY(m_server->start());
        const QJsonObject row = ask("GET", "/admin/cache").json()["namespaces"_L1].toArray().first().toObject();
        QCOMPARE(row["strategy"_L1].toString(), u"versioned"_s);
        QCOMPARE(row["ttlMs"_L1].toInteger(), 31'000);
    }

    void badChangesAreNamedAndNothingChanges_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("nothing") << QJsonObject{};
        QTest::newRow("strategy") << QJsonObject{{u"strategy"_s, u"hope"_s}, {u"ttlMs"_s, 1000}};
        QTest::newRow("zero") << QJsonObject{{u"ttlMs"_s, 0}};
        QTest::newRow("fraction") << QJsonObject{{u"ttlMs"_s, 1.5}};
        QTest::newRow("unknown") << QJsonObject{{u"ttl"_s, 1000}};
    }

    void badChangesAreNamedAndNothingChanges()
    {
        QFETCH(QJsonObject, body);
        QCOMPARE(ask("PATCH", "/admin/cache/namespaces/user", body).status, 400);
        QCOMPARE(namespaceRow()["ttlMs"_L1].toInt(), 60'000);
        QVERIFY(audit("cache.strategy").isEmpty());
    }

    void anUnknownNamespaceIs404()
    {
        const QJsonObject change{{u"ttlMs"_s, 1000}};
        QCOMPARE(ask("PATCH", "/admin/cache/namespaces/nobody", change).status, 404);
        QCOMPARE(ask("POST", "/admin/cache/namespaces/nobody/flush").status, 404);
        const QJsonObject subject{{u"id"_s, u"7"_s}};
        QCOMPARE(ask("POST", "/admin/cache/namespaces/nobody/invalidate", subject).status, 404);
    }

    void aFlushLeavesNothing()
    {
        for (const char *name : {"ann", "bob", "eve"})
            cachedUser(name);
        m_words->say({"SET", "other", "stays"});
        const Answer seen = ask("POST", "/admin/cache/namespaces/user/flush", QJsonObject{{u"dryRun"_s, true}});
        QCOMPARE(seen.status, 200);
        QCOMPARE(seen.json()["matched"_L1].toInt(), 3);
        QCOMPARE(seen.json()["deleted"_L1].toInt(), 0);
        QVERIFY(seen.json()["cursor"_L1].isNull());
        QVERIFY(audit("cache.flush").isEmpty());
        QCOMPARE(keysBeginningWith("user:").size(), 3);

        const Answer done = ask("POST", "/admin/cache/namespaces/user/flush");
        QCOMPARE(done.status, 200);
        QCOMPARE(done.json()["matched"_L1].toInt(), 3);
        QVERIFY(done.json()["deleted"_L1].toInt() >= 3);
        QVERIFY(done.json()["total"_L1].toInt() >= 4);
        QVERIFY(keysBeginningWith("user:").isEmpty());
        QVERIFY(m_words->exists("other"));
        const QJsonArray entries = audit("cache.flush");
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0]["after"_L1]["keysInAll"_L1], done.json()["deleted"_L1]);
    }

    void aFlushOfManyIsTwoEntriesInTheLog()
    {
        QByteArrayList words{"MSET"};
        for (int i = 0; i < 3000; ++i)
            words << "user:" + QByteArray::number(i) << "{}";
        m_words->say(words);
        int steps = 0;
        int deleted = 0;
        QJsonObject body;
        do {
            const Answer step = ask("POST", "/admin/cache/namespaces/user/flush", body);
            QCOMPARE(step.status, 200);
            ++steps;
            deleted += step.json()["deleted"_L1].toInt();
            body = {{u"cursor"_s, step.json()["cursor"_L1]}};
        } while (!body["cursor"_L1].isNull());
        QVERIFY(steps > 1);
        QCOMPARE(deleted, 3000);
        const QJsonArray entries = audit("cache.flush");
        QCOMPARE(entries.size(), 2); // the beginning and the end
        QCOMPARE(entries.first().toObject()["after"_L1]["keysInAll"_L1].toInt(), 3000);
    }

    void aBadCursorIs400()
    {
        for (const auto &cursor : {u"x"_s, u"-1"_s, u"99999999999999999999"_s}) {
            const QJsonObject body{{u"cursor"_s, cursor}};
            QCOMPARE(ask("POST", "/admin/cache/namespaces/user/flush", body).status, 400);
        }
        QVERIFY(audit("cache.flush").isEmpty());
    }

    // None comes back by being deleted.
    void keysWithVersionsAreGone_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QJsonObject>("body");
        QTest::newRow("flush") << "/admin/cache/namespaces/user/flush"_ba << QJsonObject();
        QTest::newRow("all keys") << "/admin/redis/keys/delete"_ba << QJsonObject{{u"match"_s, u"user:*"_s}};
    }
    void keysWithVersionsAreGone()
    {
        QFETCH(QByteArray, target);
        QFETCH(QJsonObject, body);
        const QJsonObject versioned{{u"strategy"_s, u"versioned"_s}};
        QCOMPARE(ask("PATCH", "/admin/cache/namespaces/user", versioned).status, 200);
        const QByteArray ann = cachedUser("ann");
        cachedUser("bob");
        QCOMPARE(keysBeginningWith("user:").size(), 4);
        QCOMPARE(ask("POST", target, body).status, 200);
        QCOMPARE(keysBeginningWith("user:"), QByteArrayList());
        QCOMPARE(ask("GET", "/users/" + ann).header("x-cache"), "MISS"_ba);
        QCOMPARE(ask("GET", "/users/" + ann).header("x-cache"), "HIT"_ba);
    }

    void oneSubjectIsForgotten()
    {
        const QByteArray ann = cachedUser("ann");
        const QByteArray bob = cachedUser("bob");
        const QJsonObject body{{u"id"_s, QString::fromLatin1(ann)}};
        QCOMPARE(ask("POST", "/admin/cache/namespaces/user/invalidate", body).status, 204);
        QVERIFY(!m_words->exists("user:" + ann));
        QVERIFY(m_words->exists("user:" + bob));
        QCOMPARE(ask("GET", "/users/" + ann).header("x-cache"), "MISS"_ba);
        QCOMPARE(ask("GET", "/users/" + bob).header("x-cache"), "HIT"_ba);
        const QJsonObject target = audit("cache.invalidate").first().toObject()["target"_L1].toObject();
        QCOMPARE(target["name"_L1].toString(), u"user:"_s + QString::fromLatin1(ann));
    }

    void everyInvalidationIsLoggedWithItsCause()
    {
        const QByteArray ann = cachedUser("ann");
        const Answer change = ask("PATCH", "/users/" + ann, QJsonObject{{u"name"_s, u"Ann"_s}});
        QCOMPARE(change.status, 200);
        const QJsonObject body{{u"id"_s, QString::fromLatin1(ann)}};
        ask("POST", "/admin/cache/namespaces/user/invalidate", body);

        const QJsonArray items = json("/admin/cache/invalidations?namespace=user")["items"_L1].toArray();
        QVERIFY(items.size() >= 2);
        const QJsonObject byAdmin = items[0].toObject();
        QCOMPARE(byAdmin["source"_L1].toString(), u"admin"_s);
        QCOMPARE(byAdmin["cause"_L1]["what"_L1].toString(), u"POST /admin/cache/namespaces/:name/invalidate"_s);
        const QJsonObject byWrite = items[1].toObject();
        QCOMPARE(byWrite["source"_L1].toString(), u"write"_s);
        QCOMPARE(byWrite["result"_L1].toString(), u"done"_s);
        QCOMPARE(byWrite["key"_L1].toString(), QString::fromLatin1(ann));
        QCOMPARE(byWrite["cause"_L1]["what"_L1].toString(), u"PATCH /users/:id"_s);
        QCOMPARE(byWrite["cause"_L1]["requestId"_L1].toString().toLatin1(), change.header("x-request-id"));
        QVERIFY(QDateTime::fromString(byWrite["at"_L1].toString(), Qt::ISODateWithMs).isValid());
        QVERIFY(byWrite["ms"_L1].isDouble());
        QVERIFY(json("/admin/cache/invalidations?namespace=other")["items"_L1].toArray().isEmpty());
    }

    void invalidationsComePageByPage()
    {
        for (int i = 0; i < 5; ++i) {
            const QJsonObject body{{u"id"_s, QString::number(i)}};
            ask("POST", "/admin/cache/namespaces/user/invalidate", body);
        }
        const QJsonObject first = json("/admin/cache/invalidations?limit=3");
        QCOMPARE(first["items"_L1].toArray().size(), 3);
        QCOMPARE(first["items"_L1][0]["key"_L1].toString(), u"4"_s);
        const QByteArray next = first["next"_L1].toString().toLatin1();
        const QJsonObject second = json("/admin/cache/invalidations?limit=3&before=" + next);
        QCOMPARE(second["items"_L1][0]["key"_L1].toString(), u"1"_s);
    }

    void requestsAreFoundByWhatTheCacheHad()
    {
        const QByteArray id = AccountClient::text(m_client->registerUser("ann"), "user.id");
        const QByteArray miss = ask("GET", "/users/" + id).header("x-request-id");
        const QByteArray hit = ask("GET", "/users/" + id).header("x-request-id");
        ask("PATCH", "/admin/cache/namespaces/user", QJsonObject{{u"strategy"_s, u"pubsub"_s}});
        QByteArray local; // once its subscription stands
        QVERIFY(QTest::qWaitFor([&] {
            local = ask("GET", "/users/" + id).header("x-request-id");
            return namespaceRow()["localHits"_L1].toInt() > 0;
        }));
        const auto found = [this](const QByteArray &query) {
            QByteArrayList ids;
            for (const auto &item : json("/admin/requests?limit=1000&q=" + query)["items"_L1].toArray())
                ids.append(item.toObject()["id"_L1].toString().toLatin1());
            return ids;
        };
        QTRY_VERIFY(found("cache:local").contains(local));
        QVERIFY(found("cache:miss").contains(miss));
        QVERIFY(!found("cache:miss").contains(hit));
        QVERIFY(found("cache:hit").contains(hit));
        QVERIFY(!found("cache:hit").contains(local));
        QVERIFY(found("cache:hit,local").contains(local));
        QVERIFY(!found("-cache:hit,local,miss").contains(miss));
    }

    void whileRedisIsAwayItSaysSo()
    {
        m_redis->kill();
        QTRY_COMPARE(json("/admin/cache")["redis"_L1]["state"_L1].toString(), u"down"_s);
        const QJsonObject redis = json("/admin/cache")["redis"_L1].toObject();
        QVERIFY(!redis["error"_L1].toString().isEmpty());
        QVERIFY(redis["breaker"_L1].toString() != "closed"_L1);
        const QJsonObject info = json("/admin/info")["redis"_L1].toObject();
        QCOMPARE(info["mode"_L1].toString(), u"remote"_s);
        QCOMPARE(info["state"_L1].toString(), u"down"_s);
        const Answer flush = ask("POST", "/admin/cache/namespaces/user/flush");
        QCOMPARE(flush.status, 503);
        QVERIFY(flush.json()["error"_L1].toString().contains(redis["error"_L1].toString()));
        QVERIFY(!flush.header("Retry-After").isEmpty());
        QVERIFY(audit("cache.flush").isEmpty());
        const QJsonObject change{{u"strategy"_s, u"ttl"_s}};
        QCOMPARE(ask("PATCH", "/admin/cache/namespaces/user", change).status, 200); // needs none
    }

    void tellsOfARedisOfItsOwn()
    {
        TestServer server([](Server::Settings &settings) { settings.redis.mode = RedisSettings::Mode::Private; });
        QVERIFY(server.start());
        const auto redis = [&] { return server.admin("/admin/cache").json()["redis"_L1].toObject(); };
        QTRY_COMPARE(redis()["state"_L1].toString(), u"up"_s);
        QCOMPARE(redis()["mode"_L1].toString(), u"private"_s);
        QCOMPARE(redis()["restarts"_L1].toInt(-1), 0);
        const int process = redis()["pid"_L1].toInt();
        QVERIFY(process > 1);
        ::kill(process, SIGKILL);
        QTRY_COMPARE(redis()["restarts"_L1].toInt(), 1);
        QTRY_COMPARE(redis()["state"_L1].toString(), u"up"_s);
        QVERIFY(redis()["pid"_L1].toInt() != process);
        QCOMPARE(server.admin("/admin/info").json()["redis"_L1]["mode"_L1].toString(), u"private"_s);
        QTRY_COMPARE(server.admin("/admin/redis").status, 200);
    }

    void withoutRedisItSaysWhatToDo()
    {
        TestServer server;
        QVERIFY(server.start());
        const QJsonObject redis = server.admin("/admin/cache").json()["redis"_L1].toObject();
        QCOMPARE(redis["mode"_L1].toString(), u"none"_s);
        QCOMPARE(redis["state"_L1].toString(), u"off"_s);
        QVERIFY(redis["hint"_L1].toString().contains("REDIS_URL"_L1));
        const Answer flush = server.admin("POST", "/admin/cache/namespaces/user/flush");
        QCOMPARE(flush.status, 503);
        QVERIFY(flush.json()["error"_L1].toString().contains("REDIS_URL"_L1));
        QCOMPARE(server.admin("/admin/info").json()["redis"_L1]["state"_L1].toString(), u"off"_s);
    }
};

QTEST_GUILESS_MAIN(CacheRoutesTest)
#include "cache_routes_test.moc"
