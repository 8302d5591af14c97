// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/format.h"

#include <QDateTime>
#include <QTest>

#include <cmath>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class FormatTest : public QObject {
    Q_OBJECT
private slots:
    void durationsHaveThreeDigits_data()
    {
        QTest::addColumn<double>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << std::nan("") << u"–"_s;
        QTest::newRow("negative") << -1.0 << u"–"_s;
        QTest::newRow("zero") << 0.0 << u"0 µs"_s;
        QTest::newRow("below a microsecond") << 0.0004 << u"<1 µs"_s;
        QTest::newRow("microseconds") << 0.842 << u"842 µs"_s;
        QTest::newRow("few microseconds") << 0.0042 << u"4.2 µs"_s;
        QTest::newRow("rounds up to the next unit") << 0.9997 << u"1.00 ms"_s;
        QTest::newRow("one digit before the point") << 1.24 << u"1.24 ms"_s;
        QTest::newRow("two digits before the point") << 12.43 << u"12.4 ms"_s;
        QTest::newRow("three digits before the point") << 124.3 << u"124 ms"_s;
        QTest::newRow("99.96 keeps three digits") << 99.96 << u"100 ms"_s;
        QTest::newRow("seconds") << 1240.0 << u"1.24 s"_s;
        QTest::newRow("minutes") << 125'000.0 << u"2 m 05 s"_s;
        QTest::newRow("hours") << 3'720'000.0 << u"1 h 02 m"_s;
    }
    void durationsHaveThreeDigits()
    {
        QFETCH(double, ms);
        QTEST(formatDuration(ms), "text");
    }

    void countsHaveThreeDigits_data()
    {
        QTest::addColumn<double>("count");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << std::nan("") << u"–"_s;
        QTest::newRow("zero") << 0.0 << u"0"_s;
        QTest::newRow("whole") << 7.0 << u"7"_s;
        QTest::newRow("fraction") << 0.254 << u"0.25"_s;
        QTest::newRow("below a thousand") << 999.0 << u"999"_s;
        QTest::newRow("rounds up to the next unit") << 999.7 << u"1.00k"_s;
        QTest::newRow("thousands") << 12'400.0 << u"12.4k"_s;
        QTest::newRow("nearly a million") << 999'900.0 << u"1.00M"_s;
        QTest::newRow("millions") << 1'200'000.0 << u"1.20M"_s;
    }
    void countsHaveThreeDigits()
    {
        QFETCH(double, count);
        QTEST(formatCount(count), "text");
    }

    void exactCountsAreGrouped()
    {
        QCOMPARE(formatExact(1240), u"1,240"_s);
        QCOMPARE(formatExact(12), u"12"_s);
    }

    void oneIsNotWrittenAsMany()
    {
        QCOMPARE(formatCounted(0, u"route"_s, u"routes"_s), u"0 routes"_s);
        QCOMPARE(formatCounted(1, u"route"_s, u"routes"_s), u"1 route"_s);
        QCOMPARE(formatCounted(1240, u"route"_s, u"routes"_s), u"1,240 routes"_s);
    }

    void bytesAreBinary_data()
    {
        QTest::addColumn<double>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("bytes") << 842.0 << u"842 B"_s;
        QTest::newRow("kibibytes") << 12'700.0 << u"12.4 KiB"_s;
        QTest::newRow("mebibytes") << 1024.0 * 1023 << u"1.00 MiB"_s;
    }
    void bytesAreBinary()
    {
        QFETCH(double, bytes);
        QTEST(formatBytes(bytes), "text");
    }

    void ratesAndSharesHaveTheirUnit()
    {
        QCOMPARE(formatRate(12'400), u"12.4k/s"_s);
        QCOMPARE(formatRate(-1), u"–"_s);
        QCOMPARE(formatPercent(0.032), u"3.20 %"_s);
        QCOMPARE(formatPercent(0.00001), u"<0.01 %"_s);
        QCOMPARE(formatPercent(0), u"0 %"_s);
        QCOMPARE(formatPercent(1), u"100 %"_s);
    }

    void clockIsLocalWithMilliseconds()
    {
        const QDateTime at(QDate(2026, 3, 4), QTime(14, 3, 7, 123));
        QCOMPARE(formatClock(at.toMSecsSinceEpoch()), u"14:03:07.123"_s);
    }

    void whatCountsDownHasWholeUnits()
    {
        QCOMPARE(formatRemaining(-5), u"<1 s"_s);
        QCOMPARE(formatRemaining(999), u"<1 s"_s);
        QCOMPARE(formatRemaining(41'200), u"42 s"_s);
        QCOMPARE(formatRemaining(65'000), u"1 m 05 s"_s);
        QCOMPARE(formatRemaining(2 * 3'600'000 + 3 * 60'000), u"2 h 03 m"_s);
        QCOMPARE(formatRemaining((3 * 24 + 4) * 3'600'000LL), u"3 d 04 h"_s);
    }

    void agesGrowCoarser()
    {
        QCOMPARE(formatAgo(1000, 900), u"just now"_s);
        QCOMPARE(formatAgo(0, 3'400), u"3 s ago"_s);
        QCOMPARE(formatAgo(0, 5 * 60'000), u"5 m ago"_s);
        QCOMPARE(formatAgo(0, 3 * 3'600'000), u"3 h ago"_s);
        QCOMPARE(formatAgo(0, 72 * 3'600'000LL), u"3 d ago"_s);
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "format_test.moc"
