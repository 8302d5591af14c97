// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/worker_scripts.h"
#include "unpacked.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;
using namespace signalbox::test;
using msgpack::type::object_type;

namespace {

const WorkerScripts::Finish finish{"7", "me:1", true, {{"stacktrace", "[]"}}};

WorkerScripts scriptsOf(const WorkerSettings &settings = {})
{
    return {QueueKeys("bull", "mail"), settings};
}

WorkerSettings settled()
{
    WorkerSettings settings;
    settings.name = "w1";
    settings.lockDuration = std::chrono::milliseconds(1234);
    settings.limiter = JobRateLimit{5, 1000};
    settings.metricsMinutes = 60;
    return settings;
}

QByteArrayList keysOf(const QByteArrayList &suffixes)
{
    QByteArrayList keys;
    for (const QByteArray &suffix : suffixes)
        keys.append("bull:mail:" + suffix);
    return keys;
}

} // namespace

// What BullMQ's scripts are given by a worker: one that misses a member of a map stops half-way, with the job moved.
class WorkerScriptsTest : public QObject {
    Q_OBJECT

private:
    // Exactly those, with their values; each that was left out would be seen here.
    static void compareFetchOptions(const QByteArray &bytes, bool isSettled)
    {
        const Unpacked unpacked(bytes);
        const Members members = membersOf(unpacked.handle.get());
        QCOMPARE(namesIn(members), (QByteArrayList{"limiter", "lockDuration", "name", "token"}));
        QCOMPARE(textOf(members.at("token")), "me:1"_ba);
        QVERIFY(isNumber(members.at("lockDuration"), isSettled ? 1234 : 30'000));
        compareLimiter(members.at("limiter"), isSettled);
        compareName(members.at("name"), isSettled);
    }
    // Nil when there is none: a limiter of nothing would be one.
    static void compareLimiter(const msgpack::object &limiter, bool isSettled)
    {
        QCOMPARE(isNil(limiter), !isSettled);
        if (!isSettled)
            return;
        const Members members = membersOf(limiter);
        QCOMPARE(namesIn(members), (QByteArrayList{"duration", "max"}));
        QVERIFY(isNumber(members.at("max"), 5) && isNumber(members.at("duration"), 1000));
    }
    static void compareName(const msgpack::object &name, bool isSettled)
    {
        QCOMPARE(isNil(name), !isSettled);
        QCOMPARE(textOf(name), isSettled ? "w1"_ba : "no text"_ba);
    }

private slots:
    void theOptionsOfAFetchAreWhole()
    {
        for (const bool isSettled : {true, false}) {
            const ScriptCall call = scriptsOf(isSettled ? settled() : WorkerSettings()).fetchCall("me:1");
            QCOMPARE(call.script.name().toByteArray(), "bullmq: moveToActive"_ba);
            QCOMPARE(call.keys,
                     keysOf({"wait", "active", "prioritized", "events", "stalled", "limiter", "delayed", "paused",
                             "meta", "pc", "marker"}));
            QCOMPARE(call.arguments.size(), 3);
            QCOMPARE(call.arguments.at(0), "bull:mail:"_ba);
            compareFetchOptions(call.arguments.at(2), isSettled);
        }
    }

    void theOptionsOfAnEndAreWhole_data()
    {
        QTest::addColumn<bool>("isSettled");
        QTest::addColumn<bool>("fails");
        QTest::newRow("completed") << true << false;
        QTest::newRow("failed") << true << true;
        QTest::newRow("completed, nothing set") << false << false;
        QTest::newRow("failed, nothing set") << false << true;
    }
    void theOptionsOfAnEndAreWhole()
    {
        QFETCH(bool, isSettled);
        QFETCH(bool, fails);
        const WorkerScripts scripts = scriptsOf(isSettled ? settled() : WorkerSettings());
        JobOptions options;
        options.attempts = 4;
        const ScriptCall call =
            fails ? scripts.failCall(finish, "no", options) : scripts.completeCall(finish, "1", options);
        const QByteArray state = fails ? "failed" : "completed";
        QCOMPARE(call.script.name().toByteArray(), "bullmq: moveToFinished"_ba);
        QCOMPARE(call.keys,
                 keysOf({"wait", "active", "prioritized", "events", "stalled", "limiter", "delayed", "paused", "meta",
                         "pc", state, "7", "metrics:" + state, "marker"}));
        QCOMPARE(call.arguments.size(), 9);
        QCOMPARE(call.arguments.at(0), "7"_ba);
        QCOMPARE(
            call.arguments.mid(2, 5),
            (QByteArrayList{fails ? "failedReason" : "returnvalue", fails ? "no" : "1", state, "1", "bull:mail:"}));
        const Unpacked unpacked(call.arguments.at(7));
        const Members members = membersOf(unpacked.handle.get());
        QCOMPARE(
            namesIn(members),
            (QByteArrayList{"attempts", "keepJobs", "limiter", "lockDuration", "maxMetricsSize", "name", "token"}));
        QCOMPARE(textOf(members.at("token")), "me:1"_ba);
        QVERIFY(isNumber(members.at("attempts"), 4));
        QVERIFY(isNumber(members.at("lockDuration"), isSettled ? 1234 : 30'000));
        QCOMPARE(members.at("maxMetricsSize").type, isSettled ? object_type::POSITIVE_INTEGER : object_type::STR);
        compareLimiter(members.at("limiter"), isSettled);
        compareName(members.at("name"), isSettled);
        QCOMPARE(namesIn(membersOf(members.at("keepJobs"))), QByteArrayList{"count"}); // all
        const Unpacked fields(call.arguments.at(8));
        QCOMPARE(fields.items().size(), 2);
        QCOMPARE(textOf(fields.items().at(0)), "stacktrace"_ba);
    }

    void whatIsKeptIsWhole_data()
    {
        QTest::addColumn<KeepOption>("keep");
        QTest::addColumn<QByteArrayList>("members");
        QTest::newRow("all") << KeepOption{-1, {}, {}} << QByteArrayList{"count"};
        QTest::newRow("none") << KeepOption{0, {}, {}} << QByteArrayList{"count"};
        QTest::newRow("by age") << KeepOption{{}, 60, {}} << QByteArrayList{"age", "count"};
        QTest::newRow("by both") << KeepOption{9, 60, {}} << QByteArrayList{"age", "count"};
        QTest::newRow("some at once") << KeepOption{9, 60, 5} << QByteArrayList{"age", "count", "limit"};
    }
    void whatIsKeptIsWhole()
    {
        QFETCH(KeepOption, keep);
        QFETCH(QByteArrayList, members);
        JobOptions options;
        options.removeOnComplete = keep;
        const Unpacked unpacked(scriptsOf().completeCall(finish, "1", options).arguments.at(7));
        const Members kept = membersOf(membersOf(unpacked.handle.get()).at("keepJobs"));
        QCOMPARE(namesIn(kept), members);
        // -1 is all: a count that isn't said is none in Lua, which would be compared with a number.
        const auto count = kept.at("count");
        QVERIFY(keep.count.value_or(-1) < 0 ? count.type == object_type::NEGATIVE_INTEGER
                                            : isNumber(count, quint64(*keep.count)));
    }

    void theOptionsOfADelayAreThoseOfAFetch()
    {
        for (const bool isSettled : {true, false}) {
            const ScriptCall call = scriptsOf(isSettled ? settled() : WorkerSettings()).delayCall(finish, 500, true);
            QCOMPARE(call.script.name().toByteArray(), "bullmq: moveToDelayed"_ba);
            QCOMPARE(call.arguments.size(), 9);
            QCOMPARE(call.arguments.at(7), "1"_ba);
            compareFetchOptions(call.arguments.at(8), isSettled);
        }
        WorkerScripts::Finish last = finish;
        last.fetchesNext = false;
        QCOMPARE(scriptsOf().delayCall(last, 500, true).arguments.mid(7), (QByteArrayList{"0", ""}));
    }
};

QTEST_APPLESS_MAIN(WorkerScriptsTest)
#include "worker_scripts_test.moc"
