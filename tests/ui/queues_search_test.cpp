// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs_fixture.h"
#include "pages/queues/job_search.h"
#include "pages/queues/jobs_list.h"
#include "widgets/page_notice.h"
#include "widgets/state_view.h"

#include <QComboBox>
#include <QCompleter>
#include <QHeaderView>
#include <QMenu>
#include <QSpinBox>
#include <QToolButton>

using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// The search over a queue's jobs.
class QueuesSearchTest : public QObject, private JobsFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void whatMatchesComesAsItIsFound()
    {
        open(5000);
        scriptSearch(3);
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 6, Patience);
        QVERIFY(model()->isFound());
        QTRY_COMPARE_WITH_TIMEOUT(text(u"jobsCount"_s), u"3,000 of 5,000 jobs looked at, 6 found"_s, Patience);
        const QCborMap match = lastMatch();
        QCOMPARE(match.value("q"_L1).toString(), u"ada"_s);
        QCOMPARE(match.value("states"_L1).toArray().at(0).toString(), u"waiting"_s);
        QCOMPARE(m_server->asked("POST", base() + u"/search"_s).last().body.value("cursor"_L1).toString(), u"2"_s);
    }

    void itIsCancelledAndGoesOn()
    {
        open(5000);
        scriptSearch(3);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        m_server->setHolding(true);
        type(u"jobsSearch"_s, u"ada"_s);
        click(u"jobsSearchStop"_s);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"jobsCount"_s).endsWith(u"stopped"_s), Patience);
        m_server->setHolding(false);
        click(u"jobsSearchMore"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 6, Patience);
        QVERIFY(!isSeen(u"jobsSearchMore"_s));
    }

    void escStopsTheSearchThenEndsIt()
    {
        open(5000);
        scriptSearch(3);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 6, Patience);
        QTest::keyClick(part<QLineEdit>(u"jobsSearch"_s), Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 5000, Patience);
        QVERIFY(!model()->isFound());
    }

    void statesAreChosen()
    {
        open(5000, 3);
        scriptSearch(1);
        showState(u"Failed"_s);
        type(u"jobsSearch"_s, u"x"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastMatch().value("states"_L1).toArray(), QCborArray{u"failed"_s}, Patience);
        part<QMenu>(u"jobsSearchStatesMenu"_s)->findChild<QAction *>(u"jobsSearchAll"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(lastMatch().value("states"_L1).toArray().size(), JobStateCount, Patience);
        QCOMPARE(part<QToolButton>(u"jobsSearchStates"_s)->text(), u"in all states"_s);
    }

    void whoGoesToAStateSeesThatOne()
    {
        open(5000, 3);
        scriptSearch(1);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        part<QMenu>(u"jobsSearchStatesMenu"_s)->findChild<QAction *>(u"jobsSearchAll"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(model()->isFound() && model()->rowCount() == 2, Patience);
        showState(u"Failed"_s);
        QVERIFY(!model()->isFound());
        QCOMPARE(part<QToolButton>(u"jobsSearchStates"_s)->text(), u"in failed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 3, Patience);
        QCOMPARE(m_server->asked("GET", base() + u"/jobs"_s).last().parameter(u"state"_s), u"failed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::State), u"Failed"_s, Patience);
        part<QMenu>(u"jobsSearchStatesMenu"_s)->findChild<QAction *>(u"jobsSearchAll"_s)->trigger(); // anew
        QTRY_VERIFY_WITH_TIMEOUT(model()->isFound() && model()->rowCount() == 2, Patience);
    }

    void escInAFilterEndsTheSearch_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<Qt::Key>("key");
        QTest::newRow("name") << u"jobsFilterName"_s << Qt::Key_3;
        QTest::newRow("failure") << u"jobsFilterFailure"_s << Qt::Key_3;
        QTest::newRow("attempts") << u"jobsFilterAttempts"_s << Qt::Key_Up;
        QTest::newRow("age") << u"jobsFilterAge"_s << Qt::Key_Down;
    }
    void escInAFilterEndsTheSearch()
    {
        QFETCH(QString, field);
        QFETCH(Qt::Key, key);
        open(5000);
        scriptSearch(1);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        click(u"jobsFilters"_s);
        auto *widget = part<QWidget>(field);
        QTest::keyClick(widget, key);
        QTRY_VERIFY_WITH_TIMEOUT(model()->isFound() && model()->rowCount() == 2, Patience);
        QTest::keyClick(widget, Qt::Key_Escape);
        QVERIFY(!model()->isFound());
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 5000, Patience);
        QVERIFY(isSeen(field));
        QTest::keyClick(widget, Qt::Key_Escape); // and goes back to the list
        QTRY_VERIFY_WITH_TIMEOUT(table()->hasFocus(), Patience);
    }

    void escInAFilterStopsASearchThatRuns()
    {
        open(5000);
        scriptSearch(3);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        click(u"jobsFilters"_s);
        m_server->setHolding(true);
        type(u"jobsFilterName"_s, u"send"_s);
        QTRY_COMPARE_WITH_TIMEOUT(search()->state(), JobSearch::State::Running, Patience);
        QTest::keyClick(part<QLineEdit>(u"jobsFilterName"_s), Qt::Key_Escape);
        QCOMPARE(search()->state(), JobSearch::State::Cancelled);
        m_server->setHolding(false);
    }

    void filtersNarrowIt()
    {
        open(5000, 3);
        scriptSearch(1);
        click(u"jobsFilters"_s);
        type(u"jobsFilterName"_s, u"send-email"_s);
        type(u"jobsFilterFailure"_s, u"SMTP"_s);
        part<QSpinBox>(u"jobsFilterAttempts"_s)->setValue(2);
        auto *age = part<QComboBox>(u"jobsFilterAge"_s);
        age->setCurrentIndex(2);
        emit age->activated(2);
        const auto match = [this] { return lastMatch(); };
        QTRY_COMPARE_WITH_TIMEOUT(match().value("minAttempts"_L1).toInteger(), 2, Patience);
        QCOMPARE(match().value("name"_L1).toString(), u"send-email"_s);
        QCOMPARE(match().value("failedReason"_L1).toString(), u"SMTP"_s);
        const QDateTime after = QDateTime::fromString(match().value("after"_L1).toString(), Qt::ISODateWithMs);
        QVERIFY(std::abs(after.secsTo(QDateTime::currentDateTimeUtc()) - 3600) < 60);
        QVERIFY(match().value("before"_L1).isUndefined());
    }

    void nothingFoundSaysHowManyWereLookedAt()
    {
        open(5000);
        m_server->on(
            "POST", base() + u"/search"_s,
            QCborMap{{"items"_L1, QCborArray()}, {"scanned"_L1, 5000}, {"total"_L1, 5000}, {"cursor"_L1, nullptr}});
        type(u"jobsSearch"_s, u"nobody"_s);
        const auto *states = part<StateView>(u"jobsState"_s);
        QTRY_COMPARE_WITH_TIMEOUT(states->state(), StateView::State::Empty, Patience);
        QVERIFY(model()->isFound());
        click(u"jobsEmptyAction"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 5000, Patience);
    }

    void aFailureInTheMiddleKeepsWhatWasFound()
    {
        open(5000);
        scriptSearch(3, 1);
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"jobsCount"_s).contains(u"Then it failed"_s), Patience);
        QCOMPARE(model()->rowCount(), 2);
        scriptSearch(3);
        click(u"jobsSearchMore"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 6, Patience);
    }

    void whatWasFoundKeepsItsStateUpToDate()
    {
        open(5000);
        scriptSearch(1);
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 2, Patience);
        tell({jobEvent(u"completed"_s, u"0"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::State), u"Completed"_s, Patience);
    }

    void whatWasNotToldOfThoseThatWereFoundIsSaid()
    {
        open(5000);
        scriptSearch(1);
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 2, Patience);
        auto *notice = part<PageNotice>(u"newJobs"_s);
        QCOMPARE(notice->text(), QString());
        m_server->tell(u"queue"_s, {{u"row"_s, rowMap()}, {u"events"_s, QCborArray()}, {u"skipped"_s, 5}});
        QTRY_VERIFY_WITH_TIMEOUT(!notice->text().isEmpty(), Patience);
        scriptSearch(2);
        QTest::mouseClick(notice, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 4, Patience);
        QCOMPARE(notice->text(), QString());
        m_server->dropFeeds();
        QTRY_VERIFY_WITH_TIMEOUT(!notice->text().isEmpty(), Patience);
    }

    void whatWasFoundBeforeThePageWasLeftMayBeOld()
    {
        open(5000);
        scriptSearch(1);
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 2, Patience);
        m_page->setActive(true); // as it was
        QCOMPARE(part<PageNotice>(u"newJobs"_s)->text(), QString());
        m_page->setActive(false);
        m_page->setActive(true);
        QVERIFY(!part<PageNotice>(u"newJobs"_s)->text().isEmpty());
    }

    void returnSearchesAgain()
    {
        open(5000);
        scriptSearch(1);
        auto *field = part<QLineEdit>(u"jobsSearch"_s);
        type(u"jobsSearch"_s, u"ada"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 2, Patience);
        QCOMPARE(m_server->asked("POST", base() + u"/search"_s).size(), 1);
        scriptSearch(2);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 4, Patience);
        field->clear();
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 5000, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        clickRow(2);
        QTest::keyClick(field, Qt::Key_Return); // nothing is looked for
        QVERIFY(table()->selectionModel()->hasSelection());
    }

    void aClickOnTheStateThatIsLitEndsTheSearchInOthers()
    {
        open(5000, 3);
        scriptSearch(1);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        part<QMenu>(u"jobsSearchStatesMenu"_s)->findChild<QAction *>(u"jobsSearchAll"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(model()->isFound() && model()->rowCount() == 2, Patience);
        showState(u"Waiting"_s);
        QVERIFY(!model()->isFound());
        QCOMPARE(part<QToolButton>(u"jobsSearchStates"_s)->text(), u"in waiting"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 5000, Patience);
        clickRow(2);
        showState(u"Waiting"_s); // which are here
        QVERIFY(table()->selectionModel()->hasSelection());
    }

    void aClickOnAHeadSortsTheWholeState()
    {
        open(5000, 3);
        scriptSearch(3);
        showState(u"Failed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 3, Patience);
        clickHead(JobsModel::At);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 6, Patience);
        QCOMPARE(lastMatch().value("states"_L1).toArray(), QCborArray{u"failed"_s});
        QVERIFY(lastMatch().value("q"_L1).toString().isEmpty());
        QCOMPARE(cell(0, JobsModel::Id), u"5"_s); // the last that failed
        QVERIFY(!table()->isColumnHidden(JobsModel::Failure)); // as it was
        QVERIFY(!table()->isColumnHidden(JobsModel::State)); // which may change
        clickHead(JobsModel::At);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"0"_s, Patience);
        clickHead(JobsModel::At); // no longer
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 3, Patience);
        QVERIFY(!model()->isFound());
        QCOMPARE(table()->horizontalHeader()->sortIndicatorSection(), -1);
    }

    void thoseThatCameAfterTheOrderWasMadeAreTold()
    {
        open(5000);
        scriptSearch(3);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        clickHead(JobsModel::Name);
        QTRY_COMPARE_WITH_TIMEOUT(search()->state(), JobSearch::State::Done, Patience);
        QCOMPARE(part<PageNotice>(u"newJobs"_s)->text(), QString());
        tell({jobEvent(u"waiting"_s, u"9001"_s), jobEvent(u"waiting"_s, u"9002"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(part<PageNotice>(u"newJobs"_s)->text(), u"2 new"_s, Patience);
        scriptSearch(4);
        QTest::mouseClick(part<PageNotice>(u"newJobs"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 8, Patience);
        QCOMPARE(part<PageNotice>(u"newJobs"_s)->text(), QString());
        QVERIFY(model()->isSorted());
    }

    // What it found so far isn't the whole, so sorting it would mislead.
    void whatIsSortedIsLookedThroughToTheEnd()
    {
        open(5000);
        scriptMany(7);
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_COMPARE_WITH_TIMEOUT(search()->state(), JobSearch::State::Resting, Patience);
        QCOMPARE(model()->rowCount(), 1000);
        clickHead(JobsModel::At);
        QTRY_COMPARE_WITH_TIMEOUT(search()->state(), JobSearch::State::Done, Patience);
        QCOMPARE(model()->rowCount(), JobsModel::FoundCapacity);
        QCOMPARE(cell(0, JobsModel::Id), u"6999"_s);
        const QString whole = u"7,000 of 7,000 jobs looked at, 7,000 found, the first 5,000 by Since shown"_s;
        QCOMPARE(text(u"jobsCount"_s), whole);
        clickHead(JobsModel::At); // the first of all by it, not of those that are shown
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"0"_s, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"jobsCount"_s), whole, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(search()->state(), JobSearch::State::Done, Patience);
    }

    void whatWasFullIsLookedThroughAnewForItsOrder()
    {
        open(5000);
        scriptMany(7);
        type(u"jobsSearch"_s, u"ada"_s);
        for (int found = 1000; found < JobsModel::FoundCapacity; found += 1000) {
            QTRY_COMPARE_WITH_TIMEOUT(search()->state(), JobSearch::State::Resting, Patience);
            QCOMPARE(model()->rowCount(), found);
            click(u"jobsSearchMore"_s);
        }
        QTRY_VERIFY_WITH_TIMEOUT(model()->isFull(), Patience);
        clickHead(JobsModel::At);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"6999"_s, Patience);
    }

    void whatWasStoppedIsSortedAsFarAsItGot()
    {
        open(5000);
        scriptMany(2);
        type(u"jobsSearch"_s, u"ada"_s);
        QTRY_COMPARE_WITH_TIMEOUT(search()->state(), JobSearch::State::Resting, Patience);
        m_server->setHolding(true);
        click(u"jobsSearchMore"_s);
        click(u"jobsSearchStop"_s);
        m_server->setHolding(false);
        clickHead(JobsModel::At);
        QTRY_COMPARE_WITH_TIMEOUT(cell(0, JobsModel::Id), u"999"_s, Patience);
        QCOMPARE(search()->state(), JobSearch::State::Cancelled);
    }

    void escEndsTheOrder()
    {
        open(5000);
        scriptSearch(3);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        clickHead(JobsModel::Name);
        QTRY_COMPARE_WITH_TIMEOUT(search()->state(), JobSearch::State::Done, Patience);
        QTest::keyClick(table(), Qt::Key_Escape);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 5000, Patience);
        QVERIFY(!model()->isFound());
    }

    void anotherStateComesInItsOwnOrder()
    {
        open(5000, 3);
        scriptSearch(3);
        QTRY_VERIFY_WITH_TIMEOUT(isLoaded(0), Patience);
        clickHead(JobsModel::Name);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 6, Patience);
        showState(u"Failed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(model()->rowCount(), 3, Patience);
        QVERIFY(!model()->isFound());
    }

    void namesThatWereSeenAreOffered()
    {
        open(10);
        click(u"jobsFilters"_s);
        auto *name = part<QLineEdit>(u"jobsFilterName"_s);
        QTRY_VERIFY_WITH_TIMEOUT(name->completer()->model()->rowCount() == 2, Patience);
    }

private:
    // Two jobs in each step; the one at `failing` fails.
    void scriptSearch(int steps, int failing = -1)
    {
        m_server->on("POST", base() + u"/search"_s, [steps, failing](const ScriptedAdmin::Question &question) {
            const int at = question.body.value("cursor"_L1).toString().toInt();
            if (at == failing)
                return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis refused"_L1}}};
            const QCborArray items{jobRow(QString::number(at * 2)), jobRow(QString::number(at * 2 + 1))};
            const QCborValue next = at + 1 < steps ? QCborValue(QString::number(at + 1)) : QCborValue(nullptr);
            return ScriptedAdmin::Reply{
                200, {{"items"_L1, items}, {"scanned"_L1, 1000}, {"total"_L1, 5000}, {"cursor"_L1, next}}};
        });
    }

    // A thousand jobs in each step.
    void scriptMany(int steps)
    {
        m_server->on("POST", base() + u"/search"_s, [steps](const ScriptedAdmin::Question &question) {
            const int at = question.body.value("cursor"_L1).toString().toInt();
            QCborArray items;
            for (int number = at * 1000; number < (at + 1) * 1000; ++number)
                items.append(jobRow(QString::number(number)));
            const QCborValue next = at + 1 < steps ? QCborValue(QString::number(at + 1)) : QCborValue(nullptr);
            return ScriptedAdmin::Reply{
                200, {{"items"_L1, items}, {"scanned"_L1, 1000}, {"total"_L1, steps * 1000}, {"cursor"_L1, next}}};
        });
    }

    void clickHead(int column) const
    {
        const QHeaderView *header = table()->horizontalHeader();
        QVERIFY(!header->isSectionHidden(column));
        const QPoint place(header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
                           header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    }

    JobSearch *search() const { return &m_page->findChild<JobsList *>()->jobSearch(); }

    QCborMap lastMatch() const
    {
        const auto asked = m_server->asked("POST", base() + u"/search"_s);
        return asked.isEmpty() ? QCborMap() : asked.last().body.value("match"_L1).toMap();
    }
};

QTEST_MAIN(QueuesSearchTest)
#include "queues_search_test.moc"
