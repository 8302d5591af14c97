// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/histogram_chart.h"
#include "widgets/theme.h"

#include <QTest>

using namespace signalbox::ui;

namespace {

QImage pictureOf(const Theme &theme, const LatencyHistogram &histogram)
{
    HistogramChart chart(theme);
    chart.resize(400, 300);
    chart.setHistogram(histogram, {});
    return chart.grab().toImage();
}

} // namespace

class HistogramChartTest : public QObject {
    Q_OBJECT
private slots:
    void barsAreDrawn_data()
    {
        QTest::addColumn<QList<double>>("bounds");
        QTest::newRow("from a fraction of a millisecond") << QList<double>{0.064, 0.08, 0.096};
        // A logarithmic axis has no place for zero, where the fastest requests' bar begins.
        QTest::newRow("from zero") << QList<double>{0, 0.016, 0.032};
    }

    void barsAreDrawn()
    {
        QFETCH(QList<double>, bounds);
        const Theme theme;
        const QImage high = pictureOf(theme, {bounds, {4, 4}});
        const QImage low = pictureOf(theme, {bounds, {4, 1}});
        QVERIFY(high.size() == low.size());
        int different = 0;
        for (int y = 0; y < high.height(); ++y) {
            for (int x = 0; x < high.width(); ++x)
                different += high.pixel(x, y) != low.pixel(x, y) ? 1 : 0;
        }
        QVERIFY2(different > 500, "a bar of 4 looks like a bar of 1");
    }

    void theAxisSpansWhatIsShown()
    {
        const Theme theme;
        HistogramChart chart(theme);
        chart.setHistogram({{0, 0.016, 0.032}, {3, 1}}, {});
        QVERIFY(chart.xScale().min >= 0.0005);
        QVERIFY(chart.xScale().max >= 0.032);
    }
};

QTEST_MAIN(HistogramChartTest)
#include "charts_histogram_test.moc"
