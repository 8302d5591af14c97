// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/axis_scale.h"
#include "widgets/format.h"

#include <QDateTime>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox::ui;

namespace {

QStringList labelsOf(const AxisScale &scale)
{
    QStringList labels;
    for (const AxisScale::Tick &tick : scale.ticks)
        labels.append(tick.label);
    return labels;
}

} // namespace

class AxisScaleTest : public QObject {
    Q_OBJECT
private slots:
    void linearEndsOnARoundNumber_data()
    {
        QTest::addColumn<double>("largest");
        QTest::addColumn<double>("max");
        QTest::newRow("nothing") << 0.0 << 2.0;
        QTest::newRow("one") << 1.0 << 2.0;
        QTest::newRow("exact") << 400.0 << 400.0;
        QTest::newRow("over") << 401.0 << 600.0;
        QTest::newRow("large") << 33'000.0 << 40'000.0;
    }

    void linearEndsOnARoundNumber()
    {
        QFETCH(double, largest);
        QTEST(AxisScale::linear(largest, formatCount).max, "max");
    }

    void decadesAreLabelledWithUnitsAndWithoutIdleZeros()
    {
        const AxisScale scale = AxisScale::decades(0.05, 2400, formatDuration);
        QCOMPARE(labelsOf(scale), QStringList({u"100 µs"_s, u"1 ms"_s, u"10 ms"_s, u"100 ms"_s, u"1 s"_s}));
        QCOMPARE(scale.min, 0.05);
        QCOMPARE(scale.max, 5000.0);
    }

    void decadesCoverAtLeastOne()
    {
        const AxisScale scale = AxisScale::decades(3, 3.1, formatDuration);
        QVERIFY(scale.max >= scale.min * 10);
    }

    void positionAndValueAreInverse_data()
    {
        QTest::addColumn<bool>("logarithmic");
        QTest::newRow("linear") << false;
        QTest::newRow("logarithmic") << true;
    }

    void positionAndValueAreInverse()
    {
        QFETCH(bool, logarithmic);
        const AxisScale scale =
            logarithmic ? AxisScale::decades(0.1, 1000, formatDuration) : AxisScale::linear(900, formatCount);
        for (const double position : {0.0, 0.25, 0.5, 1.0})
            QVERIFY(qAbs(scale.position(scale.value(position)) - position) < 1e-9);
    }

    void timeTicksAreRoundAndFarEnoughApart()
    {
        const qint64 from = QDateTime(QDate(2026, 3, 1), QTime(14, 2, 7)).toMSecsSinceEpoch();
        const AxisScale scale = AxisScale::time(from, from + 300'000, 500);
        QCOMPARE(labelsOf(scale), QStringList({u"14:03"_s, u"14:04"_s, u"14:05"_s, u"14:06"_s, u"14:07"_s}));
    }
};

QTEST_APPLESS_MAIN(AxisScaleTest)
#include "charts_axis_scale_test.moc"
