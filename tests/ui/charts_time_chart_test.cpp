// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/charts/chart_timeline.h"
#include "widgets/charts/heat_map_item.h"
#include "widgets/charts/in_flight_chart.h"
#include "widgets/charts/latency_chart.h"
#include "widgets/charts/rate_chart.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QAreaSeries>
#include <QCborArray>
#include <QChart>
#include <QLineSeries>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox::ui;

namespace {

constexpr qint64 Start = 1'700'000'000'000;

QCborMap point(qint64 second)
{
    return {{u"at"_s, Start + second * 1000},
            {u"requests"_s, 10 + second},
            {u"activeMax"_s, 3},
            {u"statusClasses"_s, QCborMap{{u"2xx"_s, 9 + second}, {u"5xx"_s, 1}}},
            {u"p50"_s, 2.0},
            {u"p95"_s, 20.0},
            {u"p99"_s, 50.0},
            {u"max"_s, 90.0},
            {u"heat"_s, QCborArray{QCborArray{0, 9 + second}, QCborArray{2, 1}}}};
}

SeriesData seriesOf(const QList<qint64> &seconds)
{
    QCborArray points;
    for (const qint64 second : seconds)
        points.append(point(second));
    return SeriesData::fromCbor(
        {{u"stepMs"_s, 1000}, {u"heatBoundsMs"_s, QCborArray{1, 10, 30, 100}}, {u"points"_s, points}});
}

// As many seconds as there are hundredths of the plot's width, but for the gap.
QList<qint64> hundredSecondsWithAGap(qint64 gapFrom, qint64 gapTo)
{
    QList<qint64> seconds;
    for (qint64 second = 0; second < 100; ++second) {
        if (second < gapFrom || second >= gapTo)
            seconds.append(second);
    }
    return seconds;
}

template <typename Series> int filledSeries(const TimeChart &chart)
{
    int filled = 0;
    for (const QAbstractSeries *series : chart.chart()->series()) {
        if constexpr (std::is_same_v<Series, QAreaSeries>) {
            const auto *area = qobject_cast<const QAreaSeries *>(series);
            filled += area && area->upperSeries()->count() > 0 ? 1 : 0;
        } else {
            const auto *line = qobject_cast<const QLineSeries *>(series);
            filled += line && line->count() > 0 ? 1 : 0;
        }
    }
    return filled;
}

QString figure(const QList<ChartFigure> &figures, const QString &name)
{
    for (const ChartFigure &figure : figures) {
        if (figure.name == name)
            return figure.value;
    }
    return {};
}

} // namespace

class TimeChartTest : public QObject {
    Q_OBJECT

    // A window with two charts on a timeline of 100 seconds.
    struct Window {
        Theme theme;
        ChartTimeline timeline;
        QWidget widget;
        LatencyChart *latency = new LatencyChart(theme, timeline);
        RateChart *rate = new RateChart(theme, timeline);

        explicit Window(const SeriesData &series)
        {
            auto *layout = new QVBoxLayout(&widget);
            layout->addWidget(latency);
            layout->addWidget(rate);
            timeline.setSpan({Start, Start + 100'000});
            latency->setSeries(series);
            rate->setSeries(series);
            widget.resize(900, 500);
            widget.show();
        }

        bool isDrawn() const { return rate->xScale().max == double(Start + 100'000); }
        QPoint at(double second, double value = 20) const
        {
            return latency->toPixels({double(Start) + second * 1000, value}).toPoint();
        }
        void move(QPoint to, Qt::MouseButtons buttons = Qt::NoButton) const
        {
            QMouseEvent event(QEvent::MouseMove, to, latency->mapToGlobal(to), Qt::NoButton, buttons, Qt::NoModifier);
            QApplication::sendEvent(latency->viewport(), &event);
        }
    };

private slots:
    void aLostConnectionIsMarkedOverItsTime()
    {
        Window window(seriesOf(hundredSecondsWithAGap(0, 0)));
        window.timeline.setDisconnected({{Start + 20'000, Start + 60'000}});
        QTRY_VERIFY(window.isDrawn());
        const auto colourAt = [&window](double second) {
            const QPoint at =
                window.latency->toPixels({double(Start) + second * 1000, window.latency->yScale().max}).toPoint();
            return window.latency->grab().toImage().pixelColor(at - QPoint(0, 2));
        };
        const QColor mark = window.theme.color(Theme::Role::Danger);
        QTRY_COMPARE(colourAt(40), mark);
        QVERIFY(colourAt(15) != mark);
        QVERIFY(colourAt(65) != mark);
    }

    void hoverGivesTheFiguresOfThatMoment()
    {
        Window window(seriesOf(hundredSecondsWithAGap(0, 0)));
        QTRY_VERIFY(window.isDrawn());

        window.move(window.at(40.5, 50));

        const ChartTooltip *tooltip = window.latency->tooltip();
        QVERIFY(tooltip && tooltip->isVisible());
        QVERIFY2(tooltip->text().contains(u"Rate 50/s"_s), qPrintable(tooltip->text()));
        QVERIFY2(tooltip->text().contains(u"p99 50.0 ms"_s), qPrintable(tooltip->text()));
        QVERIFY2(tooltip->text().contains(u"1 request"_s), qPrintable(tooltip->text())); // the cell of 30 to 100 ms
        QCOMPARE(figure(window.rate->legend(), u"2xx"_s), u"49/s"_s); // the other charts follow
    }

    void hoverInAGapSaysSo()
    {
        Window window(seriesOf(hundredSecondsWithAGap(30, 60)));
        QTRY_VERIFY(window.isDrawn());
        window.move(window.at(45));
        QVERIFY(window.latency->tooltip()->text().contains(u"No data"_s));
        QCOMPARE(figure(window.latency->legend(), u"p50"_s), u"–"_s);
    }

    void leavingEndsTheHover()
    {
        Window window(seriesOf(hundredSecondsWithAGap(0, 0)));
        QTRY_VERIFY(window.isDrawn());
        window.move(window.at(10));
        QVERIFY(window.timeline.hoverMs());
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(window.latency, &leave);
        QVERIFY(!window.timeline.hoverMs());
        QVERIFY(!window.latency->tooltip()->isVisible());
    }

    void aDragPicksTheTimeUnderIt_data()
    {
        QTest::addColumn<double>("press");
        QTest::addColumn<double>("release");
        QTest::newRow("to the right") << 20.3 << 59.7;
        QTest::newRow("to the left") << 59.7 << 20.3;
    }

    void aDragPicksTheTimeUnderIt()
    {
        QFETCH(double, press);
        QFETCH(double, release);
        Window window(seriesOf(hundredSecondsWithAGap(0, 0)));
        QTRY_VERIFY(window.isDrawn());
        QSignalSpy picked(&window.timeline, &ChartTimeline::picked);

        QTest::mousePress(window.latency->viewport(), Qt::LeftButton, {}, window.at(press));
        window.move(window.at(release), Qt::LeftButton);
        QVERIFY(window.timeline.selection());
        QTest::mouseRelease(window.latency->viewport(), Qt::LeftButton, {}, window.at(release));

        QCOMPARE(picked.size(), 1);
        QCOMPARE(picked[0][0].toLongLong(), Start + 20'000); // whole steps
        QCOMPARE(picked[0][1].toLongLong(), Start + 60'000);
        QVERIFY(!window.timeline.selection());
    }

    void theTooltipFollowsWhatMovesUnderThePointer()
    {
        Window window(seriesOf(hundredSecondsWithAGap(0, 0)));
        QTRY_VERIFY(window.isDrawn());
        window.move(window.at(59.7));
        QVERIFY(window.latency->tooltip()->text().startsWith(formatClock(Start + 59'000)));
        window.timeline.setSpan({Start + 20'000, Start + 60'000}); // as after a drag
        QTRY_VERIFY(window.latency->tooltip()->text().startsWith(formatClock(Start + 43'000)));
        QCOMPARE(figure(window.rate->legend(), u"2xx"_s), u"52/s"_s);
    }

    void aClickPicksNothing()
    {
        Window window(seriesOf(hundredSecondsWithAGap(0, 0)));
        QTRY_VERIFY(window.isDrawn());
        QSignalSpy picked(&window.timeline, &ChartTimeline::picked);
        QTest::mouseClick(window.latency->viewport(), Qt::LeftButton, {}, window.at(50));
        QCOMPARE(picked.size(), 0);
    }

    void aDoubleClickAndEscapeGoBackToLive()
    {
        Window window(seriesOf(hundredSecondsWithAGap(0, 0)));
        QTRY_VERIFY(window.isDrawn());
        QSignalSpy live(&window.timeline, &ChartTimeline::liveWanted);
        QTest::mouseDClick(window.latency->viewport(), Qt::LeftButton, {}, window.at(50));
        QCOMPARE(live.size(), 1);
        QTest::keyClick(window.latency, Qt::Key_Escape);
        QCOMPARE(live.size(), 2);
    }

    void keysSelectAndPickATime()
    {
        Window window(seriesOf(hundredSecondsWithAGap(0, 0)));
        QTRY_VERIFY(window.isDrawn());
        QSignalSpy picked(&window.timeline, &ChartTimeline::picked);
        window.timeline.setHover(Start + 50'000);
        QTest::keyClick(window.latency, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(window.latency, Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(window.latency, Qt::Key_Return);
        QCOMPARE(picked.size(), 1);
        QCOMPARE(picked[0][0].toLongLong(), Start + 48'000);
        QCOMPARE(picked[0][1].toLongLong(), Start + 50'000);
    }

    void linesAndAreasStopAtAGap()
    {
        Window window(seriesOf(hundredSecondsWithAGap(30, 60)));
        QTRY_VERIFY(window.isDrawn());
        QTRY_COMPARE(filledSeries<QLineSeries>(*window.latency), 2 * 3 * 2); // halo and line, percentiles, runs
        QCOMPARE(filledSeries<QAreaSeries>(*window.rate), 2 * 2); // classes seen, runs
    }

    void seriesAreUsedAgainWhenTheGapIsGone()
    {
        Window window(seriesOf(hundredSecondsWithAGap(30, 60)));
        QTRY_VERIFY(window.isDrawn());
        QTRY_COMPARE(filledSeries<QAreaSeries>(*window.rate), 4);
        const auto series = window.rate->chart()->series().size();
        window.rate->setSeries(seriesOf(hundredSecondsWithAGap(0, 0)));
        QTRY_COMPARE(filledSeries<QAreaSeries>(*window.rate), 2);
        window.rate->setSeries(seriesOf(hundredSecondsWithAGap(40, 50)));
        QTRY_COMPARE(filledSeries<QAreaSeries>(*window.rate), 4);
        QCOMPARE(window.rate->chart()->series().size(), series);
    }

    void heatLiesWhereItsRequestsWere()
    {
        Window window(seriesOf(hundredSecondsWithAGap(30, 60)));
        QTRY_VERIFY(window.isDrawn());
        QTRY_VERIFY(!window.latency->heatMap().image().isNull());
        const QImage &image = window.latency->heatMap().image();
        const QPointF origin = window.latency->plotArea().topLeft();
        const auto alpha = [&](double second, double ms) {
            return qAlpha(image.pixel((QPointF(window.at(second, ms)) - origin).toPoint()));
        };
        QCOMPARE(alpha(10, 5), 255); // from 1 to 10 ms
        QCOMPARE(alpha(10, 20), 0); // nothing from 10 to 30 ms
        QCOMPARE(alpha(10, 60), 255); // from 30 to 100 ms
        QCOMPARE(alpha(45, 5), 0); // the gap
    }

    void plotsAboveOneAnotherLineUp()
    {
        Window window(seriesOf({1, 2, 3}));
        QTRY_VERIFY(window.isDrawn());
        QCOMPARE(window.latency->chart()->plotArea().left(), window.rate->chart()->plotArea().left());
        QCOMPARE(window.latency->chart()->plotArea().right(), window.rate->chart()->plotArea().right());
    }

    void saysItsCurrentValuesToScreenReaders()
    {
        Window window(seriesOf({1, 2, 3}));
        QTRY_COMPARE(window.latency->accessibleDescription(), u"p50 2.00 ms, p95 20.0 ms, p99 50.0 ms"_s);
    }
};

QTEST_MAIN(TimeChartTest)
#include "charts_time_chart_test.moc"
