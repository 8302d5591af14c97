// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queues_model.h"
#include "window_on_server.h"

#include <QAbstractItemView>
#include <QDateTime>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// The Queues page in the window, on a real server with a real Redis: what is clicked happens in the queue.
class QueuesWindowTest : public QObject, private WindowOnServer {
    Q_OBJECT
private slots:
    void init() { openWindow(u"queues"_s); }
    void cleanup() { closeWindow(); }

    void aQueueIsAddedAndAJobPutIntoIt()
    {
        addQueue();
        trigger(u"addJobToQueue"_s);
        type(u"addJobDialog.name"_s, u"welcome"_s);
        click(u"addJobDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(waiting(), 1, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"jobsTable"_s), 1, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Waiting), u"1"_s, Patience);
    }

    void pauseAndResumeReachRedisAndShow()
    {
        addQueue();
        addJobs(1);
        click(u"queueHead.pause"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isPaused(), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(part<QAbstractButton>(u"queueHead.pause"_s)->text(), u"Resume"_s, Patience);
        click(u"queueHead.pause"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!isPaused(), Patience);
        QCOMPARE(audit("queue.change").isEmpty() && audit("queue.pause").isEmpty(), false);
    }

    void aPauseByAnotherIsSeen()
    {
        addQueue();
        ask("PATCH", path(), QJsonObject{{u"paused"_s, true}});
        QTRY_COMPARE_WITH_TIMEOUT(part<QAbstractButton>(u"queueHead.pause"_s)->text(), u"Resume"_s, Patience);
    }

    void aQueueIsDrained()
    {
        addQueue();
        addJobs(5);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Waiting), u"5"_s, Patience);
        trigger(u"drainQueue"_s);
        click(u"drainDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"5 jobs will be removed"_s, Patience);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Waiting), u"0"_s, Patience);
        QCOMPARE(waiting(), 0);
    }

    void aFailedJobIsRetriedAndAnotherRemoved()
    {
        addQueue();
        addJobs(2);
        fail(u"1"_s);
        fail(u"2"_s);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Failed), u"2"_s, Patience);
        clickCell(u"queuesTable"_s, 0, QueuesModel::columnOf(JobState::Failed));
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"jobsTable"_s), 2, Patience);
        clickCell(u"jobsTable"_s, 0, 0);
        trigger(u"retryJobs"_s);
        confirmIfAsked();
        QTRY_COMPARE_WITH_TIMEOUT(waiting(), 1, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"jobsTable"_s), 1, Patience);
        clickCell(u"jobsTable"_s, 0, 0);
        trigger(u"removeJobs"_s);
        confirmIfAsked();
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Failed), u"0"_s, Patience);
    }

    void aDelayedJobIsPromoted()
    {
        addQueue();
        addJobs(2, QJsonObject{{u"delay"_s, 3'600'000}});
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Delayed), u"2"_s, Patience);
        clickTab(u"jobStates"_s, u"Delayed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"jobsTable"_s), 2, Patience);
        clickCell(u"jobsTable"_s, 0, 0);
        trigger(u"promoteJobs"_s);
        confirmIfAsked();
        QTRY_COMPARE_WITH_TIMEOUT(waiting(), 1, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Delayed), u"1"_s, Patience);
    }

    void aSearchLooksInAllStates()
    {
        addQueue();
        addJobs(30);
        fail(u"7"_s); // whose data says 6
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Failed), u"1"_s, Patience);
        type(u"jobsSearch"_s, u"such host"_s);
        part<QMenu>(u"jobsSearchStatesMenu"_s)->findChild<QAction *>(u"jobsSearchAll"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"jobsTable"_s), 1, Patience);
        QTRY_VERIFY2_WITH_TIMEOUT(text(u"jobsCount"_s).contains(u"30"_s), qPrintable(text(u"jobsCount"_s)), Patience);
        type(u"jobsSearch"_s, u"{\"to\":6}"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"jobsTable"_s), 1, Patience);
        QCOMPARE(cell(u"jobsTable"_s, 0, 0), u"7"_s);
    }

    void aQueueIsObliterated()
    {
        addQueue();
        addJobs(3);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Waiting), u"3"_s, Patience);
        trigger(u"obliterateQueue"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"3 jobs will be removed"_s, Patience);
        type(u"sweepDialog.confirm"_s, u"mail"_s);
        click(u"sweepDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(keysBeginningWith("bull:mail").isEmpty(), Patience);
    }

    void limitsReachRedis()
    {
        addQueue();
        trigger(u"changeLimits"_s);
        part<QWidget>(u"queueLimitsDialog.concurrency"_s)->setProperty("value", 7);
        click(u"queueLimitsDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(json(path())["concurrency"_L1].toInt(), 7, Patience);
    }

    void thePaletteGoesToAQueue()
    {
        addQueue();
        m_window->go(u"overview"_s);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get(), Patience)); // else it takes no shortcut
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"commandPalette"_s), Patience);
        type(u"commandPalette.field"_s, u"queue mail"_s);
        const auto *list = part<QAbstractItemView>(u"commandPalette.list"_s);
        QTRY_COMPARE_WITH_TIMEOUT(list->model()->index(0, 0).data().toString(), u"Queue mail"_s, Patience);
        QTest::keyClick(part<QLineEdit>(u"commandPalette.field"_s), Qt::Key_Return);
        QCOMPARE(m_window->currentPage()->id(), u"queues"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"queueHead.name"_s), u"mail"_s, Patience);
    }

private:
    static QByteArray path(const QByteArray &rest = {})
    {
        return "/admin/queues/" + idOf(QByteArray("own\0bull\0mail", 13)) + rest;
    }
    bool isPaused() const { return json(path())["paused"_L1].toBool(); }
    int waiting() const { return json(path())["counts"_L1]["waiting"_L1].toInt(); }

    void addQueue()
    {
        click(u"queuesAdd"_s);
        type(u"addQueueDialog.name"_s, u"mail"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QAbstractButton>(u"addQueueDialog.ok"_s)->isEnabled(), Patience);
        click(u"addQueueDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"queueHead.name"_s), u"mail"_s, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"addQueueDialog"_s), Patience);
    }

    void addJobs(int number, const QJsonObject &options = {}) const
    {
        for (int job = 0; job < number; ++job)
            QCOMPARE(ask("POST", path("/jobs"),
                         QJsonObject{
                             {u"name"_s, u"welcome"_s}, {u"data"_s, QJsonObject{{u"to"_s, job}}}, {u"opts"_s, options}})
                         .status,
                     201);
    }

    // As a worker leaves it.
    void fail(const QString &job)
    {
        const QByteArray id = job.toLatin1();
        const QByteArray now = QByteArray::number(QDateTime::currentMSecsSinceEpoch());
        m_words->say({"LREM", "bull:mail:wait", "0", id});
        m_words->say({"HSET", "bull:mail:" + id, "failedReason", "No such host", "finishedOn", now, "processedOn", now,
                      "atm", "1"});
        m_words->say({"ZADD", "bull:mail:failed", now, id});
    }

    QString count(JobState state) const
    {
        return rows(u"queuesTable"_s) == 0 ? QString() : cell(u"queuesTable"_s, 0, QueuesModel::columnOf(state));
    }

    void confirmIfAsked() const
    {
        if (isSeen(u"sweepDialog"_s))
            click(u"sweepDialog.ok"_s);
    }
};

QTEST_MAIN(QueuesWindowTest)
#include "queues_window_test.moc"
