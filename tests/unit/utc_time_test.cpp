// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "utc_time.h"

#include <QTest>

#include <limits>

using namespace signalbox;

class UtcTimeTest : public QObject {
    Q_OBJECT

private slots:
    void isoTextIsThatOfQt_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::newRow("the epoch") << qint64(0);
        QTest::newRow("before it") << qint64(-1);
        QTest::newRow("today") << qint64(1'795'379'045'678);
        QTest::newRow("a leap day") << qint64(1'709'164'799'999);
        QTest::newRow("the year 0") << qint64(-62'167'219'200'000);
        QTest::newRow("the end of 9999") << qint64(253'402'300'799'999);
        QTest::newRow("the year 10000") << qint64(253'402'300'800'000);
        QTest::newRow("the year 1") << qint64(-62'135'596'800'000);
        QTest::newRow("the least") << std::numeric_limits<qint64>::min();
        QTest::newRow("the most") << std::numeric_limits<qint64>::max();
        QTest::newRow("the year -1") << qint64(-62'198'755'200'000);
    }

    void isoTextIsThatOfQt()
    {
        QFETCH(qint64, ms);
        QCOMPARE(isoText(ms), utcTime(ms).toString(Qt::ISODateWithMs));
    }

    void isoTextHasMillisecondsAndZ()
    {
        QCOMPARE(isoText(1'795'379'045'678), QStringLiteral("2026-11-22T20:24:05.678Z"));
    }
};

QTEST_GUILESS_MAIN(UtcTimeTest)
#include "utc_time_test.moc"
