// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_record.h"
#include "telemetry/journal.h"
#include "telemetry/journal_tasks.h"
#include "telemetry/slowest_requests.h"

#include <QTest>

#include <limits>

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace Qt::Literals::StringLiterals;

class JournalTest : public QObject {
    Q_OBJECT
private slots:
    void givesBackWhatWasAppendedNewestFirst();
    void encodingKeepsEveryField();
    void isFilteredByWhatTheCacheHad();
    void encodingCutsWhatIsTooLong();
    void holdsNoMemoryUntilUsed();
    void staysWithinItsBytes();
    void keepsSlowAndFailedThroughAFloodOfFastOnes();
    void walksBothRingsWithoutDuplicates();
    void walkBeginsBeforeASequence();
    void pagesStayStableWhileOldOnesAreDropped();
    void longScansGoInSteps();
    void timeRangeLeavesOutWhatEndedElsewhen();
    void slowestOfARouteOutliveTheJournal();
};

namespace {

constexpr quint64 newest = std::numeric_limits<quint64>::max();

QByteArray idOf(const EncodedRecord &record)
{
    return record.text(EncodedRecord::Id).toByteArray();
}

QList<QByteArray> idsOf(const Journal &journal, quint64 before = newest)
{
    QList<QByteArray> ids;
    for (Journal::Walk walk(journal, before); const auto record = walk.current(); walk.next())
        ids.append(idOf(*record));
    return ids;
}

void flood(Journal &journal, int count)
{
    for (int i = 0; i < count; ++i)
        journal.append(SampleRecord({.id = "fast-" + QByteArray::number(i)}).get());
}

Archive archiveOf(qint64 journalBytes)
{
    return Archive(journalBytes, 1024 * 1024, 1, 1'700'000'000);
}

QCborMap pageOf(const Archive &archive, const QString &query, EndRange range, quint64 before, int limit)
{
    const Answer<QCborMap> answer;
    PageTask task(archive, std::get<Filter>(Filter::parse(query)), range, before, limit, answer);
    while (!task.step(QDeadlineTimer(QDeadlineTimer::Forever))) { }
    return answer.future().result();
}

constexpr EndRange always{0, std::numeric_limits<qint64>::max()};

} // namespace

void JournalTest::givesBackWhatWasAppendedNewestFirst()
{
    Journal journal(1024 * 1024);
    for (const char *id : {"a", "b", "c"})
        journal.append(SampleRecord({.id = id}).get());
    QCOMPARE(idsOf(journal), QList<QByteArray>({"c", "b", "a"}));
}

void JournalTest::encodingKeepsEveryField()
{
    const QList<Span> spans{{"database", "select", "3 rows", 10, 20, true}, {"cache", {}, {}, 1, 2, false}};
    const SampleRecord sample({.id = "x",
                               .user = "7",
                               .userName = "ann@example.org",
                               .error = QByteArray("\xff\0", 2),
                               .durationUs = 77,
                               .status = 503,
                               .reactor = 3,
                               .active = 9,
                               .slow = true,
                               .aborted = true,
                               .spans = spans});
    const RequestRecord record = sample.get().decode();
    QCOMPARE(record.user, "7");
    QCOMPARE(record.userName, "ann@example.org");
    QCOMPARE(sample.get().view().userName, "ann@example.org");
    QCOMPARE(record.error, QByteArray("\xff\0", 2));
    QCOMPARE(record.spanId, "00f067aa0ba902b7");
    QCOMPARE(record.durationUs, 77);
    QCOMPARE(record.bytesOut, 200);
    QCOMPARE(record.status, 503);
    QCOMPARE(record.reactor, 3);
    QVERIFY(record.slow && record.aborted);
    QCOMPARE(record.spans, spans);
    QCOMPARE(sample.get().view().active, 9);
}

void JournalTest::isFilteredByWhatTheCacheHad()
{
    Archive archive = archiveOf(1024 * 1024);
    const Span handler{"handler", "show", {}, 0, 9, false};
    const auto append = [&](const QByteArray &id, const QByteArray &cacheSpan) {
        const Span cache{"cache", cacheSpan, {}, 1, 2, false};
        archive.journal.append(SampleRecord({.id = id, .slow = true, .spans = {handler, cache}}).get());
    };
    append("a", "user: miss");
    append("b", "user: hit");
    append("c", "user: local hit");
    append("d", "user: joined");
    archive.journal.append(SampleRecord({.id = "e", .spans = {handler}}).get());
    const auto ids = [&](const QString &query) {
        QByteArrayList found;
        for (const QCborValue item : pageOf(archive, query, always, newest, 10).value("items"_L1).toArray())
            found.append(item.toMap().value("id"_L1).toString().toLatin1());
        return found;
    };
    QCOMPARE(ids(u"cache:miss"_s), QByteArrayList({"d", "a"}));
    QCOMPARE(ids(u"cache:hit"_s), QByteArrayList({"b"}));
    QCOMPARE(ids(u"cache:local"_s), QByteArrayList({"c"}));
    QCOMPARE(ids(u"-cache:hit,local,miss"_s), QByteArrayList({"e"}));
    QCOMPARE(ids(u"slow -cache:miss"_s), QByteArrayList({"c", "b"}));
}

void JournalTest::encodingCutsWhatIsTooLong()
{
    const QByteArray endless(1'000'000, 'x');
    const QList<Span> spans(500, Span{endless, endless, endless, 0, 1, false});
    const SampleRecord sample({.id = endless,
                               .method = endless,
                               .path = endless,
                               .route = endless,
                               .user = endless,
                               .userName = endless,
                               .error = endless,
                               .spans = spans});
    QVERIFY(sample.get().head().size <= EncodedRecord::maxSize);
    const RequestRecord record = sample.get().decode();
    QVERIFY(record.path.size() >= 8192);
    QVERIFY(record.spans.size() >= 32);
}

void JournalTest::holdsNoMemoryUntilUsed()
{
    QCOMPARE(Journal(64 * 1024 * 1024).bytes(), 0);
}

void JournalTest::staysWithinItsBytes()
{
    constexpr qint64 bound = 2 * 1024 * 1024;
    Journal journal(bound);
    for (int i = 0; i < 20'000; ++i)
        journal.append(SampleRecord({.status = i % 3 == 0 ? 500 : 200}).get());
    QVERIFY2(journal.bytes() <= bound, qPrintable(QString::number(journal.bytes())));
    QVERIFY(journal.bytes() > bound / 2);
    QCOMPARE(idsOf(journal).size(), journal.size());
}

void JournalTest::keepsSlowAndFailedThroughAFloodOfFastOnes()
{
    Journal journal(1024 * 1024);
    journal.append(SampleRecord({.id = "slow", .slow = true}).get());
    journal.append(SampleRecord({.id = "failed", .status = 502}).get());
    journal.append(SampleRecord({.id = "aborted", .status = 0, .aborted = true}).get());
    journal.append(SampleRecord({.id = "fine"}).get());
    flood(journal, 50'000);
    const auto ids = idsOf(journal);
    QVERIFY(ids.size() < 20'000);
    for (const char *kept : {"slow", "failed", "aborted"})
        QVERIFY2(ids.contains(kept), kept);
    QVERIFY(!ids.contains("fine"));
}

void JournalTest::walksBothRingsWithoutDuplicates()
{
    Journal journal(1024 * 1024);
    QList<QByteArray> expected;
    for (int i = 0; i < 500; ++i) {
        const QByteArray id = QByteArray::number(i);
        journal.append(SampleRecord({.id = id, .status = i % 7 == 0 ? 500 : 200, .slow = i % 5 == 0}).get());
        expected.prepend(id);
    }
    QCOMPARE(idsOf(journal), expected);
}

void JournalTest::walkBeginsBeforeASequence()
{
    Journal journal(1024 * 1024);
    for (int i = 1; i <= 2'000; ++i)
        QCOMPARE(journal.append(SampleRecord({.id = QByteArray::number(i), .slow = i % 3 == 0}).get()), quint64(i));
    for (const quint64 before : {quint64(1), quint64(2), quint64(700), quint64(2'000), quint64(2'001), newest}) {
        const auto ids = idsOf(journal, before);
        QCOMPARE(ids.size(), qsizetype(std::min<quint64>(before, 2'001) - 1));
        QVERIFY(ids.isEmpty() || ids.first().toULongLong() < before);
    }
}

void JournalTest::pagesStayStableWhileOldOnesAreDropped()
{
    Archive archive = archiveOf(1024 * 1024);
    flood(archive.journal, 3'000);
    const QCborMap first = pageOf(archive, {}, always, newest, 100);
    const quint64 cursor = first["next"_L1].toString().toULongLong();
    flood(archive.journal, 300);
    const QCborMap second = pageOf(archive, {}, always, cursor, 100);
    QCOMPARE(first["items"_L1][99]["id"_L1].toString(), u"fast-2900"_s);
    QCOMPARE(second["items"_L1][0]["id"_L1].toString(), u"fast-2899"_s);
    flood(archive.journal, 50'000); // now what the cursor points to is gone
    const QCborMap third = pageOf(archive, {}, always, cursor, 100);
    QCOMPARE(third["items"_L1].toArray().size(), 0);
    QVERIFY(third["next"_L1].isNull());
}

void JournalTest::longScansGoInSteps()
{
    Archive archive = archiveOf(4 * 1024 * 1024);
    flood(archive.journal, 10'000);
    const Answer<QCborMap> answer;
    PageTask task(archive, std::get<Filter>(Filter::parse(u"id:fast-7 nothing OR users"_s)), always, newest, 1000,
                  answer);
    int steps = 1;
    const QDeadlineTimer overdue(0);
    for (; !task.step(overdue); ++steps)
        flood(archive.journal, 10); // what comes in between moves nothing
    QVERIFY2(steps > 10, qPrintable(QString::number(steps)));
    const QCborArray items = answer.future().result()["items"_L1].toArray();
    QSet<QString> ids;
    for (const QCborValue &item : items)
        ids.insert(item["id"_L1].toString());
    QCOMPARE(ids.size(), items.size());
    QCOMPARE(items.size(), 1000);
}

void JournalTest::timeRangeLeavesOutWhatEndedElsewhen()
{
    Archive archive = archiveOf(4 * 1024 * 1024);
    constexpr qint64 start = 1'700'000'000'000'000;
    for (int second = 0; second < 100; ++second) {
        for (int i = 0; i < 50; ++i)
            archive.journal.append(SampleRecord({.endUs = start + second * 1'000'000 + i}).get());
    }
    const auto count = [&archive](qint64 fromSecond, qint64 toSecond) {
        const EndRange range{start + fromSecond * 1'000'000, start + toSecond * 1'000'000 - 1};
        return pageOf(archive, {}, range, newest, 1000)["items"_L1].toArray().size();
    };
    QCOMPARE(count(0, 1), 50);
    QCOMPARE(count(40, 50), 500);
    QCOMPARE(count(99, 200), 50);
    QCOMPARE(count(200, 300), 0);
    QCOMPARE(count(-300, -200), 0);
}

void JournalTest::slowestOfARouteOutliveTheJournal()
{
    SlowestRequests slowest(1024 * 1024);
    quint64 sequence = 1;
    for (int i = 0; i < 5'000; ++i) {
        const int route = i % 2;
        slowest.offer(SampleRecord({.id = QByteArray::number(i), .durationUs = i}).get(), route, sequence++);
    }
    slowest.closeStep();
    QList<QByteArray> ids;
    for (RecordRing::Walk walk(slowest.kept(), newest); const auto record = walk.current(); walk.next())
        ids.append(idOf(*record));
    QCOMPARE(ids.size(), qsizetype(2 * SlowestRequests::perStep));
    QCOMPARE(ids.first(), "4999");
    QCOMPARE(ids.last(), "4980");
}

QTEST_APPLESS_MAIN(JournalTest)
#include "journal_test.moc"
