// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cached_server.h"
#include "support/feed_client.h"

#include <QCborArray>
#include <QCborMap>
#include <QDateTime>
#include <QRegularExpression>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// The routes of queues and their jobs, and what the feed tells of them, on a real Redis.
class QueueRoutesTest : public QObject, CachedServer {
    Q_OBJECT

private:
    static QByteArray queueId(const QByteArray &name) { return idOf(QByteArray("own\0bull\0", 9) + name); }
    QByteArray path(const QByteArray &rest = {}, const QByteArray &name = "mail") const
    {
        return "/admin/queues/" + queueId(name) + rest;
    }
    void make(const QByteArray &name = "mail")
    {
        QCOMPARE(
            ask("POST", "/admin/queues", QJsonObject{{u"connection"_s, u"own"_s}, {u"name"_s, QString::fromUtf8(name)}})
                .status,
            201);
    }
    QString add(const QJsonObject &opts = {}, const QJsonValue &data = QJsonObject{{u"to"_s, u"ann"_s}})
    {
        const Answer answer =
            ask("POST", path("/jobs"), QJsonObject{{u"name"_s, u"welcome"_s}, {u"data"_s, data}, {u"opts"_s, opts}});
        if (answer.status != 201)
            qWarning("%s", answer.body.constData());
        return answer.json()["id"_L1].toString();
    }
    // As a worker leaves it.
    void failed(const QByteArray &id, qint64 at)
    {
        const QByteArray time = QByteArray::number(at);
        m_words->say({"LREM", "bull:mail:wait", "0", id});
        m_words->say({"HSET", "bull:mail:" + id, "name", "welcome", "data", R"({"to":"Bob"})", "timestamp", time,
                      "failedReason", "No Such Host", "finishedOn", time, "processedOn", time, "atm", "1"});
        m_words->say({"ZADD", "bull:mail:failed", time, id});
    }
    // Each with its prefix.
    QStringList ownQueues() const
    {
        QStringList names;
        const QJsonArray rows = json("/admin/queues")["queues"_L1].toArray();
        for (const QJsonValue row : rows)
            names.append(row["prefix"_L1].toString() + u' ' + row["name"_L1].toString());
        names.sort();
        return names;
    }
    QJsonObject counts() const { return json(path())["counts"_L1].toObject(); }
    QJsonObject act(const QJsonObject &body) const { return ask("POST", path("/actions"), body).json(); }
    void place(const QByteArray &id, const QByteArrayList &fields)
    {
        m_words->say(QByteArrayList{"HSET", "bull:mail:" + id, "name", "n", "data", "{}", "opts", "{}", "timestamp",
                                    "1700000000000"}
                     + fields);
        m_words->say({"ZADD", "bull:mail:failed", "1700000000000", id});
    }
    void placeSchedulers(int count)
    {
        m_words->say({"EVAL", R"lua(
            for number = 1, tonumber(ARGV[1]) do
                redis.call('ZADD', 'bull:mail:repeat', 1800000000000 + number, 'every-' .. number)
                redis.call('HSET', 'bull:mail:repeat:every-' .. number, 'name', 'n', 'every', '60000', 'ic', number)
                redis.call('HSET', string.format('bull:mail:repeat:every-%d:%.0f', number, 1800000000000 + number),
                    'timestamp', 1700000000000 + number)
            end)lua",
                      "0", QByteArray::number(count)});
    }
    static QStringList textsIn(const QJsonValue &array)
    {
        QStringList texts;
        for (const auto &text : array.toArray())
            texts.append(text.toString());
        return texts;
    }

private slots:
    void init() { begin(); }
    void cleanup() { end(); }

    void aQueueIsMadeAndListed()
    {
        make();
        QCOMPARE(ask("POST", "/admin/queues", QJsonObject{{u"connection"_s, u"own"_s}, {u"name"_s, u"mail"_s}}).status,
                 409);
        QTRY_VERIFY(json("/admin/queues")["complete"_L1].toBool());
        const QJsonObject all = json("/admin/queues");
        QCOMPARE(all["queues"_L1].toArray().size(), 1);
        const QJsonObject row = all["queues"_L1][0].toObject();
        QCOMPARE(row["id"_L1].toString().toLatin1(), queueId("mail"));
        QCOMPARE(row["name"_L1].toString(), u"mail"_s);
        QCOMPARE(row["workers"_L1].toInt(-1), 0);
        QCOMPARE(row["consumed"_L1], QJsonValue(false));
        QCOMPARE(all["connections"_L1][0]["state"_L1].toString(), u"up"_s);
        QCOMPARE(audit("queue.create").size(), 1);
    }

    void othersQueuesAreFound()
    {
        m_words->say({"HSET", "bull:other:meta", "opts.maxLenEvents", "10000"});
        m_words->say({"SET", "bull:none:meta", "no queue"});
        m_words->say({"HSET", "bull:plain:meta", "title", "no queue either"});
        m_words->say({"SET", "bull:other:events", "no stream"});
        QTRY_COMPARE(json("/admin/queues")["queues"_L1].toArray().size(), 1);
        QCOMPARE(json("/admin/queues")["queues"_L1][0]["name"_L1].toString(), u"other"_s);
    }

    void theServersOwnQueuesAreFoundWhateverTheirPrefix()
    {
        end();
        begin([](Server::Settings &settings) {
            settings.jobs.works = true;
            settings.jobs.prefix = "acme";
            settings.workers = {{.queue = u"reports"_s, .prefix = u"tools"_s, .command = {.program = u"cat"_s}}};
        });
        const QByteArray admin = "/admin/queues/connections/own";
        m_words->say({"HSET", "tools:reports:meta", "opts.maxLenEvents", "10000"});
        m_words->say({"HSET", "bull:others:meta", "opts.maxLenEvents", "10000"});
        QCOMPARE(m_client->registerUser("ada").status, 201); // its welcome is a job
        QTRY_COMPARE(ownQueues(),
                     (QStringList{u"acme email"_s, u"acme signalbox"_s, u"bull others"_s, u"tools reports"_s}));
        const QJsonObject made{{u"connection"_s, u"own"_s}, {u"name"_s, u"new"_s}};
        QCOMPARE(ask("POST", "/admin/queues", made).json()["prefix"_L1].toString(), u"acme"_s);
        // Others' prefixes may go, those that the server uses stay.
        const Answer changed = ask("PATCH", admin, QJsonObject{{u"prefixes"_s, QJsonArray{u"app"_s, u"tools"_s}}});
        QCOMPARE(changed.json()["prefixes"_L1].toArray(), (QJsonArray{u"acme"_s, u"tools"_s, u"app"_s}));
        QTRY_COMPARE(ownQueues(),
                     (QStringList{u"acme email"_s, u"acme new"_s, u"acme signalbox"_s, u"tools reports"_s}));
    }

    void whatIsNoQueueIs404Or400()
    {
        QCOMPARE(ask("GET", path()).status, 404);
        QCOMPARE(ask("GET", "/admin/queues/abc").status, 400);
        QCOMPARE(ask("GET", "/admin/queues/" + idOf(QByteArray("gone\0bull\0mail", 14))).status, 404);
        make();
        QCOMPARE(ask("GET", path("/jobs/none")).status, 404);
    }

    void jobsAreAddedAndRead()
    {
        make();
        const QString first = add();
        const QString second = add({{u"priority"_s, 3}});
        const QString third = add({{u"delay"_s, 60'000}, {u"attempts"_s, 4}});
        QCOMPARE(counts()["waiting"_L1].toInt(), 1);
        QCOMPARE(counts()["prioritized"_L1].toInt(), 1);
        QCOMPARE(counts()["delayed"_L1].toInt(), 1);
        const Answer listed = ask("GET", path("/jobs?state=waiting"));
        QVERIFY2(listed.status == 200, listed.body.constData());
        const QJsonObject page = listed.json();
        QCOMPARE(page["total"_L1].toInt(), 1);
        QCOMPARE(page["items"_L1][0]["id"_L1].toString(), first);
        QCOMPARE(page["items"_L1][0]["dataPreview"_L1].toString(), uR"({"to":"ann"})"_s);
        const QJsonObject job = json(path("/jobs/" + third.toLatin1()));
        QCOMPARE(job["state"_L1].toString(), u"delayed"_s);
        QCOMPARE(job["attempts"_L1].toInt(), 4);
        QCOMPARE(job["data"_L1]["to"_L1].toString(), u"ann"_s);
        QCOMPARE(job["dataText"_L1].toString(), uR"({"to":"ann"})"_s);
        QVERIFY(job["dueAt"_L1].isString());
        QCOMPARE(json(path("/jobs/" + second.toLatin1()))["priority"_L1].toInt(), 3);
        for (const auto &action : {u"promote"_s, u"remove"_s, u"duplicate"_s})
            QVERIFY(job["actions"_L1].toArray().contains(action));
    }

    void badOptionsAreNamed()
    {
        make();
        for (const QJsonObject &opts :
             {QJsonObject{{u"priority"_s, -1}}, QJsonObject{{u"jobId"_s, u"12"_s}}, QJsonObject{{u"delay"_s, u"1"_s}},
              QJsonObject{{u"repeatJobKey"_s, u"k"_s}}, QJsonObject{{u"prevMillis"_s, 1000}},
              QJsonObject{{u"repeat"_s, QJsonObject{{u"every"_s, 1000}}}}}) {
            const Answer answer = ask("POST", path("/jobs"), QJsonObject{{u"name"_s, u"a"_s}, {u"opts"_s, opts}});
            QCOMPARE(answer.status, 400);
            QVERIFY(answer.body.contains("opts." + opts.keys().first().toLatin1()));
        }
    }

    void dataLargerThanItsLimitIsNamedAndNotLogged()
    {
        make();
        const QJsonObject data{{u"x"_s, u"0123456789"_s}};
        const QJsonObject body{{u"name"_s, u"a"_s}, {u"data"_s, data}, {u"opts"_s, QJsonObject{{u"sizeLimit"_s, 5}}}};
        const Answer answer = ask("POST", path("/jobs"), body);
        QCOMPARE(answer.status, 400);
        const QJsonObject fields = answer.json()["details"_L1]["fieldErrors"_L1].toObject();
        QCOMPARE(fields.keys(), QStringList{u"body.opts.sizeLimit"_s});
        QVERIFY(audit("queue.job.add").isEmpty());
    }

    // The audit log keeps them whole, which a job's data isn't in.
    void optionsHaveABoundOfTheirOwn()
    {
        make();
        const QJsonObject opts{{u"note"_s, u"x"_s.repeated(70'000)}};
        const QJsonObject job{{u"name"_s, u"a"_s}, {u"opts"_s, opts}};
        QJsonObject scheduler = job;
        scheduler.insert(u"everyMs"_s, 1000);
        for (const Answer &answer :
             {ask("POST", path("/jobs"), job), ask("PUT", path("/schedulers/often"), scheduler)}) {
            QCOMPARE(answer.status, 400);
            const QJsonObject fields = answer.json()["details"_L1]["fieldErrors"_L1].toObject();
            QCOMPARE(fields.keys(), QStringList{u"body.opts"_s});
        }
        QVERIFY(audit("queue.job.add").isEmpty());
        QVERIFY(audit("queue.scheduler.write").isEmpty());
        QVERIFY(!add({{u"note"_s, u"x"_s.repeated(60'000)}}).isEmpty());
        const QJsonObject preview{{u"pattern"_s, u"* * * * *"_s}, {u"timezone"_s, u"x"_s.repeated(70'000)}};
        QCOMPARE(ask("POST", "/admin/queues/schedulers/preview", preview).status, 413);
    }

    void aQueueIsPausedAndLimited()
    {
        make();
        QJsonObject row = ask("PATCH", path(), QJsonObject{{u"paused"_s, true}, {u"concurrency"_s, 5}}).json();
        QCOMPARE(row["paused"_L1], QJsonValue(true));
        QCOMPARE(row["concurrency"_L1].toInt(), 5);
        QCOMPARE(m_words->say({"HGET", "bull:mail:meta", "paused"}).bytes, "1"_ba);
        const QJsonObject limit{{u"max"_s, 10}, {u"durationMs"_s, 1000}};
        row = ask("PATCH", path(),
                  QJsonObject{{u"paused"_s, false}, {u"concurrency"_s, QJsonValue()}, {u"rateLimit"_s, limit}})
                  .json();
        QCOMPARE(row["paused"_L1], QJsonValue(false));
        QVERIFY(row["concurrency"_L1].isNull());
        QCOMPARE(row["rateLimit"_L1].toObject(), limit);
        QCOMPARE(audit("queue.change").size(), 2);
        const Answer all = ask("POST", "/admin/queues/pause", QJsonObject{{u"paused"_s, true}});
        QCOMPARE(all.json()["changed"_L1].toArray().size(), 1);
        QCOMPARE(json(path())["paused"_L1], QJsonValue(true));
    }

    void failedJobsAreRetriedPromotedRemoved()
    {
        make();
        for (const char *id : {"a", "b", "c"})
            failed(id, QDateTime::currentMSecsSinceEpoch() - 5000);
        const QJsonArray one{u"a"_s};
        QJsonObject step = act({{u"action"_s, u"retry"_s}, {u"jobs"_s, one}});
        QCOMPARE(step["done"_L1].toInt(), 1);
        QCOMPARE(json(path("/jobs/a"))["state"_L1].toString(), u"waiting"_s);
        QCOMPARE(json(path("/jobs/a"))["attemptsMade"_L1].toInt(-1), 0);
        step = act({{u"action"_s, u"retry"_s}, {u"jobs"_s, one}});
        QCOMPARE(step["done"_L1].toInt(), 0);
        QVERIFY(step["failed"_L1][0]["error"_L1].toString().contains(u"waiting"_s));
        const QJsonObject match{{u"states"_s, QJsonArray{u"failed"_s}}};
        step = act({{u"action"_s, u"moveToWait"_s}, {u"match"_s, match}, {u"dryRun"_s, true}});
        QCOMPARE(step["matched"_L1].toInt(), 2);
        step = act({{u"action"_s, u"moveToWait"_s}, {u"match"_s, match}});
        QCOMPARE(step["done"_L1].toInt(), 2);
        QVERIFY(step["cursor"_L1].isNull());
        QCOMPARE(json(path("/jobs/b"))["attemptsMade"_L1].toInt(), 1);
        step = act({{u"action"_s, u"remove"_s}, {u"jobs"_s, QJsonArray{u"a"_s, u"b"_s, u"gone"_s}}});
        QCOMPARE(step["done"_L1].toInt(), 2);
        QCOMPARE(step["failed"_L1].toArray().size(), 1);
        const QString delayed = add({{u"delay"_s, 60'000}});
        QCOMPARE(act({{u"action"_s, u"promote"_s}, {u"jobs"_s, QJsonArray{delayed}}})["done"_L1].toInt(), 1);
        QCOMPARE(counts()["waiting"_L1].toInt(), 2);
        QCOMPARE(counts()["failed"_L1].toInt(), 0);
        QCOMPARE(act({{u"action"_s, u"duplicate"_s}, {u"jobs"_s, QJsonArray{delayed}}})["done"_L1].toInt(), 1);
        QCOMPARE(counts()["delayed"_L1].toInt(), 1);
        QCOMPARE(audit("queue.jobs.retry").size(), 3); // the second one says that it did nothing
    }

    void anActiveJobIsFailed()
    {
        make();
        m_words->say({"HSET", "bull:mail:x", "name", "n", "data", "{}", "timestamp", "1700000000000", "opts", "{}"});
        m_words->say({"LPUSH", "bull:mail:active", "x"});
        m_words->say({"SET", "bull:mail:x:lock", "the worker's"});
        QCOMPARE(act({{u"action"_s, u"remove"_s}, {u"jobs"_s, QJsonArray{u"x"_s}}})["done"_L1].toInt(), 0);
        QCOMPARE(act({{u"action"_s, u"fail"_s}, {u"jobs"_s, QJsonArray{u"x"_s}}})["done"_L1].toInt(), 1);
        const QJsonObject job = json(path("/jobs/x"));
        QCOMPARE(job["state"_L1].toString(), u"failed"_s);
        QCOMPARE(job["failedReason"_L1].toString(), u"Failed by an admin"_s);
        QCOMPARE(job["stacktrace"_L1].toArray().size(), 1);
        QVERIFY(!m_words->exists("bull:mail:x:lock"));
    }

    void jobsAreFound()
    {
        make();
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        for (int i = 0; i < 30; ++i)
            failed("f" + QByteArray::number(i), now - 1000 - i);
        add({}, QJsonObject{{u"to"_s, u"Zoë"_s}});
        const auto search = [&](const QJsonObject &match) {
            return ask("POST", path("/search"), QJsonObject{{u"match"_s, match}}).json()["items"_L1].toArray().size();
        };
        const QJsonArray both{u"failed"_s, u"waiting"_s};
        QCOMPARE(search({{u"states"_s, both}}), 31);
        QCOMPARE(search({{u"states"_s, both}, {u"q"_s, u"no such"_s}}), 30);
        QCOMPARE(search({{u"states"_s, both}, {u"q"_s, u"BOB"_s}}), 30);
        QCOMPARE(search({{u"states"_s, both}, {u"q"_s, u"ZOË"_s}}), 1);
        QCOMPARE(search({{u"states"_s, both}, {u"name"_s, u"welcome"_s}, {u"failedReason"_s, u"host"_s}}), 30);
        const QString moment = QDateTime::fromMSecsSinceEpoch(now - 1010).toUTC().toString(Qt::ISODateWithMs);
        QCOMPARE(search({{u"states"_s, QJsonArray{u"failed"_s}}, {u"before"_s, moment}}), 19);
        QJsonObject body{{u"match"_s, QJsonObject{{u"states"_s, both}}}, {u"limit"_s, 7}};
        QSet<QString> found;
        int steps = 0;
        do {
            const QJsonObject step = ask("POST", path("/search"), body).json();
            for (const auto &item : step["items"_L1].toArray())
                found.insert(item["id"_L1].toString());
            body.insert(u"cursor"_s, step["cursor"_L1]);
            ++steps;
        } while (body["cursor"_L1].isString());
        QCOMPARE(found.size(), 31);
        QVERIFY(steps >= 5);
    }

    // Whether its producer writes them as they are or, as some do, escapes all but ASCII; also far behind in its data.
    void lettersOfAnyLanguageAreFound_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("as they are") << "Ŝtrumpo"_ba;
        QTest::newRow("escaped") << R"(Ŝtrumpo)"_ba;
    }
    void lettersOfAnyLanguageAreFound()
    {
        QFETCH(QByteArray, written);
        make();
        const QByteArray filler(200'000, '-');
        for (const QByteArray &id : {"near"_ba, "far"_ba, "other"_ba}) {
            const QByteArray what = id == "other" ? "trumpo" : written;
            m_words->say({"HSET", "bull:mail:" + id, "name", "n", "timestamp", "1700000000000", "opts", "{}", "data",
                          "{\"text\":\"" + (id == "near" ? QByteArray() : filler) + what + "\"}"});
            m_words->say({"LPUSH", "bull:mail:wait", id});
        }
        const QJsonObject match{{u"states"_s, QJsonArray{u"waiting"_s}}, {u"q"_s, u"ŝTRUMPO"_s}};
        const QJsonArray found =
            ask("POST", path("/search"), QJsonObject{{u"match"_s, match}}).json()["items"_L1].toArray();
        QCOMPARE(found.size(), 2);
        for (const auto &item : found)
            QVERIFY(item["id"_L1].toString() != "other"_L1 && item["dataPreview"_L1].toString().size() <= 200);
        QCOMPARE(act({{u"action"_s, u"remove"_s}, {u"match"_s, match}})["done"_L1].toInt(), 2);
        QCOMPARE(m_words->say({"LLEN", "bull:mail:wait"}).integer, 1);
    }

    void aJobIsChanged()
    {
        make();
        const QByteArray id = add().toLatin1();
        Answer answer = ask("PATCH", path("/jobs/" + id),
                            QJsonObject{{u"data"_s, QJsonObject{{u"to"_s, u"bob"_s}}}, {u"priority"_s, 7}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json()["data"_L1]["to"_L1].toString(), u"bob"_s);
        QCOMPARE(answer.json()["state"_L1].toString(), u"prioritized"_s);
        QCOMPARE(ask("PATCH", path("/jobs/" + id), QJsonObject{{u"delayMs"_s, 5}}).status, 409);
        const QByteArray delayed = add({{u"delay"_s, 60'000}}).toLatin1();
        const QJsonObject before = json(path("/jobs/" + delayed));
        answer = ask("PATCH", path("/jobs/" + delayed), QJsonObject{{u"delayMs"_s, 600'000}});
        QVERIFY(answer.json()["dueAt"_L1].toString() > before["dueAt"_L1].toString());
        answer = ask("PATCH", path("/jobs/" + delayed), QJsonObject{{u"priority"_s, 3}}); // once it is due
        QCOMPARE(answer.json()["priority"_L1].toInt(), 3);
        QCOMPARE(answer.json()["state"_L1].toString(), u"delayed"_s);
        QCOMPARE(ask("PATCH", path("/jobs/" + delayed), QJsonObject{{u"lifo"_s, true}}).status, 409);
    }

    // What is shown whole can be changed, and added.
    void aJobOfMuchDataIsChangedAndAdded()
    {
        make();
        const auto much = [](const QString &letter) { return QJsonObject{{u"text"_s, letter.repeated(200'000)}}; };
        const QByteArray id = add().toLatin1();
        const Answer changed = ask("PATCH", path("/jobs/" + id), QJsonObject{{u"data"_s, much(u"x"_s)}});
        QCOMPARE(changed.status, 200);
        QCOMPARE(changed.json()["dataTruncated"_L1], QJsonValue(false));
        const QByteArray added = add({}, much(u"y"_s)).toLatin1();
        QCOMPARE(json(path("/jobs/" + added))["data"_L1].toObject(), much(u"y"_s));
        QJsonArray ids;
        for (int i = 0; i < 1000; ++i)
            ids.append(QString::number(i).rightJustified(64, u'0'));
        const Answer acted = ask("POST", path("/actions"), QJsonObject{{u"action"_s, u"retry"_s}, {u"jobs"_s, ids}});
        QCOMPARE(acted.status, 200);
        QCOMPARE(acted.json()["failedCount"_L1].toInt(), 1000);
        QCOMPARE(ask("PUT", path("/schedulers/daily"),
                     QJsonObject{{u"name"_s, u"n"_s}, {u"everyMs"_s, 1000}, {u"data"_s, much(u"z"_s)}})
                     .status,
                 201);
    }

    void theStacksOfManyAttemptsAreTold_data()
    {
        QTest::addColumn<int>("attempts");
        QTest::addColumn<int>("leastTold");
        QTest::newRow("some") << 100 << 100;
        QTest::newRow("more than are told") << 2000 << 500;
    }
    void theStacksOfManyAttemptsAreTold()
    {
        QFETCH(int, attempts);
        QFETCH(int, leastTold);
        make();
        const QString odd = u" said [\"\\\\\",\"ü\", \"\\\"\"]"_s; // as between two of them
        QJsonArray stacks;
        QStringList firstLines;
        for (int i = 0; i < attempts; ++i) {
            firstLines.append(u"Error %1"_s.arg(i) + odd);
            stacks.append(firstLines.last() + u"\n    at "_s + u"x"_s.repeated(1000));
        }
        place("tried",
              {"stacktrace", QJsonDocument(stacks).toJson(QJsonDocument::Compact), "atm", QByteArray::number(attempts),
               "failedReason", "Another"});
        const QJsonObject job = json(path("/jobs/tried"));
        const QStringList told = textsIn(job["stacktrace"_L1]);
        QVERIFY2(told.size() >= leastTold, QByteArray::number(told.size()).constData());
        QCOMPARE(told, textsIn(stacks).last(told.size()));
        QCOMPARE(job["stacktraceTruncated"_L1], QJsonValue(told.size() < attempts));
        QStringList inTimeline;
        for (const auto &moment : job["timeline"_L1].toArray()) {
            if (moment["what"_L1].toString() == "attempt"_L1)
                inTimeline.append(moment["detail"_L1].toString());
        }
        QCOMPARE(inTimeline, firstLines.last(told.size()));
    }

    void aResultThatIsCutIsToldSo()
    {
        make();
        place("short", {"returnvalue", "\"done\""});
        place("long", {"returnvalue", "\"" + QByteArray(99'999, 'x') + "ü\""});
        const QJsonObject whole = json(path("/jobs/short"));
        QCOMPARE(whole["returnValue"_L1].toString(), u"done"_s);
        QCOMPARE(whole["returnValueTruncated"_L1], QJsonValue(false));
        const QJsonObject cut = json(path("/jobs/long"));
        QVERIFY(cut["returnValue"_L1].toString().startsWith("\"xxx"_L1));
        QCOMPARE(cut["returnValueTruncated"_L1], QJsonValue(true));
    }

    // Wherever among a character's bytes they are cut.
    void longLogLinesAreCut()
    {
        make();
        place("talks", {});
        m_words->say({"EVAL", R"lua(
            local long = string.rep('ü€', 20000)
            for number = 1, 1000 do
                redis.call('RPUSH', 'bull:mail:talks:logs', string.rep('x', number % 5) .. long)
            end
            redis.call('RPUSH', 'bull:mail:talks:logs', 'short'))lua",
                      "0"});
        const Answer answer = ask("GET", path("/jobs/talks/logs?limit=1000"));
        QVERIFY2(answer.status == 200, answer.body.left(1000).constData());
        const QStringList lines = textsIn(answer.json()["lines"_L1]);
        QCOMPARE(lines.size(), 1000);
        static const QRegularExpression shape(u"^x{0,4}[ü€]+ … \\(([0-9]+) bytes more\\)$"_s);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QRegularExpressionMatch match = shape.match(lines[i]);
            QVERIFY2(match.hasMatch(), lines[i].right(100).toUtf8().constData());
            const qint64 kept = lines[i].section(u" …"_s, 0, 0).toUtf8().size();
            QVERIFY(kept <= 16'384);
            QCOMPARE(kept + match.captured(1).toLongLong(), 100'000 + (i + 1) % 5);
        }
        const QJsonObject last = json(path("/jobs/talks/logs?from=-1"));
        QCOMPARE(last["lines"_L1].toArray(), QJsonArray{u"short"_s});
        QCOMPARE(last["from"_L1].toInt(), 1000);
        QCOMPARE(last["total"_L1].toInt(), 1001);
    }

    // A Redis may be far away: what takes a journey each makes a list of them late.
    void allSchedulersAreAskedForAtOnce()
    {
        make();
        placeSchedulers(300);
        const auto reads = [this] { return m_redis->number("stats", "total_reads_processed"); };
        const qint64 before = reads();
        const QJsonObject all = json(path("/schedulers"));
        const qint64 journeys = reads() - before; // among them those of who watches the queues
        QCOMPARE(all["items"_L1].toArray().size(), 300);
        QCOMPARE(all["total"_L1].toInt(), 300);
        QCOMPARE(all["items"_L1][6]["id"_L1].toString(), u"every-7"_s);
        QCOMPARE(all["items"_L1][6]["lastAt"_L1].toString(), u"2023-11-14T22:13:20.007Z"_s);
        QVERIFY(all["items"_L1][0]["lastAt"_L1].isNull()); // has not run yet
        QVERIFY2(journeys < 100, QByteArray::number(journeys).constData());
    }

    void schedulersBeyondThoseThatAreListedAreCounted()
    {
        make();
        placeSchedulers(1001);
        m_words->say({"ZADD", "bull:mail:repeat", "1", "of a former version"});
        const QJsonObject all = json(path("/schedulers"));
        QCOMPARE(all["items"_L1].toArray().size(), 999);
        QCOMPARE(all["total"_L1].toInt(), 1001);
    }

    void theFeedTellsOfQueues()
    {
        make();
        FeedClient feed(m_server->url(),
                        FeedClient::Options{{u"signalbox.v1.cbor"_s}, TestServer::authorization().second, {}});
        QVERIFY(feed.isOpen());
        feed.send({{u"subscribe"_s, QCborMap{{u"topic"_s, u"queues"_s}, {u"intervalMs"_s, 100}}}});
        const QCborMap first = feed.nextOf(u"queues"_s)["data"_L1].toMap();
        QVERIFY(first["queues"_L1].isArray());
        feed.send(
            {{u"subscribe"_s,
              QCborMap{
                  {u"topic"_s, u"queue"_s}, {u"id"_s, QString::fromLatin1(queueId("mail"))}, {u"intervalMs"_s, 100}}}});
        feed.nextOf(u"queue"_s);
        add();
        bool isTold = false;
        bool isCounted = false;
        for (int i = 0; i < 100 && !(isTold && isCounted); ++i) {
            const QCborMap message = feed.next([](const QCborMap &) { return true; });
            const QCborMap data = message["data"_L1].toMap();
            for (const auto &event : data["events"_L1].toArray())
                isTold = isTold || event.toMap()["event"_L1].toString() == u"added"_s;
            for (const auto &row : data["rows"_L1].toArray())
                isCounted = isCounted || row.toMap()["counts"_L1].toMap()["waiting"_L1].toInteger() == 1;
        }
        QVERIFY(isTold);
        QVERIFY(isCounted);
    }

    void theFeedSaysOfWhichJobItTells()
    {
        make();
        const QString job = add();
        FeedClient feed(m_server->url(),
                        FeedClient::Options{{u"signalbox.v1.cbor"_s}, TestServer::authorization().second, {}});
        QVERIFY(feed.isOpen());
        feed.send({{u"subscribe"_s,
                    QCborMap{{u"topic"_s, u"queue"_s},
                             {u"id"_s, QString::fromLatin1(queueId("mail"))},
                             {u"job"_s, job},
                             {u"intervalMs"_s, 100}}}});
        const QCborMap news = feed.nextOf(u"queue"_s)["data"_L1].toMap()["job"_L1].toMap();
        QCOMPARE(news["id"_L1].toString(), job);
        QCOMPARE(news["state"_L1].toString(), u"waiting"_s);
    }
};

QTEST_GUILESS_MAIN(QueueRoutesTest)
#include "queue_routes_test.moc"
