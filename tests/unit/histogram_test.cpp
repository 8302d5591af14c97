// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "histogram.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

using namespace signalbox;

Q_DECLARE_METATYPE(std::vector<qint64>)

class HistogramTest : public QObject {
    Q_OBJECT
private slots:
    void percentilesAreWithinOnePercent_data();
    void percentilesAreWithinOnePercent();
    void bucketsCoverEveryValueWithinOnePercent();
    void mergingEqualsRecordingTogether();
    void survivesItsCompactForm();
    void compactFormIsSmall();
    void refusesDamagedBytes_data();
    void refusesDamagedBytes();
    void clampsWhatIsOutOfRange();
    void isEmptyAtFirstAndAfterClear();
    void copiesAndMoves();
};

namespace {

std::vector<qint64> draw(const std::function<double(std::mt19937 &)> &next)
{
    std::mt19937 random(20'261'122);
    std::vector<qint64> values(50'000);
    for (qint64 &value : values)
        value = std::clamp<qint64>(std::llround(next(random)), 1, 100'000'000);
    return values;
}

Histogram histogramOf(const std::vector<qint64> &values)
{
    Histogram histogram;
    for (const qint64 value : values)
        histogram.record(value);
    return histogram;
}

qint64 exactPercentile(std::vector<qint64> values, double quantile)
{
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::ceil(quantile * static_cast<double>(values.size())));
    return values[std::max<std::size_t>(rank, 1) - 1];
}

bool same(const Histogram &a, const Histogram &b)
{
    for (int bucket = 0; bucket < Histogram::bucketCount; ++bucket) {
        if (a.count(bucket) != b.count(bucket))
            return false;
    }
    return a.total() == b.total();
}

} // namespace

void HistogramTest::percentilesAreWithinOnePercent_data()
{
    QTest::addColumn<std::vector<qint64>>("values");
    QTest::newRow("uniform") << draw([](auto &r) { return std::uniform_real_distribution(1.0, 1e8)(r); });
    QTest::newRow("exponential") << draw([](auto &r) { return std::exponential_distribution(1.0 / 900)(r); });
    QTest::newRow("bimodal") << draw([](auto &r) {
        return std::bernoulli_distribution(0.9)(r) ? std::normal_distribution(180.0, 20.0)(r)
                                                   : std::normal_distribution(2e6, 3e5)(r);
    });
    QTest::newRow("constant") << draw([](auto &) { return 123'457.0; });
    QTest::newRow("heavy tail") << draw(
        [](auto &r) { return 20.0 * std::pow(std::uniform_real_distribution(1e-9, 1.0)(r), -1.1); });
    QTest::newRow("log-normal") << draw([](auto &r) { return std::lognormal_distribution(9.0, 2.0)(r); });
    QTest::newRow("few microseconds") << draw([](auto &r) { return std::uniform_real_distribution(1.0, 90.0)(r); });
}

void HistogramTest::percentilesAreWithinOnePercent()
{
    QFETCH(std::vector<qint64>, values);
    const Histogram histogram = histogramOf(values);
    QCOMPARE(histogram.total(), quint64(values.size()));
    for (const double quantile : {0.0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
        const auto exact = static_cast<double>(exactPercentile(values, quantile));
        const double error = std::abs(histogram.percentile(quantile).value() - exact) / exact;
        QVERIFY2(error < 0.01, qPrintable(QString::asprintf("p%g of %g is %.3f %% off", quantile, exact, error * 100)));
    }
}

void HistogramTest::bucketsCoverEveryValueWithinOnePercent()
{
    for (int bucket = 0; bucket + 1 < Histogram::bucketCount; ++bucket) {
        const qint64 lower = Histogram::lowerBound(bucket);
        const qint64 last = Histogram::upperBound(bucket) - 1;
        QCOMPARE(Histogram::bucketOf(lower), bucket);
        QCOMPARE(Histogram::bucketOf(last), bucket);
        QCOMPARE(Histogram::bucketOf(last + 1), bucket + 1);
        QVERIFY(Histogram::representative(bucket) - static_cast<double>(lower) <= 0.008 * static_cast<double>(lower));
    }
}

void HistogramTest::mergingEqualsRecordingTogether()
{
    const auto fast = draw([](auto &r) { return std::exponential_distribution(1.0 / 100)(r); });
    const auto slow = draw([](auto &r) { return std::lognormal_distribution(13.0, 1.0)(r); });
    Histogram merged = histogramOf(fast);
    merged.merge(histogramOf(slow));
    auto all = fast;
    all.insert(all.end(), slow.begin(), slow.end());
    QVERIFY(same(merged, histogramOf(all)));
}

void HistogramTest::survivesItsCompactForm()
{
    const auto first = histogramOf(draw([](auto &r) { return std::lognormal_distribution(9.0, 3.0)(r); }));
    const auto second = histogramOf({1, 1, 50'000'000});
    QByteArray bytes;
    first.appendTo(bytes);
    second.appendTo(bytes);
    QByteArrayView rest = bytes;
    Histogram firstBack;
    Histogram secondBack;
    QVERIFY(firstBack.mergeFrom(rest));
    QVERIFY(secondBack.mergeFrom(rest));
    QVERIFY(rest.isEmpty());
    QVERIFY(same(firstBack, first));
    QVERIFY(same(secondBack, second));
}

void HistogramTest::compactFormIsSmall()
{
    QByteArray empty;
    Histogram().appendTo(empty);
    QCOMPARE(empty.size(), 1);
    QByteArray one;
    histogramOf({1000}).appendTo(one);
    QVERIFY(one.size() <= 5);
}

void HistogramTest::refusesDamagedBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut off") << QByteArray("\x02\x05\x01\x04", 4);
    QTest::newRow("bucket out of range") << QByteArray("\x01\xff\x7f\x01", 4);
    QTest::newRow("sum of steps out of range") << QByteArray("\x02\xbf\x0d\x01\xbf\x0d\x01", 7);
    QTest::newRow("endless varint") << QByteArray(12, '\xff');
}

void HistogramTest::refusesDamagedBytes()
{
    QFETCH(QByteArray, bytes);
    QByteArrayView view = bytes;
    QVERIFY(!Histogram().mergeFrom(view));
}

void HistogramTest::clampsWhatIsOutOfRange()
{
    Histogram histogram;
    histogram.record(-5);
    histogram.record(std::numeric_limits<qint64>::max());
    QCOMPARE(histogram.count(0), 1u);
    QCOMPARE(histogram.count(Histogram::bucketCount - 1), 1u);
}

void HistogramTest::isEmptyAtFirstAndAfterClear()
{
    Histogram histogram;
    QVERIFY(histogram.isEmpty());
    QVERIFY(!histogram.percentile(0.5));
    histogram.record(7);
    histogram.clear();
    QVERIFY(histogram.isEmpty());
    QVERIFY(!histogram.percentile(0.5));
    QVERIFY(same(histogram, Histogram()));
}

void HistogramTest::copiesAndMoves()
{
    Histogram original = histogramOf({1, 2, 3});
    const Histogram copy = original;
    QVERIFY(same(copy, original));
    const Histogram moved = std::move(original);
    QVERIFY(same(moved, copy));
    QVERIFY(original.isEmpty());
    original = copy;
    QVERIFY(same(original, copy));
}

QTEST_APPLESS_MAIN(HistogramTest)
#include "histogram_test.moc"
