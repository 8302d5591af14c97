// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_options.h"
#include "jobs/job_record.h"
#include "jobs/message_pack.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;

class JobOptionsTest : public QObject {
    Q_OBJECT

private slots:
    void writesAttemptsAloneWhenNothingIsSet()
    {
        QCOMPARE(JobOptions().toStored(), (QJsonObject{{u"attempts"_s, 0}}));
        QCOMPARE(JobOptions().packed(),
                 QByteArray("\x81\xa8"
                            "attempts"
                            "\x00",
                            11));
    }

    void readsWhatItStores()
    {
        const QJsonObject stored{
            {u"attempts"_s, 3},
            {u"kl"_s, 5},
            {u"lifo"_s, true},
            {u"fpof"_s, true},
            {u"mine"_s, u"kept"_s},
            {u"backoff"_s, QJsonObject{{u"type"_s, u"exponential"_s}, {u"delay"_s, 100}, {u"jitter"_s, 0.5}}},
            {u"de"_s, QJsonObject{{u"id"_s, u"one"_s}, {u"ttl"_s, 500}, {u"extend"_s, true}}},
            {u"parent"_s, QJsonObject{{u"id"_s, u"p"_s}, {u"queue"_s, u"bull:q"_s}}},
        };
        QCOMPARE(JobOptions::fromStored(stored).toStored(), stored);
    }

    // As Node stores them: who reads them finds what was given.
    void whatIsKeptIsWrittenAsItWasGiven()
    {
        for (const QJsonValue &keep :
             {QJsonValue(true), QJsonValue(false), QJsonValue(0), QJsonValue(7), QJsonValue(-1),
              QJsonValue(QJsonObject{{u"count"_s, 0}}), QJsonValue(QJsonObject{{u"age"_s, 60}, {u"limit"_s, 9}})}) {
            const auto read = readJobOptions({{u"removeOnComplete"_s, keep}, {u"removeOnFail"_s, keep}});
            const QJsonObject stored = std::get<JobOptions>(read).toStored();
            QCOMPARE(stored["removeOnComplete"_L1], keep);
            QCOMPARE(stored["removeOnFail"_L1], keep);
            QCOMPARE(JobOptions::fromStored(stored).toStored(), stored);
        }
    }

    void tellsThePublicNames()
    {
        const QJsonObject given{
            {u"attempts"_s, 3},
            {u"deduplication"_s, QJsonObject{{u"id"_s, u"one"_s}}},
            {u"failParentOnFailure"_s, true},
            {u"keepLogs"_s, 5},
            {u"mine"_s, u"kept"_s},
            {u"removeOnComplete"_s, true},
            {u"telemetry"_s, QJsonObject{{u"metadata"_s, u"trace"_s}, {u"omitContext"_s, true}}},
        };
        const QJsonObject stored = std::get<JobOptions>(readJobOptions(given)).toStored();
        for (const auto name : {"de"_L1, "fpof"_L1, "kl"_L1, "tm"_L1, "omc"_L1})
            QVERIFY(stored.contains(name));
        QCOMPARE(publicJobOptions(stored), given);
        for (const auto &[name, shortName] :
             {std::pair("continueParentOnFailure"_L1, "cpof"_L1), std::pair("ignoreDependencyOnFailure"_L1, "idof"_L1),
              std::pair("removeDependencyOnFailure"_L1, "rdof"_L1)})
            QCOMPARE(publicJobOptions({{shortName, true}}), (QJsonObject{{name, true}}));
    }

    void refuses_data()
    {
        QTest::addColumn<QJsonObject>("options");
        QTest::addColumn<QString>("field");
        const auto id = [](const char *row, const QString &text) {
            QTest::newRow(row) << QJsonObject{{u"jobId"_s, text}} << u"jobId"_s;
        };
        id("pitfall 6: an integer as id", u"12"_s);
        id("pitfall 7: an id of an old marker", u"0:12"_s);
        id("pitfall 7: with three parts", u"0:1:2"_s);
        id("the zero as id", u"0"_s);
        id("the key of the waiting jobs as id", u"wait"_s);
        id("a colon in an id", u"a:b"_s);
        QTest::newRow("a number as id") << QJsonObject{{u"jobId"_s, 7}} << u"jobId"_s;
        QTest::newRow("pitfall 14: priority") << QJsonObject{{u"priority"_s, 2097152}} << u"priority"_s;
        QTest::newRow("pitfall 13: half a delay") << QJsonObject{{u"delay"_s, 1.5}} << u"delay"_s;
        QTest::newRow("a negative delay") << QJsonObject{{u"delay"_s, -1}} << u"delay"_s;
        QTest::newRow("jitter") << QJsonObject{{u"backoff"_s, QJsonObject{{u"type"_s, u"fixed"_s}, {u"jitter"_s, 1.5}}}}
                                << u"backoff"_s;
        QTest::newRow("deduplication without id")
            << QJsonObject{{u"deduplication"_s, QJsonObject{}}} << u"deduplication"_s;
        id("the key of deduplication as id", u"de:a:b"_s);
        id("the key of metrics as id", u"metrics:completed:data"_s);
        id("the key of a scheduler as id", u"repeat:a:b"_s);
        id("the id of a scheduler's job", u"repeat:daily:1900000000000"_s);
        QTest::newRow("pitfall 13: a delay as text") << QJsonObject{{u"delay"_s, u"5"_s}} << u"delay"_s;
        QTest::newRow("pitfall 14: half a priority") << QJsonObject{{u"priority"_s, 1.5}} << u"priority"_s;
        QTest::newRow("pitfall 15: an empty list") << QJsonObject{{u"mine"_s, QJsonArray()}} << u"mine"_s;
        QTest::newRow("pitfall 15: an empty list within")
            << QJsonObject{{u"repeat"_s, QJsonObject{{u"days"_s, QJsonArray()}}}} << u"repeat"_s;
        QTest::newRow("pitfall 15: an integer of 16 digits")
            << QJsonObject{{u"mine"_s, QJsonArray{qint64(1795335121269123)}}} << u"mine"_s;
        QTest::newRow("pitfall 15: a timestamp in microseconds")
            << QJsonObject{{u"timestamp"_s, qint64(1795335121269123)}} << u"timestamp"_s;
        QTest::newRow("pitfall 16: a parent's queue with a colon at its end")
            << QJsonObject{{u"parent"_s, QJsonObject{{u"id"_s, u"1"_s}, {u"queue"_s, u"bull:q:"_s}}}} << u"parent"_s;
        QTest::newRow("pitfall 16: a parent's queue without its prefix")
            << QJsonObject{{u"parent"_s, QJsonObject{{u"id"_s, u"1"_s}, {u"queue"_s, u"q"_s}}}} << u"parent"_s;
        QTest::newRow("two flags") << QJsonObject{{u"failParentOnFailure"_s, true},
                                                  {u"ignoreDependencyOnFailure"_s, true}}
                                   << u"failParentOnFailure"_s;
    }

    void refusesWhatIsOfAnotherType_data()
    {
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("field");
        const auto row = [](const QString &field, const QJsonValue &value) {
            const QByteArray name =
                field.toUtf8() + ' ' + QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
            QTest::newRow(name.constData()) << value << field;
        };
        row(u"attempts"_s, u"3"_s);
        row(u"backoff"_s, u"x"_s);
        row(u"backoff"_s, true);
        row(u"backoff"_s, -5);
        row(u"backoff"_s, QJsonObject{{u"type"_s, 1}});
        row(u"backoff"_s, QJsonObject{{u"type"_s, u"fixed"_s}, {u"delay"_s, u"100"_s}});
        row(u"backoff"_s, QJsonObject{{u"type"_s, u"fixed"_s}, {u"jitter"_s, u"x"_s}});
        row(u"backoff"_s, QJsonObject{{u"type"_s, u"fixed"_s}, {u"dealy"_s, 100}});
        row(u"removeOnComplete"_s, u"yes"_s);
        row(u"removeOnComplete"_s, 1.5);
        row(u"removeOnComplete"_s, QJsonObject{{u"age"_s, u"1h"_s}});
        row(u"removeOnFail"_s, QJsonArray{1});
        row(u"removeOnFail"_s, QJsonObject{{u"cuont"_s, 5}});
        row(u"deduplication"_s, 5);
        row(u"deduplication"_s, u"one"_s);
        row(u"deduplication"_s, QJsonObject{{u"id"_s, 5}});
        row(u"deduplication"_s, QJsonObject{{u"id"_s, u"one"_s}, {u"ttl"_s, u"5s"_s}});
        row(u"deduplication"_s, QJsonObject{{u"id"_s, u"one"_s}, {u"extend"_s, 1}});
        row(u"repeat"_s, u"* * * * *"_s);
        row(u"repeatJobKey"_s, 5);
        row(u"prevMillis"_s, u"now"_s);
        row(u"parent"_s, u"1"_s);
        row(u"parent"_s, QJsonObject{{u"id"_s, 1}, {u"queue"_s, u"bull:q"_s}});
        row(u"telemetry"_s, u"trace"_s);
        row(u"telemetry"_s, QJsonObject{{u"metadata"_s, QJsonObject()}});
        row(u"lifo"_s, 1);
        row(u"failParentOnFailure"_s, u"yes"_s);
        row(u"debounce"_s, QJsonObject{{u"id"_s, u"one"_s}});
    }

    void refusesWhatIsOfAnotherType()
    {
        QFETCH(QJsonValue, value);
        QFETCH(QString, field);
        const auto read = readJobOptions(QJsonObject{{field, value}});
        const JobOptionsError *refused = std::get_if<JobOptionsError>(&read);
        QVERIFY(refused);
        QCOMPARE(refused->field, field);
        QVERIFY2(refused->message.contains(field), qPrintable(refused->message));
    }

    void refusesShortNamesOfAnotherTypeToo()
    {
        const auto read = readJobOptions(QJsonObject{{u"de"_s, 5}});
        QVERIFY(std::holds_alternative<JobOptionsError>(read));
        QCOMPARE(std::get<JobOptionsError>(read).field, u"deduplication"_s);
    }

    void takesWhatItStoresAgain()
    {
        const QJsonObject stored{{u"attempts"_s, 3},
                                 {u"kl"_s, 5},
                                 {u"fpof"_s, true},
                                 {u"tm"_s, u"trace"_s},
                                 {u"removeOnFail"_s, QJsonObject{{u"count"_s, -1}}},
                                 {u"mine"_s, QJsonArray{u"kept"_s, 1.5, QJsonValue()}}};
        const auto read = readJobOptions(stored);
        QVERIFY(std::holds_alternative<JobOptions>(read));
        QCOMPARE(std::get<JobOptions>(read).toStored(), stored);
    }

    void takesEachShapeThatBullmqTakes()
    {
        const QJsonObject options{{u"backoff"_s, 100},
                                  {u"removeOnComplete"_s, true},
                                  {u"removeOnFail"_s, QJsonObject{{u"age"_s, 60}, {u"count"_s, 5}, {u"limit"_s, 9}}},
                                  {u"keepLogs"_s, QJsonValue()},
                                  {u"telemetry"_s, QJsonObject{{u"omitContext"_s, true}}}};
        const auto read = readJobOptions(options);
        QVERIFY(std::holds_alternative<JobOptions>(read));
        const JobOptions &taken = std::get<JobOptions>(read);
        QCOMPARE(taken.backoff->type, u"fixed"_s);
        QCOMPARE(taken.removeOnComplete->count, 0);
        QCOMPARE(taken.removeOnFail->age, 60);
        QVERIFY(!taken.keepLogs);
        QVERIFY(taken.omitsContext);
    }

    void refuses()
    {
        QFETCH(QJsonObject, options);
        QFETCH(QString, field);
        const auto read = readJobOptions(options);
        const JobOptionsError *refused = std::get_if<JobOptionsError>(&read);
        QVERIFY(refused);
        QCOMPARE(refused->field, field);
        QVERIFY(!refused->message.isEmpty());
    }

    void refusesDataAboveItsLimit()
    {
        JobOptions options;
        options.sizeLimit = 10;
        QVERIFY(!checkJobOptions(options, 10));
        QCOMPARE(checkJobOptions(options, 11)->field, u"sizeLimit"_s);
    }

    // Pitfall 5.
    void packsTextsAsStrNotBin()
    {
        QCOMPARE(MessagePack().text("ab").bytes(),
                 QByteArray("\xa2"
                            "ab"));
        QCOMPARE(MessagePack().text(QByteArray(40, 'x')).bytes().first(2), QByteArray("\xd9\x28"));
    }

    void readsAJobWhoseHashIsHalfThere()
    {
        QVERIFY(!JobRecord::fromHash("1", redis::Reply()));
        redis::Reply hash;
        hash.kind = redis::Reply::Kind::List;
        for (const char *bytes : {"ats", "2", "opts", "{no json", "atm", "x"}) {
            redis::Reply item;
            item.kind = redis::Reply::Kind::Bytes;
            item.bytes = bytes;
            hash.items.append(item);
        }
        const auto job = JobRecord::fromHash("1", hash);
        QVERIFY(job);
        QCOMPARE(job->attemptsStarted, 2);
        QCOMPARE(job->attemptsMade, 0);
        QCOMPARE(job->options.attempts, 0);
    }
};

QTEST_APPLESS_MAIN(JobOptionsTest)
#include "job_options_test.moc"
