// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/time_range.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TimeRangeTest : public QObject {
    Q_OBJECT
private slots:
    void startsLive()
    {
        const TimeRange range;
        QCOMPARE(range.kind(), TimeRange::Kind::Live);
        QVERIFY(range.followsNow());
        QCOMPARE(range.toMs(), 0);
    }

    void reachesBackAsItSays_data()
    {
        QTest::addColumn<TimeRange::Kind>("kind");
        QTest::addColumn<qint64>("span");
        QTest::newRow("live") << TimeRange::Kind::Live << qint64(300'000);
        QTest::newRow("5 m") << TimeRange::Kind::Last5Minutes << qint64(300'000);
        QTest::newRow("15 m") << TimeRange::Kind::Last15Minutes << qint64(900'000);
        QTest::newRow("1 h") << TimeRange::Kind::LastHour << qint64(3'600'000);
    }
    void reachesBackAsItSays()
    {
        QFETCH(TimeRange::Kind, kind);
        QFETCH(qint64, span);
        TimeRange range;
        range.setKind(kind);
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const qint64 from = range.fromMs();
        const qint64 after = QDateTime::currentMSecsSinceEpoch();
        QVERIFY(from >= before - span && from <= after - span);
    }

    void allHasNoStart()
    {
        TimeRange range;
        range.setKind(TimeRange::Kind::All);
        QCOMPARE(range.fromMs(), 0);
    }

    void aCustomRangeStandsStillAndIsOrdered()
    {
        TimeRange range;
        const QSignalSpy changed(&range, &TimeRange::changed);
        range.setCustom(2000, 1000);
        QCOMPARE(range.fromMs(), 1000);
        QCOMPARE(range.toMs(), 2000);
        QVERIFY(!range.followsNow());
        QCOMPARE(changed.count(), 1);
        range.setCustom(1000, 2000);
        QCOMPARE(changed.count(), 1);
    }

    void aPauseHoldsTheMoment()
    {
        TimeRange range;
        const QSignalSpy paused(&range, &TimeRange::pausedChanged);
        range.setPaused(true);
        QVERIFY(range.isPaused());
        QCOMPARE(range.toMs(), range.pausedAtMs());
        QCOMPARE(range.fromMs(), range.pausedAtMs() - 300'000);
        range.setPaused(false);
        QCOMPARE(range.toMs(), 0);
        QCOMPARE(paused.count(), 2);
    }

    void theLabelOfACustomRangeIsTheRange()
    {
        TimeRange range;
        const QDate today = QDate::currentDate();
        range.setCustom(QDateTime(today, QTime(14, 3, 7)).toMSecsSinceEpoch(),
                        QDateTime(today, QTime(14, 5, 0)).toMSecsSinceEpoch());
        QCOMPARE(range.label(), u"14:03:07 – 14:05:00"_s);
    }
};

QTEST_GUILESS_MAIN(TimeRangeTest)
#include "time_range_test.moc"
