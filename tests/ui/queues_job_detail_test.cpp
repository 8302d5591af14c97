// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs_fixture.h"
#include "pages/queues/job_detail.h"
#include "widgets/json_model.h"
#include "widgets/json_view.h"
#include "widgets/state_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeView>

using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// One job in detail.
class QueuesJobDetailTest : public QObject, private JobsFixture {
    Q_OBJECT
private slots:
    void init()
    {
        open(20, 5, 2);
        m_server->on(
            "GET", base() + u"/jobs/5/logs"_s,
            QCborMap{{"lines"_L1, QCborArray{u"one"_s, u"two"_s, u"three"_s}}, {"total"_L1, 3}, {"from"_L1, 0}});
        const QCborArray leaves{treeNode(QueueId, u"5"_s, u"failed"_s), treeNode(u"b3RoZXI"_s, u"9"_s, u"completed"_s)};
        m_server->on("GET", base() + u"/jobs/5/tree"_s,
                     QCborMap{{"root"_L1, treeNode(u"b3JkZXJz"_s, u"7"_s, u"waitingChildren"_s, leaves)},
                              {"truncated"_L1, false}});
        showState(u"Failed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::State), u"Failed"_s, Patience);
        clickRow(0);
        QTRY_VERIFY_WITH_TIMEOUT(dataView()->model()->rowCount() == 2, Patience);
    }

    void cleanup() { close(); }

    void allOfItIsShown()
    {
        QCOMPARE(text(u"jobName"_s), u"send-email"_s);
        QCOMPARE(text(u"jobId"_s), u"5"_s);
        QVERIFY(text(u"jobSummary"_s).contains(u"attempt 3 of 3"_s));
        clickTab(u"jobTabs"_s, u"Facts"_s);
        QCOMPARE(text(u"jobFact_failure"_s), u"SMTP 550: mailbox unavailable"_s);
        QCOMPARE(text(u"jobFact_children"_s).contains(u"2 done, 1 to run, 1 failed"_s), true);
        clickTab(u"jobTabs"_s, u"Timeline"_s);
        QCOMPARE(part<QTableView>(u"jobTimeline"_s)->model()->rowCount(), 4);
        clickTab(u"jobTabs"_s, u"Failures 2"_s);
        QVERIFY(part<QPlainTextEdit>(u"jobStackTrace"_s)->toPlainText().endsWith(u"x.js:1:1)"_s));
        part<QComboBox>(u"jobAttempts"_s)->setCurrentIndex(1);
        QVERIFY(part<QPlainTextEdit>(u"jobStackTrace"_s)->toPlainText().endsWith(u"worker.js:17:3)"_s));
        click(u"jobStackTraceCopy"_s);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"mailer.js"_s));
    }

    void dataIsEditedAndCheckedWhileOneTypes()
    {
        m_server->on("PATCH", base() + u"/jobs/5"_s, [](const ScriptedAdmin::Question &question) {
            QCborMap job = jobDetails(u"5"_s);
            job.insert("data"_L1, question.body.value("data"_L1));
            return ScriptedAdmin::Reply{200, job};
        });
        click(u"jobDataEdit"_s);
        auto *editor = part<QPlainTextEdit>(u"jobDataEditor.text"_s);
        editor->setPlainText(u"{\"to\":"_s);
        QVERIFY(isSeen(u"jobDataEditor.problem"_s));
        QVERIFY(!part<QPushButton>(u"jobDataSave"_s)->isEnabled());
        editor->setPlainText(u"{\"to\": \"x\"}"_s);
        QVERIFY(!isSeen(u"jobDataEditor.problem"_s));
        editor->setFocus();
        QTest::keyClick(editor, Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"The data is saved"_s, Patience);
        QCOMPARE(m_server->asked("PATCH", base() + u"/jobs/5"_s).last().body.value("data"_L1).toMap(),
                 (QCborMap{{"to"_L1, u"x"_s}}));
        QTRY_COMPARE_WITH_TIMEOUT(dataView()->model()->rowCount(), 1, Patience);
        QVERIFY(dataView()->isVisible());
    }

    void aRefusedEditStaysToBeMended()
    {
        m_server->on("PATCH", base() + u"/jobs/5"_s, [](const auto &) {
            return ScriptedAdmin::Reply{409, {{"error"_L1, "It runs by now"_L1}}};
        });
        click(u"jobDataEdit"_s);
        part<QPlainTextEdit>(u"jobDataEditor.text"_s)->setPlainText(u"1"_s);
        click(u"jobDataSave"_s);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"jobDataEditor.problem"_s).contains(u"It runs by now"_s), Patience);
        QCOMPARE(part<QPlainTextEdit>(u"jobDataEditor.text"_s)->toPlainText(), u"1"_s);
    }

    void whatIsNotSavedIsGuarded()
    {
        click(u"jobDataEdit"_s);
        part<QPlainTextEdit>(u"jobDataEditor.text"_s)->setPlainText(u"1"_s);
        clickRow(1);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"jobUnsaved"_s), Patience);
        QCOMPARE(text(u"jobId"_s), u"5"_s);
        QTest::keyClick(table(), Qt::Key_Escape);
        QVERIFY(isSeen(u"jobDetail"_s));
        clickRow(1);
        click(u"jobDataDiscard"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"jobId"_s), u"4"_s, Patience);
        QVERIFY(!isSeen(u"jobUnsaved"_s));
    }

    // It may have a job of the same id.
    void anotherQueueIsLeftAloneByWhatIsNotSaved_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QKeySequence>("key");
        QTest::newRow("retried") << u"failed"_s << QKeySequence(Qt::Key_R);
        QTest::newRow("duplicated") << u"failed"_s << QKeySequence(Qt::Key_D);
        QTest::newRow("edited") << u"failed"_s << QKeySequence(Qt::SHIFT | Qt::Key_D);
        QTest::newRow("removed") << u"failed"_s << QKeySequence(Qt::Key_Delete);
        QTest::newRow("put off") << u"delayed"_s << QKeySequence(Qt::Key_T);
    }
    void anotherQueueIsLeftAloneByWhatIsNotSaved()
    {
        QFETCH(QString, state);
        QFETCH(QKeySequence, key);
        QCborMap job = jobDetails(u"5"_s, state);
        m_server->on("GET", base() + u"/jobs/5"_s, job);
        tell({}, {{"state"_L1, state}, {"attemptsMade"_L1, 1}});
        QTRY_COMPARE_WITH_TIMEOUT(jobStateKey(*part<JobDetail>(u"jobDetail"_s)->row().state), state, Patience);
        job.insert("name"_L1, u"not-of-the-other"_s);
        m_server->on("PATCH", base() + u"/jobs/5"_s, job);
        const QString button = state == u"failed"_s ? u"job_retryJobs"_s : u"job_changeTiming"_s;
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(button), Patience);
        click(u"jobDataEdit"_s);
        part<QPlainTextEdit>(u"jobDataEditor.text"_s)->setPlainText(u"1"_s);
        openOther();
        QVERIFY(isSeen(u"jobUnsaved"_s));
        QCOMPARE(text(u"jobId"_s), u"5"_s);
        QTest::keySequence(table(), key);
        for (const QString &dialog : {u"sweepDialog"_s, u"jobTimingDialog"_s, u"addJobDialog"_s})
            QVERIFY2(!isSeen(dialog), qPrintable(dialog));
        QVERIFY(!isSeen(button));
        click(u"jobDataSave"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"The data is saved"_s, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"jobDetail"_s), Patience);
        QVERIFY(m_server->asked("POST", other() + u"/actions"_s).isEmpty());
        QVERIFY(m_server->asked("GET", other() + u"/jobs/5"_s).isEmpty());
        QCOMPARE(cell(0, JobsModel::Id), u"5"_s);
        QCOMPARE(cell(0, JobsModel::Name), u"send-email"_s);
    }

    void whoComesBackToWhatIsNotSavedGoesOn()
    {
        m_server->on("PATCH", base() + u"/jobs/5"_s, [](const auto &) {
            return ScriptedAdmin::Reply{200, jobDetails(u"5"_s)};
        });
        click(u"jobDataEdit"_s);
        part<QPlainTextEdit>(u"jobDataEditor.text"_s)->setPlainText(u"1"_s);
        openOther();
        QVERIFY(isSeen(u"jobUnsaved"_s));
        m_page->setQueue(row());
        QVERIFY(!isSeen(u"jobUnsaved"_s));
        const auto follows = [this] { // the job, as before
            const QCborMap last = m_server->feedMessages().constLast().value("subscribe"_L1).toMap();
            return last.value("id"_L1).toString() == QueueId && last.value("job"_L1).toString() == u"5"_s;
        };
        QTRY_VERIFY_WITH_TIMEOUT(follows(), Patience);
        click(u"jobDataSave"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"The data is saved"_s, Patience);
        QVERIFY(isSeen(u"jobDetail"_s));
        QCOMPARE(text(u"jobId"_s), u"5"_s);
    }

    void anAnswerToASaveIsOfItsOwnQueueOnly()
    {
        m_server->on("PATCH", base() + u"/jobs/5"_s, [](const auto &) {
            return ScriptedAdmin::Reply{200, jobDetails(u"5"_s)};
        });
        click(u"jobDataEdit"_s);
        part<QPlainTextEdit>(u"jobDataEditor.text"_s)->setPlainText(u"1"_s);
        m_server->setHolding(true);
        click(u"jobDataSave"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("PATCH", base() + u"/jobs/5"_s).size(), 1, Patience);
        click(u"jobDataDiscard"_s);
        scriptOther();
        m_page->setQueue(otherRow());
        m_page->openJob(u"5"_s);
        m_server->setHolding(false);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"jobName"_s), u"send-sms"_s, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        QCOMPARE(text(u"jobName"_s), u"send-sms"_s);
        click(u"jobDataEdit"_s);
        part<QPlainTextEdit>(u"jobDataEditor.text"_s)->setPlainText(u"2"_s);
        QVERIFY(part<QPushButton>(u"jobDataSave"_s)->isEnabled());
        QCOMPARE(lastToast(), QString());
    }

    void theKeyEditsFromAnyTab()
    {
        clickTab(u"jobTabs"_s, u"Facts"_s);
        QTest::keyClick(table(), Qt::Key_E);
        const auto *editor = part<QPlainTextEdit>(u"jobDataEditor.text"_s);
        QTRY_VERIFY_WITH_TIMEOUT(editor->isVisible() && editor->hasFocus(), Patience);
        clickTab(u"jobTabs"_s, u"Facts"_s); // and goes on with what is being edited
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_E);
        QTRY_VERIFY_WITH_TIMEOUT(editor->isVisible() && editor->hasFocus(), Patience);
    }

    void nothingIsTypedIntoWhatIsBeingSaved()
    {
        m_server->on("PATCH", base() + u"/jobs/5"_s, [](const auto &) {
            return ScriptedAdmin::Reply{409, {{"error"_L1, "It runs by now"_L1}}};
        });
        click(u"jobDataEdit"_s);
        auto *editor = part<QPlainTextEdit>(u"jobDataEditor.text"_s);
        editor->setPlainText(u"1"_s);
        m_server->setHolding(true);
        click(u"jobDataSave"_s);
        QTest::keyClicks(editor, u"2"_s);
        QCOMPARE(editor->toPlainText(), u"1"_s);
        m_server->setHolding(false);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"jobDataEditor.problem"_s), Patience);
        editor->moveCursor(QTextCursor::End);
        QTest::keyClicks(editor, u"2"_s);
        QCOMPARE(editor->toPlainText(), u"12"_s);
    }

    // Also after one whose timing can't be.
    void theKeyChangesTheTimingOfAListedJob()
    {
        click(u"jobClose"_s);
        showState(u"Delayed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::State), u"Delayed"_s, Patience);
        table()->setCurrentIndex(model()->index(0, JobsModel::Id));
        QTest::keyClick(table(), Qt::Key_T);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"jobTimingDialog"_s), Patience);
        click(u"jobTimingDialog.cancel"_s);
    }

    void closingWaitsForWhatIsNotSaved()
    {
        click(u"jobDataEdit"_s);
        part<QPlainTextEdit>(u"jobDataEditor.text"_s)->setPlainText(u"1"_s);
        click(u"jobClose"_s);
        QVERIFY(isSeen(u"jobUnsaved"_s));
        click(u"noticeAction"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"jobDetail"_s), Patience);
    }

    void logsComeLiveAndAreFiltered()
    {
        clickTab(u"jobTabs"_s, u"Logs 3"_s);
        const auto *list = part<QListView>(u"jobLogs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 3, Patience);
        tell({},
             {{"state"_L1, u"failed"_s},
              {"attemptsMade"_L1, 3},
              {"logs"_L1, QCborArray{u"four"_s}},
              {"logsTotal"_L1, 4}});
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 4, Patience);
        type(u"jobLogsFilter"_s, u"t"_s);
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 2, Patience);
        type(u"jobLogsFilter"_s, u"nothing"_s);
        QTRY_COMPARE_WITH_TIMEOUT(part<StateView>(u"jobLogsState"_s)->state(), StateView::State::Empty, Patience);
    }

    void noLogLineIsLostThatComesWhileOthersAreOnTheirWay()
    {
        const QStringList lines{u"one"_s, u"two"_s, u"three"_s, u"four"_s, u"five"_s};
        qsizetype written = 3;
        m_server->on("GET", base() + u"/jobs/5/logs"_s, [&](const ScriptedAdmin::Question &question) {
            const qint64 from = std::max<qint64>(0, question.parameter(u"from"_s).toLongLong());
            const QStringList told = lines.first(written).mid(from);
            return ScriptedAdmin::Reply{
                200, {{"lines"_L1, QCborArray::fromStringList(told)}, {"total"_L1, written}, {"from"_L1, from}}};
        });
        const QCborMap news{
            {"state"_L1, u"failed"_s}, {"attemptsMade"_L1, 3}, {"logs"_L1, QCborArray{u"four"_s}}, {"logsTotal"_L1, 4}};
        m_server->setHolding(true);
        clickTab(u"jobTabs"_s, u"Logs 3"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", base() + u"/jobs/5/logs"_s).size(), 1, Patience);
        tell({}, news);
        QTRY_COMPARE_WITH_TIMEOUT(part<QTabWidget>(u"jobTabs"_s)->tabText(3), u"Logs 4"_s, Patience);
        m_server->setHolding(false); // answers what it was asked before there were four
        written = 4;
        const auto *list = part<QListView>(u"jobLogs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 4, Patience);
        QCOMPARE(list->model()->index(3, 0).data().toString(), u"four"_s);
        written = 5;
        tell({},
             {{"state"_L1, u"failed"_s},
              {"attemptsMade"_L1, 3},
              {"logs"_L1, QCborArray{u"five"_s}},
              {"logsTotal"_L1, 5}});
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 5, Patience);
    }

    // One that is kept short loses lines at its front, so that numbers don't tell what is new.
    void aLogThatIsToldAnewIsReplaced()
    {
        clickTab(u"jobTabs"_s, u"Logs 3"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (QStringList{u"one"_s, u"two"_s, u"three"_s}), Patience);
        tell({}, logsAnew({u"two"_s, u"three"_s, u"four"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (QStringList{u"two"_s, u"three"_s, u"four"_s}), Patience);
        tell({}, logsAnew({}));
        QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList(), Patience);
        QCOMPARE(part<QTabWidget>(u"jobTabs"_s)->tabText(3), u"Logs"_s);
    }

    void aLogThatIsReadStandsStill()
    {
        m_server->on("GET", base() + u"/jobs/5/logs"_s, [](const ScriptedAdmin::Question &question) {
            const bool isMore = question.parameter(u"from"_s).toLongLong() < -500;
            const QStringList told = isMore ? QStringList{u"three"_s, u"four"_s, u"five"_s} : QStringList{u"five"_s};
            return ScriptedAdmin::Reply{
                200, {{"lines"_L1, QCborArray::fromStringList(told)}, {"total"_L1, 3}, {"from"_L1, 3 - told.size()}}};
        });
        clickTab(u"jobTabs"_s, u"Logs 3"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), QStringList{u"five"_s}, Patience);
        click(u"jobLogsFollow"_s);
        QCborMap news = logsAnew({u"six"_s, u"seven"_s});
        news.insert("logsTotal"_L1, 9);
        tell({}, news);
        QTRY_COMPARE_WITH_TIMEOUT(part<QTabWidget>(u"jobTabs"_s)->tabText(3), u"Logs 9"_s, Patience); // it came
        QCOMPARE(lines(), QStringList{u"five"_s});
        click(u"jobLogsEarlier"_s); // the numbers of those that are here are others' by now
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (QStringList{u"three"_s, u"four"_s, u"five"_s}), Patience);
        tell({}, news);
        m_server->on("GET", base() + u"/jobs/5/logs"_s,
                     QCborMap{{"lines"_L1, QCborArray{u"six"_s, u"seven"_s}}, {"total"_L1, 9}, {"from"_L1, 7}});
        click(u"jobLogsFollow"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (QStringList{u"six"_s, u"seven"_s}), Patience);
    }

    void aLogThatIsToldAnewMeanwhileIsAskedForAgain()
    {
        const auto answer = [](const QStringList &told) {
            return QCborMap{{"lines"_L1, QCborArray::fromStringList(told)}, {"total"_L1, 3}, {"from"_L1, 0}};
        };
        const QStringList before{u"one"_s, u"two"_s, u"three"_s};
        const QStringList after{u"two"_s, u"three"_s, u"four"_s};
        m_server->on("GET", base() + u"/jobs/5/logs"_s, [=, asked = 0](const auto &) mutable {
            return ScriptedAdmin::Reply{200, answer(asked++ == 0 ? before : after)};
        });
        m_server->setHolding(true);
        clickTab(u"jobTabs"_s, u"Logs 3"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", base() + u"/jobs/5/logs"_s).size(), 1, Patience);
        tell({}, logsAnew(after));
        tell({}, {{"state"_L1, u"failed"_s}, {"attemptsMade"_L1, 3}, {"logsTotal"_L1, 7}});
        QTRY_COMPARE_WITH_TIMEOUT(part<QTabWidget>(u"jobTabs"_s)->tabText(3), u"Logs 7"_s, Patience); // both came
        m_server->setHolding(false);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), after, Patience);
    }

    void newsOfTheOneThatWasWatchedBeforeIsNotOfThisOne()
    {
        const auto news = [](const QString &id, qint64 lines) {
            return QCborMap{{"id"_L1, id}, {"state"_L1, u"failed"_s}, {"attemptsMade"_L1, 3}, {"logsTotal"_L1, lines}};
        };
        const auto *tabs = part<QTabWidget>(u"jobTabs"_s);
        tell({}, news(u"4"_s, 240));
        tell({}, news(u"5"_s, 7));
        QTRY_VERIFY_WITH_TIMEOUT(tabs->tabText(3) != u"Logs 3"_s, Patience);
        QCOMPARE(tabs->tabText(3), u"Logs 7"_s);
    }

    void itFollowsItsState()
    {
        const qsizetype before = m_server->asked("GET", base() + u"/jobs/5"_s).size();
        tell({}, {{"state"_L1, u"active"_s}, {"attemptsMade"_L1, 3}, {"progress"_L1, 50}});
        QTRY_VERIFY_WITH_TIMEOUT(m_server->asked("GET", base() + u"/jobs/5"_s).size() > before, Patience);
    }

    void theTreeLeadsToOtherJobs()
    {
        clickTab(u"jobTabs"_s, u"Tree"_s);
        auto *tree = part<QTreeView>(u"jobTree"_s);
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(tree->model()->index(0, 0)), 2, Patience);
        QCOMPARE(tree->currentIndex().row(), 0);
        const QModelIndex other = tree->model()->index(1, 0, tree->model()->index(0, 0));
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(other).center());
        QTRY_COMPARE_WITH_TIMEOUT(m_queues->size(), 1, Patience);
        QCOMPARE(m_queues->first()[0].toString(), u"b3RoZXI"_s);
        QCOMPARE(m_queues->first()[1].toString(), u"9"_s);
    }

    void theTraceLeadsToItsRequests()
    {
        clickTab(u"jobTabs"_s, u"Facts"_s);
        emit part<QLabel>(u"jobFact_trace"_s)->linkActivated(u"trace"_s);
        QCOMPARE(m_links->first()[0].toString(), u"requests"_s);
        QCOMPARE(m_links->first()[1].toString(), u"trace:0af7651916cd43dd8448eb211c80319c"_s);
    }

    void aJobThatIsGoneIsToldSo()
    {
        m_server->on("GET", base() + u"/jobs/4"_s, [](const auto &) {
            return ScriptedAdmin::Reply{404, {{"error"_L1, "no such job"_L1}}};
        });
        clickRow(1);
        QTRY_COMPARE_WITH_TIMEOUT(part<StateView>(u"jobDetailState"_s)->state(), StateView::State::Empty, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(cell(1, JobsModel::State), u"Removed"_s, Patience);
    }

    void theDelayOfADelayedOneIsChanged()
    {
        m_server->on("GET", base() + u"/jobs/2"_s, jobDetails(u"2"_s, u"delayed"_s));
        m_server->on("PATCH", base() + u"/jobs/2"_s, jobDetails(u"2"_s, u"delayed"_s));
        showState(u"Delayed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::State), u"Delayed"_s, Patience);
        clickRow(0);
        click(u"job_changeTiming"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"jobTimingDialog"_s), Patience);
        part<QDoubleSpinBox>(u"jobTimingDialog.delay"_s)->setValue(2.5);
        click(u"jobTimingDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Job 2 changed"_s, Patience);
        QCOMPARE(m_server->asked("PATCH", base() + u"/jobs/2"_s).last().body.value("delayMs"_L1).toInteger(), 2500);
    }

    void theUrgencyIsChanged_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("tab");
        QTest::newRow("waiting") << u"waiting"_s << u"Waiting"_s;
        QTest::newRow("delayed") << u"delayed"_s << u"Delayed"_s;
    }
    void theUrgencyIsChanged()
    {
        QFETCH(QString, state);
        QFETCH(QString, tab);
        showState(tab);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::State), tab, Patience);
        const QString id = cell(0, JobsModel::Id);
        const QString path = base() + u"/jobs/"_s + id;
        m_server->on("GET", path, jobDetails(id, state));
        m_server->on("PATCH", path, jobDetails(id, state));
        clickRow(0);
        QTRY_COMPARE_WITH_TIMEOUT(part<JobDetail>(u"jobDetail"_s)->row().id, id, Patience);
        click(u"job_changeTiming"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"jobTimingDialog"_s), Patience);
        auto *priority = part<QSpinBox>(u"jobTimingDialog.priority"_s);
        QCOMPARE(priority->maximum(), 2'097'151); // beyond it BullMQ loses the order
        priority->setValue(7);
        click(u"jobTimingDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Job %1 changed"_s.arg(id), Patience);
        QCOMPARE(lastBody("PATCH", path), json({{"priority"_L1, 7}})); // its delay runs on
    }

    // Sent anew as it is, it would put the job behind all others of its priority.
    void whatIsLeftAsItIsIsNotSent()
    {
        showState(u"Waiting"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::State), u"Waiting"_s, Patience);
        const QString id = cell(0, JobsModel::Id);
        const QString path = base() + u"/jobs/"_s + id;
        m_server->on("GET", path, jobDetails(id, u"waiting"_s));
        m_server->on("PATCH", path, jobDetails(id, u"waiting"_s));
        clickRow(0);
        QTRY_COMPARE_WITH_TIMEOUT(part<JobDetail>(u"jobDetail"_s)->row().id, id, Patience);
        click(u"job_changeTiming"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"jobTimingDialog"_s), Patience);
        const auto *ok = part<QPushButton>(u"jobTimingDialog.ok"_s);
        QVERIFY(!ok->isEnabled());
        auto *priority = part<QSpinBox>(u"jobTimingDialog.priority"_s);
        priority->setValue(7);
        QVERIFY(ok->isEnabled());
        priority->setValue(0);
        QVERIFY(!ok->isEnabled());
        click(u"jobTimingDialog.lifo"_s);
        click(u"jobTimingDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"Job %1 changed"_s.arg(id), Patience);
        QCOMPARE(lastBody("PATCH", path), json({{"lifo"_L1, true}}));
    }

    void theTreeLeadsToOneOfTheSameIdInAnotherQueue()
    {
        const QCborArray leaves{treeNode(QueueId, u"5"_s, u"failed"_s), treeNode(u"b3RoZXI"_s, u"5"_s, u"completed"_s)};
        m_server->on("GET", base() + u"/jobs/5/tree"_s,
                     QCborMap{{"root"_L1, treeNode(u"b3JkZXJz"_s, u"7"_s, u"waitingChildren"_s, leaves)},
                              {"truncated"_L1, false}});
        clickTab(u"jobTabs"_s, u"Tree"_s);
        auto *tree = part<QTreeView>(u"jobTree"_s);
        QTRY_COMPARE_WITH_TIMEOUT(tree->model()->rowCount(tree->model()->index(0, 0)), 2, Patience);
        for (const int row : {0, 1}) { // the first is the one that is shown
            const QModelIndex leaf = tree->model()->index(row, 0, tree->model()->index(0, 0));
            QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(leaf).center());
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_queues->size(), 1, Patience);
        QCOMPARE(m_queues->first()[0].toString(), u"b3RoZXI"_s);
        QCOMPARE(m_queues->first()[1].toString(), u"5"_s);
    }

    void whatOthersWroteIsShownAsItIs()
    {
        const QString failure = u"502: <html><head><title>Bad Gateway</title>"_s;
        QCborMap job = jobDetails(u"5"_s);
        job.insert("failedReason"_L1, failure);
        m_server->on("GET", base() + u"/jobs/5"_s, job);
        tell({}, {{"state"_L1, u"failed"_s}, {"attemptsMade"_L1, 4}}); // it is asked for again
        QTRY_VERIFY_WITH_TIMEOUT(text(u"jobSummary"_s).contains(failure), Patience);
        const auto *summary = part<QLabel>(u"jobSummary"_s);
        QCOMPARE(summary->textFormat(), Qt::PlainText);
        QVERIFY2(summary->toolTip().contains(u"&lt;html&gt;"_s), qPrintable(summary->toolTip()));
    }

    void aLongIdPushesNothingOut()
    {
        const QString id = u"repeat:"_s + QString(300, u'x') + u":1"_s;
        QCborMap job = jobDetails(id);
        job.insert("name"_L1, u"send\nemail"_s);
        m_server->on("GET", base() + u"/jo*"_s, job);
        m_page->openJob(id);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"jobName"_s).simplified(), u"send email"_s, Patience);
        QVERIFY(!text(u"jobName"_s).contains(u'\n'));
        const QString shown = text(u"jobId"_s);
        QVERIFY2(shown.startsWith(u"repeat:"_s) && shown.endsWith(u":1"_s), qPrintable(shown));
        QVERIFY(part<QLabel>(u"jobId"_s)->toolTip().contains(id));
        const int width = part<JobDetail>(u"jobDetail"_s)->minimumSizeHint().width();
        QVERIFY2(width < 600, qPrintable(QString::number(width)));
        click(u"jobIdCopy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), id);
    }

    // All rows of the list are as high as one line.
    void anEntryOfSeveralLinesIsOneRow()
    {
        m_server->on(
            "GET", base() + u"/jobs/5/logs"_s,
            QCborMap{{"lines"_L1, QCborArray{u"a"_s, u"b\n<c>"_s, u"d\n"_s}}, {"total"_L1, 3}, {"from"_L1, 0}});
        clickTab(u"jobTabs"_s, u"Logs 3"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lines(), (QStringList{u"a"_s, u"b ⏎ <c>"_s, u"d"_s}), Patience);
        const QString tip = part<QListView>(u"jobLogs"_s)->model()->index(1, 0).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(u"b\n&lt;c&gt;"_s), qPrintable(tip));
        type(u"jobLogsFilter"_s, u"<C"_s);
        QCOMPARE(lines(), QStringList{u"b ⏎ <c>"_s});
        click(u"jobLogsCopy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"a\nb\n<c>\nd\n"_s);
    }

private:
    void scriptOther()
    {
        scriptOtherList();
        m_server->on("GET", other() + u"/jobs/5"_s, [](const auto &) {
            QCborMap job = jobDetails(u"5"_s);
            job.insert("name"_L1, u"send-sms"_s);
            return ScriptedAdmin::Reply{200, job};
        });
        m_server->on("POST", other() + u"/actions"_s, QCborMap{{"matched"_L1, 1}, {"done"_L1, 1}});
    }

    void openOther()
    {
        scriptOther();
        m_page->setQueue(otherRow());
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
    }

    static QCborMap logsAnew(const QStringList &lines)
    {
        return {{"state"_L1, u"failed"_s},
                {"attemptsMade"_L1, 3},
                {"logs"_L1, QCborArray::fromStringList(lines)},
                {"logsTotal"_L1, lines.size()},
                {"logsAnew"_L1, true}};
    }
    QStringList lines() const
    {
        const QAbstractItemModel *model = part<QListView>(u"jobLogs"_s)->model();
        QStringList shown;
        for (int row = 0; row < model->rowCount(); ++row)
            shown.append(model->index(row, 0).data().toString());
        return shown;
    }
    JsonView *dataView() const { return part<JsonView>(u"jobData"_s); }
};

QTEST_MAIN(QueuesJobDetailTest)
#include "queues_job_detail_test.moc"
