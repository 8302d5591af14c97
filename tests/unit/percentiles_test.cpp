// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "histogram.h"
#include "percentiles.h"

#include <QTest>

#include <cmath>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;

class PercentilesTest : public QObject {
    Q_OBJECT
private slots:
    void areMilliseconds();
    void surviveTheWire();
    void ofNothingAreNullOnTheWire();
    void areReadFromIntegersToo();
};

namespace {

Histogram tenToThousand()
{
    Histogram histogram;
    for (int us = 1; us <= 100; ++us)
        histogram.record(us * 10);
    return histogram;
}

bool isNear(double value, double expected)
{
    return std::abs(value - expected) <= expected / 100;
}

} // namespace

void PercentilesTest::areMilliseconds()
{
    const Percentiles percentiles = Percentiles::of(tenToThousand());
    QVERIFY(isNear(percentiles.p50, 0.5));
    QVERIFY(isNear(percentiles.p95, 0.95));
    QVERIFY(isNear(percentiles.p99, 0.99));
}

void PercentilesTest::surviveTheWire()
{
    const Percentiles percentiles = Percentiles::of(tenToThousand());
    QCOMPARE(Percentiles::fromCbor(percentiles.toCbor()), percentiles);
}

void PercentilesTest::ofNothingAreNullOnTheWire()
{
    const QCborMap map = Percentiles::of({}).toCbor();
    QCOMPARE(map, (QCborMap{{u"p50"_s, nullptr}, {u"p95"_s, nullptr}, {u"p99"_s, nullptr}}));
    QVERIFY(std::isnan(Percentiles::fromCbor(map).p50));
    QVERIFY(std::isnan(Percentiles::fromCbor({}).p99));
}

void PercentilesTest::areReadFromIntegersToo()
{
    const Percentiles percentiles =
        Percentiles::fromCbor({{u"p50"_s, 2}, {u"p95"_s, 2.5}, {u"p99"_s, 3}, {u"max"_s, 4}});
    QCOMPARE(percentiles, (Percentiles{2, 2.5, 3}));
}

QTEST_APPLESS_MAIN(PercentilesTest)
#include "percentiles_test.moc"
