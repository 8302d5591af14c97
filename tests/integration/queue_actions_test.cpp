// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_state.h"
#include "support/dictionary_locale.h"
#include "support/queue_console.h"
#include "support/test_database.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// What is done to many jobs at once, on a real Redis.
class QueueActionsTest : public QObject, QueueConsoleServer {
    Q_OBJECT

private:
    static QJsonObject all(const QString &action, const QString &state)
    {
        return {{u"action"_s, action}, {u"match"_s, QJsonObject{{u"states"_s, QJsonArray{state}}}}};
    }
    // The next job of a scheduler, the first of its state that would be run.
    QByteArray addNextOfScheduler(const QByteArray &state)
    {
        const QByteArray next = "repeat:daily:1900000000000";
        m_words->say({"HSET", "bull:mail:repeat:daily", "name", "n", "every", "1000", "ic", "1"});
        m_words->say({"ZADD", "bull:mail:repeat", "1900000000000", "daily"});
        m_words->say({"HSET", "bull:mail:" + next, "name", "n", "data", "{}", "opts", "{}", "timestamp",
                      "1700000000000", "rjk", "daily"});
        if (state == "wait")
            m_words->say({"RPUSH", "bull:mail:wait", next});
        else
            m_words->say({"ZADD", "bull:mail:" + state, "1", next});
        return next;
    }
    // Steps of a search until it is done, or finds more than there can be: the ids.
    QStringList searched(QJsonObject body)
    {
        constexpr qsizetype most = 10;
        QStringList found;
        do {
            const Answer step = ask("POST", path("/search"), body);
            if (step.status != 200)
                return {u"%1 %2"_s.arg(step.status).arg(QString::fromUtf8(step.body))};
            for (const QJsonValue job : step.json()["items"_L1].toArray())
                found.append(job["id"_L1].toString());
            body.insert(u"cursor"_s, step.json()["cursor"_L1]);
        } while (body["cursor"_L1].isString() && found.size() <= most);
        return found;
    }
    // Parents, each of which has a child that is active in another queue.
    void addBusyParents(int count)
    {
        fill("waiting-children", count, "mail", "busy-", 1000);
        for (int i = 1; i <= count; ++i)
            m_words->say({"SADD", "bull:mail:busy-waiting-children-" + QByteArray::number(i) + ":dependencies",
                          "bull:other:child"});
        m_words->say({"SET", "bull:other:child:lock", "its worker's"});
    }

private slots:
    void init()
    {
        begin();
        make();
    }
    void cleanup() { end(); }

    void allThatFailedAreRetriedInSteps()
    {
        fill("failed", 12'000);
        QCOMPARE(run(path("/actions"), all(u"retry"_s, u"failed"_s)), 12'000);
        QCOMPARE(size("failed"), 0);
        QCOMPARE(size("wait"), 12'000);
        const QJsonArray entries = audit("queue.jobs.retry");
        QVERIFY(!entries.isEmpty() && entries.size() <= 2);
    }

    // Redis orders ids by bytes, where its Lua asks the locale.
    void allAreFoundWhateverTheLocaleOfRedis()
    {
        const DictionaryLocale locale;
        QVERIFY2(locale.isMade(), "localedef can't make a locale; scripts/setup installs locales");
        end();
        begin();
        make();
        QCOMPARE(m_words->say({"EVAL", "return 'a' < 'B' and 1 or 0", "0"}).integer, 1);
        const QStringList ids{u"B"_s, u"C"_s, u"a"_s, u"aB"_s, u"b"_s};
        for (const QString &id : ids) {
            m_words->say({"HSET", "bull:mail:" + id.toLatin1(), "name", "n", "data", "{}", "timestamp", "1000"});
            m_words->say({"ZADD", "bull:mail:failed", "1000", id.toLatin1()});
        }
        QJsonObject body{{u"match"_s, QJsonObject{{u"states"_s, QJsonArray{u"failed"_s}}}}, {u"limit"_s, 2}};
        QCOMPARE(searched(body), QStringList(ids.rbegin(), ids.rend()));
        body.insert(u"order"_s, u"oldest"_s);
        QCOMPARE(searched(body), ids);
    }

    // All of them are more than a reply may hold.
    void oneIsFoundAmongLongFailures()
    {
        fill("failed", 500);
        m_words->say({"EVAL", R"lua(
            local reason = string.rep('no such host ', 12000)
            for number = 1, 500 do
                redis.call('HSET', 'bull:mail:failed-' .. number, 'failedReason', reason)
            end
            redis.call('HSET', 'bull:mail:failed-250', 'failedReason', reason .. 'żółw'))lua",
                      "0"});
        const QJsonArray failed{u"failed"_s};
        const QStringList one{u"failed-250"_s};
        QCOMPARE(searched({{u"match"_s, QJsonObject{{u"states"_s, failed}, {u"q"_s, u"ŻÓŁW"_s}}}, {u"limit"_s, 500}}),
                 one);
        QCOMPARE(searched({{u"match"_s, QJsonObject{{u"states"_s, failed}, {u"failedReason"_s, u"ŻÓŁW"_s}}},
                           {u"limit"_s, 500}}),
                 one);
    }

    // What the action itself brings back isn't taken again.
    void thoseThatFailAgainAreLeft()
    {
        fill("failed", 3000);
        QJsonObject body = all(u"retry"_s, u"failed"_s);
        int done = 0;
        int late = 0;
        do {
            const Answer step = ask("POST", path("/actions"), body);
            done += step.json()["done"_L1].toInt();
            body.insert(u"cursor"_s, step.json()["cursor"_L1]);
            const QByteArray now = QByteArray::number(QDateTime::currentMSecsSinceEpoch());
            m_words->say({"HSET", "bull:mail:late-" + QByteArray::number(++late), "name", "n", "data", "{}",
                          "timestamp", "1700000000000", "finishedOn", now, "processedOn", now});
            m_words->say({"ZADD", "bull:mail:failed", now, "late-" + QByteArray::number(late)});
        } while (body["cursor"_L1].isString());
        QCOMPARE(done, 3000);
        QCOMPARE(size("failed"), late);
    }

    void allThatWaitAreRemoved()
    {
        fill("wait", 1500);
        QCOMPARE(run(path("/actions"), all(u"remove"_s, u"waiting"_s)), 1500);
        QCOMPARE(size("wait"), 0);
        QVERIFY(!m_words->exists("bull:mail:wait-1"));
    }

    void allThatAreDelayedArePromoted()
    {
        fill("delayed", 700);
        QCOMPARE(run(path("/actions"), all(u"promote"_s, u"delayed"_s)), 700);
        QCOMPARE(size("wait"), 700);
    }

    // Jobs that are named are acted on in steps too, and are one run in the audit log.
    void aSelectionIsRemovedInSteps()
    {
        fill("failed", 1000);
        QJsonArray ids;
        for (int i = 1; i <= 1000; ++i)
            ids.append(u"failed-%1"_s.arg(i));
        const QJsonObject body{{u"action"_s, u"remove"_s}, {u"jobs"_s, ids}};
        QJsonObject dry = body;
        dry.insert(u"dryRun"_s, true);
        QCOMPARE(run(path("/actions"), dry), 0);
        QCOMPARE(run(path("/actions"), body), 1000);
        QCOMPARE(size("failed"), 0);
        const QJsonArray entries = audit("queue.jobs.remove");
        QVERIFY(!entries.isEmpty() && entries.size() <= 2);
        for (const char *cursor : {"x", "W10", "MA", "MTAwMA", "LTE"}) { // [], 0, 1000, -1
            QJsonObject wrong = body;
            wrong.insert(u"cursor"_s, QString::fromLatin1(cursor));
            QCOMPARE(ask("POST", path("/actions"), wrong).status, 400);
        }
    }

    void failuresAreCountedThoughFewAreNamed()
    {
        fill("wait", 600);
        QJsonArray ids;
        for (int i = 1; i <= 600; ++i)
            ids.append(u"wait-%1"_s.arg(i));
        QJsonObject body{{u"action"_s, u"retry"_s}, {u"jobs"_s, ids}};
        int failed = 0;
        do {
            const QJsonObject step = ask("POST", path("/actions"), body).json();
            const qsizetype named = step["failed"_L1].toArray().size();
            failed += step["failedCount"_L1].toInt();
            QCOMPARE(named, std::min(100, step["failedCount"_L1].toInt()));
            QCOMPARE(step["done"_L1].toInt(), 0);
            body.insert(u"cursor"_s, step["cursor"_L1]);
        } while (body["cursor"_L1].isString());
        QCOMPARE(failed, 600);
    }

    // Who began it makes no further step.
    void theLogTellsHowManyWereDoneByARunThatIsStopped()
    {
        end();
        TestDatabase database(store::Dialect::Sqlite);
        const auto onDatabase = [&](Server::Settings &settings) { settings.database.url = database.urlText(); };
        begin(onDatabase);
        make();
        fill("failed", 12'000);
        const Answer step = ask("POST", path("/actions"), all(u"retry"_s, u"failed"_s));
        QVERIFY(step.json()["cursor"_L1].isString());
        QCOMPARE(audit("queue.jobs.retry").size(), 1);
        m_client.reset();
        m_server = makeServer(onDatabase);
        m_client = std::make_unique<AccountClient>(*m_server);
        m_admin = m_client->adminToken();
        const QJsonArray entries = audit("queue.jobs.retry");
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0]["after"_L1]["stopped"_L1], QJsonValue(true));
        QCOMPARE(entries[0]["after"_L1]["jobsInAll"_L1], step.json()["done"_L1]);
        QCOMPARE(entries[0]["target"_L1], entries[1]["target"_L1]);
        m_client.reset();
        m_server.reset();
    }

    void theLogTellsOfARefusalHalfWay()
    {
        fill("wait", 20'000);
        QJsonObject body{{u"confirm"_s, u"mail"_s}};
        const QJsonObject step = ask("POST", path("/obliterate"), body).json();
        QVERIFY(step["cursor"_L1].isString());
        m_words->say({"HDEL", "bull:mail:meta", "paused"});
        body.insert(u"cursor"_s, step["cursor"_L1]);
        QCOMPARE(ask("POST", path("/obliterate"), body).status, 409);
        const QJsonArray entries = audit("queue.obliterate");
        QCOMPARE(entries.size(), 2);
        QVERIFY(entries[0]["after"_L1]["refused"_L1].toString().contains("resumed"_L1));
        QCOMPARE(entries[0]["after"_L1]["jobsInAll"_L1], step["done"_L1]);
    }

    void theLogTellsHowManyASingleStepTook()
    {
        fill("failed", 3);
        QCOMPARE(run(path("/clean"), {{u"state"_s, u"failed"_s}, {u"olderThanMs"_s, 0}}), 3);
        const QJsonArray entries = audit("queue.clean");
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0]["after"_L1]["jobsInAll"_L1].toInt(), 3);
    }

    // An obliteration that was refused looks like none that was done.
    void theLogTellsOfARefusal()
    {
        fill("active", 1);
        QCOMPARE(ask("POST", path("/obliterate"), QJsonObject{{u"confirm"_s, u"mail"_s}}).status, 409);
        const QJsonArray entries = audit("queue.obliterate");
        QCOMPARE(entries.size(), 2);
        QVERIFY(!entries[0]["after"_L1]["refused"_L1].toString().isEmpty());
        QCOMPARE(entries[0]["after"_L1]["jobsInAll"_L1].toInt(-1), 0);
    }

    void duplicatesAreNotDuplicated()
    {
        fill("wait", 600);
        QCOMPARE(run(path("/actions"), all(u"duplicate"_s, u"waiting"_s)), 600);
        QCOMPARE(size("wait"), 1200);
    }

    void aQueueIsDrained()
    {
        fill("wait", 2500);
        fill("delayed", 10);
        fill("failed", 10);
        const QJsonObject dry = ask("POST", path("/drain"), QJsonObject{{u"dryRun"_s, true}}).json();
        QCOMPARE(dry["matched"_L1].toInt(), 2500);
        QCOMPARE(run(path("/drain"), {}), 2500);
        QCOMPARE(size("wait"), 0);
        QCOMPARE(size("delayed"), 10);
        QCOMPARE(run(path("/drain"), {{u"delayed"_s, true}}), 10);
        QCOMPARE(size("failed"), 10);
    }

    void aDryRunCountsThoseThatAreOldEnough()
    {
        fill("completed", 30);
        m_words->say({"HSET", "bull:mail:old", "name", "n", "data", "{}", "timestamp", "1700000000000"});
        m_words->say({"ZADD", "bull:mail:completed", "1700000000000", "old"});
        const QJsonObject old{{u"state"_s, u"completed"_s}, {u"olderThanMs"_s, 3'600'000}, {u"dryRun"_s, true}};
        QCOMPARE(ask("POST", path("/clean"), old).json()["matched"_L1].toInt(), 1);
        QCOMPARE(size("completed"), 31);
        QCOMPARE(run(path("/clean"), {{u"state"_s, u"completed"_s}, {u"olderThanMs"_s, 3'600'000}}), 1);
        QCOMPARE(size("completed"), 30);
    }

    // BullMQ's own draining would lose it, and its scheduler would never run again.
    void aSchedulersNextJobStays()
    {
        fill("wait", 5);
        m_words->say({"HSET", "bull:mail:repeat:daily", "name", "n", "every", "1000", "ic", "1"});
        m_words->say({"ZADD", "bull:mail:repeat", "1900000000000", "daily"});
        const QByteArray next = "repeat:daily:1900000000000";
        m_words->say({"HSET", "bull:mail:" + next, "name", "n", "data", "{}", "opts", "{}", "timestamp",
                      "1700000000000", "rjk", "daily"});
        m_words->say({"LPUSH", "bull:mail:wait", next});
        QCOMPARE(run(path("/drain"), {}), 5);
        QCOMPARE(size("wait"), 1);
        QVERIFY(m_words->exists("bull:mail:" + next));
        const QJsonObject scheduler = json(path("/schedulers"))["items"_L1][0].toObject();
        QCOMPARE(scheduler["id"_L1].toString(), u"daily"_s);
        QCOMPARE(scheduler["everyMs"_L1].toInt(), 1000);
        QCOMPARE(scheduler["next"_L1].toArray().size(), 5);
        QCOMPARE(ask("POST", path("/schedulers/daily/run")).status, 201);
        QCOMPARE(size("wait"), 2);
        QCOMPARE(ask("DELETE", path("/schedulers/daily")).status, 204);
        QCOMPARE(ask("DELETE", path("/schedulers/daily")).status, 404);
        QCOMPARE(audit("queue.scheduler.remove").size(), 1);
    }

    void whatADrainSparesHidesNoOthers_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("waiting") << "wait"_ba;
        QTest::newRow("prioritized") << "prioritized"_ba;
        QTest::newRow("delayed") << "delayed"_ba;
    }
    void whatADrainSparesHidesNoOthers()
    {
        QFETCH(QByteArray, state);
        fill(state, 1200);
        const QByteArray next = addNextOfScheduler(state);
        QCOMPARE(run(path("/drain"), {{u"delayed"_s, true}}), 1200);
        QCOMPARE(size(state), 1);
        QVERIFY(m_words->exists("bull:mail:" + next));
        QVERIFY(!m_words->exists("bull:mail:" + state + "-1"));
    }

    void oldJobsBehindYoungOnesAreCleaned_data() { whatADrainSparesHidesNoOthers_data(); }
    void oldJobsBehindYoungOnesAreCleaned()
    {
        QFETCH(QByteArray, state);
        constexpr qint64 twoHoursMs = 7'200'000;
        fill(state, 600, "mail", "young-");
        fill(state, 700, "mail", "old-", twoHoursMs);
        fill(state, 600, "mail", "late-");
        const auto named = jobs::nameOf(*jobs::jobStateOfKey(state));
        QJsonObject body{{u"state"_s, QString(named)}, {u"olderThanMs"_s, 3'600'000}, {u"dryRun"_s, true}};
        int counted = 0;
        do {
            const QJsonObject step = ask("POST", path("/clean"), body).json();
            counted += step["matched"_L1].toInt();
            body.insert(u"cursor"_s, step["cursor"_L1]);
        } while (body["cursor"_L1].isString());
        QCOMPARE(counted, 700);
        QCOMPARE(run(path("/clean"), {{u"state"_s, QString(named)}, {u"olderThanMs"_s, 3'600'000}}), 700);
        QCOMPARE(size(state), 1200);
        QVERIFY(!m_words->exists("bull:mail:old-" + state + "-700"));
        QVERIFY(m_words->exists("bull:mail:young-" + state + "-600"));
    }

    // Their children stay, which may be of other queues.
    void parentsAreCleanedAlone()
    {
        addBusyParents(1);
        fill("waiting-children", 700);
        m_words->say({"HSET", "bull:other:child", "name", "n"});
        QCOMPARE(run(path("/clean"), {{u"state"_s, u"waitingChildren"_s}, {u"olderThanMs"_s, 0}}), 701);
        QCOMPARE(size("waiting-children"), 0);
        QVERIFY(m_words->exists("bull:other:child"));
        QVERIFY(m_words->exists("bull:other:child:lock"));
    }

    void oldJobsAreCleaned()
    {
        fill("completed", 1200);
        const QJsonObject young{{u"state"_s, u"completed"_s}, {u"olderThanMs"_s, 3'600'000}};
        QCOMPARE(run(path("/clean"), young), 0);
        const QJsonObject any{{u"state"_s, u"completed"_s}, {u"olderThanMs"_s, 0}};
        QCOMPARE(run(path("/clean"), any), 1200);
        fill("waiting-children", 3);
        QCOMPARE(run(path("/clean"), {{u"state"_s, u"waitingChildren"_s}, {u"olderThanMs"_s, 0}}), 3);
        QVERIFY(!m_words->exists("bull:mail:waiting-children-1"));
        QCOMPARE(ask("POST", path("/clean"), QJsonObject{{u"state"_s, u"active"_s}, {u"olderThanMs"_s, 0}}).status,
                 400);
    }

    void aQueueIsObliterated()
    {
        for (const char *state : {"wait", "failed", "completed", "delayed", "waiting-children"})
            fill(state, 800);
        m_words->say({"SET", "bull:mail:de:once", "1"});
        m_words->say({"HSET", "bull:mail:dn:once", "name", "n"});
        m_words->say({"SET", "bull:mail:limiter", "1"});
        make("mailer");
        fill("wait", 1, "mailer");
        QCOMPARE(ask("POST", path("/obliterate"), QJsonObject{{u"confirm"_s, u"mailer"_s}}).status, 400);
        run(path("/obliterate"), {{u"confirm"_s, u"mail"_s}});
        QCOMPARE(keysBeginningWith("bull:mail:"), QByteArrayList());
        QCOMPARE(size("wait", "mailer"), 1);
        QCOMPARE(ask("GET", path()).status, 404);
        QVERIFY(!audit("queue.obliterate").isEmpty());
    }

    void aQueueThatWorksIsNotObliteratedUnlessForced()
    {
        fill("active", 1);
        QCOMPARE(ask("POST", path("/obliterate"), QJsonObject{{u"confirm"_s, u"mail"_s}}).status, 409);
        QCOMPARE(size("active"), 1);
        QVERIFY(!m_words->say({"HEXISTS", "bull:mail:meta", "paused"}).integer);
        run(path("/obliterate"), {{u"confirm"_s, u"mail"_s}, {u"force"_s, true}});
        QCOMPARE(keysBeginningWith("bull:mail:"), QByteArrayList());
    }

    // Those with a child that runs too, wherever it does.
    void anObliterationLeavesNoParents()
    {
        addBusyParents(600);
        fill("waiting-children", 100);
        run(path("/obliterate"), {{u"confirm"_s, u"mail"_s}});
        QCOMPARE(keysBeginningWith("bull:mail:"), QByteArrayList());
        QVERIFY(m_words->exists("bull:other:child:lock"));
    }

    void anObliterationThatIsRefusedLeavesAllAsItWas()
    {
        fill("waiting-children", 5);
        fill("active", 1);
        m_words->say({"SET", "bull:mail:de:once", "1"});
        for (const bool wasPaused : {false, true}) {
            if (wasPaused)
                m_words->say({"HSET", "bull:mail:meta", "paused", "1"});
            QCOMPARE(ask("POST", path("/obliterate"), QJsonObject{{u"confirm"_s, u"mail"_s}}).status, 409);
            QCOMPARE(m_words->say({"HEXISTS", "bull:mail:meta", "paused"}).integer, wasPaused ? 1 : 0);
            QCOMPARE(size("waiting-children"), 5);
            QVERIFY(m_words->exists("bull:mail:de:once"));
        }
    }

    void aTreeIsReadFromItsTop()
    {
        fill("waiting-children", 1, "mail", "p");
        fill("wait", 2);
        m_words->say({"HSET", "bull:mail:wait-1", "parentKey", "bull:mail:pwaiting-children-1"});
        m_words->say({"SADD", "bull:mail:pwaiting-children-1:dependencies", "bull:mail:wait-1", "bull:mail:wait-2"});
        const QJsonObject tree = json(path("/jobs/wait-1/tree"));
        QCOMPARE(tree["root"_L1]["id"_L1].toString(), u"pwaiting-children-1"_s);
        QCOMPARE(tree["root"_L1]["children"_L1].toArray().size(), 2);
        QCOMPARE(tree["truncated"_L1], QJsonValue(false));
        QCOMPARE(json(path("/jobs/wait-1"))["parentJob"_L1]["id"_L1].toString(), u"pwaiting-children-1"_s);
    }

    void badCursorsAre400()
    {
        for (const char *cursor : {"x", "W10", "WzEsMiwzXQ"}) {
            QJsonObject body = all(u"retry"_s, u"failed"_s);
            body.insert(u"cursor"_s, QString::fromLatin1(cursor));
            QCOMPARE(ask("POST", path("/actions"), body).status, 400);
            QCOMPARE(ask("POST", path("/drain"), QJsonObject{{u"cursor"_s, QString::fromLatin1(cursor)}}).status, 400);
        }
    }
};

QTEST_GUILESS_MAIN(QueueActionsTest)
#include "queue_actions_test.moc"
