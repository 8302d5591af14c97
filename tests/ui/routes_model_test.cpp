// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/worst_model.h"
#include "pages/routes/routes_model.h"
#include "pages/routes/slowest_model.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::ui;

namespace {

// "GET /a 10; POST /b 5": routes with their counts; errors after a slash: "GET /a 10/2".
QList<RouteRow> routesOf(const QString &picture)
{
    QList<RouteRow> routes;
    for (const QString &entry : picture.split(u';', Qt::SkipEmptyParts)) {
        const QStringList parts = entry.trimmed().split(u' ');
        const QStringList counts = parts[2].split(u'/');
        RouteRow row;
        row.method = parts[0];
        row.route = parts[1];
        row.count = counts[0].toLongLong();
        row.errors = counts.value(1).toLongLong();
        row.latency.p50 = 1;
        row.latency.p95 = double(row.count);
        row.meanMs = 2;
        routes.append(row);
    }
    return routes;
}

QString pictureOf(const QAbstractItemModel &model)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row)
        rows.append(model.index(row, RoutesModel::Method).data().toString() + u' '
                    + model.index(row, RoutesModel::Route).data().toString() + u' '
                    + model.index(row, RoutesModel::Count).data().toString());
    return rows.join(u"; "_s);
}

constexpr auto Fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;

} // namespace

class RoutesModelTest : public QObject {
    Q_OBJECT
private slots:
    void theRequestsOfNoRouteAreFoundByAnEmptyOne()
    {
        RouteRow unmatched;
        unmatched.method = QStringLiteral("GET");
        QCOMPARE(unmatched.requestFilter(), QStringLiteral("route:\"\" method:GET"));
    }

    void mergesWithoutReset_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<int>("inserts");
        QTest::addColumn<int>("removes");
        QTest::newRow("first answer") << QString() << u"GET /a 1; GET /b 2"_s << 2 << 0;
        QTest::newRow("changed") << u"GET /a 1; GET /b 2"_s << u"GET /a 5; GET /b 2"_s << 0 << 0;
        QTest::newRow("one more at the front") << u"GET /b 2"_s << u"GET /a 1; GET /b 2"_s << 1 << 0;
        QTest::newRow("one more inside") << u"GET /a 1; GET /c 2"_s << u"GET /a 1; GET /b 1; GET /c 2"_s << 1 << 0;
        QTest::newRow("gone at the end") << u"GET /a 1; GET /b 2"_s << u"GET /a 1"_s << 0 << 1;
        QTest::newRow("gone inside") << u"GET /a 1; GET /b 2; GET /c 3"_s << u"GET /a 1; GET /c 3"_s << 0 << 1;
        QTest::newRow("all others") << u"GET /a 1; GET /b 2"_s << u"GET /c 1; GET /d 1"_s << 2 << 1;
        QTest::newRow("emptied") << u"GET /a 1; GET /b 2"_s << QString() << 0 << 1;
        QTest::newRow("same route, other method") << u"GET /a 1"_s << u"GET /a 1; POST /a 2"_s << 1 << 0;
    }

    void mergesWithoutReset()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        RoutesModel model;
        const QAbstractItemModelTester tester(&model, Fatal);
        model.setRoutes(routesOf(before));
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);

        model.setRoutes(routesOf(after));

        QCOMPARE(pictureOf(model), after);
        QTEST(int(inserted.size()), "inserts");
        QTEST(int(removed.size()), "removes");
        QCOMPARE(reset.size(), 0);
    }

    void theSelectionSurvivesAMerge()
    {
        RoutesModel model;
        RoutesProxy proxy;
        proxy.setSourceModel(&model);
        const QAbstractItemModelTester tester(&proxy, Fatal);
        proxy.sort(RoutesModel::Count, Qt::DescendingOrder);
        model.setRoutes(routesOf(u"GET /a 1; GET /b 2; GET /c 3"_s));
        QItemSelectionModel selection(&proxy);
        selection.select(proxy.index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows); // GET /b

        model.setRoutes(routesOf(u"GET /b 9; GET /c 3; GET /d 4; POST /a 1"_s));

        QCOMPARE(pictureOf(proxy), u"GET /b 9; GET /d 4; GET /c 3; POST /a 1"_s);
        const QModelIndexList rows = selection.selectedRows(RoutesModel::Route);
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].data().toString(), u"/b"_s);
    }

    void filterWordsMustAllOccur()
    {
        RoutesModel model;
        RoutesProxy proxy;
        proxy.setSourceModel(&model);
        const QAbstractItemModelTester tester(&proxy, Fatal);
        model.setRoutes(routesOf(u"GET /users 1; POST /users 2; GET /health 3"_s));
        proxy.setWords(u"get user"_s);
        QCOMPARE(pictureOf(proxy), u"GET /users 1"_s);
        proxy.setWords(QString());
        QCOMPARE(proxy.rowCount(), 3);
    }

    void sharesOfTimeSumUpToOne()
    {
        RoutesModel model;
        model.setRoutes(routesOf(u"GET /a 1; GET /b 3"_s));
        QCOMPARE(model.index(0, RoutesModel::Share).data(RoutesModel::ShareRole).toDouble(), 0.25);
        QCOMPARE(model.index(1, RoutesModel::Share).data(RoutesModel::ShareRole).toDouble(), 0.75);
    }

    void fewRequestsAreSaid()
    {
        RoutesModel model;
        model.setRoutes(routesOf(u"GET /a 12; GET /b 300"_s));
        QCOMPARE(model.index(0, RoutesModel::P99).data(Qt::ToolTipRole).toString(),
                 u"12 requests: percentiles are rough"_s);
        QVERIFY(model.index(1, RoutesModel::P99).data(Qt::ToolTipRole).toString().isEmpty());
    }

    void theWorstComeFirst()
    {
        WorstModel slowest(WorstModel::Measure::P95);
        WorstModel failing(WorstModel::Measure::Errors);
        const QAbstractItemModelTester slowestTester(&slowest, Fatal);
        const QAbstractItemModelTester failingTester(&failing, Fatal);
        for (const QString &picture : {u"GET /a 10/1; GET /b 30; GET /c 20/4"_s, u"GET /c 5/1"_s, QString(),
                                       u"GET /a 1; GET /b 2; GET /c 3; GET /d 4; GET /e 5; GET /f 6; GET /g 7/7"_s}) {
            slowest.setRoutes(routesOf(picture));
            failing.setRoutes(routesOf(picture));
        }
        QCOMPARE(slowest.rowCount(), WorstModel::MaxRows);
        QCOMPARE(slowest.index(0, WorstModel::RouteColumn).data().toString(), u"GET /g"_s);
        QCOMPARE(failing.rowCount(), 1);
        QCOMPARE(failing.index(0, WorstModel::NoteColumn).data().toString(), u"100 %"_s);
    }

    void theSlowestRequestsStayInOrder()
    {
        SlowestModel model;
        const QAbstractItemModelTester tester(&model, Fatal);
        const auto records = [](std::initializer_list<std::pair<const char *, qint64>> entries) {
            QList<RequestRecord> list;
            for (const auto &[id, durationUs] : entries) {
                RequestRecord record;
                record.id = id;
                record.durationUs = durationUs;
                list.append(record);
            }
            return list;
        };
        model.setRecords(records({{"a", 1000}, {"b", 3000}}));
        model.setRecords(records({{"a", 1000}, {"c", 2000}, {"b", 3000}}));
        QCOMPARE(model.row(0).record.id, "b"_ba);
        QCOMPARE(model.row(1).record.id, "c"_ba);
        QCOMPARE(model.index(2, SlowestModel::Duration).data().toString(), u"1.00 ms"_s);
    }
};

QTEST_MAIN(RoutesModelTest)
#include "routes_model_test.moc"
