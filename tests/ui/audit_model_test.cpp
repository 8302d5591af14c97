// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/audit/audit_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

// Entries of these numbers, from the newest to the oldest.
QList<AuditEntry> entries(int newest, int oldest)
{
    QList<AuditEntry> list;
    for (int number = newest; number >= oldest; --number) {
        AuditEntry entry;
        entry.id = QString::number(number);
        entry.targetName = entry.id;
        list.append(entry);
    }
    return list;
}

} // namespace

// The list of the audit log, loaded anew while someone reads it.
class AuditModelTest : public QObject {
    Q_OBJECT
private slots:
    void whatIsReadStaysWhereItIsWhenLoadedAnew_data()
    {
        QTest::addColumn<int>("newest");
        QTest::addColumn<int>("oldest");
        QTest::newRow("the same") << 20 << 11;
        QTest::newRow("new ones, as many in all") << 23 << 14;
        QTest::newRow("new ones, and older ones") << 22 << 5;
        QTest::newRow("older ones") << 20 << 1;
        QTest::newRow("fewer") << 20 << 15;
    }

    void whatIsReadStaysWhereItIsWhenLoadedAnew()
    {
        QFETCH(int, newest);
        QFETCH(int, oldest);
        AuditModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setEntries(entries(20, 11), true);
        const QPersistentModelIndex read = model.index(3, AuditModel::Target);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setEntries(entries(newest, oldest), true);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(read.data().toString(), u"17"_s);
        QCOMPARE(model.rowCount(), newest - oldest + 1);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.entry(row).id, QString::number(newest - row));
    }

    void anotherListTakesThePlaceOfAll()
    {
        AuditModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setEntries(entries(20, 11), true);
        model.setEntries(entries(8, 2), false);
        QCOMPARE(model.rowCount(), 7);
        QVERIFY(!model.canFetchMore({}));
    }
};

QTEST_MAIN(AuditModelTest)
#include "audit_model_test.moc"
