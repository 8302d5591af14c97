// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/series_data.h"

#include <QCborArray>
#include <QTest>

#include <cmath>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox::ui;

namespace {

SeriesPoint pointAt(qint64 second, qint64 requests = 1)
{
    SeriesPoint point;
    point.atMs = second * 1000;
    point.requests = requests;
    return point;
}

SeriesData dataOf(std::initializer_list<qint64> seconds)
{
    SeriesData data;
    for (const qint64 second : seconds)
        data.append(pointAt(second));
    return data;
}

QStringList gapsOf(const SeriesData &data, qint64 toSecond)
{
    QStringList gaps;
    for (const TimeSpan &gap : data.gaps(toSecond * 1000))
        gaps.append(u"%1-%2"_s.arg(gap.fromMs / 1000).arg(gap.toMs / 1000));
    return gaps;
}

} // namespace

class SeriesDataTest : public QObject {
    Q_OBJECT
private slots:
    void readsAnAnswer()
    {
        const QCborMap answer{{u"stepMs"_s, 2000},
                              {u"heatBoundsMs"_s, QCborArray{0.5, 1, 2.5}},
                              {u"points"_s,
                               QCborArray{QCborMap{{u"at"_s, 4000},
                                                   {u"requests"_s, 3},
                                                   {u"errors"_s, 1},
                                                   {u"activeMax"_s, 2},
                                                   {u"statusClasses"_s, QCborMap{{u"2xx"_s, 2}, {u"5xx"_s, 1}}},
                                                   {u"p50"_s, 1.5},
                                                   {u"p95"_s, 2},
                                                   {u"heat"_s, QCborArray{QCborArray{1, 3}}}},
                                          QCborMap{{u"at"_s, 6000}, {u"requests"_s, 0}, {u"p50"_s, nullptr}}}}};

        const SeriesData data = SeriesData::fromCbor(answer);

        QCOMPARE(data.stepMs(), 2000);
        QCOMPARE(data.heatBoundsMs(), QList<double>({0.5, 1, 2.5}));
        QCOMPARE(data.points().size(), 2);
        const SeriesPoint &busy = data.points().constFirst();
        QCOMPARE(busy.statusClasses[size_t(StatusClass::Success)], 2);
        QCOMPARE(busy.statusClasses[size_t(StatusClass::ServerError)], 1);
        QCOMPARE(busy.latency.p95, 2.0);
        QCOMPARE(busy.heat, QList<HeatCell>({{1, 3}}));
        QVERIFY(busy.hasLatency());
        QVERIFY(std::isnan(data.points().constLast().latency.p50));
        QVERIFY(!data.points().constLast().hasLatency());
        QCOMPARE(data.endMs(), 8000);
        QCOMPARE(data.requests(), 3);
    }

    void appendsOnlyWhatIsNewer()
    {
        SeriesData data = dataOf({1, 2, 4});
        data.append(pointAt(3)); // older and unknown
        QCOMPARE(data.points().size(), 3);
        data.append(pointAt(2, 7)); // known: anew
        QCOMPARE(data.points().size(), 3);
        QCOMPARE(data.points()[1].requests, 7);
    }

    void neverHoldsMoreThanItsBound()
    {
        SeriesData data;
        for (qint64 second = 1; second <= SeriesData::MaxPoints + 10; ++second)
            data.append(pointAt(second));
        QCOMPARE(data.points().size(), SeriesData::MaxPoints);
        QCOMPARE(data.points().constFirst().atMs, 11'000);
    }

    void forgetsWhatIsOld()
    {
        SeriesData data = dataOf({1, 2, 3});
        data.dropBefore(2000);
        QCOMPARE(data.points().constFirst().atMs, 2000);
        data.dropBefore(9000);
        QVERIFY(data.isEmpty());
    }

    void keepsWhatAnotherKnewOfTheTimeBefore()
    {
        SeriesData data = dataOf({6, 7});
        data.keepEarlier(dataOf({1, 2, 3, 6, 9}), {2000, 60'000});
        QCOMPARE(data.points().size(), 4);
        QCOMPARE(data.points().constFirst().atMs, 2000);
        QCOMPARE(gapsOf(data, 8), QStringList{u"4-6"_s});
    }

    void keepsAllWhenItKnowsNothingItself()
    {
        SeriesData data;
        data.keepEarlier(dataOf({1, 2, 3}), {1000, 3000});
        QCOMPARE(data.points().size(), 2);
    }

    void keepsNothingOfOtherSteps()
    {
        SeriesData data = SeriesData::fromCbor({{u"stepMs"_s, 10'000}});
        data.keepEarlier(dataOf({1, 2, 3}), {0, 60'000});
        QVERIFY(data.isEmpty());
    }

    void saysWhereStepsAreMissing_data()
    {
        QTest::addColumn<QList<qint64>>("seconds");
        QTest::addColumn<qint64>("toSecond");
        QTest::addColumn<QStringList>("gaps");
        QTest::newRow("none") << QList<qint64>{1, 2, 3} << qint64(4) << QStringList{};
        QTest::newRow("inside") << QList<qint64>{1, 2, 6} << qint64(7) << QStringList{u"3-6"_s};
        QTest::newRow("two") << QList<qint64>{1, 3, 5} << qint64(6) << QStringList{u"2-3"_s, u"4-5"_s};
        QTest::newRow("a step late is none") << QList<qint64>{1, 2} << qint64(4) << QStringList{};
        QTest::newRow("at the end") << QList<qint64>{1, 2} << qint64(9) << QStringList{u"3-9"_s};
        QTest::newRow("before the first is none") << QList<qint64>{8, 9} << qint64(10) << QStringList{};
        QTest::newRow("empty") << QList<qint64>{} << qint64(9) << QStringList{};
    }

    void saysWhereStepsAreMissing()
    {
        QFETCH(QList<qint64>, seconds);
        QFETCH(qint64, toSecond);
        SeriesData data;
        for (const qint64 second : seconds)
            data.append(pointAt(second));
        QTEST(gapsOf(data, toSecond), "gaps");
    }

    void findsTheStepATimeIsIn()
    {
        const SeriesData data = dataOf({1, 2, 5});
        QCOMPARE(data.at(999), nullptr);
        QCOMPARE(data.at(1000)->atMs, 1000);
        QCOMPARE(data.at(1999)->atMs, 1000);
        QCOMPARE(data.at(3500), nullptr);
        QCOMPARE(data.at(5999)->atMs, 5000);
        QCOMPARE(data.at(6000), nullptr);
    }
};

QTEST_APPLESS_MAIN(SeriesDataTest)
#include "charts_series_data_test.moc"
