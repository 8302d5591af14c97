// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs_fixture.h"
#include "pages/queues/job_action.h"
#include "pages/queues/job_detail.h"

#include <QClipboard>
#include <QCompleter>
#include <QProgressBar>
#include <QPushButton>
#include <QSet>
#include <QSpinBox>

using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// What is done to jobs: to one, to those that are selected, to all that match; and jobs that are added.
class QueuesJobActionsTest : public QObject, private JobsFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void whatSuitsTheStateIsOffered_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QStringList>("offered");
        QTest::newRow("failed") << u"Failed"_s << QStringList{u"retry"_s, u"moveToWait"_s, u"remove"_s, u"duplicate"_s};
        QTest::newRow("delayed") << u"Delayed"_s
                                 << QStringList{u"moveToWait"_s, u"promote"_s, u"remove"_s, u"duplicate"_s};
        QTest::newRow("active") << u"Active"_s << QStringList{u"duplicate"_s, u"cancel"_s, u"fail"_s};
        QTest::newRow("waiting") << u"Waiting"_s << QStringList{u"remove"_s, u"duplicate"_s};
    }

    void whatSuitsTheStateIsOffered()
    {
        QFETCH(QString, state);
        QFETCH(QStringList, offered);
        open(3, 3, 3, 3);
        showState(state);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0) && model()->at(0)->stateText() == state, Patience);
        clickRow(0);
        QStringList enabled;
        for (const JobAction action : allJobActions())
            if (m_page->findChild<QAction *>(jobActionInfo(action).key + u"Jobs"_s)->isEnabled())
                enabled.append(jobActionInfo(action).key);
        enabled.sort();
        offered.sort();
        QCOMPARE(enabled, offered);
    }

    void whoCanNotBeAskedToStopIsSaidWhy()
    {
        m_own = false; // another program's workers run them
        open(0, 0, 0, 3);
        QCborMap job = jobDetails(u"3"_s, u"active"_s);
        m_server->on("GET", base() + u"/jo*"_s, [&job](const auto &) { return ScriptedAdmin::Reply{200, job}; });
        showState(u"Active"_s);
        clickRow(0);
        const QAction *cancel = action(u"cancelJobs"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"job_cancelJobs"_s), Patience);
        QVERIFY(!cancel->isEnabled());
        QVERIFY2(cancel->toolTip().contains(u"No worker of Signalbox"_s), qPrintable(cancel->toolTip()));
        QVERIFY(action(u"failJobs"_s)->isEnabled());
        job.insert(u"cancellable"_s, true);
        tell({}, {{u"id"_s, u"3"_s}, {u"state"_s, u"active"_s}, {u"attemptsMade"_s, 1}});
        QTRY_VERIFY_WITH_TIMEOUT(cancel->isEnabled(), Patience);
        QCOMPARE(cancel->toolTip(), u"Cancel… (C)"_s);
        m_own = true;
    }

    void aFailedJobIsRetriedAtOnce()
    {
        open(0, 5);
        scriptActions(1);
        showState(u"Failed"_s);
        clickRow(0);
        m_counts[u"failed"_s] = 4;
        click(u"job_retryJobs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"1 job retried"_s, Patience);
        const QCborMap body = m_server->asked("POST", base() + u"/actions"_s).last().body;
        QCOMPARE(body.value("action"_L1).toString(), u"retry"_s);
        QCOMPARE(body.value("jobs"_L1).toArray(), QCborArray{u"5"_s});
        QVERIFY(!body.value("dryRun"_L1).toBool());
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 4, Patience);
    }

    void thoseThatAreSelectedAreRetriedAndFailuresAreCounted()
    {
        open(0, 5);
        m_server->on("POST", base() + u"/actions"_s,
                     QCborMap{{"matched"_L1, 3},
                              {"done"_L1, 2},
                              {"failed"_L1, QCborArray{QCborMap{{"id"_L1, "3"_L1}, {"error"_L1, "It is active"_L1}}}},
                              {"scanned"_L1, 3},
                              {"total"_L1, 3},
                              {"cursor"_L1, nullptr}});
        showState(u"Failed"_s);
        clickRow(0);
        clickRow(2, Qt::ShiftModifier);
        QTest::keyClick(table(), Qt::Key_R);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"2 jobs retried, 1 not: It is active"_s, Patience);
    }

    void removingSaysHowManyFirst()
    {
        open(5);
        scriptActions(1);
        clickRow(0);
        QTest::keyClick(table(), Qt::Key_Delete);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"1 job will be removed"_s, Patience);
        QVERIFY(m_server->asked("POST", base() + u"/actions"_s).last().body.value("dryRun"_L1).toBool());
        QCOMPARE(part<QPushButton>(u"sweepDialog.ok"_s)->text(), u"Remove 1 job"_s);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"1 job removed"_s, Patience);
        QVERIFY(!m_server->asked("POST", base() + u"/actions"_s).last().body.value("dryRun"_L1).toBool());
    }

    void allThatMatchGoInStepsOnceTheNumberIsTyped()
    {
        open(1'000'000);
        scriptActions(300);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        click(u"jobsSelectAll"_s);
        trigger(u"removeJobs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"900 jobs will be removed"_s, Patience);
        QVERIFY(!part<QPushButton>(u"sweepDialog.ok"_s)->isEnabled());
        QTest::keyClicks(part<QLineEdit>(u"sweepDialog.confirm"_s), u"900"_s);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"900 jobs removed"_s, Patience);
        const auto asked = m_server->asked("POST", base() + u"/actions"_s);
        QCOMPARE(asked.size(), 6);
        QCOMPARE(asked.last().body.value("match"_L1).toMap().value("states"_L1).toArray(), QCborArray{u"waiting"_s});
        QCOMPARE(asked.last().body.value("cursor"_L1).toString(), u"2"_s);
    }

    void aSweepIsStoppedAfterItsStep()
    {
        open(1'000'000, 0);
        scriptActions(10);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        click(u"jobsSelectAll"_s);
        trigger(u"duplicateJobs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"30 jobs will be duplicated"_s, Patience);
        m_server->setHolding(true);
        click(u"sweepDialog.ok"_s);
        click(u"sweepDialog.cancel"_s);
        m_server->setHolding(false);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"Stopped: 10 of 30 jobs duplicated"_s, Patience);
        QCOMPARE(lastToast(), u"Stopped: 10 of 30 jobs duplicated"_s);
        click(u"sweepDialog.cancel"_s);
    }

    void whatFailsHalfWayIsTold()
    {
        open(1'000'000);
        scriptActions(10, 1);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        click(u"jobsSelectAll"_s);
        trigger(u"duplicateJobs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"30 jobs will be duplicated"_s, Patience);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"Failed: 10 of 30 jobs duplicated"_s, Patience);
        QVERIFY(isSeen(u"sweepDialog.problem"_s));
        click(u"sweepDialog.cancel"_s);
    }

    void allThatASearchFindsAreMeantByItsMatch()
    {
        open(5000);
        scriptActions(2);
        m_server->on("POST", base() + u"/search"_s,
                     QCborMap{{"items"_L1, QCborArray{jobRow(u"1"_s)}},
                              {"scanned"_L1, 5000},
                              {"total"_L1, 5000},
                              {"cursor"_L1, nullptr}});
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 1, Patience);
        click(u"jobsSelectAll"_s);
        QVERIFY(text(u"jobsCount"_s).startsWith(u"All that match"_s));
        trigger(u"removeJobs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"6 jobs will be removed"_s, Patience);
        const QCborMap match = m_server->asked("POST", base() + u"/actions"_s).last().body.value("match"_L1).toMap();
        QCOMPARE(match.value("q"_L1).toString(), u"ada"_s);
        click(u"sweepDialog.cancel"_s);
    }

    void aJobIsAdded()
    {
        open(5);
        m_server->on("POST", base() + u"/jobs"_s, [this](const auto &) {
            m_counts[u"waiting"_s] = 6;
            return ScriptedAdmin::Reply{201, {{"id"_L1, "6"_L1}}};
        });
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        click(u"jobsAdd"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"addJobDialog"_s), Patience);
        auto *ok = part<QPushButton>(u"addJobDialog.ok"_s);
        QVERIFY(!ok->isEnabled());
        type(u"addJobDialog.name"_s, u"sms"_s);
        auto *completer = part<QLineEdit>(u"addJobDialog.name"_s)->completer();
        QCOMPARE(completer->currentCompletion(), u"send-sms"_s); // one that was seen
        type(u"addJobDialog.name"_s, u"send-sms"_s);
        auto *data = part<QPlainTextEdit>(u"addJobDialog.dataEdit.text"_s);
        data->setPlainText(u"{\"to\": }"_s);
        QVERIFY(!ok->isEnabled());
        QVERIFY(text(u"addJobDialog.dataEdit.problem"_s).startsWith(u"Line 1"_s));
        data->setPlainText(u"{\"to\": 7}"_s);
        part<QSpinBox>(u"addJobDialog.delay"_s)->setValue(3);
        part<QSpinBox>(u"addJobDialog.attempts"_s)->setValue(5);
        part<QPlainTextEdit>(u"addJobDialog.optsEdit.text"_s)->setPlainText(u"{\"lifo\": true}"_s);
        click(u"addJobDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Job 6 added"_s, Patience);
        const QCborMap body = m_server->asked("POST", base() + u"/jobs"_s).last().body;
        QCOMPARE(body.value("name"_L1).toString(), u"send-sms"_s);
        QCOMPARE(body.value("data"_L1).toMap().value("to"_L1).toInteger(), 7);
        const QCborMap opts = body.value("opts"_L1).toMap();
        QCOMPARE(opts.value("delay"_L1).toInteger(), 3000);
        QCOMPARE(opts.value("attempts"_L1).toInteger(), 5);
        QVERIFY(opts.value("lifo"_L1).toBool());
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"6"_s, Patience);
    }

    void aJobIsAddedToTheQueueThatItWasAskedFor()
    {
        open(5);
        scriptOther();
        m_server->on("POST", base() + u"/jobs"_s, [](const auto &) {
            return ScriptedAdmin::Reply{201, {{"id"_L1, "6"_L1}}};
        });
        click(u"jobsAdd"_s);
        type(u"addJobDialog.name"_s, u"x"_s);
        m_page->setQueue(otherRow()); // as a click on an alert of the desktop does
        click(u"addJobDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Job 6 added"_s, Patience);
        QVERIFY(m_server->asked("POST", other() + u"/jobs"_s).isEmpty());
    }

    void theTimingIsOfTheJobThatItWasAskedFor()
    {
        open(0, 0, 3);
        scriptOther();
        m_server->on("GET", base() + u"/jobs/3"_s, jobDetails(u"3"_s, u"delayed"_s));
        m_server->on("PATCH", base() + u"/jobs/3"_s, jobDetails(u"3"_s, u"delayed"_s));
        showState(u"Delayed"_s);
        clickRow(0);
        click(u"job_changeTiming"_s);
        QVERIFY(!part<QPushButton>(u"jobTimingDialog.ok"_s)->isEnabled()); // nothing is changed
        part<QSpinBox>(u"jobTimingDialog.priority"_s)->setValue(7);
        m_page->setQueue(otherRow());
        click(u"jobTimingDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Job 3 changed"_s, Patience);
        QVERIFY(m_server->asked("PATCH", other() + u"/jobs/3"_s).isEmpty());
    }

    void whatIsToBeDuplicatedIsNotAskedForInAnotherQueue()
    {
        open(0, 5);
        scriptOther();
        showState(u"Failed"_s);
        clickRow(0);
        const QString path = base() + u"/jobs/5"_s;
        QTRY_VERIFY_WITH_TIMEOUT(part<JobDetail>(u"jobDetail"_s)->isLoaded(), Patience);
        const qsizetype before = m_server->asked("GET", path).size();
        m_server->setHolding(true);
        trigger(u"duplicateAndEdit"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", path).size(), before + 1, Patience);
        m_server->setHolding(false);
        m_page->setQueue(otherRow());
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience); // asked for later, so answered later
        QVERIFY(!isSeen(u"addJobDialog"_s));
    }

    void whatTheServerRefusesIsToldAtItsField()
    {
        open(5);
        m_server->on("POST", base() + u"/jobs"_s, [](const auto &) {
            const QCborMap fields{{"body.opts.delay"_L1, QCborArray{u"too long"_s}}};
            return ScriptedAdmin::Reply{
                400, {{"error"_L1, "The job can't be added"_L1}, {"details"_L1, QCborMap{{"fieldErrors"_L1, fields}}}}};
        });
        click(u"jobsAdd"_s);
        type(u"addJobDialog.name"_s, u"x"_s);
        click(u"addJobDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"addJobDialog.problem_delay"_s), u"too long"_s, Patience);
        QVERIFY(isSeen(u"addJobDialog.problem_delay"_s));
        QVERIFY(part<QPushButton>(u"addJobDialog.ok"_s)->isEnabled());
        click(u"addJobDialog.cancel"_s);
    }

    void oneIsDuplicatedAndEdited()
    {
        open(0, 5);
        showState(u"Failed"_s);
        clickRow(0);
        trigger(u"duplicateAndEdit"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"addJobDialog"_s), Patience);
        QCOMPARE(part<QLineEdit>(u"addJobDialog.name"_s)->text(), u"send-email"_s);
        QVERIFY(part<QPlainTextEdit>(u"addJobDialog.dataEdit.text"_s)->toPlainText().contains(u"user@example.com"_s));
        QCOMPARE(part<QSpinBox>(u"addJobDialog.attempts"_s)->value(), 3);
        QCOMPARE(part<QSpinBox>(u"addJobDialog.backoffDelay"_s)->value(), 500);
        QVERIFY(part<QLineEdit>(u"addJobDialog.jobId"_s)->text().isEmpty());
        QVERIFY(!part<QPlainTextEdit>(u"addJobDialog.optsEdit.text"_s)->toPlainText().contains(u"jobId"_s));
        click(u"addJobDialog.cancel"_s);
    }

    void whatHasNoFieldIsDuplicatedAsItIs_data()
    {
        QTest::addColumn<QCborMap>("options");
        const auto map = [](const QCborValue &delay, const QCborValue &backoff) {
            return QCborMap{{"delay"_L1, delay}, {"backoff"_L1, backoff}};
        };
        const auto exponential = [](qint64 delay) {
            return QCborMap{{"type"_L1, "exponential"_L1}, {"delay"_L1, delay}};
        };
        QTest::newRow("fields") << map(3000, exponential(1000));
        QTest::newRow("part of a second") << map(500, exponential(1000));
        QTest::newRow("and more") << map(1500, exponential(1000));
        QTest::newRow("jitter") << map(3000,
                                       QCborMap{{"type"_L1, "exponential"_L1}, {"delay"_L1, 1000}, {"jitter"_L1, 0.5}});
        QTest::newRow("a long wait") << map(3000, exponential(100'000'000));
        QTest::newRow("no wait") << map(3000, QCborMap{{"type"_L1, "fixed"_L1}});
        QTest::newRow("own strategy") << map(3000, QCborMap{{"type"_L1, "mine"_L1}, {"delay"_L1, 10}});
    }
    void whatHasNoFieldIsDuplicatedAsItIs()
    {
        QFETCH(QCborMap, options);
        open(0, 5);
        QCborMap job = jobDetails(u"5"_s);
        job.insert("opts"_L1, options);
        m_server->on("GET", base() + u"/jobs/5"_s, job);
        m_server->on("POST", base() + u"/jobs"_s, [](const auto &) {
            return ScriptedAdmin::Reply{201, {{"id"_L1, "6"_L1}}};
        });
        showState(u"Failed"_s);
        clickRow(0);
        trigger(u"duplicateAndEdit"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"addJobDialog"_s), Patience);
        click(u"addJobDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Job 6 added"_s, Patience);
        QCOMPARE(lastBody("POST", base() + u"/jobs"_s).value("opts"_L1).toObject(), json(options));
    }

    // New ones push those of one page into the next, which is loaded later.
    void aJobThatIsSelectedTwiceIsMeantOnce()
    {
        open(1000);
        scriptActions(81);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_counts[u"waiting"_s] = 1030;
        table()->scrollTo(model()->index(260, 0), QAbstractItemView::PositionAtTop);
        QTRY_COMPARE_WITH_TIMEOUT(cell(200, JobsModel::Id), u"830"_s, Patience);
        QCOMPARE(cell(170, JobsModel::Id), u"830"_s);
        clickRow(150);
        clickRow(260, Qt::ShiftModifier);
        QVERIFY2(text(u"jobsCount"_s).startsWith(u"81 chosen"_s), qPrintable(text(u"jobsCount"_s)));
        trigger(u"removeJobs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"81 jobs will be removed"_s, Patience);
        const auto asked = m_server->asked("POST", base() + u"/actions"_s).last().body.value("jobs"_L1).toArray();
        QCOMPARE(asked.size(), 81);
        QCOMPARE(asked.first(), QCborValue(u"850"_s));
        QCOMPARE(asked.last(), QCborValue(u"770"_s));
        click(u"sweepDialog.cancel"_s);
    }

    void aRangeIsLoadedToBeActedOn()
    {
        open(0, 3000);
        showState(u"Failed"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0) && model()->at(0)->state == JobState::Failed, Patience);
        selectRange(10, 1500);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"jobsCount"_s), u"1,491 chosen · 3,000 jobs"_s, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"chosen_retryJobs"_s), Patience);
        trigger(u"copyJobId"_s);
        const QStringList ids = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(ids.size(), 1491);
        QCOMPARE(QSet<QString>(ids.begin(), ids.end()).size(), 1491);
        QCOMPARE(ids.first(), u"2990"_s);
        QCOMPARE(ids.last(), u"1500"_s);
    }

    void aRangeThatIsTooLongToLoadSaysSo()
    {
        open(0, 30'000);
        showState(u"Failed"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0) && model()->at(0)->state == JobState::Failed, Patience);
        const qsizetype before = m_server->asked("GET", base() + u"/jobs"_s).size();
        selectRange(10, 29'000);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"jobsCount"_s).contains(u"choose fewer, or select all"_s), Patience);
        QVERIFY(text(u"jobsCount"_s).startsWith(u"28,991 chosen"_s));
        QVERIFY(m_server->asked("GET", base() + u"/jobs"_s).size() - before <= 3); // what is in sight
    }

    // It is not let go for what is looked at afterwards.
    void whatIsSelectedStaysSoWhereverOneLooks()
    {
        constexpr int pages = JobsModel::PagesKept + 2;
        open(0, pages * JobsModel::PageSize);
        showState(u"Failed"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0) && model()->at(0)->state == JobState::Failed, Patience);
        clickRow(3);
        clickRow(5, Qt::ShiftModifier);
        for (int page = 1; page < pages; ++page) {
            table()->scrollTo(model()->index(page * JobsModel::PageSize + 50, 0), QAbstractItemView::PositionAtTop);
            QTRY_VERIFY_WITH_TIMEOUT(isLoaded(page * JobsModel::PageSize + 50), Patience);
        }
        QCOMPARE(table()->selectionModel()->selectedRows().size(), 3);
        QVERIFY(action(u"retryJobs"_s)->isEnabled());
    }

private:
    void selectRange(int first, int last) const
    {
        clickRow(first);
        table()->scrollTo(model()->index(last, 0), QAbstractItemView::PositionAtTop); // nothing between is in sight
        clickRow(last, Qt::ShiftModifier);
    }

    void scriptOther()
    {
        scriptOtherList();
        m_server->on("POST", other() + u"/jobs"_s, [](const auto &) {
            return ScriptedAdmin::Reply{201, {{"id"_L1, "6"_L1}}};
        });
        m_server->on("PATCH", other() + u"/jobs/3"_s, jobDetails(u"3"_s, u"delayed"_s));
    }

    // Three steps of so many jobs each; the one at `failing` fails.
    void scriptActions(int each, int failing = -1)
    {
        m_server->on("POST", base() + u"/actions"_s, [each, failing](const ScriptedAdmin::Question &question) {
            const int at = question.body.value("cursor"_L1).toString().toInt();
            const bool dry = question.body.value("dryRun"_L1).toBool();
            if (at == failing && !dry)
                return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis refused"_L1}}};
            const int steps = question.body.contains("match"_L1) ? 3 : 1;
            const QCborValue next = at + 1 < steps ? QCborValue(QString::number(at + 1)) : QCborValue(nullptr);
            return ScriptedAdmin::Reply{200,
                                        {{"matched"_L1, each},
                                         {"done"_L1, dry ? 0 : each},
                                         {"failed"_L1, QCborArray()},
                                         {"scanned"_L1, each},
                                         {"total"_L1, each * steps},
                                         {"cursor"_L1, next}}};
        });
    }
};

QTEST_MAIN(QueuesJobActionsTest)
#include "queues_job_actions_test.moc"
