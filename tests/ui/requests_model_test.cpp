// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/live_tail.h"
#include "pages/requests/requests_model.h"
#include "pages/requests/requests_sort_model.h"
#include "ui/requests_data.h"
#include "widgets/format.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using signalbox::ui::test::makeRecord;
using signalbox::ui::test::makeRecords;

class RequestsModelTest : public QObject {
    Q_OBJECT
private slots:
    void init();
    void putsTheNewestOnTop();
    void insertsABatchAsOneRange();
    void isInTheOrderOfEnds();
    void aLateComerGoesWhereItBelongs();
    void dropsTheOldestWhenFull();
    void keepsTheLastOfABatchLargerThanItself();
    void leavesOutWhatItHas();
    void tellsApartRequestsOfTheSameId();
    void takesOlderOnesUntilFull();
    void clearsAndFillsAgain();
    void removesOneRow();
    void describesEveryCell();
    void streamsThroughTheSortedView();
    void sortsByEveryColumn();
    void sortedByTimeDescendingIsLiveOrder();
    void tailHoldsBackWhatComesWhileNotFollowing();
    void tailDropsTheOldestItHolds();
    void tailLetsInOnceItFollowsAgain();
    void tailLetsMuchInOverSeveralTurns();
    void tailStopsLettingInWhenItNoLongerFollows();
    void rowIsFoundAmongThoseThatEndedTogether();
    void clearedRecordsAreFreedLater();

private:
    QList<QByteArray> idsOf(const QAbstractItemModel &model) const;

    std::unique_ptr<RequestsModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void RequestsModelTest::init()
{
    m_tester.reset();
    m_model = std::make_unique<RequestsModel>(100);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
}

QList<QByteArray> RequestsModelTest::idsOf(const QAbstractItemModel &model) const
{
    QList<QByteArray> ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.append(model.index(row, 0).data(IdRole).toByteArray());
    return ids;
}

void RequestsModelTest::putsTheNewestOnTop()
{
    m_model->addNewest(makeRecords(0, 3));
    QCOMPARE(idsOf(*m_model), (QList<QByteArray>{"id-2", "id-1", "id-0"}));
}

void RequestsModelTest::insertsABatchAsOneRange()
{
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->addNewest(makeRecords(0, 50));
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.first().at(1).toInt(), 0);
    QCOMPARE(inserted.first().at(2).toInt(), 49);
}

void RequestsModelTest::isInTheOrderOfEnds()
{
    QList<RequestRecord> records = makeRecords(0, 3);
    records[0].durationUs = 5'000'000; // began first, ended last
    m_model->addNewest(records);
    QCOMPARE(idsOf(*m_model), (QList<QByteArray>{"id-0", "id-2", "id-1"}));
    QCOMPARE(m_model->index(0, 0).data().toString(), formatClock(records[0].endUs() / 1000));
}

void RequestsModelTest::aLateComerGoesWhereItBelongs()
{
    m_model->addNewest({makeRecord(0), makeRecord(1), makeRecord(4)});
    m_model->addNewest({makeRecord(2), makeRecord(3), makeRecord(5)});
    m_model->addOlder({makeRecord(6)});
    QCOMPARE(idsOf(*m_model), (QList<QByteArray>{"id-6", "id-5", "id-4", "id-3", "id-2", "id-1", "id-0"}));
}

void RequestsModelTest::dropsTheOldestWhenFull()
{
    for (int batch = 0; batch < 30; ++batch)
        m_model->addNewest(makeRecords(batch * 7, 7));
    QCOMPARE(m_model->rowCount(), 100);
    QVERIFY(m_model->isFull());
    QCOMPARE(m_model->at(0).id, "id-209");
    QCOMPARE(m_model->at(99).id, "id-110");
    QVERIFY(!m_model->contains(requestKey(makeRecord(109))));
}

void RequestsModelTest::keepsTheLastOfABatchLargerThanItself()
{
    m_model->addNewest(makeRecords(0, 250));
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(m_model->at(0).id, "id-249");
    QVERIFY(!m_model->contains(requestKey(makeRecord(0))));
}

void RequestsModelTest::leavesOutWhatItHas()
{
    m_model->addNewest(makeRecords(0, 10));
    m_model->addNewest(makeRecords(5, 10));
    QCOMPARE(m_model->rowCount(), 15);
    QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    m_model->addNewest(makeRecords(0, 15));
    QVERIFY(inserted.isEmpty());
}

void RequestsModelTest::tellsApartRequestsOfTheSameId()
{
    QList<RequestRecord> twins = makeRecords(0, 2);
    twins[1].id = twins[0].id;
    m_model->addNewest(twins);
    QCOMPARE(m_model->rowCount(), 2);
}

void RequestsModelTest::takesOlderOnesUntilFull()
{
    m_model->addNewest(makeRecords(500, 40));
    QList<RequestRecord> older = makeRecords(400, 100);
    std::reverse(older.begin(), older.end());
    m_model->addOlder(older);
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(m_model->at(40).id, "id-499");
    QCOMPARE(m_model->at(99).id, "id-440");
    m_model->addOlder({makeRecord(1)});
    QCOMPARE(m_model->rowCount(), 100);
    QVERIFY(!m_model->contains(requestKey(makeRecord(1))));
}

void RequestsModelTest::clearsAndFillsAgain()
{
    m_model->clear();
    m_model->addNewest(makeRecords(0, 100));
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
    m_model->addNewest({});
    QCOMPARE(m_model->rowCount(), 0);
    m_model->addNewest(makeRecords(0, 3));
    QCOMPARE(m_model->rowCount(), 3);
}

void RequestsModelTest::removesOneRow()
{
    m_model->addNewest(makeRecords(0, 3));
    m_model->remove(requestKey(makeRecord(1)));
    QCOMPARE(idsOf(*m_model), (QList<QByteArray>{"id-2", "id-0"}));
    QCOMPARE(m_model->rowOf(requestKey(makeRecord(1))), -1);
    m_model->remove("no such key");
    QCOMPARE(m_model->rowCount(), 2);
}

void RequestsModelTest::describesEveryCell()
{
    RequestRecord aborted = makeRecord(1);
    aborted.status = 0;
    aborted.ttfbUs = -1;
    m_model->addNewest({aborted});
    const auto text = [this](RequestsColumn column) { return m_model->index(0, int(column)).data().toString(); };
    QCOMPARE(text(RequestsColumn::Method), QStringLiteral("GET"));
    QCOMPARE(text(RequestsColumn::Path), QStringLiteral("/users/1?page=1"));
    QCOMPARE(text(RequestsColumn::Status), QStringLiteral("aborted"));
    QCOMPARE(text(RequestsColumn::Duration), QStringLiteral("200 µs"));
    QCOMPARE(text(RequestsColumn::Ttfb), QStringLiteral("–"));
    for (int column = 0; column < m_model->columnCount(); ++column) {
        QVERIFY(!m_model->headerData(column, Qt::Horizontal).toString().isEmpty());
        QVERIFY(m_model->index(0, column)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(m_model->headerData(column, Qt::Horizontal).toString()));
    }
}

void RequestsModelTest::streamsThroughTheSortedView()
{
    RequestsSortModel sorted(*m_model);
    QAbstractItemModelTester tester(&sorted);
    sorted.sort(int(RequestsColumn::Duration), Qt::DescendingOrder);
    for (int batch = 0; batch < 30; ++batch)
        m_model->addNewest(makeRecords(batch * 9, 9));
    QCOMPARE(sorted.rowCount(), 100);
    sorted.sort(int(RequestsColumn::Time), Qt::DescendingOrder);
    QCOMPARE(idsOf(sorted), idsOf(*m_model));
    m_model->clear();
    QCOMPARE(sorted.rowCount(), 0);
}

void RequestsModelTest::sortsByEveryColumn()
{
    RequestsSortModel sorted(*m_model);
    m_model->addNewest(makeRecords(0, 60));
    for (int column = 0; column < RequestsColumnCount; ++column) {
        sorted.sort(column, Qt::AscendingOrder);
        for (int row = 1; row < sorted.rowCount(); ++row) {
            const QVariant above = sorted.index(row - 1, column).data(SortRole);
            const QVariant below = sorted.index(row, column).data(SortRole);
            QVERIFY2(QVariant::compare(above, below) != QPartialOrdering::Greater,
                     qPrintable(columnTitle(RequestsColumn(column))));
        }
    }
}

void RequestsModelTest::sortedByTimeDescendingIsLiveOrder()
{
    RequestsSortModel sorted(*m_model);
    QVERIFY(sorted.isLiveOrder());
    sorted.sort(int(RequestsColumn::Time), Qt::AscendingOrder);
    QVERIFY(!sorted.isLiveOrder());
    sorted.sort(int(RequestsColumn::Time), Qt::DescendingOrder);
    QVERIFY(sorted.isLiveOrder());
}

void RequestsModelTest::tailHoldsBackWhatComesWhileNotFollowing()
{
    LiveTail tail(*m_model);
    tail.add(makeRecords(0, 5));
    tail.setFollowing(false);
    QSignalSpy told(&tail, &LiveTail::heldChanged);
    tail.add(makeRecords(5, 3));
    QCOMPARE(m_model->rowCount(), 5);
    QCOMPARE(tail.heldCount(), 3);
    QCOMPARE(told.size(), 1);
}

void RequestsModelTest::tailDropsTheOldestItHolds()
{
    LiveTail tail(*m_model);
    tail.setFollowing(false);
    tail.add(makeRecords(0, 130));
    QCOMPARE(tail.heldCount(), 130);
    QCOMPARE(tail.droppedCount(), 30);
    tail.setFollowing(true);
    QCOMPARE(m_model->rowCount(), 100);
    QCOMPARE(m_model->at(99).id, "id-30");
    QCOMPARE(tail.heldCount(), 0);
}

void RequestsModelTest::tailLetsInOnceItFollowsAgain()
{
    LiveTail tail(*m_model);
    tail.setFollowing(false);
    tail.add(makeRecords(0, 5));
    tail.release();
    QCOMPARE(m_model->rowCount(), 5);
    tail.add(makeRecords(5, 1));
    QCOMPARE(m_model->rowCount(), 5);
    tail.setFollowing(true);
    QCOMPARE(m_model->rowCount(), 6);
}

void RequestsModelTest::tailLetsMuchInOverSeveralTurns()
{
    RequestsModel model(6000);
    LiveTail tail(model);
    tail.setFollowing(false);
    tail.add(makeRecords(0, 3500));
    tail.setFollowing(true);
    QVERIFY(model.rowCount() < 3500);
    QVERIFY(tail.heldCount() > 0);
    tail.add(makeRecords(3500, 10)); // behind what is still held
    QTRY_COMPARE(model.rowCount(), 3510);
    QCOMPARE(tail.heldCount(), 0);
    QCOMPARE(model.at(0).id, "id-3509");
    QCOMPARE(model.at(3509).id, "id-0");
}

void RequestsModelTest::tailStopsLettingInWhenItNoLongerFollows()
{
    RequestsModel model(6000);
    LiveTail tail(model);
    tail.setFollowing(false);
    tail.add(makeRecords(0, 3500));
    tail.setFollowing(true);
    tail.setFollowing(false);
    const int rows = model.rowCount();
    for (int turn = 0; turn < 20; ++turn)
        QCoreApplication::processEvents();
    QCOMPARE(model.rowCount(), rows);
    QCOMPARE(tail.heldCount(), 3500 - rows);
}

void RequestsModelTest::rowIsFoundAmongThoseThatEndedTogether()
{
    QList<RequestRecord> records = makeRecords(0, 6);
    for (RequestRecord &record : records)
        record.durationUs = 9'000'000 - record.atUs % 10'000'000;
    m_model->addNewest(records);
    for (int row = 0; row < m_model->rowCount(); ++row)
        QCOMPARE(m_model->rowOf(requestKey(m_model->at(row))), row);
    QCOMPARE(m_model->rowOf("unknown"), -1);
}

void RequestsModelTest::clearedRecordsAreFreedLater()
{
    GradualRelease release;
    const QList<RequestRecord> records = makeRecords(0, 2500);
    release.take({records.begin(), records.end()});
    release.take({records.begin(), records.begin() + 5});
    QCOMPARE(release.left(), 2505);
    QTRY_COMPARE(release.left(), 0);
}

QTEST_GUILESS_MAIN(RequestsModelTest)
#include "requests_model_test.moc"
