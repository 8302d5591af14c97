// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_pattern.h"
#include "jobs/cron_zone.h"
#include "utc_time.h"

#include <QElapsedTimer>
#include <QTest>

using namespace signalbox;
using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;

namespace {

using Parsed = std::variant<CronPattern, CronError>;

Parsed parse(const QString &pattern, const char *zone = "UTC", const QString &seed = {})
{
    return CronPattern::parse(pattern, QTimeZone(zone), seed);
}

qint64 moment(const QString &iso)
{
    return QDateTime::fromString(iso, Qt::ISODate).toMSecsSinceEpoch();
}

// The times that follow each other, as "2026-01-02T03:04:05Z".
QStringList dueAfter(const QString &iso, const Parsed &parsed, qsizetype count)
{
    QStringList due;
    std::optional<qint64> time = moment(iso);
    while (due.size() < count) {
        time = std::get<CronPattern>(parsed).next(*time);
        if (!time)
            break;
        due << utcTime(*time).toString(Qt::ISODate);
    }
    return due;
}

CronError refusal(const QString &pattern)
{
    const Parsed parsed = parse(pattern);
    const auto *error = std::get_if<CronError>(&parsed);
    return error != nullptr ? *error : CronError{};
}

} // namespace

class CronTest : public QObject {
    Q_OBJECT

private slots:
    void isDue_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QStringList>("due");
        const auto row = [](const char *name, const char *pattern, const char *after, const QStringList &due,
                            const char *zone = "UTC") {
            QTest::newRow(name) << QString::fromLatin1(pattern) << QString::fromLatin1(zone)
                                << QString::fromLatin1(after) << due;
        };
        const auto midnights = [](const QStringList &days) {
            QStringList times;
            for (const QString &day : days)
                times << u"2026-%1T00:00:00Z"_s.arg(day);
            return times;
        };
        row("day of month or day of week", "0 0 13 * 5", "2026-01-01T00:00:00Z",
            midnights({u"01-02"_s, u"01-09"_s, u"01-13"_s, u"01-16"_s}));
        row("days of month or workdays", "0 0 1,15 * 1-5", "2026-01-15T00:00:00Z",
            midnights({u"01-16"_s, u"01-19"_s, u"01-20"_s, u"01-21"_s}));
        row("the last day of the month", "0 0 L * *", "2026-01-01T00:00:00Z",
            midnights({u"01-31"_s, u"02-28"_s, u"03-31"_s}));
        row("the first and the last day", "0 0 1,L * ?", "2026-01-15T00:00:00Z",
            midnights({u"01-31"_s, u"02-01"_s, u"02-28"_s}));
        row("the last Friday", "0 0 * * 5L", "2026-01-01T00:00:00Z", midnights({u"01-30"_s, u"02-27"_s}));
        row("the last Friday by name", "0 0 * * friL", "2026-01-01T00:00:00Z", midnights({u"01-30"_s, u"02-27"_s}));
        row("the first Monday", "0 0 * * 1#1", "2026-01-10T00:00:00Z", midnights({u"02-02"_s, u"03-02"_s}));
        row("a leap day", "0 12 29 2 *", "2026-01-01T00:00:00Z",
            {u"2028-02-29T12:00:00Z"_s, u"2032-02-29T12:00:00Z"_s});
        row("from a minute on", "5/10 * * * *", "2026-01-01T00:00:00Z",
            {u"2026-01-01T00:05:00Z"_s, u"2026-01-01T00:15:00Z"_s, u"2026-01-01T00:25:00Z"_s});
        row("with seconds", "*/25 59 23 31 12 *", "2026-01-01T00:00:00Z",
            {u"2026-12-31T23:59:00Z"_s, u"2026-12-31T23:59:25Z"_s, u"2026-12-31T23:59:50Z"_s,
             u"2027-12-31T23:59:00Z"_s});
        row("three fields", "12 * *", "2026-01-01T00:00:00Z", {u"2026-01-12T00:00:00Z"_s, u"2026-01-12T00:01:00Z"_s});
        row("one field", "0", "2026-01-01T00:00:00Z", {u"2026-01-04T00:00:00Z"_s, u"2026-01-04T00:01:00Z"_s});
        row("Sunday is 7, too", "0 0 * * 6-7", "2026-01-01T00:00:00Z", midnights({u"01-03"_s, u"01-04"_s, u"01-10"_s}));
        row("names in any case", "0 0 * fEb MON-wed", "2026-01-01T00:00:00Z",
            midnights({u"02-02"_s, u"02-03"_s, u"02-04"_s}));
        row("weekdays", "@weekdays", "2026-01-02T00:00:00Z", midnights({u"01-05"_s, u"01-06"_s}));
        row("weekends", "@weekends", "2026-01-02T00:00:00Z", midnights({u"01-03"_s, u"01-04"_s, u"01-10"_s}));
        row("yearly", "@yearly", "2026-01-02T00:00:00Z", {u"2027-01-01T00:00:00Z"_s});
        row("annually", "@annually", "2026-01-02T00:00:00Z", {u"2027-01-01T00:00:00Z"_s});
        row("monthly", "@monthly", "2026-01-02T00:00:00Z", midnights({u"02-01"_s}));
        row("weekly", "@weekly", "2026-01-02T00:00:00Z", midnights({u"01-04"_s}));
        row("daily", "@daily", "2026-01-02T00:00:00Z", midnights({u"01-03"_s}));
        row("hourly", "@hourly", "2026-01-02T00:00:00Z", {u"2026-01-02T01:00:00Z"_s});
        row("minutely", "@minutely", "2026-01-02T00:00:00Z", {u"2026-01-02T00:01:00Z"_s});
        row("secondly", "@secondly", "2026-01-02T00:00:00Z", {u"2026-01-02T00:00:01Z"_s});
        row("a time that the clocks skip is made up for", "30 2 * * *", "2026-03-27T12:00:00Z",
            {u"2026-03-28T01:30:00Z"_s, u"2026-03-29T01:30:00Z"_s, u"2026-03-30T00:30:00Z"_s}, "Europe/Warsaw");
        row("a time that the clocks show twice comes once", "30 2 * * *", "2026-10-23T12:00:00Z",
            {u"2026-10-24T00:30:00Z"_s, u"2026-10-25T00:30:00Z"_s, u"2026-10-26T01:30:00Z"_s}, "Europe/Warsaw");
        row("each half hour comes also when the hour is repeated", "*/30 * * * *", "2026-10-24T23:30:00Z",
            {u"2026-10-25T00:00:00Z"_s, u"2026-10-25T00:30:00Z"_s, u"2026-10-25T01:00:00Z"_s, u"2026-10-25T01:30:00Z"_s,
             u"2026-10-25T02:00:00Z"_s},
            "Europe/Warsaw");
        row("each half hour of a day with 23 hours", "*/30 * * * *", "2026-03-29T00:30:00Z",
            {u"2026-03-29T01:00:00Z"_s, u"2026-03-29T01:30:00Z"_s}, "Europe/Warsaw");
        row("a midnight that the clocks skip doesn't come", "30 0 * * *", "2026-03-27T21:00:00Z",
            {u"2026-03-27T22:30:00Z"_s, u"2026-03-29T21:30:00Z"_s}, "Asia/Beirut");
        row("a zone with half an hour", "0 9 * * *", "2026-01-01T00:00:00Z", {u"2026-01-01T03:30:00Z"_s},
            "Asia/Kolkata");
    }

    void isDue()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, zone);
        QFETCH(QString, after);
        QFETCH(QStringList, due);
        const Parsed parsed = parse(pattern, zone.toLatin1().constData());
        QVERIFY2(std::holds_alternative<CronPattern>(parsed), qPrintable(refusal(pattern).message));
        QCOMPARE(dueAfter(after, parsed, due.size()), due);
    }

    void aTimeWithMillisecondsIsFollowedByTheNextSecond()
    {
        const Parsed parsed = parse(u"* * * * * *"_s);
        QCOMPARE(std::get<CronPattern>(parsed).next(1'767'225'600'001), 1'767'225'601'000);
        QCOMPARE(std::get<CronPattern>(parsed).next(1'767'225'600'000), 1'767'225'601'000);
        QCOMPARE(std::get<CronPattern>(parsed).next(-1), 0);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *pattern, const char *field) {
            QTest::newRow(pattern) << QString::fromUtf8(pattern) << QString::fromLatin1(field);
        };
        row("", "pattern");
        row("   ", "pattern");
        row("* * * * * * *", "pattern");
        row("@never", "pattern");
        row("@Daily", "pattern");
        row(" @daily", "pattern");
        row("60 * * * * *", "second");
        row("60 * * * *", "minute");
        row("*/0 * * * *", "minute");
        row("*/ * * * *", "minute");
        row("/5 * * * *", "minute");
        row("1/2/3 * * * *", "minute");
        row("1, * * * *", "minute");
        row("5,5 * * * *", "minute");
        row("1-5,3 * * * *", "minute");
        row("*,5 * * * *", "minute");
        row("-5 * * * *", "minute");
        row("5- * * * *", "minute");
        row("1-2-3 * * * *", "minute");
        row("+5 * * * *", "minute");
        row("1.5 * * * *", "minute");
        row("99999999999999999999 * * * *", "minute");
        row("MON * * * *", "minute");
        row("L * * * *", "minute");
        row("H(5) * * * *", "minute");
        row("H(9-5) * * * *", "minute");
        row("H(60-70) * * * *", "minute");
        row("H/0 * * * *", "minute");
        row("Hx * * * *", "minute");
        row("* 22-2 * * *", "hour");
        row("* 24 * * *", "hour");
        row("* * 0 * *", "dayOfMonth");
        row("* * 32 * *", "dayOfMonth");
        row("* * L-2 * *", "dayOfMonth");
        row("* * L,L * *", "dayOfMonth");
        row("* * 15W * *", "dayOfMonth");
        row("* * 30 2 *", "dayOfMonth");
        row("* * 31 4,6,9,11 *", "dayOfMonth");
        row("* * * 13 *", "month");
        row("* * * MON *", "month");
        row("* * * JANUARY *", "month");
        row("* * * * 8", "dayOfWeek");
        row("* * * * 0,7", "dayOfWeek");
        row("* * * * L", "dayOfWeek");
        row("* * * * 5L,5L", "dayOfWeek");
        row("* * * * FRI-MON", "dayOfWeek");
        row("* * * * 1#0", "dayOfWeek");
        row("* * * * 1#6", "dayOfWeek");
        row("* * * * 1#", "dayOfWeek");
        row("* * * * #1", "dayOfWeek");
        row("* * * * 1,2#1", "dayOfWeek");
        row("* * * * 5L#1", "dayOfWeek");
        row("* * * * 1#1#2", "dayOfWeek");
        row("* * * * \xc3\xa9", "dayOfWeek");
    }

    void refuses()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, field);
        const CronError error = refusal(pattern);
        QCOMPARE(error.field, field);
        QVERIFY2(error.message.endsWith(u'.'), qPrintable(error.message));
    }

    void refusesWhatIsVeryLong()
    {
        QCOMPARE(refusal(u"1,"_s.repeated(100'000)).field, u"pattern"_s);
        QCOMPARE(refusal(u"* "_s.repeated(500)).field, u"pattern"_s);
    }

    void sayingWhatIsWrong()
    {
        QCOMPARE(refusal(u"5 25 * * *"_s).message, u"hour \"25\": 25 is outside 0-23."_s);
        QCOMPARE(refusal(u"5 22-2 * * *"_s).message,
                 u"hour \"22-2\": the range 22-2 runs backwards: write it as two."_s);
    }

    void hashesAsCronParserDoes_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("due");
        // From cron-parser 5.10.3 with the hash seed "a scheduler".
        QTest::newRow("H H * * *") << u"H H * * *"_s << u"2026-01-01T22:00:00Z"_s;
        QTest::newRow("H H H * * *") << u"H H H * * *"_s << u"2026-01-01T22:00:05Z"_s;
        QTest::newRow("H/15 * * * *") << u"H/15 * * * *"_s << u"2026-01-01T00:15:00Z"_s;
        QTest::newRow("H(0-29)/10 H(2-4) * * *") << u"H(0-29)/10 H(2-4) * * *"_s << u"2026-01-01T04:00:00Z"_s;
        QTest::newRow("0 0 H * *") << u"0 0 H * *"_s << u"2026-01-16T00:00:00Z"_s;
        QTest::newRow("0 0 * * H") << u"0 0 * * H"_s << u"2026-01-07T00:00:00Z"_s;
    }

    void hashesAsCronParserDoes()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, due);
        const Parsed parsed = parse(pattern, "UTC", u"a scheduler"_s);
        QCOMPARE(dueAfter(u"2026-01-01T00:00:00Z"_s, parsed, 1), QStringList(due));
    }

    void withoutASeedTheHashIsByChance()
    {
        QSet<qint64> due;
        for (int time = 0; time < 50; ++time)
            due << std::get<CronPattern>(parse(u"H H H * * *"_s)).next(0).value();
        QVERIFY(due.size() > 1);
    }

    void theRarestDayIsFoundQuickly()
    {
        const Parsed parsed = parse(u"0 0 * 2 5#5"_s, "Europe/Warsaw");
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(dueAfter(u"2092-03-01T00:00:00Z"_s, parsed, 1), QStringList(u"2104-02-28T23:00:00Z"_s));
        QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    }

    void aTimeBeyondTheCalendarHasNoNext()
    {
        const Parsed parsed = parse(u"* * * * *"_s);
        QCOMPARE(std::get<CronPattern>(parsed).next(std::numeric_limits<qint64>::max()), std::nullopt);
        QCOMPARE(std::get<CronPattern>(parsed).next(std::numeric_limits<qint64>::min()), std::nullopt);
    }

    void aZoneThatIsNoneIsRefused()
    {
        const Parsed parsed = CronPattern::parse(u"* * * * *"_s, QTimeZone());
        QCOMPARE(std::get<CronError>(parsed).field, u"tz"_s);
    }

    void readsZones_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("offset"); // s, in January
        QTest::newRow("a city") << u"Europe/Warsaw"_s << 3600;
        QTest::newRow("in lower case") << u"europe/warsaw"_s << 3600;
        QTest::newRow("UTC") << u"utc"_s << 0;
        QTest::newRow("GMT") << u"GMT"_s << 0;
        QTest::newRow("with hours") << u"UTC-3"_s << -3 * 3600;
        QTest::newRow("with minutes") << u"utc+5:30"_s << 19'800;
    }

    void readsZones()
    {
        QFETCH(QString, name);
        QFETCH(int, offset);
        const auto zone = cronZone(name);
        QVERIFY(std::holds_alternative<QTimeZone>(zone));
        QCOMPARE(std::get<QTimeZone>(zone).offsetFromUtc(utcTime(1'767'225'600'000)), offset);
    }

    void noNameIsTheZoneOfThisMachine() { QCOMPARE(std::get<QTimeZone>(cronZone({})), QTimeZone::systemTimeZone()); }

    void refusesZones_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"Europe/Nowhere", "../../etc/localtime", "UTC+99", "UTC+", " UTC", "Europe/", "a b"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void refusesZones()
    {
        QFETCH(QString, name);
        const auto zone = cronZone(name);
        const auto *error = std::get_if<CronError>(&zone);
        QVERIFY(error != nullptr);
        QCOMPARE(error->field, u"tz"_s);
        QVERIFY(error->message.contains(name));
    }
};

QTEST_GUILESS_MAIN(CronTest)
#include "cron_test.moc"
