// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache_data.h"
#include "pages/cache/namespaces_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
namespace data = signalbox::ui::test;

namespace {

constexpr auto Reporting = QAbstractItemModelTester::FailureReportingMode::QtTest;

QString cell(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

QList<CacheNamespace> namespacesOf(const QCborMap &answer)
{
    return CacheState::fromCbor(answer).namespaces;
}

} // namespace

// The namespaces' figures, in all and by strategy.
class CacheNamespacesTest : public QObject {
    Q_OBJECT
private slots:
    void whatTheServerDoesNotYetKnowIsNoFigure()
    {
        const auto namespaces = namespacesOf(data::cache(data::redis(), {QCborMap{{"name"_L1, "user"_L1}}}));
        QVERIFY(std::isnan(namespaces[0].hitRatio()));
        NamespacesModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.merge(namespaces);
        QCOMPARE(cell(model, 0, NamespacesModel::HitRate), u"–"_s);
        QCOMPARE(cell(model, 0, NamespacesModel::LoadP95), u"–"_s);
    }

    void namespacesShowTheirFigures()
    {
        NamespacesModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.merge(namespacesOf(
            data::cache(data::redis(), {data::cacheNamespace(u"user"_s), data::cacheNamespace(u"post"_s)})));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(cell(model, 0, NamespacesModel::Name), u"post"_s);
        QCOMPARE(cell(model, 1, NamespacesModel::StrategyName), u"invalidate"_s);
        QCOMPARE(cell(model, 1, NamespacesModel::HitRate), u"90.0 %"_s);
        QCOMPARE(cell(model, 1, NamespacesModel::Misses), u"100"_s);
        QCOMPARE(cell(model, 1, NamespacesModel::LoadP50), u"1.50 ms"_s);
        QCOMPARE(cell(model, 1, NamespacesModel::BytesRead), u"80.0 KiB"_s);
        QCOMPARE(cell(model, 1, NamespacesModel::Ttl), u"1 m 00 s"_s);
    }

    void aNamespaceThatChangesKeepsItsRow()
    {
        NamespacesModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.merge(namespacesOf(data::cache()));
        const QPersistentModelIndex read = model.index(0, NamespacesModel::StrategyName);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.merge(namespacesOf(data::cache()));
        QCOMPARE(changed.size(), 0);
        model.merge(namespacesOf(data::cache(data::redis(), {data::cacheNamespace(u"user"_s, u"pubsub"_s)})));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(read.data().toString(), u"pubsub"_s);
    }

    void eachOfSeveralStrategiesHasARowBeneathItsNamespace()
    {
        NamespacesModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        const auto show = [&model](const QCborArray &strategies) {
            const QCborMap user = data::with(data::cacheNamespace(), u"strategies"_s, strategies);
            model.merge(namespacesOf(data::cache(data::redis(), {user, data::cacheNamespace(u"users"_s)})));
        };
        const QCborMap invalidate = data::strategyRow(u"invalidate"_s, 30);
        show({invalidate});
        QCOMPARE(model.rowCount(), 2); // its own row says it
        QVERIFY(!model.only());
        show({invalidate, data::strategyRow(u"versioned"_s, 0)});
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.rowOf(u"user"_s), 0);
        QCOMPARE(model.rowOf(u"users"_s), 3);
        QVERIFY(!model.isPart(model.index(0, 0)) && model.isPart(model.index(1, 0)));
        const QStringList expected{u"with"_s, u"invalidate"_s, QString(),     u"50.0 %"_s,  u"0"_s,  u"30"_s, u"30"_s,
                                   u"30"_s,   u"2.00 ms"_s,    u"8.00 ms"_s,  u"3"_s,       u"20"_s, u"6"_s,  u"0"_s,
                                   QString(), u"0"_s,          u"2.00 KiB"_s, u"1.00 KiB"_s};
        for (int column = 0; column < NamespacesModel::ColumnCount; ++column)
            QCOMPARE(cell(model, 1, column), expected[column]);
        QCOMPARE(model.index(1, NamespacesModel::Name).data(Qt::AccessibleTextRole).toString(), u"Namespace user"_s);
        QCOMPARE(cell(model, 2, NamespacesModel::StrategyName), u"versioned"_s);
        QCOMPARE(cell(model, 2, NamespacesModel::HitRate), u"–"_s);
        show({});
        QCOMPARE(model.rowCount(), 2);
    }
};

QTEST_GUILESS_MAIN(CacheNamespacesTest)
#include "cache_namespaces_test.moc"
