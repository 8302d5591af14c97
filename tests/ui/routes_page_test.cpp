// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/session.h"
#include "pages/routes/routes_page.h"
#include "support/page_on_server.h"
#include "widgets/charts/concurrency_chart.h"
#include "widgets/charts/histogram_chart.h"
#include "widgets/charts/latency_chart.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::ui;

class RoutesPageTest : public QObject {
    Q_OBJECT

    struct Watched : ui::test::PageOnServer<RoutesPage> {
        QTableView *table() const { return find<QTableView>("routesTable"); }
        QModelIndex indexOf(const QString &route) const
        {
            const QAbstractItemModel *model = table()->model();
            for (int row = 0; row < model->rowCount(); ++row) {
                if (model->index(row, RoutesModel::Route).data() == route)
                    return model->index(row, RoutesModel::Route);
            }
            return {};
        }
        void click(const QString &route) const
        {
            QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(indexOf(route)).center());
        }
    };
    static constexpr int Patience = Watched::Patience;

private slots:
    void trafficShowsInTheTable()
    {
        Watched watched;
        const QAbstractItemModelTester tester(watched.table()->model());
        watched.send("/health", 4);
        watched.send("/demo/fail?status=500", 2);
        QTRY_VERIFY_WITH_TIMEOUT(watched.indexOf(u"/demo/fail"_s).isValid(), Patience);
        const QModelIndex failing = watched.indexOf(u"/demo/fail"_s);
        QTRY_COMPARE_WITH_TIMEOUT(failing.siblingAtColumn(RoutesModel::Errors).data().toString(), u"2"_s, Patience);
        QCOMPARE(failing.siblingAtColumn(RoutesModel::ErrorRatio).data().toString(), u"100 %"_s);
    }

    void aClickShowsTheRouteInDetail()
    {
        Watched watched;
        watched.send("/demo/slow?ms=20", 5);
        QTRY_VERIFY_WITH_TIMEOUT(watched.indexOf(u"/demo/slow"_s).isValid(), Patience);
        watched.click(u"/demo/slow"_s);
        QVERIFY(watched.find<QWidget>("routeDetail")->isVisible());
        QCOMPARE(watched.find<QLabel>("routeName")->text(), u"GET /demo/slow"_s);
        QTRY_COMPARE_WITH_TIMEOUT(watched.find<HistogramChart>("routeHistogram")->shown().total(), 5, Patience);
        QCOMPARE(watched.find<QLabel>("routeNote")->text(), u"5 requests: percentiles are rough"_s);
        QCOMPARE(watched.find<QTableView>("routeSlowest")->model()->rowCount(), 5);
    }

    void theDetailKeepsWhatCameBeforeTheServerBeganAnew()
    {
        Watched watched;
        watched.send("/demo/slow?ms=20", 5);
        watched.page.open(u"GET /demo/slow"_s);
        auto *chart = watched.find<LatencyChart>("routeLatencyChart");
        QTRY_COMPARE_WITH_TIMEOUT(chart->series().requests(), 5, Patience);
        QVERIFY(watched.server->stop());
        QVERIFY(watched.startAnother());
        watched.send("/demo/slow?ms=20", 2);
        QTRY_COMPARE_WITH_TIMEOUT(chart->series().requests(), 7, 2 * Patience);
    }

    void theDetailLeadsToRequests()
    {
        Watched watched;
        QSignalSpy links(&watched.page, &Page::openLink);
        watched.send("/demo/slow?ms=20", 2);
        watched.page.open(u"GET /demo/slow"_s);
        auto *slowest = watched.find<QTableView>("routeSlowest");
        const QAbstractItemModelTester tester(slowest->model());
        QTRY_COMPARE_WITH_TIMEOUT(slowest->model()->rowCount(), 2, Patience);
        QTest::mouseClick(slowest->viewport(), Qt::LeftButton, {},
                          slowest->visualRect(slowest->model()->index(0, 0)).center());
        QVERIFY(links.takeLast()[1].toString().startsWith(u"id:"_s));
        QTest::mouseClick(watched.find<QPushButton>("routeShowRequests"), Qt::LeftButton);
        QCOMPARE(links.takeLast(), QVariantList({u"requests"_s, u"route:/demo/slow method:GET"_s}));
    }

    void theSelectionSurvivesUpdates()
    {
        Watched watched;
        watched.send("/demo/slow?ms=20", 2);
        watched.page.open(u"GET /demo/slow"_s);
        QTRY_VERIFY_WITH_TIMEOUT(watched.indexOf(u"/demo/slow"_s).isValid(), Patience);
        watched.send("/demo/echo", 2);
        watched.send("/demo/cpu?ms=60", 3);
        QTRY_VERIFY_WITH_TIMEOUT(watched.indexOf(u"/demo/cpu"_s).isValid(), Patience);
        const QModelIndexList rows = watched.table()->selectionModel()->selectedRows(RoutesModel::Route);
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].data().toString(), u"/demo/slow"_s);
    }

    void escapeClosesTheDetailAndReturnOpensIt()
    {
        Watched watched;
        watched.send("/health", 2);
        QTRY_VERIFY_WITH_TIMEOUT(watched.indexOf(u"/health"_s).isValid(), Patience);
        auto *detail = watched.find<QWidget>("routeDetail");
        watched.click(u"/health"_s);
        QVERIFY(detail->isVisible());
        QTest::keyClick(watched.table(), Qt::Key_Escape);
        QVERIFY(!detail->isVisible());
        QTest::keyClick(watched.table(), Qt::Key_Return);
        QVERIFY(detail->isVisible());
    }

    void theFilterSaysWhenNothingMatches()
    {
        Watched watched;
        watched.send("/health", 2);
        QTRY_VERIFY_WITH_TIMEOUT(watched.indexOf(u"/health"_s).isValid(), Patience);
        auto *filter = watched.find<QLineEdit>("routesFilter");
        QTest::keyClicks(filter, u"nowhere"_s);
        QCOMPARE(watched.find<QLabel>("routesCount")->text(), u"0 of 1 route"_s);
        QVERIFY(!watched.table()->isVisible());
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(watched.table()->isVisible());
    }

    void sortAndFilterAreRemembered()
    {
        QTemporaryDir directory;
        QSettings settings(directory.filePath(u"settings.ini"_s), QSettings::IniFormat);
        Theme theme;
        {
            RoutesPage page(theme, settings);
            page.findChild<QTableView *>(u"routesTable"_s)->sortByColumn(RoutesModel::P99, Qt::DescendingOrder);
            page.findChild<QLineEdit *>(u"routesFilter"_s)->setText(u"users"_s);
        }
        RoutesPage page(theme, settings);
        QCOMPARE(page.findChild<QLineEdit *>(u"routesFilter"_s)->text(), u"users"_s);
        const auto *header = page.findChild<QTableView *>(u"routesTable"_s)->horizontalHeader();
        QCOMPARE(header->sortIndicatorSection(), int(RoutesModel::P99));
        QCOMPARE(header->sortIndicatorOrder(), Qt::DescendingOrder);
    }

    void withoutAServerItSaysSo()
    {
        QTemporaryDir directory;
        QSettings settings(directory.filePath(u"settings.ini"_s), QSettings::IniFormat);
        Theme theme;
        RoutesPage page(theme, settings);
        page.setSession(nullptr);
        page.setActive(true);
        page.show();
        QVERIFY(!page.findChild<QTableView *>(u"routesTable"_s)->isVisible());
        const auto labels = page.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(u"No server"_s);
        }));
    }
};

QTEST_MAIN(RoutesPageTest)
#include "routes_page_test.moc"
