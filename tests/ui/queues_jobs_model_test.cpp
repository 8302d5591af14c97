// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs_data.h"
#include "pages/queues/job_details.h"
#include "pages/queues/job_logs_model.h"
#include "pages/queues/job_timeline_model.h"
#include "pages/queues/job_tree_model.h"
#include "pages/queues/jobs_model.h"
#include "pages/queues/jobs_table.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

namespace {

QList<JobRow> rowsFrom(int first, int count, const QString &state = u"waiting"_s)
{
    QList<JobRow> rows;
    for (int at = 0; at < count; ++at)
        rows.append(JobRow::fromCbor(jobRow(QString::number(first + at), state)));
    return rows;
}

QString cell(const JobsModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class QueuesJobsModelTest : public QObject {
    Q_OBJECT
private slots:
    void aRowIsReadFromWhatTheServerSays()
    {
        const JobRow job = JobRow::fromCbor(jobRow(u"7"_s, u"failed"_s));
        QCOMPARE(job.id, u"7"_s);
        QCOMPARE(job.state, JobState::Failed);
        QCOMPARE(job.addedAtMs, FirstJobAt + 7000);
        QCOMPARE(job.finishedAtMs, FirstJobAt + 8360);
        QCOMPARE(job.runMs, 1240.0);
        QCOMPARE(job.attemptsText(), u"3 of 3"_s);
        QCOMPARE(job.attemptText(), u"attempt 3 of 3"_s);
        QCOMPARE(job.failedReason, u"SMTP 550: mailbox unavailable"_s);
        const JobRow waiting = JobRow::fromCbor(jobRow(u"8"_s));
        QVERIFY(std::isnan(waiting.runMs));
        QCOMPARE(waiting.finishedAtMs, 0);
    }

    void progressMayBeAnything_data()
    {
        QTest::addColumn<QCborValue>("value");
        QTest::addColumn<double>("share");
        QTest::addColumn<QString>("text");
        QTest::newRow("percent") << QCborValue(40) << 0.4 << u"40 %"_s;
        QTest::newRow("over") << QCborValue(140) << 1.0 << u"140 %"_s;
        QTest::newRow("fraction") << QCborValue(12.5) << 0.125 << u"12.5 %"_s;
        QTest::newRow("object") << QCborValue(QCborMap{{"step"_L1, 2}}) << -1.0 << u"{\"step\":2}"_s;
        QTest::newRow("text") << QCborValue(u"half"_s) << -1.0 << u"half"_s;
        QTest::newRow("negative") << QCborValue(-1) << -1.0 << QString();
        QTest::newRow("null") << QCborValue(nullptr) << -1.0 << QString();
    }

    void progressMayBeAnything()
    {
        QFETCH(QCborValue, value);
        QFETCH(double, share);
        QFETCH(QString, text);
        const JobProgress progress = JobProgress::fromCbor(value);
        QCOMPARE(progress.text, text);
        QCOMPARE(std::isnan(progress.share) ? -1.0 : progress.share, share);
    }

    void jsonKeepsTheOrderOfItsMembers()
    {
        const QCborMap map{{"z"_L1, 1}, {"a"_L1, QCborArray{true, nullptr, u"x\"y"_s}}, {"m"_L1, QCborMap{}}};
        QCOMPARE(jsonOf(map), QByteArray("{\"z\":1,\"a\":[true,null,\"x\\\"y\"],\"m\":{}}"));
        QCOMPARE(jsonOf(12), QByteArray("12"));
        QCOMPARE(jsonOf(u"ö"_s), QByteArray("\"ö\""));
    }

    void theDataIsShownAsItWasWritten()
    {
        QCborMap answer = jobDetails(u"7"_s);
        QCOMPARE(JobDetails::fromCbor(answer).data, QByteArray("{\"to\":\"user@example.com\",\"retries\":2}"));
        answer.insert("dataText"_L1, u"{\"z\": 1, \"a\": 12345678901234567890}"_s);
        QCOMPARE(JobDetails::fromCbor(answer).data, QByteArray("{\"z\": 1, \"a\": 12345678901234567890}"));
        answer.insert("returnValue"_L1, "{\"cut"_L1);
        answer.insert("returnValueTruncated"_L1, true);
        QCOMPARE(JobDetails::fromCbor(answer).returnValue, QByteArray("{\"cut")); // not one more string of JSON
    }

    void rowsThatAreNotLoadedShowAsSuch()
    {
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart(500, JobState::Waiting);
        QCOMPARE(model.rowCount(), 500);
        QVERIFY(!model.index(450, 0).data(JobsModel::LoadedRole).toBool());
        QCOMPARE(model.index(450, 0).data(Qt::AccessibleTextRole).toString(), u"Not loaded yet"_s);
        model.setPage(2, rowsFrom(400, 100));
        QVERIFY(model.index(450, 0).data(JobsModel::LoadedRole).toBool());
        QCOMPARE(model.index(450, JobsModel::Id).data().toString(), u"450"_s);
        QCOMPARE(model.rowOf(u"450"_s), 450);
        QVERIFY(!model.at(399));
        QVERIFY(!model.at(500));
    }

    void aListOfAMillionKeepsOnlyWhatWasLookedAtLast()
    {
        JobsModel model;
        model.restart(1'000'000, JobState::Waiting);
        QCOMPARE(model.rowCount(), 1'000'000);
        for (int page = 0; page < 100; ++page)
            model.setPage(page * 50, rowsFrom(page * 50 * JobsModel::PageSize, JobsModel::PageSize));
        QCOMPARE(model.loadedRows(), JobsModel::PagesKept * JobsModel::PageSize);
        QVERIFY(!model.at(0));
        QCOMPARE(model.at(99 * 50 * JobsModel::PageSize)->id, u"990000"_s);
    }

    void whatIsLetGoIsNotLoadedAnyMore()
    {
        constexpr int pages = JobsModel::PagesKept + 2;
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart(pages * JobsModel::PageSize, JobState::Waiting);
        for (int page = 0; page < pages; ++page)
            model.setPage(page, rowsFrom(page * JobsModel::PageSize, JobsModel::PageSize));
        QVERIFY(!model.at(0));
        QCOMPARE(model.rowOf(u"0"_s), -1);
        QVERIFY(model.at(2 * JobsModel::PageSize));
    }

    void rowsThatMovedToAnotherPageAreStillFound()
    {
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart(400, JobState::Waiting);
        model.setPage(0, rowsFrom(0, 200));
        model.setPage(1, rowsFrom(199, 200)); // one has come in on top meanwhile
        QCOMPARE(model.rowOf(u"199"_s), 200);
        model.setPage(0, rowsFrom(1000, 200));
        QCOMPARE(model.rowOf(u"199"_s), 200);
        QCOMPARE(model.rowOf(u"5"_s), -1);
    }

    void aJobThatTwoPagesHaveIsInBothOfItsRows()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        const Theme theme;
        JobsModel model;
        JobsTable table(theme, model, settings);
        model.restart(400, JobState::Waiting);
        model.setPage(0, rowsFrom(0, 200));
        model.setPage(1, rowsFrom(170, 200)); // 30 have come in on top meanwhile
        QCOMPARE(model.loadedRows(), 400);
        table.selectAll();
        QCOMPARE(table.selectedLoaded().size(), 400);
    }

    void whatIsLetGoIsNotSelectedAnyMore()
    {
        constexpr int pages = JobsModel::PagesKept;
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        const Theme theme;
        JobsModel model;
        JobsTable table(theme, model, settings);
        model.restart((pages + 3) * JobsModel::PageSize, JobState::Waiting);
        for (int page = 0; page < pages; ++page)
            model.setPage(page, rowsFrom(page * JobsModel::PageSize, JobsModel::PageSize));
        for (const int row : {3, JobsModel::PageSize + 3})
            table.selectionModel()->select(model.index(row, 0),
                                           QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QCOMPARE(table.selectedCount(), 2);
        model.setPage(pages, rowsFrom(pages * JobsModel::PageSize, JobsModel::PageSize));
        QVERIFY(!model.at(3));
        QCOMPARE(table.selectedCount(), 1);
        model.setPage(0, rowsFrom(100'000, JobsModel::PageSize)); // others are there by now
        QVERIFY(!table.selectionModel()->isRowSelected(3));
        table.selectAll(); // means also those that aren't loaded
        model.setPage(pages + 2, rowsFrom(0, JobsModel::PageSize));
        QVERIFY(table.isWholeSelected());
    }

    void theTotalMayChange()
    {
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart(400, JobState::Waiting);
        model.setPage(1, rowsFrom(200, 200));
        model.setTotal(150);
        QCOMPARE(model.rowCount(), 150);
        QCOMPARE(model.loadedRows(), 0);
        model.setTotal(300);
        QCOMPARE(model.rowCount(), 300);
        model.expire(0, 0);
        QVERIFY(!model.isFresh(0));
        model.setPage(0, rowsFrom(0, 200));
        QVERIFY(model.isFresh(0));
    }

    void whatExpiresOutOfSightIsLetGo()
    {
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart(500, JobState::Waiting);
        for (int page = 0; page < 3; ++page)
            model.setPage(page, rowsFrom(page * JobsModel::PageSize, JobsModel::PageSize));
        QSignalSpy letGo(&model, &JobsModel::letGoOf);
        model.expire(1, 1);
        QCOMPARE(letGo.size(), 2);
        QCOMPARE(letGo[1], (QVariantList{400, 499}));
        QVERIFY(!model.at(0));
        QVERIFY(model.at(399));
        QVERIFY(!model.at(400));
        QVERIFY(!model.isFresh(1));
        QVERIFY(model.keep());
        QVERIFY(model.isFresh(1));
        QVERIFY(!model.isFresh(0));
    }

    void rowsBeyondTheEndAreLetGo()
    {
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart(250, JobState::Waiting);
        model.setPage(1, rowsFrom(200, 60)); // of which ten have come since they were counted
        QCOMPARE(model.loadedRows(), 50);
        QCOMPARE(model.rowOf(u"255"_s), -1);
        model.setTotal(210);
        QCOMPARE(model.rowOf(u"230"_s), -1);
        QVERIFY(!model.change(u"230"_s, [](JobRow &) {}));
        QCOMPARE(model.rowOf(u"209"_s), 209);
        model.setTotal(240);
        QVERIFY(!model.at(230));
    }

    void aPageThatWasNotFullIsAskedForOnceThereAreMore()
    {
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart(450, JobState::Waiting);
        model.setPage(2, rowsFrom(400, 50));
        QVERIFY(model.isFresh(2));
        model.setTotal(600);
        QVERIFY(!model.isFresh(2));
        model.keep(); // while something is selected
        QVERIFY(!model.isFresh(2));
        model.setPage(2, rowsFrom(300, 200)); // 100 have come in on top
        QVERIFY(model.isFresh(2));
        QCOMPARE(cell(model, 449, JobsModel::Id), u"449"_s); // as it was
        QCOMPARE(cell(model, 450, JobsModel::Id), u"350"_s);
        QCOMPARE(cell(model, 599, JobsModel::Id), u"499"_s);
    }

    void whatIsFoundIsThereOnceAndCanBeSorted()
    {
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restartFound();
        model.append(rowsFrom(3, 300));
        model.append(rowsFrom(1, 3)); // the third is here already
        QCOMPARE(model.rowCount(), 302);
        const QPersistentModelIndex kept = model.index(model.rowOf(u"2"_s), JobsModel::Name);
        model.sort(JobsModel::Added, Qt::AscendingOrder);
        QCOMPARE(model.index(0, JobsModel::Id).data().toString(), u"1"_s);
        QCOMPARE(kept.row(), 1);
        model.sort(JobsModel::Added, Qt::DescendingOrder);
        QCOMPARE(model.index(0, JobsModel::Id).data().toString(), u"302"_s);
        QCOMPARE(kept.row(), 300);
    }

    void ofMoreThanCanBeShownTheFirstOfTheOrderStay()
    {
        constexpr int capacity = JobsModel::FoundCapacity;
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.sort(JobsModel::Added, Qt::DescendingOrder);
        model.restartFound(JobState::Waiting);
        model.append(rowsFrom(1000, capacity));
        QVERIFY(!model.isFull());
        QVERIFY(!model.hasLeftOut());
        const QPersistentModelIndex kept = model.index(0, JobsModel::Name);
        const QPersistentModelIndex lost = model.index(capacity - 1, JobsModel::Name);
        model.append(rowsFrom(1000 + capacity, 10)); // each before all that are there
        QCOMPARE(model.rowCount(), capacity);
        QVERIFY(model.hasLeftOut());
        QCOMPARE(cell(model, 0, JobsModel::Id), QString::number(1009 + capacity));
        QCOMPARE(cell(model, capacity - 1, JobsModel::Id), u"1010"_s);
        QCOMPARE(kept.row(), 10);
        QVERIFY(!lost.isValid());
        QSignalSpy layouts(&model, &QAbstractItemModel::layoutChanged);
        model.append(rowsFrom(0, 500)); // each behind them
        QCOMPARE(layouts.size(), 0);
        QCOMPARE(cell(model, capacity - 1, JobsModel::Id), u"1010"_s);
        model.restart(0, JobState::Waiting);
        QVERIFY(!model.isSorted());
    }

    void idsAreSortedAsTheNumbersThatTheyAre()
    {
        JobsModel model;
        model.restartFound();
        QList<JobRow> rows;
        for (const QString &id : {u"10"_s, u"order-9"_s, u"9"_s, u"100"_s, u"order-10"_s})
            rows.append(JobRow::fromCbor(jobRow(id)));
        model.append(rows);
        model.sort(JobsModel::Id, Qt::AscendingOrder);
        QStringList ids;
        for (int row = 0; row < model.rowCount(); ++row)
            ids.append(cell(model, row, JobsModel::Id));
        QCOMPARE(ids, (QStringList{u"9"_s, u"10"_s, u"100"_s, u"order-10"_s, u"order-9"_s}));
    }

    void theLargestAndTheLatestComeFirst()
    {
        const JobsModel model;
        const auto first = [&model](int column) {
            return model.headerData(column, Qt::Horizontal, Qt::InitialSortOrderRole).toInt();
        };
        QCOMPARE(first(JobsModel::Run), int(Qt::DescendingOrder));
        QCOMPARE(first(JobsModel::At), int(Qt::DescendingOrder));
        QCOMPARE(first(JobsModel::Name), int(Qt::AscendingOrder));
    }

    void noMoreIsFoundThanCanBeShown()
    {
        JobsModel model;
        model.restartFound();
        model.append(rowsFrom(0, JobsModel::FoundCapacity + 10));
        QCOMPARE(model.rowCount(), JobsModel::FoundCapacity);
        QVERIFY(model.isFull());
    }

    void aJobIsChangedInItsPlace()
    {
        JobsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart(10, JobState::Waiting);
        model.setPage(0, rowsFrom(0, 10));
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        QVERIFY(model.change(u"4"_s, [](JobRow &row) { row.state = JobState::Active; }));
        QCOMPARE(changes.size(), 1);
        QCOMPARE(model.index(4, JobsModel::State).data().toString(), u"Active"_s);
        QVERIFY(!model.change(u"nobody"_s, [](JobRow &) {}));
    }

    void theTableSaysWhatIsLookedAt()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        const Theme theme;
        JobsModel model;
        JobsTable table(theme, model, settings);
        table.resize(900, 600);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        QSignalSpy looked(&table, &JobsTable::lookedAt);
        model.restart(1'000'000, JobState::Waiting);
        QTRY_VERIFY(table.verticalScrollBar()->maximum() > 800'000);
        table.scrollTo(model.index(777'777, 0), QAbstractItemView::PositionAtTop);
        QTRY_VERIFY(!looked.isEmpty() && looked.constLast()[0].toInt() == 777'777);
        QVERIFY(!table.isAtRest());
        table.selectAll();
        QCOMPARE(table.selectedCount(), 1'000'000);
        QVERIFY(table.isWholeSelected());
        QVERIFY(table.selectedLoaded().isEmpty());
        table.goToTop();
        QVERIFY(table.isAtRest());
    }

    void logLinesComeAtBothEnds()
    {
        JobLogsModel model;
        const QAbstractItemModelTester tester(&model);
        model.restart({u"d"_s, u"e"_s}, 3);
        model.append({u"e"_s, u"f"_s}, 6); // the first is here already
        QCOMPARE(model.text(), u"d\ne\nf"_s);
        model.prepend({u"a"_s, u"b"_s, u"c"_s}, 0);
        QCOMPARE(model.text(), u"a\nb\nc\nd\ne\nf"_s);
        QCOMPARE(model.from(), 0);
        QCOMPARE(model.total(), 6);
        model.append(QStringList(JobLogsModel::Capacity, u"x"_s), 6 + JobLogsModel::Capacity);
        QCOMPARE(model.rowCount(), JobLogsModel::Capacity);
        QCOMPARE(model.from(), 6);
    }

    void theTreeKnowsWhoseItIs()
    {
        const Theme theme;
        JobTreeModel model(theme);
        const QAbstractItemModelTester tester(&model);
        const QCborMap leaf = treeNode(u"q2"_s, u"3"_s, u"failed"_s);
        const QCborMap middle = treeNode(u"q1"_s, u"2"_s, u"waitingChildren"_s, {leaf}, 12);
        model.setRoot(JobNode::fromCbor(treeNode(u"q1"_s, u"1"_s, u"waitingChildren"_s, {middle})), u"q2"_s, u"3"_s);
        const QModelIndex chosen = model.chosen();
        QCOMPARE(model.node(chosen)->id, u"3"_s);
        QCOMPARE(model.node(chosen.parent())->id, u"2"_s);
        QCOMPARE(model.rowCount(chosen.parent()), 2);
        QCOMPARE(model.index(1, 0, chosen.parent()).data().toString(), u"12 more"_s);
    }

    void whatOthersWroteIsOneLineAndShownAsItIs()
    {
        QCborMap written = jobRow(u"7"_s, u"failed"_s);
        for (const QString &field :
             {u"id"_s, u"name"_s, u"dataPreview"_s, u"failedReason"_s, u"worker"_s, u"progress"_s})
            written.insert(field, u"<b>x</b>\ny"_s);
        JobsModel model;
        model.restart(1, JobState::Failed);
        model.setPage(0, {JobRow::fromCbor(written)});
        for (const int column : {JobsModel::Id, JobsModel::Name, JobsModel::Data, JobsModel::Progress,
                                 JobsModel::Worker, JobsModel::Failure}) {
            QCOMPARE(cell(model, 0, column), u"<b>x</b> y"_s);
            const QString tip = model.index(0, column).data(Qt::ToolTipRole).toString();
            QVERIFY2(tip.contains(u"&lt;b&gt;x&lt;/b&gt;\ny"_s), qPrintable(tip));
        }
        QCOMPARE(model.index(0, 0).data(JobsModel::IdRole).toString(), u"<b>x</b>\ny"_s);
        written.insert(u"worker"_s, nullptr);
        model.setPage(0, {JobRow::fromCbor(written)});
        QVERIFY(model.index(0, JobsModel::Worker).data(Qt::ToolTipRole).toString().isEmpty());
        const Theme theme;
        JobTreeModel tree(theme);
        QCborMap node = treeNode(u"q"_s, u"1\n2"_s, u"failed"_s);
        node.insert(u"failedReason"_s, u"<b>x</b>"_s);
        tree.setRoot(JobNode::fromCbor(node), {}, {});
        const QModelIndex job = tree.index(0, JobTreeModel::Job);
        QCOMPARE(job.data().toString(), u"send-email  1 2"_s);
        QVERIFY(job.data(Qt::ToolTipRole).toString().contains(u"&lt;b&gt;x"_s));
    }

    void theTimelineSaysHowLongAfter()
    {
        const Theme theme;
        JobTimelineModel model(theme);
        const QAbstractItemModelTester tester(&model);
        model.setMoments({{u"added"_s, FirstJobAt, {}}, {u"failed"_s, FirstJobAt + 1240, u"no"_s}});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, JobTimelineModel::After).data().toString(), u"+ 1.24 s"_s);
        QCOMPARE(model.index(1, JobTimelineModel::What).data().toString(), u"Failed"_s);
    }
};

QTEST_MAIN(QueuesJobsModelTest)
#include "queues_jobs_model_test.moc"
