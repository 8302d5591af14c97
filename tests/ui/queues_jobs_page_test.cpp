// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs_fixture.h"
#include "pages/queues/jobs_source.h"
#include "widgets/page_notice.h"
#include "widgets/state_view.h"

#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>

using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// The list of a queue's jobs, by state.
class QueuesJobsPageTest : public QObject, private JobsFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void theStatesHaveLiveCounts()
    {
        open(12'400, 3);
        const auto *tabs = part<QTabBar>(u"jobStates"_s);
        QCOMPARE(tabs->tabText(0), u"Waiting 12.4k"_s);
        QCOMPARE(tabs->accessibleTabName(0), u"Waiting: 12,400"_s);
        m_counts[u"waiting"_s] = 7;
        tell();
        QTRY_COMPARE_WITH_TIMEOUT(tabs->tabText(0), u"Waiting 7"_s, Patience);
    }

    void theNewestComeFirstUnlessAskedOtherwise()
    {
        open(1000);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1000"_s, Patience);
        QCOMPARE(model()->rowCount(), 1000);
        QCOMPARE(text(u"jobsCount"_s), u"1,000 jobs"_s);
        auto *order = part<QComboBox>(u"jobsOrder"_s);
        order->setCurrentIndex(1);
        emit order->activated(1);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1"_s, Patience);
    }

    void anywhereInAMillionIsLoadedWhenOneGetsThere()
    {
        open(1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        table()->scrollTo(model()->index(700'100, 0), QAbstractItemView::PositionAtTop);
        QVERIFY(!isLoaded(700'100));
        QTRY_COMPARE_WITH_TIMEOUT(cell(700'100, JobsModel::Id), u"299900"_s, Patience);
        table()->scrollToBottom();
        QTRY_COMPARE_WITH_TIMEOUT(cell(999'999, JobsModel::Id), u"1"_s, Patience);
    }

    void aBusyQueueStillShowsItsFirstJobs()
    {
        open(5, 5);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        JobsModel jobs;
        JobsSource source(jobs);
        source.setSession(m_session.get());
        source.show(QueueId, JobState::Failed, true);
        for (int news = 0; news < 3; ++news)
            source.reload(); // since something has happened, before anything was answered
        QTRY_COMPARE_WITH_TIMEOUT(jobs.rowCount(), 5, Patience);
        const auto asked = m_server->asked("GET", base() + u"/jobs"_s);
        QCOMPARE(std::ranges::count_if(asked,
                                       [](const ScriptedAdmin::Question &question) {
                                           return question.parameter(u"state"_s) == u"failed"_s;
                                       }),
                 1);
    }

    void columnsAreKeptOnlyWhenAPersonHasChosenThem()
    {
        open(1000, 1000);
        m_page->resize(560, 900); // not all have room
        for (const QString &state : {u"Failed"_s, u"Waiting"_s, u"Failed"_s}) {
            showState(state);
            QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0) && model()->at(0)->stateText() == state, Patience);
        }
        QCOMPARE(m_settings.allKeys().filter(u"columns"_s), QStringList());
        const QHeaderView *header = table()->horizontalHeader();
        QVERIFY(header->visualIndex(JobsModel::Failure) < header->visualIndex(JobsModel::Data));
    }

    void whatWasScrolledPastIsNotAskedFor()
    {
        open(1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        const qsizetype before = m_server->asked("GET", base() + u"/jobs"_s).size();
        for (int row = 10'000; row <= 900'000; row += 10'000)
            table()->scrollTo(model()->index(row, 0), QAbstractItemView::PositionAtTop);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(900'000), Patience);
        QVERIFY(m_server->asked("GET", base() + u"/jobs"_s).size() - before <= 4);
    }

    void newOnesComeInWhileNothingIsTouched()
    {
        open(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_counts[u"waiting"_s] = 1003;
        tell({jobEvent(u"waiting"_s, u"1001"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1003"_s, Patience);
        QCOMPARE(model()->rowCount(), 1003);
    }

    void newOnesWaitWhileSomethingIsSelected()
    {
        open(1000);
        clickRow(2);
        m_counts[u"waiting"_s] = 1012;
        QCborArray events;
        for (int id = 1001; id <= 1012; ++id)
            events.append(jobEvent(u"waiting"_s, QString::number(id)));
        tell(events);
        const auto *news = part<PageNotice>(u"newJobs"_s);
        QTRY_COMPARE_WITH_TIMEOUT(news->text(), u"12 new"_s, Patience);
        QCOMPARE(cell(0, JobsModel::Id), u"1000"_s);
        QTest::mouseClick(part<PageNotice>(u"newJobs"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1012"_s, Patience);
        QVERIFY(news->text().isEmpty());
    }

    void newOnesWaitWhileOneHasScrolled()
    {
        open(10'000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        table()->scrollTo(model()->index(5000, 0), QAbstractItemView::PositionAtTop);
        QTRY_COMPARE_WITH_TIMEOUT(cell(5000, JobsModel::Id), u"5000"_s, Patience);
        m_counts[u"waiting"_s] = 10'002;
        tell({jobEvent(u"waiting"_s, u"10001"_s), jobEvent(u"waiting"_s, u"10002"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(part<PageNotice>(u"newJobs"_s)->text(), u"2 new"_s, Patience);
        QCOMPARE(cell(5000, JobsModel::Id), u"5000"_s);
    }

    void nothingComesInByItselfWhilePaused()
    {
        open(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_range.setPaused(true);
        m_counts[u"waiting"_s] = 1001;
        tell({jobEvent(u"waiting"_s, u"1001"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(part<PageNotice>(u"newJobs"_s)->text(), u"1 new"_s, Patience);
        QCOMPARE(cell(0, JobsModel::Id), u"1000"_s);
        m_range.setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1001"_s, Patience);
    }

    void whatWasAskedBeforeThePauseDoesNotComeInEither()
    {
        open(1000);
        holdAnAnswerOf(1001);
        m_range.setPaused(true);
        letAnswersGo();
        QCOMPARE(cell(0, JobsModel::Id), u"1000"_s);
        QTRY_COMPARE_WITH_TIMEOUT(part<PageNotice>(u"newJobs"_s)->text(), u"1 new"_s, Patience);
        m_range.setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1001"_s, Patience);
    }

    void whatWasAskedBeforeDoesNotComeIntoTheSelection()
    {
        open(1000);
        holdAnAnswerOf(1001);
        clickRow(2);
        letAnswersGo();
        QCOMPARE(cell(2, JobsModel::Id), u"998"_s);
        QTRY_COMPARE_WITH_TIMEOUT(part<PageNotice>(u"newJobs"_s)->text(), u"1 new"_s, Patience);
        table()->clearSelection();
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1001"_s, Patience);
    }

    // After an action the rows come anew, also where one has scrolled.
    void whatIsClickedBeforeTheRowsComeAnewStaysSelected()
    {
        open(0, 1000);
        m_server->on("POST", base() + u"/actions"_s, [this](const auto &) {
            m_counts[u"failed"_s] = 999;
            m_server->setHolding(true); // what is asked after it
            return ScriptedAdmin::Reply{
                200, {{"matched"_L1, 1}, {"done"_L1, 1}, {"scanned"_L1, 1}, {"total"_L1, 1}, {"cursor"_L1, nullptr}}};
        });
        showState(u"Failed"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0) && model()->at(0)->state == JobState::Failed, Patience);
        table()->scrollTo(model()->index(100, 0), QAbstractItemView::PositionAtTop);
        clickRow(105);
        const qsizetype before = m_server->asked("GET", base() + u"/jobs"_s).size();
        QTest::keyClick(table(), Qt::Key_R);
        QTRY_VERIFY_WITH_TIMEOUT(m_server->asked("GET", base() + u"/jobs"_s).size() > before, Patience);
        clickRow(106);
        letAnswersGo();
        QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(cell(table()->selectionModel()->selectedRows()[0].row(), JobsModel::Id), u"894"_s);
        QCOMPARE(text(u"jobId"_s), u"894"_s);
        table()->clearSelection();
        table()->scrollToTop();
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"999"_s, Patience);
    }

    void rowsKeepTheirStateUpToDate()
    {
        open(1000);
        clickRow(0, Qt::ControlModifier);
        tell({jobEvent(u"active"_s, u"1000"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::State), u"Active"_s, Patience);
        tell({jobEvent(u"removed"_s, u"999"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(cell(1, JobsModel::State), u"Removed"_s, Patience);
    }

    void anEmptyStateSaysWhyAndOffersWhatToDo()
    {
        open(0);
        const auto *states = part<StateView>(u"jobsState"_s);
        QTRY_COMPARE_WITH_TIMEOUT(states->state(), StateView::State::Empty, Patience);
        click(u"jobsEmptyAction"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"addJobDialog"_s), Patience);
        QTest::keyClick(part<QWidget>(u"addJobDialog"_s), Qt::Key_Escape);
        showState(u"Failed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(states->state(), StateView::State::Empty, Patience);
    }

    void aFailureIsToldAndTriedAgain()
    {
        open(10);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_server->on("GET", base() + u"/jobs"_s, [](const auto &) {
            return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis is down"_L1}}};
        });
        showState(u"Failed"_s);
        const auto *states = part<StateView>(u"jobsState"_s);
        QTRY_COMPARE_WITH_TIMEOUT(states->state(), StateView::State::Failed, Patience);
        m_counts[u"failed"_s] = 2;
        script();
        QTRY_VERIFY_WITH_TIMEOUT(states->state() == StateView::State::Failed, Patience);
        emit part<StateView>(u"jobsState"_s)->retryAsked();
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 2, Patience);
    }

    void keysMoveOpenAndClose()
    {
        open(1000, 0);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        table()->setFocus();
        const int first = table()->currentIndex().row(); // the focus may have made one current
        QTest::keyClick(table(), Qt::Key_J);
        QCOMPARE(table()->currentIndex().row(), first + 1);
        if (first < 0)
            QTest::keyClick(table(), Qt::Key_J);
        QCOMPARE(table()->currentIndex().row(), 1);
        QTest::keyClick(table(), Qt::Key_K);
        QCOMPARE(table()->currentIndex().row(), 0);
        QTest::keyClick(table(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"jobDetail"_s), Patience);
        QCOMPARE(text(u"jobId"_s), u"1000"_s);
        QTest::keyClick(table(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"jobDetail"_s), Patience);
        QTest::keyClick(table(), Qt::Key_Escape);
        QVERIFY(!table()->selectionModel()->hasSelection());
    }

    void anotherStateHasNoNewOnesAtFirst()
    {
        open(5000, 3);
        tell();
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        showState(u"Failed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 3, Patience);
        clickRow(0);
        QVERIFY(part<PageNotice>(u"newJobs"_s)->text().isEmpty());
    }

    void severalAreSelected()
    {
        open(1000);
        clickRow(1);
        clickRow(4, Qt::ShiftModifier);
        clickRow(2, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"jobsCount"_s).startsWith(u"3 chosen"_s), Patience);
        trigger(u"copyJobId"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"999\n997\n996"_s);
        QTest::keyClick(table(), Qt::Key_A, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"jobsCount"_s).startsWith(u"1,000 chosen"_s), Patience);
    }

    void aLostConnectionIsCaughtUpWith()
    {
        open(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_counts[u"waiting"_s] = 1005;
        m_server->dropFeeds();
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1005"_s, Patience);
    }

    void aLostConnectionLeavesTheSelectionAlone()
    {
        open(1000);
        clickRow(2);
        clickRow(4, Qt::ControlModifier);
        m_counts[u"waiting"_s] = 1005;
        loseTheConnection();
        QTRY_COMPARE_WITH_TIMEOUT(part<PageNotice>(u"newJobs"_s)->text(), u"5 new"_s, Patience);
        const QModelIndexList selected = table()->selectionModel()->selectedRows();
        QCOMPARE(selected.size(), 2);
        QCOMPARE(cell(selected[0].row(), JobsModel::Id), u"998"_s);
        QCOMPARE(cell(selected[1].row(), JobsModel::Id), u"996"_s);
        table()->clearSelection();
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1005"_s, Patience);
    }

    void aLostConnectionMovesNothingWhilePaused()
    {
        open(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_range.setPaused(true);
        m_counts[u"waiting"_s] = 1005;
        loseTheConnection();
        QTRY_COMPARE_WITH_TIMEOUT(part<PageNotice>(u"newJobs"_s)->text(), u"5 new"_s, Patience);
        QCOMPARE(cell(0, JobsModel::Id), u"1000"_s);
        m_range.setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1005"_s, Patience);
    }

    void whatFailedToComeIsAskedForOnceTheServerIsBack()
    {
        open(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_server->on("GET", base() + u"/jobs"_s, [](const auto &) {
            return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis is down"_L1}}};
        });
        table()->scrollTo(model()->index(500, 0), QAbstractItemView::PositionAtTop);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"jobsCount"_s).contains(u"Redis is down"_s), Patience);
        script();
        m_server->dropFeeds();
        QTRY_COMPARE_WITH_TIMEOUT(cell(500, JobsModel::Id), u"500"_s, Patience);
    }

    // What was looked at once has moved on since.
    void whatIsOutOfSightComesAnewWithTheRest()
    {
        open(1000);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        table()->scrollTo(model()->index(250, 0), QAbstractItemView::PositionAtTop);
        QTRY_COMPARE_WITH_TIMEOUT(cell(250, JobsModel::Id), u"750"_s, Patience);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_G);
        m_counts[u"waiting"_s] = 1300;
        tell({jobEvent(u"waiting"_s, u"1300"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"1300"_s, Patience);
        table()->scrollTo(model()->index(250, 0), QAbstractItemView::PositionAtTop);
        QTRY_COMPARE_WITH_TIMEOUT(cell(250, JobsModel::Id), u"1050"_s, Patience);
    }

    void theLastPageIsMadeWholeOnceThereAreMore()
    {
        open(450);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_G, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(449), Patience);
        m_counts[u"waiting"_s] = 600;
        table()->scrollTo(model()->index(250, 0), QAbstractItemView::PositionAtTop);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 600, Patience);
        QTest::keyClick(table(), Qt::Key_G, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(cell(599, JobsModel::Id), u"1"_s, Patience);
        QCOMPARE(cell(449, JobsModel::Id), u"1"_s); // as it was: it may be selected
    }

    void itSubscribesToTheQueueAndTheJobThatIsShown()
    {
        open(1000);
        clickRow(0);
        const auto wanted = [this] {
            for (const QCborMap &message : m_server->feedMessages())
                if (const QCborMap options = message.value("subscribe"_L1).toMap();
                    options.value("topic"_L1).toString() == u"queue"_s
                    && options.value("job"_L1).toString() == u"1000"_s)
                    return options.value("id"_L1).toString() == QueueId;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(wanted(), Patience);
    }

private:
    // For a moment. What is asked for as soon as it is back comes before what the feed tells then.
    void loseTheConnection()
    {
        const qsizetype before = m_server->feedMessages().size();
        m_server->dropFeeds();
        QTRY_VERIFY_WITH_TIMEOUT(m_server->feeds() == 1 && m_server->feedMessages().size() > before, Patience);
        letAnswersGo();
        tell();
    }

    void holdAnAnswerOf(qint64 waiting)
    {
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_server->setHolding(true);
        const qsizetype before = m_server->asked("GET", base() + u"/jobs"_s).size();
        m_counts[u"waiting"_s] = waiting;
        tell({jobEvent(u"waiting"_s, QString::number(waiting))});
        QTRY_VERIFY_WITH_TIMEOUT(m_server->asked("GET", base() + u"/jobs"_s).size() > before, Patience);
    }

    void letAnswersGo()
    {
        m_server->setHolding(false);
        QObject here;
        bool later = false; // than what was held
        m_session->client().get(base(), {}, &here, [&later](const AdminClient::Answer &) { later = true; });
        QTRY_VERIFY_WITH_TIMEOUT(later, Patience);
    }
};

QTEST_MAIN(QueuesJobsPageTest)
#include "queues_jobs_page_test.moc"
