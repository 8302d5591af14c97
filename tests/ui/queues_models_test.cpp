// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/notice_bar.h"
#include "pages/queues/alerts_model.h"
#include "pages/queues/connections_dialog.h"
#include "pages/queues/queue_marks.h"
#include "pages/queues/queue_notice.h"
#include "pages/queues/queue_notifier.h"
#include "pages/queues/queue_paths.h"
#include "pages/queues/queue_series.h"
#include "pages/queues/queues_table.h"
#include "pages/queues/schedulers_model.h"
#include "pages/queues/workers_model.h"
#include "queues_data.h"
#include "widgets/empty_state.h"
#include "widgets/form_dialog.h"
#include "widgets/page_notice.h"
#include "widgets/toast.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

// What the admin API says of queues as values, and the tables that show them.
class QueuesModelsTest : public QObject {
    Q_OBJECT

    static QueueEntry entry(const QCborMap &row) { return {QueueRow::fromCbor(row), u"Signalbox"_s, {}, 0}; }
    static QueueEntry named(const QString &name, qint64 waiting = 0)
    {
        return entry(data::queueRow(name, data::queueCounts(waiting)));
    }
    static constexpr auto Tested = QAbstractItemModelTester::FailureReportingMode::QtTest;

private slots:
    void aRowIsReadWhole()
    {
        QCborMap map = data::queueRow(u"emails"_s, data::queueCounts(12, 2, 3, 4, 5));
        map.insert("rateLimit"_L1, QCborMap{{"max"_L1, 100}, {"durationMs"_L1, 60'000}});
        map.insert("concurrency"_L1, 8);
        const QueueRow row = QueueRow::fromCbor(map);
        QCOMPARE(row.counts.of(JobState::Waiting), 12);
        QCOMPARE(row.counts.of(JobState::Failed), 3);
        QCOMPARE(row.counts.total(), 26);
        QCOMPARE(row.counts.toRun(), 16);
        QCOMPARE(row.concurrency, std::optional<qint64>(8));
        QCOMPARE(row.rateLimit, std::optional(QueueRateLimit{100, 60'000}));
        QCOMPARE(row.waitTimes.percentiles.p95, 320.0);
        QCOMPARE(row.finishedPerSecond(), 11.5);
        QCOMPARE(row.countedAtMs, data::Noon);
    }

    void whatIsNotKnownIsNotZero()
    {
        const QueueRow row = QueueRow::fromCbor({{"id"_L1, "a"_L1}, {"oldestWaitingMs"_L1, nullptr}});
        QVERIFY(std::isnan(row.oldestWaitingMs));
        QVERIFY(std::isnan(row.waitTimes.percentiles.p50));
        QVERIFY(!row.concurrency);
        QVERIFY(!row.lacksWorker()); // it wasn't said
        QCOMPARE(row, QueueRow::fromCbor({{"id"_L1, "a"_L1}}));
    }

    void everyStateHasItsKeyAndLabel()
    {
        for (const JobState state : AllJobStates) {
            QCOMPARE(jobStateOfKey(jobStateKey(state)), std::optional(state));
            QVERIFY(!jobStateLabel(state).isEmpty());
        }
        QCOMPARE(jobStateOfKey(u"paused"_s), std::nullopt);
    }

    void pathsEncodeWhatPeopleName()
    {
        QCOMPARE(jobPath(u"cXU"_s, u"a/b c"_s, u"logs"_s), u"/admin/queues/cXU/jobs/a%2Fb%20c/logs"_s);
        QCOMPARE(schedulerPath(u"cXU"_s, u"daily:1"_s), u"/admin/queues/cXU/schedulers/daily%3A1"_s);
        QCOMPARE(connectionPath(), u"/admin/queues/connections"_s);
    }

    void marksSayWhatIsOutOfTheOrdinary()
    {
        QVERIFY(marksOf(QueueRow::fromCbor(data::queueRow())).isEmpty());
        QueueRow row = QueueRow::fromCbor(data::with(data::queueRow(), u"consumed"_s, false));
        QCOMPARE(marksOf(row).value(0, {}).text, u"no worker"_s);
        row.paused = true; // then nobody is to consume it
        QCOMPARE(marksOf(row).size(), 1);
        QCOMPARE(marksOf(row).value(0, {}).text, u"paused"_s);
    }

    void theNoticeSaysWhereAWorkerIsToLook()
    {
        const QueueConnection connection = QueueConnection::fromCbor(data::connection());
        const QueueRow row = QueueRow::fromCbor(data::with(data::queueRow(), u"consumed"_s, false));
        const QueueNotice notice = noticeOf(row, &connection);
        QVERIFY2(notice.text.contains(u"redis://127.0.0.1:6379"_s), qPrintable(notice.text));
        QVERIFY2(notice.text.contains(u"12 jobs wait to run"_s), qPrintable(notice.text));
        QCOMPARE(noticeOf(QueueRow::fromCbor(data::queueRow()), &connection).text, QString());
    }

    void rowsComeChangeAndGo()
    {
        QueuesModel model;
        const QAbstractItemModelTester tester(&model, Tested);
        model.merge({named(u"b"_s), named(u"a"_s)});
        QCOMPARE(model.row(0).row.name, u"a"_s);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.merge({named(u"a"_s), named(u"b"_s, 7), named(u"c"_s)});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.rowOf(u"id-c"_s), 2);
        QCOMPARE(model.index(1, QueuesModel::columnOf(JobState::Waiting)).data().toString(), u"7"_s);
        model.merge({named(u"c"_s)});
        QCOMPARE(model.rowCount(), 1);
        for (int column = 0; column < QueuesModel::ColumnCount; ++column)
            QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }

    // With thousands each would sort the whole table.
    void manyChangesAreToldAsOne()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        const Theme theme;
        QueuesModel model;
        const auto merge = [&model](int step) {
            QList<QueueEntry> entries;
            for (int at = 0; at < 1000; ++at)
                entries.append(named(u"queue-"_s + QString::number(1000 + at), 5000 + step * (at + 1)));
            model.merge(entries);
        };
        merge(1);
        QueuesTable table(theme, model, settings);
        table.sortByColumn(QueuesModel::columnOf(JobState::Waiting), Qt::DescendingOrder);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QSignalSpy sorted(table.model(), &QAbstractItemModel::layoutChanged);
        merge(-1);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(sorted.size(), 1);
        QCOMPARE(table.model()->index(0, QueuesModel::Name).data().toString(), u"queue-1000"_s);
    }

    void changesAreToldBeforeRowsComeOrGo()
    {
        QueuesModel model;
        const QAbstractItemModelTester tester(&model, Tested);
        model.merge({named(u"a"_s), named(u"b"_s), named(u"d"_s), named(u"e"_s), named(u"f"_s), named(u"g"_s)});
        QStringList told;
        const auto names = [&model](int first, int last) {
            QString all;
            for (int row = first; row <= last; ++row)
                all += model.row(row).row.name;
            return all;
        };
        connect(&model, &QAbstractItemModel::dataChanged, this, [&](const QModelIndex &from, const QModelIndex &to) {
            told.append(u'~' + names(from.row(), to.row()));
        });
        connect(&model, &QAbstractItemModel::rowsInserted, this,
                [&](const QModelIndex &, int first, int last) { told.append(u'+' + names(first, last)); });
        connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
                [&](const QModelIndex &, int first, int last) { told.append(u'-' + names(first, last)); });
        model.merge(
            {named(u"a"_s, 1), named(u"b"_s, 1), named(u"c"_s), named(u"d"_s, 1), named(u"f"_s, 1), named(u"g"_s)});
        QCOMPARE(told, (QStringList{u"~ab"_s, u"+c"_s, u"~d"_s, u"-e"_s, u"~f"_s}));
        QCOMPARE(names(0, 5), u"abcdfg"_s);
    }

    void whatIsToldIsPlainText()
    {
        const QString text = u"<b>x</b>"_s;
        const Theme theme;
        QWidget window;
        (new Toast(&window))->show(text);
        (new NoticeBar(theme, &window))->showNotice(Theme::Role::Info, text);
        (new PageNotice(PageNotice::Tone::Warning, &window))->tell(text);
        (new EmptyState(theme, &window))->set(u"inbox"_s, text, text);
        auto *dialog = new FormDialog(theme, u"dialog"_s, {}, u"Do it"_s, &window);
        dialog->addText(text);
        dialog->addField(u"name"_s, text);
        dialog->setProblem(text);
        qsizetype shown = 0;
        for (const QLabel *label : window.findChildren<QLabel *>()) {
            if (label->text() != text)
                continue;
            ++shown;
            QVERIFY2(label->textFormat() == Qt::PlainText, label->parent()->metaObject()->className());
        }
        QCOMPARE(shown, 8);
    }

    void toolTipsSayWhatOthersWroteAsItIs()
    {
        QueuesModel queues;
        queues.merge({named(u"<b>x</b>"_s)});
        QVERIFY(queues.index(0, QueuesModel::Name).data(Qt::ToolTipRole).toString().contains(u"bull:&lt;b&gt;x"_s));
        AlertsModel alerts;
        alerts.merge({QueueAlert::fromCbor(data::with(data::alert(u"1"_s), u"text"_s, u"<b>x</b>"_s))});
        QVERIFY(alerts.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"&lt;b&gt;x"_s));
    }

    void theTableSortsByFiguresAndKeepsThat()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        const Theme theme;
        QueuesModel model;
        model.merge({named(u"a"_s, 9), named(u"b"_s, 100), named(u"c"_s, 20)});
        const int waiting = QueuesModel::columnOf(JobState::Waiting);
        {
            QueuesTable table(theme, model, settings);
            const QAbstractItemModelTester tester(table.model(), Tested);
            table.sortByColumn(waiting, Qt::DescendingOrder);
            QCOMPARE(table.model()->index(0, 0).data().toString(), u"b"_s);
            QCOMPARE(table.model()->index(2, 0).data().toString(), u"a"_s);
            model.merge({named(u"a"_s, 900), named(u"b"_s, 100), named(u"c"_s, 20)});
            QCOMPARE(table.model()->index(0, 0).data().toString(), u"a"_s);
            table.setFilter(u"C"_s);
            QCOMPARE(table.shownCount(), 1);
        }
        const QueuesTable again(theme, model, settings);
        QCOMPARE(again.model()->index(0, 0).data().toString(), u"a"_s);
    }

    void rowsStayWhereTheyAreWhileOnePointsAtThem()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        const Theme theme;
        QueuesModel model;
        model.merge({named(u"a"_s, 9), named(u"b"_s, 100), named(u"c"_s, 20)});
        QueuesTable table(theme, model, settings);
        table.sortByColumn(QueuesModel::columnOf(JobState::Waiting), Qt::DescendingOrder);
        const auto order = [&table] {
            QString names;
            for (int row = 0; row < table.shownCount(); ++row)
                names += table.model()->index(row, QueuesModel::Name).data().toString();
            return names;
        };
        QEnterEvent enter({5, 5}, {5, 5}, {5, 5});
        QCoreApplication::sendEvent(table.viewport(), &enter);
        model.merge({named(u"a"_s, 900), named(u"b"_s, 100), named(u"c"_s, 20)});
        QCOMPARE(order(), u"bca"_s);
        table.setFilter(u"nothing"_s);
        table.setFilter({}); // a person moves them
        QCOMPARE(order(), u"abc"_s);
        model.merge({named(u"a"_s, 50), named(u"b"_s, 100), named(u"c"_s, 20)});
        QCOMPARE(order(), u"abc"_s);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(table.viewport(), &leave);
        QCOMPARE(order(), u"bac"_s);
        model.merge({named(u"a"_s, 900), named(u"b"_s, 100), named(u"c"_s, 20)});
        QCOMPARE(order(), u"abc"_s);
    }

    void whatHasNoRoomIsLeftOutFromTheLeastImportant()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"window.ini"_s), QSettings::IniFormat);
        const Theme theme;
        QueuesModel model;
        QueuesTable table(theme, model, settings);
        table.show();
        table.resize(1500, 400);
        QVERIFY(!table.isColumnHidden(QueuesModel::Recent));
        QVERIFY(table.isColumnHidden(QueuesModel::Connection)); // there is one
        table.setConnectionShown(true);
        QVERIFY(!table.isColumnHidden(QueuesModel::Connection));
        table.resize(400, 400);
        QVERIFY(!table.isColumnHidden(QueuesModel::columnOf(JobState::Waiting)));
        QVERIFY(!table.isColumnHidden(QueuesModel::columnOf(JobState::Failed)));
        QVERIFY(table.isColumnHidden(QueuesModel::Recent));
        QVERIFY(table.isColumnHidden(QueuesModel::Connection));
    }

    void schedulersAreShown()
    {
        SchedulersModel model;
        const QAbstractItemModelTester tester(&model, Tested);
        const QCborMap every{{"id"_L1, "every"_L1}, {"name"_L1, "ping"_L1}, {"everyMs"_L1, 300'000}};
        model.merge(SchedulerRow::listFromCbor(QCborArray{data::scheduler(), every}));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, SchedulersModel::Rhythm).data().toString(), u"every 5 m"_s);
        QCOMPARE(model.index(1, SchedulersModel::Rhythm).data().toString(), u"0 3 * * * in Europe/Vienna"_s);
        QCOMPARE(model.row(1).next.size(), 2);
        QCOMPARE(model.index(0, SchedulersModel::Next).data().toString(), u"–"_s);
    }

    void workersAlertsAndConnectionsAreShown()
    {
        WorkersModel workers;
        const QAbstractItemModelTester ofWorkers(&workers, Tested);
        workers.merge(QueueWorker::listFromCbor(data::queueDetails(data::queueRow()).value("workersList"_L1)));
        QCOMPARE(workers.index(0, WorkersModel::Name).data().toString(), u"mailer-1"_s);
        AlertsModel alerts;
        const QAbstractItemModelTester ofAlerts(&alerts, Tested);
        const qint64 later = QDateTime::currentMSecsSinceEpoch() + 3'600'000;
        alerts.merge(QueueAlert::listFromCbor(QCborArray{data::alert(u"1"_s), data::alert(u"2"_s, u"b"_s, later)}));
        QCOMPARE(alerts.index(0, AlertsModel::State).data().toString(), u"open"_s);
        QVERIFY(alerts.index(1, AlertsModel::State).data().toString().startsWith(u"snoozed, "_s));
        alerts.merge(QueueAlert::listFromCbor(QCborArray{data::alert(u"1"_s, u"b"_s, data::Noon)}));
        QCOMPARE(alerts.index(0, AlertsModel::State).data().toString(), u"snoozed"_s); // by the server's clock
        ConnectionsModel connections;
        const QAbstractItemModelTester ofConnections(&connections, Tested);
        connections.merge(
            QueueConnection::listFromCbor(QCborArray{data::connection(u"a"_s, u"down"_s), data::connection()}));
        QVERIFY(connections.row(0).own); // comes first
        QCOMPARE(connections.index(1, ConnectionsModel::State).data().toString(), u"down"_s);
    }

    void aSeriesIsReadWithItsGaps()
    {
        const QueueSeries series = QueueSeries::fromCbor(data::queueDetails(data::queueRow(), 3));
        QCOMPARE(series.points().size(), 3);
        QCOMPARE(series.stepMs(), 5000);
        QCOMPARE(series.points()[0].added, 50);
        QCOMPARE(series.points()[0].wait.p95, 300.0);
        QVERIFY(std::isnan(series.points()[0].wait.p99));
    }

    void rulesGoToTheServerAsTheyCame()
    {
        QueueAlertRules rules;
        rules.failedCount = 10;
        rules.waitingMs = 60'000;
        rules.noWorker = false;
        QCOMPARE(QueueAlertRules::fromCbor(rules.toCbor()), rules);
        QCOMPARE(QueueAlertRules{}.toCbor().value("failedCount"_L1).toInteger(), 0); // never
    }

    void onlyNewAlertsAreTold()
    {
        QueueNotifier notifier({});
        const QSignalSpy told(&notifier, &QueueNotifier::toast);
        const QueueAlert first = QueueAlert::fromCbor(data::alert(u"1"_s));
        const QueueAlert second = QueueAlert::fromCbor(data::alert(u"2"_s));
        const QueueAlert snoozed = QueueAlert::fromCbor(data::alert(u"3"_s, u"b"_s, data::Noon));
        const QueueAlert awake = QueueAlert::fromCbor(data::alert(u"3"_s, u"b"_s));
        notifier.take({first}); // was there before
        notifier.take({first, snoozed});
        QCOMPARE(told.size(), 0);
        notifier.take({first, second});
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0][0].toString(), u"emails: 14 jobs failed within 5 minutes"_s);
        notifier.take({first, second});
        QCOMPARE(told.size(), 1);
        notifier.take({first, second, awake}); // its time is over
        QCOMPARE(told.size(), 2);
        notifier.take({first, second, awake});
        QCOMPARE(told.size(), 2);
        notifier.forget();
        notifier.take({awake}); // of another server
        QCOMPARE(told.size(), 2);
    }
};

QTEST_MAIN(QueuesModelsTest)
#include "queues_models_test.moc"
