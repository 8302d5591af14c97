// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/queue_console.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// What is done to jobs and schedulers that aren't as the console expects them, on a real Redis.
class QueueJobActionsTest : public QObject, QueueConsoleServer {
    Q_OBJECT

private:
    Answer act(const QString &action, const QStringList &ids)
    {
        return ask("POST", path("/actions"),
                   QJsonObject{{u"action"_s, action}, {u"jobs"_s, QJsonArray::fromStringList(ids)}});
    }
    QByteArray field(const QByteArray &job, const QByteArray &name)
    {
        return m_words->say({"HGET", "bull:mail:" + job, name}).bytes;
    }

    QString stateOf(const QString &connection)
    {
        for (const QJsonValue each : json("/admin/queues")["connections"_L1].toArray()) {
            if (each["id"_L1].toString() == connection)
                return each["state"_L1].toString();
        }
        return {};
    }

private slots:
    void init()
    {
        begin();
        make();
    }
    void cleanup() { end(); }

    // Other programs may have written what we would not; the others are copied once.
    void aJobThatCannotBeCopiedIsTold()
    {
        fill("failed", 3);
        m_words->say({"HSET", "bull:mail:failed-2", "data", "{oops"});
        const Answer answer = act(u"duplicate"_s, {u"failed-1"_s, u"failed-2"_s, u"failed-3"_s});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json()["done"_L1].toInt(), 2);
        const QJsonArray errors = answer.json()["failed"_L1].toArray();
        QCOMPARE(errors.size(), 1);
        QCOMPARE(errors[0]["id"_L1].toString(), u"failed-2"_s);
        QVERIFY(errors[0]["error"_L1].toString().contains(u"JSON"_s));
        QCOMPARE(size("wait"), 2);
    }

    // What was done of a step is told, and the next one goes on behind what Redis refuses.
    void whatRedisRefusesOfOneJobIsToldOfThatOne()
    {
        fill("failed", 3);
        m_words->say({"SET", "bull:mail:failed-2", "no job"});
        const QJsonObject match{{u"states"_s, QJsonArray{u"failed"_s}}};
        const Answer answer =
            ask("POST", path("/actions"), QJsonObject{{u"action"_s, u"duplicate"_s}, {u"match"_s, match}});
        QVERIFY2(answer.status == 200, answer.body.constData());
        const QJsonObject step = answer.json();
        QCOMPARE(step["done"_L1].toInt(), 2);
        QCOMPARE(step["failedCount"_L1].toInt(), 1);
        QCOMPARE(step["failed"_L1][0]["id"_L1].toString(), u"failed-2"_s);
        QVERIFY(step["failed"_L1][0]["error"_L1].toString().startsWith("Redis refused: WRONGTYPE"_L1));
        QVERIFY(step["cursor"_L1].isNull());
        QCOMPARE(size("wait"), 2);
    }

    void anActiveJobOfWhichRedisRefusesItIsToldSo()
    {
        fill("active", 3);
        m_words->say({"DEL", "bull:mail:active-2"});
        m_words->say({"SET", "bull:mail:active-2", "no job"});
        const Answer answer = act(u"fail"_s, {u"active-1"_s, u"active-2"_s, u"active-3"_s});
        QVERIFY2(answer.status == 200, answer.body.constData());
        QCOMPARE(answer.json()["done"_L1].toInt(), 2);
        QCOMPARE(answer.json()["failed"_L1][0]["id"_L1].toString(), u"active-2"_s);
        QCOMPARE(size("failed"), 2);
    }

    // Far back in the list, from where they are brought to its head first, which takes memory.
    void jobsAreRemovedFromAFullRedis()
    {
        fill("wait", 1500);
        m_words->say({"CONFIG", "SET", "maxmemory", "1"});
        const QJsonObject match{{u"states"_s, QJsonArray{u"waiting"_s}}, {u"q"_s, u"\"user7\""_s}};
        QCOMPARE(run(path("/actions"), {{u"action"_s, u"remove"_s}, {u"match"_s, match}}), 1);
        QCOMPARE(size("wait"), 1499);
        QVERIFY(!m_words->exists("bull:mail:wait-7"));
    }

    void anActiveJobIsFailed()
    {
        fill("active", 1);
        QCOMPARE(act(u"fail"_s, {u"active-1"_s}).json()["done"_L1].toInt(), 1);
        QCOMPARE(size("failed"), 1);
        QCOMPARE(field("active-1", "failedReason"), "Failed by an admin"_ba);
        QVERIFY(field("active-1", "stacktrace").contains("Failed by an admin"));
        QCOMPARE(m_words->say({"EXISTS", "bull:mail:active-1:lock"}).integer, 0);
    }

    // It is in the list of active jobs when it is looked at, and in no list when its lock is taken.
    void whatHasEndedMeanwhileStaysAsItIs()
    {
        fill("completed", 1);
        m_words->say({"HSET", "bull:mail:completed-1", "returnvalue", "1"});
        m_words->say({"HDEL", "bull:mail:completed-1", "failedReason"});
        QCOMPARE(act(u"fail"_s, {u"completed-1"_s}).json()["done"_L1].toInt(), 0);
        QCOMPARE(field("completed-1", "failedReason"), QByteArray());
        QCOMPARE(m_words->say({"EXISTS", "bull:mail:completed-1:lock"}).integer, 0);
    }

    // From when it was due; of one that was tried again it isn't known.
    void whatWasDelayedHasNotWaited()
    {
        m_words->say({"HSET", "bull:mail:late", "name", "n", "data", "{}", "opts", R"({"delay":60000})", "timestamp",
                      "1700000000000", "delay", "0", "processedOn", "1700000061000", "finishedOn", "1700000062000",
                      "ats", "1"});
        m_words->say({"ZADD", "bull:mail:completed", "1700000062000", "late"});
        const QJsonObject job = json(path("/jobs/late"));
        QCOMPARE(job["waitMs"_L1].toInt(), 1000);
        const QJsonArray timeline = job["timeline"_L1].toArray();
        const auto isDelay = [](const QJsonValue &moment) { return moment["what"_L1].toString() == "delayed"_L1; };
        QVERIFY2(std::any_of(timeline.begin(), timeline.end(), isDelay), QJsonDocument(timeline).toJson().constData());
        m_words->say({"HSET", "bull:mail:late", "ats", "2"});
        QVERIFY(json(path("/jobs/late"))["waitMs"_L1].isNull());
    }

    void theTimelineTellsOfEachAttempt_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<QString>("timeline");
        QTest::newRow("failed") << "failed"_ba << u"added, attempt Error: no, started, failed No way"_s;
        QTest::newRow("to be tried again")
            << "wait"_ba << u"added, attempt Error: no, started, attempt Error: No way"_s;
        QTest::newRow("running") << "active"_ba << u"added, attempt Error: no, attempt Error: No way, started"_s;
        QTest::newRow("done") << "completed"_ba
                              << u"added, attempt Error: no, attempt Error: No way, started, completed"_s;
    }
    void theTimelineTellsOfEachAttempt()
    {
        QFETCH(QByteArray, state);
        QFETCH(QString, timeline);
        m_words->say({"HSET",         "bull:mail:twice",
                      "name",         "n",
                      "data",         "{}",
                      "opts",         R"({"attempts":5})",
                      "timestamp",    "1700000000000",
                      "processedOn",  "1700000061000",
                      "finishedOn",   "1700000062000",
                      "atm",          "2",
                      "failedReason", "No way",
                      "stacktrace",   R"(["Error: no\n at x","Error: No way\n at y"])"});
        if (state == "wait" || state == "active")
            m_words->say({"LPUSH", "bull:mail:" + state, "twice"});
        else
            m_words->say({"ZADD", "bull:mail:" + state, "1700000062000", "twice"});
        QStringList told;
        for (const QJsonValue &moment : json(path("/jobs/twice"))["timeline"_L1].toArray())
            told.append((moment["what"_L1].toString() + u' ' + moment["detail"_L1].toString()).trimmed());
        QCOMPARE(told.join(u", "_s), timeline);
    }

    // Those of a flow may be in queues of others.
    void anObliteratedQueueTakesNoOthersJobs()
    {
        make("other");
        fill("waiting-children", 3);
        fill("wait", 2, "other");
        for (const char *child : {"1", "2"}) {
            const QByteArray key = QByteArray("bull:other:wait-") + child;
            m_words->say({"HSET", key, "parentKey", "bull:mail:waiting-children-1"});
            m_words->say({"SADD", "bull:mail:waiting-children-1:dependencies", key});
        }
        run(path("/obliterate"), {{u"confirm"_s, u"mail"_s}});
        QCOMPARE(keysBeginningWith("bull:mail:"), QByteArrayList());
        QCOMPARE(size("wait", "other"), 2);
        QCOMPARE(m_words->say({"EXISTS", "bull:other:wait-1"}).integer, 1);
    }

    // People take a connection away just when its Redis hangs, and what they have asked of it still waits.
    void aConnectionMayGoWhileItIsAsked()
    {
        RedisServer other;
        QVERIFY(other.start());
        const QString url = u"unix://"_s + other.url().path;
        for (int i = 0; i < 3; ++i) {
            const Answer added =
                ask("POST", "/admin/queues/connections", QJsonObject{{u"name"_s, u"b"_s}, {u"url"_s, url}});
            const QString id = added.json()["id"_L1].toString();
            QTRY_COMPARE(stateOf(id), u"up"_s);
            other.freeze();
            HttpClient client(m_server->url());
            const QByteArray body = QJsonDocument(QJsonObject{{u"connection"_s, id}, {u"name"_s, u"q"_s}}).toJson();
            client.request("POST", "/admin/queues",
                           {{"Authorization", "Bearer " + m_admin}, {"Content-Type", "application/json"}}, body);
            QCOMPARE(ask("GET", "/health").status, 200); // it has been taken in, most likely
            QCOMPARE(ask("DELETE", "/admin/queues/connections/" + id.toLatin1()).status, 204);
            const int status = client.read().status;
            QVERIFY2(status == 503 || status == 504, QByteArray::number(status).constData());
            other.thaw();
        }
        QCOMPARE(ask("GET", "/health").status, 200);
    }

    void aSchedulerInAnUnknownTimeZoneIs400()
    {
        const QJsonObject plan{{u"name"_s, u"n"_s}, {u"everyMs"_s, 1000}, {u"timezone"_s, u"Middle/Earth"_s}};
        const Answer answer = ask("PUT", path("/schedulers/often"), plan);
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.body.contains("body.timezone"));
        QVERIFY(answer.body.contains("Middle/Earth"));
    }

    // As Node takes them, whose schedulers are changed here, too.
    void zonesAreReadAsNodeDoes()
    {
        for (const auto &zone : {u"UTC+2"_s, u"europe/warsaw"_s}) {
            const QJsonObject plan{{u"name"_s, u"n"_s}, {u"pattern"_s, u"0 4 * * *"_s}, {u"timezone"_s, zone}};
            const int status = ask("PUT", path("/schedulers/daily"), plan).status;
            QVERIFY2(status == 201 || status == 200, qPrintable(QString::number(status)));
        }
    }
};

QTEST_GUILESS_MAIN(QueueJobActionsTest)
#include "queue_job_actions_test.moc"
