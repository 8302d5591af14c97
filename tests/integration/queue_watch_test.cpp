// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/feed_client.h"
#include "support/queue_console.h"

#include <QCborArray>
#include <QCborMap>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// What is watched: rates, workers, alerts, other Redises; on real ones.
class QueueWatchTest : public QObject, QueueConsoleServer {
    Q_OBJECT

private:
    QJsonObject row(const QString &name = u"mail"_s) const
    {
        for (const auto &each : json("/admin/queues")["queues"_L1].toArray()) {
            if (each["name"_L1].toString() == name)
                return each.toObject();
        }
        return {};
    }

    static QJsonObject rules(int failedCount, int waitingMs)
    {
        return {{u"failedCount"_s, failedCount},
                {u"failedMinutes"_s, 10},
                {u"waitingMs"_s, waitingMs},
                {u"noWorker"_s, false}};
    }
    QStringList alerts() const
    {
        QStringList kinds;
        for (const auto &alert : json("/admin/queues")["alerts"_L1].toArray())
            kinds.append(alert["kind"_L1].toString());
        return kinds;
    }
    // How often events were read.
    qint64 reads()
    {
        const QByteArray stats = m_words->say({"INFO", "commandstats"}).bytes;
        const qsizetype place = stats.indexOf("cmdstat_xread:calls=");
        return place < 0 ? 0 : stats.mid(place).split('=').value(1).split(',').first().toLongLong();
    }

private slots:
    void init()
    {
        begin();
        make();
    }
    void cleanup() { end(); }

    void ratesAndTimesAreTold()
    {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        for (int i = 0; i < 60; ++i) {
            const QByteArray id = "j" + QByteArray::number(i);
            m_words->say({"HSET", "bull:mail:" + id, "name", "welcome", "opts", R"({"delay":100})", "timestamp",
                          QByteArray::number(now - 1000), "processedOn", QByteArray::number(now - 700), "finishedOn",
                          QByteArray::number(now - 650)});
            m_words->say({"XADD", "bull:mail:events", "*", "event", "added", "jobId", id, "name", "welcome"});
            m_words->say({"XADD", "bull:mail:events", "*", "event", "completed", "jobId", id, "returnvalue", "null"});
        }
        QTRY_COMPARE(row()["completedPerSecond"_L1].toDouble(), 1.0);
        QCOMPARE(row()["addedPerSecond"_L1].toDouble(), 1.0);
        QTRY_COMPARE(row()["runMs"_L1]["p50"_L1].toInt(), 50);
        QCOMPARE(row()["waitMs"_L1]["p95"_L1].toInt(), 200); // not the delay
        const QJsonObject one = json(path("?window=5m"));
        QCOMPARE(one["jobNames"_L1].toArray(), QJsonArray{u"welcome"_s});
        int completed = 0;
        for (const auto &point : one["points"_L1].toArray())
            completed += point["completed"_L1].toInt();
        QCOMPARE(completed, 60);
    }

    void aBrokenQueueHidesNoOther()
    {
        make("broken");
        m_words->say({"SET", "bull:broken:events", "no stream"});
        m_words->say({"SET", "bull:broken:wait", "no list"});
        fill("wait", 3);
        m_words->say({"XADD", "bull:mail:events", "*", "event", "added", "jobId", "1"});
        QTRY_COMPARE(row()["counts"_L1]["waiting"_L1].toInt(), 3);
        QTRY_VERIFY(row()["addedPerSecond"_L1].toDouble() > 0);
        QVERIFY(row(u"broken"_s)["error"_L1].toString().contains("WRONGTYPE"_L1));
    }

    void workersAreToldByTheirConnections()
    {
        fill("wait", 1);
        QTRY_COMPARE(row()["consumed"_L1], QJsonValue(false));
        m_words->say({"CLIENT", "SETNAME", "bull:" + QByteArray("mail").toBase64() + ":w:one"});
        QTRY_COMPARE_WITH_TIMEOUT(row()["workers"_L1].toInt(), 1, 12'000);
        QCOMPARE(row()["consumed"_L1], QJsonValue(true));
        QCOMPARE(json(path())["workersList"_L1][0]["name"_L1].toString(), u"one"_s);
        QVERIFY(row()["oldestWaitingMs"_L1].toInt() >= 1000);
    }

    // Whatever its priority: those of a low one starve in the middle.
    void theOldestOfEachPriorityIsSeen_data()
    {
        QTest::addColumn<int>("starving");
        QTest::newRow("lowest") << 10;
        QTest::newRow("between") << 5;
    }
    void theOldestOfEachPriorityIsSeen()
    {
        QFETCH(int, starving);
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        qint64 counter = 0;
        const auto addOf = [&](int priority, qint64 ageMs) {
            const QByteArray id = "j" + QByteArray::number(++counter);
            m_words->say(
                {"HSET", "bull:mail:" + id, "name", "n", "opts", "{}", "timestamp", QByteArray::number(now - ageMs)});
            const qint64 score = (qint64(priority) << 32) + counter;
            m_words->say({"ZADD", "bull:mail:prioritized", QByteArray::number(score), id});
        };
        addOf(starving, 7'200'000);
        for (const int priority : {1, 5, 10, 1, 5, 10})
            addOf(priority, 1000);
        const qint64 oldestMs = json(path())["oldestWaitingMs"_L1].toInteger();
        QVERIFY2(oldestMs >= 7'200'000 && oldestMs < 8'000'000, QByteArray::number(oldestMs).constData());
    }

    void aQueueThatIsGoneGoes()
    {
        QTRY_VERIFY(!row().isEmpty());
        m_words->say({"DEL", "bull:mail:meta"});
        QTRY_VERIFY_WITH_TIMEOUT(row().isEmpty(), 12'000);
    }

    void manyFailuresAlert()
    {
        const Answer set = ask("PUT", "/admin/queues/alerts", QJsonObject{{u"rules"_s, rules(5, 0)}});
        QCOMPARE(set.json()["rules"_L1].toObject(), rules(5, 0));
        fill("failed", 6);
        QTRY_COMPARE(json("/admin/queues")["alerts"_L1].toArray().size(), 1);
        const QJsonObject alert = json("/admin/queues/alerts")["alerts"_L1][0].toObject();
        QCOMPARE(alert["kind"_L1].toString(), u"failed"_s);
        QCOMPARE(alert["count"_L1].toInt(), 6);
        QVERIFY(alert["snoozedUntil"_L1].isNull());
        const QByteArray snooze = "/admin/queues/alerts/" + alert["id"_L1].toString().toLatin1() + "/snooze";
        QCOMPARE(ask("POST", snooze, QJsonObject{{u"minutes"_s, 5}}).status, 204);
        QVERIFY(json("/admin/queues/alerts")["alerts"_L1][0]["snoozedUntil"_L1].isString());
        QCOMPARE(ask("POST", "/admin/queues/alerts/none/snooze", QJsonObject{{u"minutes"_s, 5}}).status, 404);
        QCOMPARE(ask("PUT", path("/alerts"), QJsonObject{{u"rules"_s, rules(0, 0)}}).status, 200);
        QTRY_VERIFY(json("/admin/queues")["alerts"_L1].toArray().isEmpty());
        QCOMPARE(audit("queues.alerts").size(), 1);
    }

    void aJobThatWaitsLongAlerts()
    {
        ask("PUT", "/admin/queues/alerts", QJsonObject{{u"rules"_s, rules(0, 1000)}});
        fill("wait", 3); // since a second
        QTRY_COMPARE(alerts(), QStringList{u"waiting"_s});
        QCOMPARE(json("/admin/queues/alerts")["alerts"_L1][0]["count"_L1].toInt(), 3);
        ask("PATCH", path(), QJsonObject{{u"paused"_s, true}});
        QTRY_COMPARE(alerts(), QStringList());
        ask("PATCH", path(), QJsonObject{{u"paused"_s, false}});
        QTRY_COMPARE(alerts(), QStringList{u"waiting"_s});
        QCOMPARE(run(path("/drain"), {}), 3);
        QTRY_COMPARE(alerts(), QStringList());
    }

    void theAlertsOfAQueueThatIsGoneGo()
    {
        ask("PUT", "/admin/queues/alerts", QJsonObject{{u"rules"_s, rules(5, 1000)}});
        fill("failed", 6);
        fill("wait", 1);
        QTRY_COMPARE(alerts(), (QStringList{u"failed"_s, u"waiting"_s}));
        run(path("/obliterate"), {{u"confirm"_s, u"mail"_s}});
        QTRY_VERIFY(row().isEmpty());
        QTRY_COMPARE(alerts(), QStringList());
    }

    void theAlertsOfAQueueThatIsNotWatchedAnyMoreGo()
    {
        const auto watch = [this](const QString &prefix) {
            ask("PATCH", "/admin/queues/connections/own", QJsonObject{{u"prefixes"_s, QJsonArray{prefix}}});
        };
        ask("PUT", "/admin/queues/alerts", QJsonObject{{u"rules"_s, rules(5, 0)}});
        m_words->say({"HSET", "app:other:meta", "opts.maxLenEvents", "10000"});
        placeJobs(*m_words, "app:other:", "failed", 6);
        watch(u"app"_s);
        QTRY_COMPARE(alerts(), QStringList{u"failed"_s});
        watch(u"bull"_s);
        QTRY_VERIFY(row(u"other"_s).isEmpty());
        QTRY_COMPARE(alerts(), QStringList());
    }

    void eventsAreReadOnlyForWhoLooksClosely()
    {
        ask("POST", "/admin/queues",
            QJsonObject{{u"connection"_s, u"own"_s}, {u"name"_s, u"other"_s}}); // known at once
        FeedClient feed(m_server->url(),
                        FeedClient::Options{{u"signalbox.v1.cbor"_s}, TestServer::authorization().second, {}});
        QVERIFY(feed.isOpen());
        QCborMap wanted{{u"topic"_s, u"queues"_s}, {u"intervalMs"_s, 100}, {u"closely"_s, false}};
        feed.send({{u"subscribe"_s, wanted}});
        QCOMPARE(feed.nextOf(u"queues"_s)["data"_L1].toMap()["queues"_L1].toArray().size(), 1);
        for (int i = 0; i < 10; ++i)
            QVERIFY(!feed.nextOf(u"queues"_s).isEmpty());
        QCOMPARE(reads(), 0);
        wanted.insert(u"closely"_s, true);
        feed.send({{u"subscribe"_s, wanted}});
        QTRY_VERIFY(reads() > 0);
        wanted.insert(u"closely"_s, u"yes"_s);
        feed.send({{u"subscribe"_s, wanted}});
        QVERIFY(!feed.nextError().isEmpty());
    }

    void anotherRedisIsWatched()
    {
        RedisServer other;
        QVERIFY(other.start());
        RedisWords words(other);
        words.say({"HSET", "app:jobs:meta", "opts.maxLenEvents", "10000"});
        const QString url = u"unix://:secret@"_s + other.url().path;
        QCOMPARE(ask("POST", "/admin/queues/connections", QJsonObject{{u"name"_s, u"b"_s}, {u"url"_s, u"http://x"_s}})
                     .status,
                 400);
        words.say({"CONFIG", "SET", "requirepass", "secret"});
        const Answer added =
            ask("POST", "/admin/queues/connections",
                QJsonObject{{u"name"_s, u"other"_s}, {u"url"_s, url}, {u"prefixes"_s, QJsonArray{u"app"_s}}});
        QCOMPARE(added.status, 201);
        QVERIFY(!added.body.contains("secret"));
        QTRY_COMPARE(row(u"jobs"_s)["connection"_L1], added.json()["id"_L1]);
        for (const auto &entry : audit("queue.connection.add"))
            QVERIFY(!QJsonDocument(entry.toObject()).toJson().contains("secret"));
        const QByteArray one = "/admin/queues/connections/" + added.json()["id"_L1].toString().toLatin1();
        QCOMPARE(ask("PATCH", one, QJsonObject{{u"name"_s, u"renamed"_s}}).json()["name"_L1].toString(), u"renamed"_s);
        QCOMPARE(ask("DELETE", one).status, 204);
        QTRY_VERIFY(row(u"jobs"_s).isEmpty());
        QCOMPARE(ask("DELETE", "/admin/queues/connections/own").status, 409);
        QCOMPARE(ask("DELETE", one).status, 404);
    }

    // BullMQ's keepLogs: each line that is added drives the first one out.
    void theLinesOfALogThatIsKeptShortGoOnComing()
    {
        fill("active", 1);
        const QByteArray log = "bull:mail:active-1:logs";
        const auto write = [&](const QByteArray &line, int kept) {
            m_words->say({"EVAL", "redis.call('RPUSH', KEYS[1], ARGV[1]) redis.call('LTRIM', KEYS[1], -ARGV[2], -1)",
                          "1", log, line, QByteArray::number(kept)});
        };
        for (const QByteArray line : {"one", "two", "three"})
            write(line, 3);
        FeedClient feed(m_server->url(),
                        FeedClient::Options{{u"signalbox.v1.cbor"_s}, TestServer::authorization().second, {}});
        QVERIFY(feed.isOpen());
        feed.send({{u"subscribe"_s,
                    QCborMap{{u"topic"_s, u"queue"_s},
                             {u"id"_s, QString::fromLatin1(queueId("mail"))},
                             {u"job"_s, u"active-1"_s},
                             {u"intervalMs"_s, 100}}}});
        const auto jobIn = [](const QCborMap &message) { return message["data"_L1].toMap()["job"_L1].toMap(); };
        const auto isTold = [&](const QStringList &lines, bool isAnew) {
            const QCborMap job = jobIn(feed.next([&](const QCborMap &message) {
                return !jobIn(message)["logs"_L1].toArray().isEmpty() || jobIn(message)["logsAnew"_L1].toBool();
            }));
            return job["logs"_L1].toArray() == QCborArray::fromStringList(lines)
                && job["logsAnew"_L1].toBool() == isAnew;
        };
        QVERIFY(isTold({u"one"_s, u"two"_s, u"three"_s}, false));
        write("four", 3);
        QVERIFY(isTold({u"two"_s, u"three"_s, u"four"_s}, true));
        write("four", 3);
        QVERIFY(isTold({u"three"_s, u"four"_s, u"four"_s}, true));
        write("six", 4); // what is only added comes alone
        QVERIFY(isTold({u"six"_s}, false));
        m_words->say({"DEL", log});
        QVERIFY(isTold({}, true));
        write("seven", 3);
        QVERIFY(isTold({u"seven"_s}, false));
    }

    // As on a disk that is full.
    void whatCannotBeKeptChangesNothing()
    {
        const QByteArray all = "/admin/queues/connections";
        const QJsonObject other{{u"name"_s, u"other"_s}, {u"url"_s, u"unix:///nowhere"_s}};
        const QByteArray one = all + '/' + AccountClient::text(ask("POST", all, other), "id");
        const QString file = json("/admin/info")["dataDirectory"_L1].toString() + u"/queue-connections.json"_s;
        QVERIFY(QFile::remove(file) && QDir().mkdir(file));
        const auto known = [&] {
            QStringList connections;
            for (const auto &each : json("/admin/queues")["connections"_L1].toArray())
                connections.append(each["name"_L1].toString() + u' ' + each["url"_L1].toString());
            return connections;
        };
        const QStringList before = known();
        QCOMPARE(before.size(), 2);
        const QJsonObject change{{u"name"_s, u"renamed"_s}, {u"url"_s, u"unix:///elsewhere"_s}};
        for (const Answer &answer : {ask("POST", all, other), ask("PATCH", one, change), ask("DELETE", one)}) {
            QCOMPARE(answer.status, 500);
            QVERIFY2(answer.body.contains("It can't be kept"), answer.body.constData());
            QCOMPARE(known(), before);
        }
        QVERIFY(QDir().rmdir(file));
        QCOMPARE(ask("DELETE", one).status, 204);
        QCOMPARE(known().size(), 1);
    }

    void rulesThatCannotBeKeptAreNotInForce()
    {
        const QByteArray all = "/admin/queues/alerts";
        QCOMPARE(ask("PUT", all, QJsonObject{{u"rules"_s, rules(5, 0)}}).status, 200);
        const QJsonObject before = json(all);
        const QString file = json("/admin/info")["dataDirectory"_L1].toString() + u"/queue-alerts.json"_s;
        QVERIFY(QFile::remove(file) && QDir().mkdir(file));
        QCOMPARE(ask("PUT", all, QJsonObject{{u"rules"_s, rules(7, 0)}}).status, 500);
        QCOMPARE(ask("PUT", path("/alerts"), QJsonObject{{u"rules"_s, rules(7, 0)}}).status, 500);
        QCOMPARE(json(all), before);
    }

    // Among many jobs a page takes no longer than among few.
    void aPageOfALargeQueueIsQuick()
    {
        for (int i = 0; i < 5; ++i) {
            fill("completed", 20'000, "mail", QByteArray::number(i));
            fill("wait", 20'000, "mail", QByteArray::number(i));
        }
        for (const QByteArray query :
             {"completed&from=50000", "waiting&from=50000", "waiting&from=99000&order=oldest"}) {
            qint64 best = 10'000;
            for (int i = 0; i < 5; ++i) {
                QElapsedTimer timer;
                timer.start();
                const Answer page = ask("GET", path("/jobs?limit=200&state=" + query));
                best = std::min(best, timer.elapsed());
                QCOMPARE(page.json()["items"_L1].toArray().size(), 200);
            }
            QVERIFY2(best < 500, (query + ": " + QByteArray::number(best) + " ms").constData());
        }
    }
};

QTEST_GUILESS_MAIN(QueueWatchTest)
#include "queue_watch_test.moc"
