// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/session.h"
#include "pages/metrics/connection_gaps.h"
#include "pages/metrics/series_store.h"
#include "pages/overview/overview_page.h"
#include "pages/overview/worst_list.h"
#include "support/page_on_server.h"
#include "widgets/charts/latency_chart.h"
#include "widgets/charts/stat_card.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::ui;

class OverviewPageTest : public QObject {
    Q_OBJECT

    struct Watched : ui::test::PageOnServer<OverviewPage> {
        LatencyChart *chart() const { return find<LatencyChart>("overviewLatencyChart"); }
    };
    static constexpr int Patience = Watched::Patience;

private slots:
    void saysHowToBeginUntilTheFirstRequest()
    {
        Watched watched;
        auto *firstSteps = watched.find<QWidget>("overviewFirstSteps");
        QTRY_VERIFY_WITH_TIMEOUT(firstSteps->isVisible(), Patience);
        watched.send("/health", 3);
        QTRY_VERIFY_WITH_TIMEOUT(!firstSteps->isVisible(), Patience);
        QTRY_VERIFY(watched.chart()->isVisible());
    }

    void trafficShowsInCardsAndCharts()
    {
        Watched watched;
        watched.range.setKind(TimeRange::Kind::All);
        watched.send("/health", 20);
        watched.send("/demo/fail?status=500", 5);
        auto *errors = watched.find<StatCard>("overviewCardErrors");
        QTRY_COMPARE_WITH_TIMEOUT(errors->content().figure, u"20.0 %"_s, Patience);
        QCOMPARE(errors->content().note, u"5 failed"_s);
        QVERIFY(errors->accessibleName().contains(u"20.0 %"_s));
        QTRY_COMPARE_WITH_TIMEOUT(watched.chart()->series().requests(), 25, Patience);
    }

    void cardsLeadToTheirRequests()
    {
        Watched watched;
        QSignalSpy links(&watched.page, &Page::openLink);
        watched.send("/demo/fail?status=500", 2);
        auto *errors = watched.find<StatCard>("overviewCardErrors");
        QTRY_COMPARE_WITH_TIMEOUT(errors->content().note, u"2 failed"_s, Patience);
        QTest::mouseClick(errors, Qt::LeftButton);
        QCOMPARE(links.takeLast(), QVariantList({u"requests"_s, u"error"_s}));
        QTest::mouseClick(watched.find<StatCard>("overviewCardP99"), Qt::LeftButton);
        QVERIFY(links.takeLast()[1].toString().startsWith(u"ms:>"_s));
    }

    void theWorstRoutesLeadToTheirDetails()
    {
        Watched watched;
        auto *slowest = watched.find<WorstList>("overviewSlowestRoutes");
        auto *failing = watched.find<WorstList>("overviewFailingRoutes");
        const QAbstractItemModelTester slowestTester(&slowest->model());
        const QAbstractItemModelTester failingTester(&failing->model());
        QSignalSpy links(&watched.page, &Page::openLink);
        watched.send("/demo/slow?ms=30", 2);
        watched.send("/demo/fail?status=500", 2);
        QTRY_COMPARE_WITH_TIMEOUT(slowest->model().rowCount(), 2, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(failing->model().rowCount(), 1, Patience);
        QTableView &view = slowest->view();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(view.model()->index(0, 0)).center());
        QCOMPARE(links.takeLast(), QVariantList({u"routes"_s, u"GET /demo/slow"_s}));
    }

    void aDragInAChartPicksTheTimeForAllPages()
    {
        Watched watched;
        watched.send("/health", 3);
        LatencyChart *chart = watched.chart();
        QTRY_VERIFY_WITH_TIMEOUT(chart->series().requests() == 3, Patience);
        QTRY_VERIFY(chart->xScale().max > 1000);
        const qint64 last = chart->series().points().constLast().atMs;
        const auto at = [chart](qint64 ms) { return chart->toPixels({double(ms), 1}).toPoint(); };
        QTest::mousePress(chart->viewport(), Qt::LeftButton, {}, at(last - 60'000));
        QMouseEvent move(QEvent::MouseMove, at(last - 20'000), chart->mapToGlobal(at(last - 20'000)), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(chart->viewport(), &move);
        QTest::mouseRelease(chart->viewport(), Qt::LeftButton, {}, at(last - 20'000));
        QCOMPARE(watched.range.kind(), TimeRange::Kind::Custom);
        QVERIFY(qAbs(watched.range.fromMs() - (last - 60'000)) < 3000);
        QVERIFY(qAbs(watched.range.toMs() - (last - 20'000)) < 3000);
        QTest::keyClick(chart, Qt::Key_Escape);
        QCOMPARE(watched.range.kind(), TimeRange::Kind::Live);
    }

    void pauseHoldsBackAndCounts()
    {
        Watched watched;
        watched.send("/health", 1);
        QTRY_COMPARE_WITH_TIMEOUT(watched.chart()->series().requests(), 1, Patience);
        watched.range.setPaused(true);
        watched.send("/health", 4);
        auto *notice = watched.find<QLabel>("noticeText");
        QTRY_VERIFY_WITH_TIMEOUT(notice->text().contains(u"4 requests"_s), Patience);
        QCOMPARE(watched.chart()->series().requests(), 1);
        watched.range.setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(watched.chart()->series().requests(), 5, Patience);
    }

    void aLostConnectionKeepsWhatWasSeen()
    {
        Watched watched;
        watched.send("/health", 3);
        QTRY_COMPARE_WITH_TIMEOUT(watched.chart()->series().requests(), 3, Patience);
        QVERIFY(watched.server->stop());
        QTRY_COMPARE_WITH_TIMEOUT(watched.session->feed().state(), LinkState::Lost, Patience);
        QCOMPARE(watched.chart()->series().requests(), 3);
        QVERIFY(watched.chart()->isVisible());
    }

    void whatCameBeforeTheServerBeganAnewIsKept()
    {
        Watched watched;
        watched.send("/health", 3);
        QTRY_COMPARE_WITH_TIMEOUT(watched.chart()->series().requests(), 3, Patience);
        QVERIFY(watched.server->stop());
        const auto hasGap = [&] {
            const SeriesData &series = watched.chart()->series();
            return !series.gaps(qint64(watched.chart()->xScale().max)).isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasGap(), Patience);
        QVERIFY(watched.startAnother());
        QTRY_COMPARE_WITH_TIMEOUT(watched.session->feed().state(), LinkState::Connected, 2 * Patience);
        watched.send("/health", 2);
        QTRY_COMPARE_WITH_TIMEOUT(watched.chart()->series().requests(), 5, Patience);
        QVERIFY(hasGap());
    }

    void theTimeOfALostConnectionIsKept()
    {
        Watched watched;
        ConnectionGaps gaps;
        gaps.setSession(watched.session.get());
        QSignalSpy points(&watched.session->feed(), &FeedClient::statsArrived);
        QTRY_VERIFY_WITH_TIMEOUT(points.size() > 2, Patience);
        const qint64 later = QDateTime::currentMSecsSinceEpoch() + 60'000;
        QVERIFY(gaps.spans(later).isEmpty());
        QVERIFY(watched.server->stop());
        QTRY_COMPARE_WITH_TIMEOUT(gaps.spans(later).size(), 1, Patience);
        QCOMPARE(gaps.spans(later).first().toMs, later);
        gaps.setSession(nullptr);
        QCOMPARE(gaps.spans(later).size(), 1);
    }

    void timeGoesOnAsAGapWhileNothingComes()
    {
        Watched watched;
        SeriesStore store;
        store.setSession(watched.session.get());
        QTRY_VERIFY_WITH_TIMEOUT(store.isLoaded() && !store.data().isEmpty(), Patience);
        QVERIFY(watched.server->stop());
        QTRY_VERIFY_WITH_TIMEOUT(!store.data().gaps(store.span().toMs).isEmpty(), Patience);
        store.setSession(nullptr);
    }
};

QTEST_MAIN(OverviewPageTest)
#include "overview_page_test.moc"
