// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/queue_console.h"

#include <QDir>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// Jobs by the API, and what the server itself does with them, on a real Redis.
class JobsRoutesTest : public QObject, QueueConsoleServer {
    Q_OBJECT

private:
    QString m_folder; // the server's

    Answer add(const QByteArray &queue, const QJsonObject &body) const
    {
        return m_client->call("POST", "/jobs/" + queue, m_admin, body);
    }
    QJsonObject job(const QByteArray &queue, const QByteArray &id) const
    {
        return m_client->call("GET", "/jobs/" + queue + '/' + id, m_admin).json();
    }
    QString state(const QByteArray &queue, const QByteArray &id) const { return job(queue, id)["state"_L1].toString(); }
    QByteArray added(const QByteArray &queue, const QJsonObject &body) const
    {
        return AccountClient::text(add(queue, body), "id");
    }

    static QJsonObject minuteOf(const QString &name)
    {
        return {{u"name"_s, name}, {u"data"_s, QJsonObject{{u"ms"_s, 60'000}}}};
    }
    void showDemo(bool on) const
    {
        QCOMPARE(ask("PATCH", "/admin/settings", QJsonObject{{u"demo"_s, on}}).status, 200);
    }

private slots:
    void init()
    {
        begin([this](Server::Settings &settings) {
            settings.demo = true;
            settings.jobs.works = true;
            m_folder = settings.dataDirectory;
        });
    }
    void cleanup() { end(); }

    void onlyEditorsAndAdminsMay()
    {
        const QByteArray user = AccountClient::text(m_client->registerUser("ada"), "token");
        QCOMPARE(m_client->call("POST", "/jobs/demo", user, QJsonObject{{u"name"_s, u"echo"_s}}).status, 403);
        QCOMPARE(m_client->call("GET", "/jobs/demo/1", user).status, 403);
        QCOMPARE(m_client->call("POST", "/jobs/demo", {}, QJsonObject{{u"name"_s, u"echo"_s}}).status, 401);
    }

    void aJobIsAddedDoneAndReadBack()
    {
        const QJsonObject data{{u"a"_s, QJsonArray{1, u"ä"_s}}};
        const Answer answer = add("demo", {{u"name"_s, u"echo"_s}, {u"data"_s, data}});
        QCOMPARE(answer.status, 201);
        const QByteArray id = AccountClient::text(answer, "id");
        QTRY_COMPARE(state("demo", id), u"completed"_s);
        const QJsonObject read = job("demo", id);
        QCOMPARE(read["data"_L1].toObject(), data);
        QCOMPARE(read["returnvalue"_L1].toObject(), data);
        QCOMPARE(read["attemptsMade"_L1].toInt(), 1);
        QVERIFY(read["finishedOn"_L1].toString().endsWith(u'Z'));
        QCOMPARE(m_client->call("GET", "/jobs/demo/nothing", m_admin).status, 404);
    }

    void whatIsWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        QTest::newRow("no name") << "{}"_ba << u"body.name"_s;
        QTest::newRow("attempts") << R"({"name":"x","opts":{"attempts":0}})"_ba << u"body.opts.attempts"_s;
        QTest::newRow("number as id") << R"({"name":"x","opts":{"jobId":"12"}})"_ba << u"body.opts.jobId"_s;
        QTest::newRow("lost id") << R"({"name":"x","opts":{"jobId":"0:a:b"}})"_ba << u"body.opts.jobId"_s;
        QTest::newRow("priority") << R"({"name":"x","opts":{"priority":2097152}})"_ba << u"body.opts.priority"_s;
        QTest::newRow("scheduler") << R"({"name":"x","opts":{"repeatJobKey":"daily"}})"_ba << u"body.opts"_s;
        QTest::newRow("scheduler's time") << R"({"name":"x","opts":{"prevMillis":1700000000000}})"_ba << u"body.opts"_s;
        QTest::newRow("schedule") << R"({"name":"x","opts":{"repeat":{"every":1000}}})"_ba << u"body.opts"_s;
        QTest::newRow("parent") << R"({"name":"x","opts":{"parent":{"id":"1","queue":"bull:x"}}})"_ba << u"body.opts"_s;
    }
    void whatIsWrongIsSaid()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        const Answer answer = m_client->call("POST", "/jobs/demo", m_admin, QJsonDocument::fromJson(body).object());
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.json()["details"_L1]["fieldErrors"_L1].toObject().contains(field), answer.body.constData());
    }

    void optionsAreBullMqs()
    {
        const QByteArray id =
            added("other", {{u"name"_s, u"x"_s}, {u"opts"_s, QJsonObject{{u"delay"_s, 60'000}, {u"attempts"_s, 3}}}});
        QCOMPARE(state("other", id), u"delayed"_s);
        const QJsonObject one{{u"name"_s, u"x"_s},
                              {u"opts"_s, QJsonObject{{u"deduplication"_s, QJsonObject{{u"id"_s, u"one"_s}}}}}};
        QCOMPARE(added("other", one), added("other", one));
        const QByteArray urgent = added("other", {{u"name"_s, u"x"_s}, {u"opts"_s, QJsonObject{{u"priority"_s, 1}}}});
        QCOMPARE(state("other", urgent), u"prioritized"_s);
    }

    // As Node tells them, not as they are stored.
    void optionsAreReadAsTheyWereGiven()
    {
        const QJsonObject given{{u"delay"_s, 60'000},   {u"deduplication"_s, QJsonObject{{u"id"_s, u"two"_s}}},
                                {u"keepLogs"_s, 5},     {u"removeOnComplete"_s, true},
                                {u"removeOnFail"_s, 7}, {u"telemetry"_s, QJsonObject{{u"metadata"_s, u"trace"_s}}}};
        const QByteArray id = added("other", {{u"name"_s, u"x"_s}, {u"opts"_s, given}});
        QJsonObject expected = given;
        expected.insert(u"attempts"_s, 0);
        QCOMPARE(job("other", id)["opts"_L1].toObject(), expected);
        const QJsonObject detail = m_server->admin(path("/jobs/" + id, "other")).json();
        QCOMPARE(detail["opts"_L1].toObject(), expected);
        QCOMPARE(detail["deduplicationId"_L1].toString(), u"two"_s);
    }

    // Alike to whoever unquotes, decodes or folds them once too often.
    void idsAreComparedByBytes()
    {
        const QByteArrayList ids{"mine", "\"mine\"", "'mine'", " mine", "Mine", "m%69ne", "über", "u\u0308ber", "a/b"};
        for (const QByteArray &id : ids) {
            const QString text = QString::fromUtf8(id);
            const QJsonObject body{
                {u"name"_s, u"x"_s}, {u"data"_s, text}, {u"opts"_s, QJsonObject{{u"jobId"_s, text}}}};
            QCOMPARE(added("other", body), id);
        }
        QCOMPARE(m_words->say({"LLEN", "bull:other:wait"}).integer, ids.size());
        for (const QByteArray &id : ids)
            QCOMPARE(job("other", id.toPercentEncoding())["data"_L1].toString(), QString::fromUtf8(id));
    }

    // Redis has those keys, but not for jobs.
    void whatIsNoJobIs404()
    {
        const QByteArray id = added("other", {{u"name"_s, u"x"_s}});
        const QByteArray folder = "bull:other:";
        m_words->say({"RPUSH", folder + id + ":logs", "a line"});
        m_words->say({"HSET", folder + id + ":processed", "bull:children:1", "1"});
        m_words->say({"HSET", folder + "repeat:daily", "name", "n", "every", "1000", "data", "{}"});
        m_words->say({"HSET", folder + "metrics:completed", "count", "1"});
        for (const QByteArray &odd : QByteArrayList{"wait", "meta", "events", "id", "marker", "metrics:completed",
                                                    id + ":logs", id + ":processed", "repeat:daily"}) {
            const QByteArray target = odd.toPercentEncoding();
            QCOMPARE(m_client->call("GET", "/jobs/other/" + target, m_admin).status, 404);
        }
        for (const QByteArray &odd : QByteArrayList{"wait", "meta", "events", "id", id + ":logs"})
            QCOMPARE(m_server->admin(path("/jobs/" + odd.toPercentEncoding(), "other")).status, 404);
        QCOMPARE(state("other", id), u"waiting"_s);
    }

    // The record of the run is found by the trace of the request that added the job.
    void requestAndRunAreOneTrace()
    {
        const QByteArray trace(32, 'a');
        const Answer answer = m_server->ask("POST", "/jobs/demo",
                                            {{"Authorization", "Bearer " + m_admin},
                                             {"Content-Type", "application/json"},
                                             {"traceparent", "00-" + trace + "-1111111111111111-01"}},
                                            R"({"name":"cpu","data":{"ms":5}})");
        QCOMPARE(answer.status, 201);
        const auto records = [&] {
            return m_server->admin("/admin/requests?q=trace:" + trace).json()["items"_L1].toArray();
        };
        QTRY_COMPARE(records().size(), 2);
        QStringList methods;
        QByteArray id;
        for (const QJsonValue record : records()) {
            methods.append(record["method"_L1].toString());
            if (methods.last() == "JOB"_L1)
                id = record["id"_L1].toString().toLatin1();
        }
        methods.sort();
        QCOMPARE(methods, (QStringList{u"JOB"_s, u"POST"_s}));
        const QJsonObject run = m_server->admin("/admin/requests/" + id).json();
        QCOMPARE(run["record"_L1]["route"_L1].toString(), u"demo: cpu"_s);
        QVERIFY(QJsonDocument(run).toJson().contains("hash for 5 ms"));
    }

    void runsAreNoRequestsInTheFigures()
    {
        const QByteArray id = added("demo", {{u"name"_s, u"echo"_s}});
        QTRY_COMPARE(state("demo", id), u"completed"_s);
        const QJsonArray routes = m_server->admin("/admin/routes").json()["items"_L1].toArray();
        for (const QJsonValue route : routes)
            QVERIFY(route["method"_L1].toString() != "JOB"_L1);
    }

    void aFailureIsTriedAgainAndLogged()
    {
        const QJsonObject backoff{{u"type"_s, u"fixed"_s}, {u"delay"_s, 20}};
        const QByteArray id = added("demo",
                                    {{u"name"_s, u"fail"_s},
                                     {u"data"_s, QJsonObject{{u"times"_s, 1}, {u"message"_s, u"no luck"_s}}},
                                     {u"opts"_s, QJsonObject{{u"attempts"_s, 2}, {u"backoff"_s, backoff}}}});
        QTRY_COMPARE(state("demo", id), u"completed"_s);
        QTRY_VERIFY(m_server->logLines().contains("job_retried"));
        QVERIFY(m_server->logLines().contains("no luck"));
    }

    void aRunningJobIsCanceled_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("that waits") << u"sleep"_s;
        QTest::newRow("that computes") << u"cpu"_s;
    }
    void aRunningJobIsCanceled()
    {
        QFETCH(QString, name);
        const QByteArray id = added("demo", minuteOf(name));
        QTRY_COMPARE(state("demo", id), u"active"_s);
        const auto detail = [&] { return m_server->admin(path("/jobs/" + id, "demo")).json(); };
        QTRY_VERIFY(detail()["cancellable"_L1].toBool());
        const QJsonArray jobs{QString::fromLatin1(id)};
        const Answer answer =
            ask("POST", path("/actions", "demo"), QJsonObject{{u"action"_s, u"cancel"_s}, {u"jobs"_s, jobs}});
        QCOMPARE(answer.json()["done"_L1].toInt(), 1);
        QTRY_COMPARE(state("demo", id), u"failed"_s);
        QCOMPARE(job("demo", id)["failedReason"_L1].toString(), u"an admin has canceled it"_s);
    }

    // A worker that takes no more still has what it runs.
    void aJobOfAQueueThatIsLeftIsCanceled()
    {
        const QByteArray id = added("demo", minuteOf(u"sleep"_s));
        QTRY_COMPARE(state("demo", id), u"active"_s);
        showDemo(false);
        const QJsonArray jobs{QString::fromLatin1(id)};
        const Answer answer =
            ask("POST", path("/actions", "demo"), QJsonObject{{u"action"_s, u"cancel"_s}, {u"jobs"_s, jobs}});
        QCOMPARE(answer.json()["done"_L1].toInt(), 1);
        QTRY_COMPARE(state("demo", id), u"failed"_s);
    }

    // Whether the demo is shown or not.
    void aCommandDoesTheJobsOfTheDemo()
    {
        end();
        begin([](Server::Settings &settings) {
            settings.jobs.works = true;
            settings.workers = {{.queue = u"demo"_s, .prefix = u"bull"_s, .command = {.program = u"cat"_s}}};
        });
        const QJsonObject data{{u"a"_s, 1}};
        const auto isDoneByIt = [&] {
            const QByteArray id = added("demo", {{u"name"_s, u"none of the demo"_s}, {u"data"_s, data}});
            return QTest::qWaitFor([&] { return state("demo", id) == "completed"_L1; }, 20'000)
                && job("demo", id)["returnvalue"_L1].toObject() == data;
        };
        QVERIFY(isDoneByIt());
        for (const bool on : {true, false}) {
            showDemo(on);
            QVERIFY(isDoneByIt());
        }
    }

    // As many of them as there are threads to compute with.
    void whoRegistersWaitsForNoJobs()
    {
        const int count = std::min(QThread::idealThreadCount(), 10); // those of a queue that run at a time
        for (int i = 0; i < count; ++i)
            added("demo", minuteOf(u"cpu"_s));
        QTRY_COMPARE(m_words->say({"LLEN", "bull:demo:active"}).integer, count);
        QCOMPARE(m_client->registerUser("ada").status, 201);
    }

    // Once it is dropped, it computes no more.
    void aStopIsNotHeldUpByAJob()
    {
        end();
        begin([](Server::Settings &settings) {
            settings.demo = true;
            settings.jobs.works = true;
            settings.shutdownTimeout = std::chrono::milliseconds(300);
        });
        const QByteArray id = added("demo", minuteOf(u"cpu"_s));
        QTRY_COMPARE(state("demo", id), u"active"_s);
        QVERIFY(m_server->stop());
        QVERIFY(m_server->logLines().contains("1 jobs of demo"));
    }

    void progressIsSeen()
    {
        const QByteArray id = added("demo", {{u"name"_s, u"sleep"_s}, {u"data"_s, QJsonObject{{u"ms"_s, 300}}}});
        QTRY_COMPARE(state("demo", id), u"completed"_s);
        QCOMPARE(job("demo", id)["progress"_L1].toInt(), 100);
    }

    // What runs when the server stops is finished first; what waits is left.
    void aStopWaitsForJobs()
    {
        const QByteArray id = added("demo", {{u"name"_s, u"sleep"_s}, {u"data"_s, QJsonObject{{u"ms"_s, 700}}}});
        QTRY_COMPARE(state("demo", id), u"active"_s);
        QVERIFY(m_server->stop());
        QCOMPARE(m_words->say({"LLEN", "bull:demo:active"}).integer, 0);
        QVERIFY(!m_words->say({"HGET", "bull:demo:" + id, "finishedOn"}).isNil());
    }

    void whoRegistersIsWelcomed()
    {
        const Answer answer = m_client->registerUser("ada");
        QCOMPARE(answer.status, 201);
        const QString outbox = m_folder + u"/outbox/"_s;
        const auto messages = [&outbox] { return QDir(outbox).entryList({u"*.eml"_s}); };
        QTRY_COMPARE(messages().size(), 1);
        QFile message(outbox + messages().first());
        QVERIFY(message.open(QIODevice::ReadOnly));
        QVERIFY(message.readAll().contains("To: ada <ada@example.com>"));
        QTRY_COMPARE(m_words->say({"ZCARD", "bull:email:completed"}).integer, 1);
        const QByteArray id = m_words->say({"ZRANGE", "bull:email:completed", "0", "0"}).items.first().bytes;
        const QByteArray options = m_words->say({"HGET", "bull:email:" + id, "opts"}).bytes;
        const QJsonObject stored = QJsonDocument::fromJson(options).object();
        QCOMPARE(stored["attempts"_L1].toInt(), 5);
        QCOMPARE(stored["backoff"_L1]["type"_L1].toString(), u"exponential"_s);
        QCOMPARE(stored["removeOnComplete"_L1]["count"_L1].toInt(), 1000);
        QCOMPARE(stored["removeOnFail"_L1]["count"_L1].toInt(), 5000);
        QVERIFY(stored["tm"_L1].toString().contains(u"traceparent"_s));
    }

    // As that of a server which has another database, and the same queue.
    void whoIsNotThereIsNotWelcomed()
    {
        const QByteArray id =
            added("email", {{u"name"_s, u"welcome"_s}, {u"data"_s, QJsonObject{{u"userId"_s, u"nobody"_s}}}});
        QTRY_COMPARE(state("email", id), u"completed"_s);
        QCOMPARE(job("email", id)["returnvalue"_L1].toObject(), (QJsonObject{{u"skipped"_s, u"deleted"_s}}));
        QTRY_VERIFY(m_server->logLines().contains("welcome_skipped"));
        QVERIFY(m_server->logLines().contains("jobs.prefix"));
    }

    // A registration stands without it.
    void registrationWorksWithoutRedis()
    {
        m_redis->kill();
        QCOMPARE(m_client->registerUser("bob").status, 201);
        QTRY_VERIFY(m_server->logLines().contains("welcome_not_enqueued"));
        QVERIFY(m_redis->start());
    }

    void housekeepingIsScheduled()
    {
        const auto schedulers = [this] { return m_words->say({"ZCARD", "bull:signalbox:repeat"}).integer; };
        QTRY_COMPARE(schedulers(), 2);
        // The first run is at once.
        QTRY_COMPARE(m_words->say({"ZCARD", "bull:signalbox:completed"}).integer, 2);
        QCOMPARE(m_words->say({"ZCARD", "bull:signalbox:failed"}).integer, 0);
        QCOMPARE(m_words->say({"ZCARD", "bull:signalbox:delayed"}).integer, 2);
    }
};

QTEST_GUILESS_MAIN(JobsRoutesTest)
#include "jobs_routes_test.moc"
