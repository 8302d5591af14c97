// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/new_job.h"
#include "unpacked.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
using msgpack::type::object_type;

namespace {

const QueueKeys mail("bull", "mail");

ScriptCall callFor(const QJsonObject &options, FlowPlace place = {})
{
    const auto read = readJobOptions(options);
    return addCall(mail, NewJob{"welcome", R"({"to":"ann"})", std::get<JobOptions>(read)}, place);
}

} // namespace

// What BullMQ's scripts are given to add a job: they check nothing of it, and a wrong key spoils data.
class NewJobTest : public QObject {
    Q_OBJECT

private slots:
    void aJobHasTenArguments()
    {
        const ScriptCall call = callFor({{u"timestamp"_s, qint64(1700000000000)}});
        QCOMPARE(call.arguments.size(), 3);
        QCOMPARE(call.arguments.at(1), QByteArray(R"({"to":"ann"})"));
        const Unpacked unpacked(call.arguments.at(0));
        const auto items = unpacked.items();
        QCOMPARE(items.size(), 10);
        QCOMPARE(textOf(items[0]), QByteArray("bull:mail:"));
        QCOMPARE(textOf(items[1]), QByteArray("")); // nil would be an error
        QCOMPARE(textOf(items[2]), QByteArray("welcome"));
        QVERIFY(isNumber(items[3], 1700000000000));
        for (qsizetype at = 4; at < 10; ++at)
            QVERIFY(isNil(items[at]));
    }

    void itsTimeIsNowWhenNoneIsSaid()
    {
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const Unpacked unpacked(callFor({}).arguments.at(0));
        const auto time = unpacked.items().at(3);
        QCOMPARE(time.type, object_type::POSITIVE_INTEGER);
        QVERIFY(qint64(time.via.u64) >= before && qint64(time.via.u64) <= QDateTime::currentMSecsSinceEpoch());
    }

    // Pitfall 5: the reply to an id that is an integer would look like a code.
    void anIdIsAText()
    {
        const Unpacked unpacked(callFor({{u"jobId"_s, u"ann-1"_s}}).arguments.at(0));
        QCOMPARE(textOf(unpacked.items().at(1)), QByteArray("ann-1"));
    }

    void aSchedulersAndADeduplicatedJobNameTheirs()
    {
        const Unpacked unpacked(
            callFor({{u"repeatJobKey"_s, u"nightly"_s}, {u"deduplication"_s, QJsonObject{{u"id"_s, u"once"_s}}}})
                .arguments.at(0));
        QCOMPARE(textOf(unpacked.items().at(7)), QByteArray("nightly"));
        QCOMPARE(textOf(unpacked.items().at(8)), QByteArray("bull:mail:de:once"));
    }

    void aJobOfAFlowSaysSo()
    {
        const Unpacked unpacked(callFor({}, {true, false}).arguments.at(0));
        QVERIFY(isNumber(unpacked.items().at(9), 1));
    }

    void aChildNamesItsParent_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QByteArray>("flag");
        QTest::newRow("no flag") << QString() << QByteArray();
        QTest::newRow("fails it") << u"failParentOnFailure"_s << QByteArray("fpof");
        QTest::newRow("continues it") << u"continueParentOnFailure"_s << QByteArray("cpof");
        QTest::newRow("is ignored") << u"ignoreDependencyOnFailure"_s << QByteArray("idof");
        QTest::newRow("is removed") << u"removeDependencyOnFailure"_s << QByteArray("rdof");
    }

    // Pitfall 16: the queue of a parent has no colon at its end, the folder of the queue has one.
    void aChildNamesItsParent()
    {
        QFETCH(QString, option);
        QFETCH(QByteArray, flag);
        QJsonObject options{{u"parent"_s, QJsonObject{{u"id"_s, u"p-1"_s}, {u"queue"_s, u"bull:reports"_s}}}};
        if (!option.isEmpty())
            options.insert(option, true);
        const ScriptCall call = callFor(options);
        const Unpacked unpacked(call.arguments.at(0));
        const auto items = unpacked.items();
        QCOMPARE(textOf(items[4]), QByteArray("bull:reports:p-1"));
        QCOMPARE(textOf(items[5]), QByteArray("bull:reports:p-1:dependencies"));
        const auto parent = membersOf(items[6]);
        QByteArrayList expected{"id", "queueKey"};
        if (!flag.isEmpty())
            expected.append(flag);
        std::sort(expected.begin(), expected.end());
        QCOMPARE(namesIn(parent), expected);
        QCOMPARE(textOf(parent.at("queueKey")), QByteArray("bull:reports"));
        const Unpacked stored(call.arguments.at(2));
        const auto members = membersOf(stored.handle.get());
        QCOMPARE(namesIn(membersOf(members.at("parent"))), (QByteArrayList{"id", "queue"}));
        QCOMPARE(members.contains(flag), !flag.isEmpty());
    }

    void optionsHaveTheNamesThatAreStored()
    {
        const QJsonObject options{
            {u"attempts"_s, 3},
            {u"backoff"_s, QJsonObject{{u"type"_s, u"exponential"_s}, {u"delay"_s, 100}, {u"jitter"_s, 0.5}}},
            {u"removeOnComplete"_s, true},
            {u"removeOnFail"_s, QJsonObject{{u"age"_s, 60}, {u"count"_s, 5}}},
            {u"deduplication"_s, QJsonObject{{u"id"_s, u"once"_s}, {u"ttl"_s, 500}, {u"extend"_s, true}}},
            {u"keepLogs"_s, 7},
            {u"stackTraceLimit"_s, 2},
            {u"sizeLimit"_s, 100},
            {u"lifo"_s, true},
            {u"telemetry"_s, QJsonObject{{u"metadata"_s, u"trace"_s}}},
        };
        const Unpacked unpacked(callFor(options).arguments.at(2));
        const auto members = membersOf(unpacked.handle.get());
        QCOMPARE(namesIn(members),
                 (QByteArrayList{"attempts", "backoff", "de", "kl", "lifo", "removeOnComplete", "removeOnFail",
                                 "sizeLimit", "stackTraceLimit", "tm"}));
        QCOMPARE(namesIn(membersOf(members.at("backoff"))), (QByteArrayList{"delay", "jitter", "type"}));
        QCOMPARE(namesIn(membersOf(members.at("de"))), (QByteArrayList{"extend", "id", "ttl"}));
        QCOMPARE(members.at("removeOnComplete").type, object_type::BOOLEAN); // as it was given, as with Node
        QCOMPARE(namesIn(membersOf(members.at("removeOnFail"))), (QByteArrayList{"age", "count"}));
        QVERIFY(isNumber(members.at("kl"), 7));
    }

    void theScriptIsThatOfTheJob_data()
    {
        QTest::addColumn<QJsonObject>("options");
        QTest::addColumn<bool>("hasChildren");
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<QByteArrayList>("suffixes");
        QTest::newRow("standard") << QJsonObject() << false << QByteArray("addStandardJob")
                                  << QByteArrayList{"wait",    "paused", "meta",   "id",    "completed",
                                                    "delayed", "active", "events", "marker"};
        QTest::newRow("prioritized") << QJsonObject{{u"priority"_s, 5}} << false << QByteArray("addPrioritizedJob")
                                     << QByteArrayList{"marker",    "meta",   "id",     "prioritized", "delayed",
                                                       "completed", "active", "events", "pc"};
        const QByteArrayList delayed{"marker", "meta", "id", "delayed", "completed", "events"};
        QTest::newRow("delayed") << QJsonObject{{u"delay"_s, 5}} << false << QByteArray("addDelayedJob") << delayed;
        QTest::newRow("delayed, prioritized")
            << QJsonObject{{u"delay"_s, 5}, {u"priority"_s, 5}} << false << QByteArray("addDelayedJob") << delayed;
        QTest::newRow("with children") << QJsonObject{{u"delay"_s, 5}, {u"priority"_s, 5}} << true
                                       << QByteArray("addParentJob")
                                       << QByteArrayList{"meta",      "id",    "delayed", "waiting-children",
                                                         "completed", "events"};
    }

    void theScriptIsThatOfTheJob()
    {
        QFETCH(QJsonObject, options);
        QFETCH(bool, hasChildren);
        QFETCH(QByteArray, script);
        QFETCH(QByteArrayList, suffixes);
        const ScriptCall call = callFor(options, {hasChildren, hasChildren});
        QCOMPARE(call.script.name().toByteArray(), "bullmq: " + script);
        QByteArrayList keys;
        for (const QByteArray &suffix : suffixes)
            keys.append("bull:mail:" + suffix);
        QCOMPARE(call.keys, keys);
    }

    void refusesAJobThatNobodyCouldRead()
    {
        const auto fieldOf = [](const NewJob &job) {
            try {
                checkNewJob(job);
            } catch (const InvalidJob &error) {
                return error.field();
            }
            return QString();
        };
        QCOMPARE(fieldOf({"", "{}"}), u"name"_s);
        QCOMPARE(fieldOf({"n", ""}), u"data"_s);
        QCOMPARE(fieldOf({"n", "{"}), u"data"_s);
        QCOMPARE(fieldOf({"n", "1,2"}), u"data"_s);
        QCOMPARE(fieldOf({"n", "\"\xff\""}), u"data"_s);
        for (const char *good : {"{}", "[]", "1", "\"text\"", "null", "true"})
            QCOMPARE(fieldOf({"n", good}), QString());
    }

    void refusesAQueueThatHasNoName()
    {
        QVERIFY_THROWS_EXCEPTION(InvalidJob, checkQueueName(""));
        QVERIFY_THROWS_EXCEPTION(InvalidJob, checkQueueName("a:b"));
        QVERIFY_THROWS_NO_EXCEPTION(checkQueueName("mail"));
    }
};

QTEST_APPLESS_MAIN(NewJobTest)
#include "new_job_test.moc"
