// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_list.h"

#include "client/session.h"
#include "pages/queues/jobs_table.h"
#include "widgets/empty_state.h"
#include "widgets/format.h"
#include "widgets/page_notice.h"
#include "widgets/state_view.h"

#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString emptyText(JobState state)
{
    switch (state) {
    case JobState::Waiting:
        return JobsList::tr("Every job has been taken by a worker. New ones show here as they are added.");
    case JobState::Active:
        return JobsList::tr("No worker runs a job of this queue now.");
    case JobState::Prioritized:
        return JobsList::tr("Jobs that have a priority wait here, the most urgent first.");
    case JobState::Delayed:
        return JobsList::tr("Jobs that are to run later wait here, also those that wait to be tried again.");
    case JobState::WaitingChildren:
        return JobsList::tr("Parents whose children have not all run wait here.");
    case JobState::Completed:
        return JobsList::tr("No job that has completed is kept. Options such as removeOnComplete let them go.");
    case JobState::Failed:
        return JobsList::tr("Nothing has failed for good, of what is kept.");
    }
    return {};
}

// Those that are tried again keep why they failed.
bool mayHaveFailed(const QList<JobState> &states)
{
    return std::ranges::any_of(states, [](JobState state) {
        return state == JobState::Failed || state == JobState::Delayed || state == JobState::Active;
    });
}

} // namespace

JobsList::JobsList(const Theme &theme, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_source(m_model)
    , m_table(new JobsTable(theme, m_model, settings))
    , m_news(new PageNotice(PageNotice::Tone::News, this))
    , m_states(new StateView(theme, m_table, this))
{
    build();
    connectParts();
    showState();
}

void JobsList::build()
{
    m_news->setObjectName(u"newJobs"_s);
    m_states->setObjectName(u"jobsState"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_news);
    column->addWidget(m_states, 1);
    setFocusProxy(m_table);
    m_second.setInterval(1000);
}

void JobsList::connectParts()
{
    connect(&m_second, &QTimer::timeout, &m_model, &JobsModel::tick);
    connect(m_table, &JobsTable::lookedAt, &m_source, &JobsSource::look);
    connect(m_table, &JobsTable::opened, this, &JobsList::opened);
    connect(m_table, &JobsTable::restChanged, this, &JobsList::follow);
    connect(m_table, &JobsTable::selectionMoved, this, &JobsList::takeSelection);
    connect(m_news, &PageNotice::actionTriggered, this, &JobsList::showNew);
    connect(m_states, &StateView::retryAsked, this, [this] { isSearching() ? m_search.goOn() : m_source.reload(); });
    connect(&m_source, &JobsSource::restarted, m_table, &JobsTable::goToTop);
    connect(&m_source, &JobsSource::stateChanged, this, &JobsList::showState);
    connect(&m_search, &JobSearch::stateChanged, this, &JobsList::showState);
    connect(&m_search, &JobSearch::cameAcross, this, [this](const QList<JobRow> &rows) {
        m_model.append(rows);
        if (m_model.isFull())
            m_search.cancel();
    });
}

void JobsList::setSession(Session *session)
{
    m_session = session;
    m_source.setSession(session);
    m_search.setSession(session);
    showState();
}

void JobsList::setActive(bool active)
{
    if (!active)
        return m_second.stop();
    if (!m_second.isActive())
        fallBehind();
    m_second.start();
    m_behind = true;
    follow();
}

void JobsList::setPaused(bool paused)
{
    m_paused = paused;
    follow();
}

void JobsList::showJobs(const QString &queueId, JobState state, bool newestFirst)
{
    m_queueId = queueId;
    m_match = {};
    m_match.states = {state};
    m_newestFirst = newestFirst;
    m_allThatMatch = false;
    m_entered = 0;
    m_inState = 0; // of another state; the next figures tell
    m_behind = false;
    m_missed = false;
    m_search.forget();
    m_model.restart(0, state);
    m_table->showColumnsOf(state);
    tellNews();
    m_source.show(queueId, state, newestFirst);
}

void JobsList::search(const QString &queueId, const JobMatch &match, bool newestFirst)
{
    m_queueId = queueId;
    m_match = match;
    m_newestFirst = newestFirst;
    m_allThatMatch = false;
    m_entered = 0;
    m_missed = false;
    m_source.stop();
    // Those of one state, in another order, have the columns that they had.
    const auto state = isWholeState() ? std::optional(match.states.constFirst()) : std::nullopt;
    m_model.restartFound(state);
    m_table->showColumnsOf(state, mayHaveFailed(match.states));
    tellNews();
    m_search.setRests(!isSorted());
    m_search.start(queueId, match, newestFirst);
    m_table->goToTop();
}

bool JobsList::sort(int column, Qt::SortOrder order)
{
    const bool isAllHere = isSearching() && !m_model.hasLeftOut() && !m_model.isFull();
    m_model.sort(column, order);
    m_search.setRests(!isSorted());
    if (!isSorted() || !isAllHere)
        return false;
    if (m_search.state() == JobSearch::State::Resting)
        m_search.goOn();
    showState();
    return true;
}

void JobsList::clearSort()
{
    m_model.sort(-1, Qt::AscendingOrder);
}

void JobsList::forget()
{
    m_queueId.clear();
    m_source.stop();
    m_search.forget();
    m_model.restart(0, m_source.jobState());
    m_entered = 0;
    m_inState = 0;
    showState();
}

void JobsList::takeRow(const QueueRow &row)
{
    m_inState = row.counts.of(m_source.jobState());
    if (m_inState != m_source.total())
        m_behind = true;
    follow();
}

void JobsList::takeEvents(const QList<JobEvent> &events, qint64 skipped)
{
    const JobState state = isWholeState() ? m_match.states.constFirst() : m_source.jobState();
    for (const JobEvent &event : events) {
        m_model.change(event.jobId, [&event](JobRow &row) { event.applyTo(row); });
        m_behind |= event.isRemoval() || event.stateAfter().has_value();
        if (event.stateAfter() == state)
            ++m_entered;
    }
    if (skipped > 0)
        fallBehind();
    follow();
}

void JobsList::fallBehind()
{
    m_behind = true;
    m_missed |= isSearching();
}

void JobsList::catchUp()
{
    fallBehind();
    m_source.askAgain();
    follow();
}

// Where one has scrolled, new ones wait already; but the rows may come anew after an action, under what is selected.
void JobsList::takeSelection()
{
    m_allThatMatch = m_allThatMatch && m_table->isWholeSelected();
    if (m_table->selectedCount() > 0)
        m_behind |= m_source.hold();
    // Those between two that were clicked were never in sight; of all there are, no action needs the rows.
    m_source.want(m_table->isWholeSelected() ? QList<int>() : m_table->selectedPages(JobsSource::MostWanted));
    emit chosenChanged();
}

bool JobsList::isHeld() const
{
    return m_paused || !m_table->isAtRest();
}

// What the server has by now comes in only where it moves nothing under the pointer.
void JobsList::follow()
{
    if (m_queueId.isEmpty())
        return;
    if (isSearching())
        return tellNews();
    // Also what was asked before: it would put other jobs under the pointer, or into the selection.
    if (!std::exchange(m_held, isHeld()) && m_held)
        m_behind |= m_source.hold();
    if (m_behind && !m_held) {
        m_behind = false;
        m_entered = 0;
        m_source.refresh();
    }
    tellNews();
}

bool JobsList::isWholeState() const
{
    return m_match.isPlain() && m_match.states.size() == 1;
}

qint64 JobsList::news() const
{
    if (isSearching())
        return isWholeState() && m_search.state() == JobSearch::State::Done ? m_entered : 0;
    return isHeld() ? std::max(m_entered, m_inState - m_model.rowCount()) : 0;
}

void JobsList::tellNews()
{
    if (isSearching() && m_missed && m_model.rowCount() > 0)
        return m_news->tell(tr("These jobs may have changed since they were found"), tr("Search again"));
    const qint64 count = news();
    m_news->tell(count > 0 ? tr("%1 new").arg(formatExact(count)) : QString());
}

void JobsList::showNew()
{
    if (isSearching())
        return search(m_queueId, JobMatch(m_match), m_newestFirst);
    m_table->goToTop();
    reload();
}

void JobsList::reload()
{
    if (isSearching())
        return; // the events of the queue tell what has become of them
    m_table->clearSelection();
    m_entered = 0;
    m_behind = false;
    m_source.reload();
    tellNews();
}

void JobsList::selectAllThatMatch(bool all)
{
    m_allThatMatch = all;
    if (all)
        m_table->selectAll();
    else
        m_table->clearSelection();
    m_allThatMatch = all;
    emit chosenChanged();
}

JobTarget JobsList::targetOfAll() const
{
    JobTarget target;
    target.queueId = m_queueId;
    target.states = m_match.states;
    target.match = isSearching() ? m_search.match() : m_match.toCbor(0);
    target.count = isSearching() ? m_search.found() : m_model.rowCount();
    return target;
}

// All that are in a state are meant as such, also those that aren't loaded.
JobTarget JobsList::target() const
{
    const qint64 selected = m_table->selectedCount();
    const bool more = selected > m_model.loadedRows();
    if (m_allThatMatch || (!isSearching() && more && m_table->isWholeSelected()))
        return targetOfAll();
    const QList<int> rows = more ? QList<int>() : m_table->selectedLoaded();
    const bool isKnown = rows.size() == selected; // whom it is for
    return targetOf(isKnown ? rows : QList<int>());
}

JobTarget JobsList::targetOf(const QList<int> &rows) const
{
    JobTarget target;
    target.queueId = m_queueId;
    QSet<QString> known; // new ones push a job into another page, and it is there twice
    for (const int row : rows) {
        const JobRow &job = *m_model.at(row);
        if (known.contains(job.id))
            continue;
        known.insert(job.id);
        target.ids.append(job.id);
        if (job.state && !target.states.contains(*job.state))
            target.states.append(*job.state);
    }
    target.count = target.ids.size();
    return target;
}

const JobRow *JobsList::current() const
{
    const QModelIndex index = m_table->currentIndex();
    return index.isValid() ? m_model.at(index.row()) : nullptr;
}

void JobsList::showState()
{
    emit stateChanged();
    tellNews();
    if (m_model.rowCount() > 0)
        return m_states->showContent();
    if (!m_session)
        return m_states->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_states->showDisconnected(why);
    isSearching() ? showNoneFound() : showEmpty();
}

void JobsList::showEmpty()
{
    if (m_source.state() == JobsSource::State::Failed)
        return m_states->showFailed(m_source.error());
    if (m_source.state() != JobsSource::State::Ready)
        return m_states->showLoading();
    const JobState state = m_source.jobState();
    m_states->showEmpty(u"inbox"_s, tr("No jobs: %1").arg(jobStateLabel(state).toLower()), emptyText(state));
    QPushButton *add = m_states->emptyState().addAction(tr("Add a job"));
    add->setObjectName(u"jobsEmptyAction"_s);
    connect(add, &QPushButton::clicked, this, &JobsList::actionWanted);
}

void JobsList::showNoneFound()
{
    if (m_search.state() == JobSearch::State::Failed)
        return m_states->showFailed(m_search.error());
    if (m_search.state() == JobSearch::State::Running)
        return m_states->showLoading();
    if (m_search.canGoOn())
        m_states->showEmpty(u"search"_s, tr("Nothing found so far"), tr("There are more jobs to look at."));
    else
        m_states->showEmpty(u"filter"_s, tr("No job matches"),
                            tr("All %1 were looked at.").arg(formatCounted(m_search.scanned(), tr("job"), tr("jobs"))));
    QPushButton *end = m_states->emptyState().addAction(tr("End the search"));
    end->setObjectName(u"jobsEmptyAction"_s);
    connect(end, &QPushButton::clicked, this, &JobsList::actionWanted);
}

} // namespace signalbox::ui
