// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs_data.h"
#include "pages/queues/queue_chart.h"
#include "pages/queues/queue_notifier.h"
#include "pages/queues/queues_table.h"
#include "queues_fixture.h"
#include "widgets/state_view.h"

#include <QAbstractItemModelTester>
#include <QTabBar>

using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// The Queues page: what it shows of what the server says, and where it leads.
class QueuesPageTest : public QObject, QueuesFixture {
    Q_OBJECT

    QString count(const QString &queue, JobState state) const
    {
        return cell(u"queuesTable"_s, rowOf(queue), QueuesModel::columnOf(state));
    }

    void openJob()
    {
        m_server->on("GET", jobs(u"emails"_s),
                     QCborMap{{"items"_L1, QCborArray{jobRow(u"7"_s)}}, {"total"_L1, 1}, {"from"_L1, 0}});
        m_server->on("GET", jobs(u"emails"_s) + u"/7"_s, jobDetails(u"7"_s, u"waiting"_s));
        openQueue();
        QTRY_VERIFY_WITH_TIMEOUT(rows(u"jobsTable"_s) == 1 && !cell(u"jobsTable"_s, 0, 1).isEmpty(), Patience);
        clickCell(u"jobsTable"_s, 0, 1);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"jobDetail"_s), Patience);
    }

private slots:
    void cleanup() { close(); }

    void queuesShowAndFollowTheFeed()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 2, Patience);
        const QAbstractItemModelTester tester(part<QTableView>(u"queuesTable"_s)->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(count(u"emails"_s, JobState::Waiting), u"12"_s);
        tell({data::queueRow(u"emails"_s, data::queueCounts(40)), data::queueRow(u"new"_s)}, {}, {u"id-images"_s});
        QTRY_COMPARE_WITH_TIMEOUT(count(u"emails"_s, JobState::Waiting), u"40"_s, Patience);
        QVERIFY(rowOf(u"new"_s) >= 0);
        QCOMPARE(rowOf(u"images"_s), -1);
        QCOMPARE(text(u"queuesCount"_s), u"2 queues"_s);
    }

    // Hidden, the page is there for its badge.
    void onlyWhatIsShownIsWatchedClosely()
    {
        open();
        const auto wanted = [this] {
            QCborMap last;
            for (const QCborMap &message : m_server->feedMessages()) {
                const QCborMap subscription = message.value("subscribe"_L1).toMap();
                if (subscription.value("topic"_L1).toString() == u"queues"_s)
                    last = subscription;
            }
            return last;
        };
        QTRY_VERIFY_WITH_TIMEOUT(wanted().value("closely"_L1).toBool(), Patience);
        m_page->setActive(false);
        QTRY_COMPARE_WITH_TIMEOUT(wanted().value("closely"_L1), QCborValue(false), Patience);
        QCOMPARE(wanted().value("intervalMs"_L1).toInteger(), 5000);
        m_page->setActive(true);
        QTRY_VERIFY_WITH_TIMEOUT(wanted().value("closely"_L1).toBool(), Patience);
    }

    void aLateAnswerDropsNoQueueThatWasAdded()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 2, Patience);
        const auto asked = [this] { return m_server->asked("GET", u"/admin/queues"_s).size(); };
        m_server->setHolding(true);
        const qsizetype before = asked();
        QueuesSource source;
        source.setSession(m_session.get());
        QTRY_COMPARE_WITH_TIMEOUT(asked(), before + 1, Patience);
        source.take(QueueRow::fromCbor(data::queueRow(u"new"_s))); // what adding it has answered
        m_server->on("GET", u"/admin/queues"_s, [isLater = false](const auto &) mutable {
            const bool isThere = std::exchange(isLater, true);
            return ScriptedAdmin::Reply{200,
                                        data::queues(isThere ? QCborArray{data::queueRow(u"new"_s)} : QCborArray{})};
        });
        m_server->setHolding(false);
        QTRY_VERIFY_WITH_TIMEOUT(source.isLoaded(), Patience);
        QVERIFY(source.row(u"id-new"_s));
    }

    void aLateAnswerTakesNoPlaceOfNewerNews()
    {
        open(data::queues({data::queueRow(u"emails"_s, data::queueCounts(1))}));
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 1, Patience);
        QStringList seen;
        connect(part<QTableView>(u"queuesTable"_s)->model(), &QAbstractItemModel::dataChanged, this,
                [&] { seen.append(count(u"emails"_s, JobState::Waiting)); });
        const qsizetype before = m_server->asked("GET", u"/admin/queues"_s).size();
        m_server->setHolding(true);
        emit part<StateView>(u"queuesState"_s)->retryAsked();
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", u"/admin/queues"_s).size(), before + 1, Patience);
        tell({data::queueRow(u"emails"_s, data::queueCounts(99))});
        QTRY_COMPARE_WITH_TIMEOUT(count(u"emails"_s, JobState::Waiting), u"99"_s, Patience);
        m_server->setHolding(false);
        m_answer = data::queues({data::queueRow(u"emails"_s, data::queueCounts(100))});
        emit part<StateView>(u"queuesState"_s)->retryAsked(); // answered after the late one
        QTRY_COMPARE_WITH_TIMEOUT(count(u"emails"_s, JobState::Waiting), u"100"_s, Patience);
        QVERIFY2(!seen.contains(u"1"_s), qPrintable(seen.join(u' ')));
    }

    void aClickOpensAQueueAndEscClosesIt()
    {
        open();
        openQueue(u"images"_s);
        QVERIFY(isSeen(u"jobsPane"_s));
        tell({data::with(data::queueRow(u"images"_s), u"paused"_s, true)});
        QTRY_VERIFY_WITH_TIMEOUT(notice(u"queueNotice"_s).startsWith(u"Paused"_s), Patience);
        QTest::keyClick(m_page.get(), Qt::Key_Escape);
        QVERIFY(!isSeen(u"queuePane"_s));
    }

    void aClickOnACountShowsThoseJobs()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 2, Patience);
        clickCell(u"queuesTable"_s, rowOf(u"emails"_s), QueuesModel::columnOf(JobState::Failed));
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(m_server->asked("GET", jobs(u"emails"_s)),
                                                     [](const ScriptedAdmin::Question &question) {
                                                         return question.parameter(u"state"_s) == u"failed"_s;
                                                     }),
                                 Patience);
    }

    void theArrowsGoOnAmongTheQueues()
    {
        open();
        openJob();
        auto *queues = part<QTableView>(u"queuesTable"_s);
        queues->setFocus();
        QTRY_VERIFY_WITH_TIMEOUT(queues->hasFocus(), Patience);
        QTest::keyClick(queues, rowOf(u"emails"_s) == 0 ? Qt::Key_Down : Qt::Key_Up);
        QCOMPARE(text(u"queueHead.name"_s), u"images"_s);
        QVERIFY(!isSeen(u"jobDetail"_s));
        QVERIFY(queues->hasFocus());
    }

    void whoClosesAJobIsAmongTheJobs()
    {
        open();
        openJob();
        auto *queues = part<QTableView>(u"queuesTable"_s);
        queues->setFocus();
        QTRY_VERIFY_WITH_TIMEOUT(queues->hasFocus(), Patience);
        click(u"jobClose"_s);
        QVERIFY(part<QTableView>(u"jobsTable"_s)->hasFocus());
    }

    void escInAFilterOfJobsClosesNothing()
    {
        open();
        openJob();
        click(u"jobsFilters"_s);
        for (const QString &field : {u"jobsFilterName"_s, u"jobsFilterFailure"_s}) {
            type(field, u"x"_s);
            QTest::keyClick(part<QLineEdit>(field), Qt::Key_Escape);
            QVERIFY(isSeen(u"jobDetail"_s) && isSeen(u"queuePane"_s));
            QCOMPARE(part<QLineEdit>(field)->text(), QString());
        }
    }

    void namesAreFiltered()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 2, Patience);
        type(u"queuesFilter"_s, u"MAIL"_s);
        QCOMPARE(rows(u"queuesTable"_s), 1);
        QCOMPARE(text(u"queuesCount"_s), u"1 of 2 queues"_s);
        type(u"queuesFilter"_s, u"nothing"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"queuesEmptyAction"_s), Patience);
        click(u"queuesEmptyAction"_s);
        QCOMPARE(rows(u"queuesTable"_s), 2);
    }

    void theHelpListsTheKeysOfWhatIsShown()
    {
        open();
        openQueue();
        const auto keys = [this] {
            QStringList all;
            for (const Shortcut &shortcut : m_page->shortcuts())
                all.append(shortcut.keys);
            return all;
        };
        for (const QString &key : {u"N"_s, u"R"_s, u"Del"_s, u"Shift+D"_s, u"L"_s})
            QVERIFY2(keys().contains(key), qPrintable(key));
        QCOMPARE(keys().removeDuplicates(), 0); // one key does one thing
        click(u"queueSection.schedulers"_s);
        QVERIFY(keys().contains(u"R"_s) && !keys().contains(u"W"_s));
    }

    void aKeyOfTheJobsIsNotTheQueuesToo()
    {
        open();
        m_server->on("GET", jobs(u"emails"_s),
                     QCborMap{{"items"_L1, QCborArray{jobRow(u"7"_s, u"delayed"_s)}}, {"total"_L1, 1}, {"from"_L1, 0}});
        m_server->on("POST", u"/admin/queues/id-emails/actions"_s,
                     QCborMap{{"matched"_L1, 1}, {"done"_L1, 1}, {"scanned"_L1, 1}, {"total"_L1, 1}});
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 2, Patience);
        clickCell(u"queuesTable"_s, rowOf(u"emails"_s), QueuesModel::columnOf(JobState::Delayed));
        QTRY_VERIFY_WITH_TIMEOUT(rows(u"jobsTable"_s) == 1 && !cell(u"jobsTable"_s, 0, 1).isEmpty(), Patience);
        clickCell(u"jobsTable"_s, 0, 1);
        QTest::keyClick(part<QTableView>(u"jobsTable"_s), Qt::Key_P);
        QTRY_COMPARE_WITH_TIMEOUT(lastBody("POST", u"/admin/queues/id-emails/actions"_s)["action"_L1].toString(),
                                  u"promote"_s, Patience);
        QVERIFY(m_server->asked("PATCH", u"/admin/queues/id-emails"_s).isEmpty());
    }

    void theOverviewShowsFiguresChartsAndWorkers()
    {
        open();
        openQueue();
        click(u"queueSection.overview"_s);
        QCOMPARE(text(u"queueFact.wait.p95"_s), u"320 ms"_s);
        QCOMPARE(text(u"queueFact.oldest"_s), u"4.20 s"_s);
        QCOMPARE(text(u"queueFact.concurrency"_s), u"no limit"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queueWorkers"_s), 1, Patience);
        QCOMPARE(part<QueueChart>(u"queueJobsChart"_s)->series().points().size(), 60);
        QCOMPARE(cell(u"queueWorkers"_s, 0, 1), u"10.0.0.7:51234"_s);
    }

    void whatNobodyConsumesSaysWhatToDo()
    {
        QCborMap row = data::with(data::queueRow(), u"consumed"_s, false);
        open(data::queues({row}));
        openQueue();
        QTRY_VERIFY_WITH_TIMEOUT(notice(u"queueNotice"_s).startsWith(u"Nothing consumes this queue."_s), Patience);
        QVERIFY(notice(u"queueNotice"_s).contains(u"redis://127.0.0.1:6379"_s));
        tell({data::queueRow()});
        QTRY_COMPARE_WITH_TIMEOUT(notice(u"queueNotice"_s), QString(), Patience);
    }

    void alertsAreOnTheRailAndNewOnesAreTold()
    {
        const qint64 later = QDateTime::currentMSecsSinceEpoch() + 3'600'000;
        open(data::queues({data::queueRow()}, {data::alert(u"1"_s), data::alert(u"2"_s, u"b"_s, later)}));
        QTRY_COMPARE_WITH_TIMEOUT(lastBadge(), 1, Patience); // the other is snoozed
        QCOMPARE(m_toasts->size(), 0);
        tell({}, {data::alert(u"1"_s), data::alert(u"9"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(lastBadge(), 2, Patience);
        QCOMPARE(lastToast(), u"emails: 14 jobs failed within 5 minutes"_s);
    }

    // By its clock, which may be far behind this machine's.
    void anAlertIsOpenAgainOnceTheServerSaysSo()
    {
        open(data::queues({data::queueRow()}, {data::alert(u"1"_s, u"emails"_s, data::Noon)}));
        QTRY_COMPARE_WITH_TIMEOUT(rowOf(u"emails"_s), 0, Patience);
        QCOMPARE(lastBadge(), 0);
        tell({}, {data::alert(u"1"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(lastBadge(), 1, Patience);
        QCOMPARE(lastToast(), u"emails: 14 jobs failed within 5 minutes"_s);
    }

    void aClickOnAMessageOfTheDesktopBringsTheWindow()
    {
        open();
        m_page->showMinimized();
        QVERIFY(m_page->isMinimized());
        auto *notifier = m_page->findChild<QueueNotifier *>();
        QVERIFY(notifier);
        emit notifier->queueAsked(u"id-images"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_page->isMinimized(), Patience);
        QCOMPARE(m_links->size(), 1);
        QCOMPARE(m_links->first()[1].toString(), u"queue:id-images"_s);
        emit notifier->queueAsked({}); // that was of another server
        QCOMPARE(m_links->size(), 1);
    }

    void workersThatRedisDoesNotTellOfAreNotNone()
    {
        const QCborMap row = data::with(data::queueRow(), u"workers"_s, nullptr);
        open(data::queues({row}));
        QCborMap details = data::queueDetails(row);
        details.insert("workersList"_L1, QCborArray());
        m_server->on("GET", u"/admin/queues/id-*"_s, details);
        openQueue();
        click(u"queueSection.overview"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"queueFact.workers"_s), u"unknown"_s, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"queueOverview.noWorkers"_s).contains(u"CLIENT LIST"_s), Patience);
    }

    void withoutQueuesOneIsAdded()
    {
        open(data::queues({}));
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"queuesEmptyAction"_s), Patience);
        m_server->on("POST", u"/admin/queues"_s, [](const auto &) {
            return ScriptedAdmin::Reply{201, data::queueRow(u"fresh"_s)};
        });
        m_answer = data::queues({data::queueRow(u"fresh"_s)});
        click(u"queuesEmptyAction"_s);
        type(u"addQueueDialog.name"_s, u"a:b"_s);
        QVERIFY(!part<QAbstractButton>(u"addQueueDialog.ok"_s)->isEnabled());
        type(u"addQueueDialog.name"_s, u"fresh"_s);
        click(u"addQueueDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"queueHead.name"_s), u"fresh"_s, Patience);
        QCOMPARE(lastBody("POST", u"/admin/queues"_s),
                 json({{"connection"_L1, "own"_L1}, {"prefix"_L1, "bull"_L1}, {"name"_L1, "fresh"_L1}}));
    }

    void whereAQueueMayBeAddedCanComeLater()
    {
        open(data::queues({}, {}, {}));
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"queuesEmptyAction"_s), Patience);
        click(u"queuesAdd"_s);
        type(u"addQueueDialog.name"_s, u"fresh"_s);
        QVERIFY(!part<QAbstractButton>(u"addQueueDialog.ok"_s)->isEnabled());
        m_server->tell(u"queues"_s, data::queues({}));
        QTRY_VERIFY_WITH_TIMEOUT(part<QAbstractButton>(u"addQueueDialog.ok"_s)->isEnabled(), Patience);
        QCOMPARE(part<QLineEdit>(u"addQueueDialog.name"_s)->text(), u"fresh"_s);
    }

    void withoutRedisItSaysSo()
    {
        open(data::queues(
            {}, {}, {data::with(data::connection(u"own"_s, u"off"_s), u"error"_s, u"There is no redis-server"_s)}));
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"queuesEmptyAction"_s), Patience);
        click(u"queuesEmptyAction"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"connectionsDialog"_s), Patience);
        click(u"connectionsDialog.cancel"_s);
    }

    void aRedisThatIsDownIsToldOf()
    {
        open(data::queues({data::queueRow()}, {}, {data::connection(), data::connection(u"staging"_s, u"down"_s)}));
        QTRY_VERIFY_WITH_TIMEOUT(notice(u"queuesNotice"_s).contains(u"“staging” is down"_s), Patience);
    }

    void whatFailsCanBeTriedAgain()
    {
        makeServer({});
        m_server->on("GET", u"/admin/queues"_s, [](const auto &) {
            return ScriptedAdmin::Reply{500, {{"error"_L1, "It broke"_L1}}};
        });
        watch();
        QTRY_COMPARE_WITH_TIMEOUT(part<StateView>(u"queuesState"_s)->state(), StateView::State::Failed, Patience);
        m_server->on("GET", u"/admin/queues"_s, data::queues({data::queueRow()}));
        emit part<StateView>(u"queuesState"_s)->retryAsked();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 1, Patience);
    }

    void ofAnotherServerNothingOfTheOldStands()
    {
        open();
        openQueue();
        ScriptedAdmin other;
        other.on("GET", u"/admin/queues"_s, data::queues({data::queueRow(u"elsewhere"_s)}));
        Session session(Endpoint{other.url(), "token", {}, {}, false}, m_range);
        m_page->setSession(&session);
        QVERIFY(!isSeen(u"queuePane"_s));
        QCOMPARE(rows(u"queuesTable"_s), 0);
        session.open();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 1, Patience);
        QCOMPARE(cell(u"queuesTable"_s, 0, 0), u"elsewhere"_s);
        m_page->setSession(nullptr);
        QCOMPARE(rows(u"queuesTable"_s), 1); // what was known stays
    }

    void noDialogOutlivesItsServer()
    {
        open();
        openQueue();
        trigger(u"changeLimits"_s);
        trigger(u"pauseAllQueues"_s);
        for (const QString &dialog : {u"queueLimitsDialog"_s, u"pauseAllDialog"_s})
            QVERIFY2(isSeen(dialog), qPrintable(dialog));
        m_page->setSession(nullptr); // signing in again goes on with them
        QVERIFY(isSeen(u"pauseAllDialog"_s));
        ScriptedAdmin other;
        other.on("GET", u"/admin/queues"_s, data::queues({data::queueRow()}));
        Session session(Endpoint{other.url(), "token", {}, {}, false}, m_range);
        m_page->setSession(&session);
        for (const QString &dialog : {u"queueLimitsDialog"_s, u"pauseAllDialog"_s})
            QVERIFY2(!isSeen(dialog), qPrintable(dialog));
        QTRY_VERIFY_WITH_TIMEOUT(!part<QWidget>(u"pauseAllDialog"_s), Patience);
        m_page->setSession(nullptr);
    }

    void linksLeadToQueuesAndJobs()
    {
        open();
        m_page->open(u"queue:id-images"_s); // before it is known
        QTRY_COMPARE_WITH_TIMEOUT(text(u"queueHead.name"_s), u"images"_s, Patience);
        m_page->open(u"name:emails"_s);
        QCOMPARE(text(u"queueHead.name"_s), u"emails"_s);
        m_server->on("GET", jobs(u"emails"_s) + u"/7"_s, QCborMap{{"id"_L1, "7"_L1}, {"state"_L1, "failed"_L1}});
        m_page->open(u"job:id-emails/7"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!m_server->asked("GET", jobs(u"emails"_s) + u"/7"_s).isEmpty(), Patience);
    }

    // Qt selects another row for one that goes.
    void whatIsFilteredOutStaysOpen()
    {
        open(data::queues({data::queueRow(), data::queueRow(u"images"_s), data::queueRow(u"imports"_s)}));
        openQueue(u"emails"_s);
        const auto *table = part<QueuesTable>(u"queuesTable"_s);
        type(u"queuesFilter"_s, u"im"_s);
        QCOMPARE(rows(u"queuesTable"_s), 2);
        QCOMPARE(text(u"queueHead.name"_s), u"emails"_s);
        QCOMPARE(table->chosen(), QString());
        tell({}, {}, {u"id-images"_s});
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"queuesTable"_s), 1, Patience);
        QCOMPARE(text(u"queueHead.name"_s), u"emails"_s);
        QTest::keyClick(part<QLineEdit>(u"queuesFilter"_s), Qt::Key_Escape);
        QCOMPARE(rows(u"queuesTable"_s), 2);
        QCOMPARE(table->chosen(), u"id-emails"_s);
        QTest::keyClick(m_page.get(), Qt::Key_Escape);
        QVERIFY(!isSeen(u"queuePane"_s));
        type(u"queuesFilter"_s, u"im"_s);
        QCOMPARE(table->chosen(), QString()); // nor is anything done to another
    }
};

QTEST_MAIN(QueuesPageTest)
#include "queues_page_test.moc"
