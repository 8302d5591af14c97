// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_pane.h"

#include "client/session.h"
#include "pages/queues/job_actions.h"
#include "pages/queues/job_detail.h"
#include "pages/queues/job_editing.h"
#include "pages/queues/job_tabs.h"
#include "pages/queues/job_timing_dialog.h"
#include "pages/queues/jobs_bar.h"
#include "pages/queues/jobs_footer.h"
#include "pages/queues/jobs_list.h"
#include "pages/queues/jobs_table.h"
#include "widgets/detail_splitter.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QSettings>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString StateKey = u"queues/jobs/state"_s;

} // namespace

JobsPane::JobsPane(const Theme &theme, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_tabs(new JobTabs(theme))
    , m_bar(new JobsBar(theme))
    , m_list(new JobsList(theme, settings))
    , m_detail(new JobDetail(theme))
    , m_splitter(new DetailSplitter(settings, u"queues/jobs"_s))
    , m_footer(new JobsFooter(*m_list))
    , m_actions(new JobActions(theme, *m_splitter, [this] { return target(); }))
    , m_editing(new JobEditing(theme, *this))
    , m_timing(new QAction(theme.icon(u"clock"_s), tr("Change delay or priority…"), this))
{
    setObjectName(u"jobsPane"_s);
    build();
    addKeys();
    connectList();
    connectDetail();
    connectWatch();
    m_tabs->setState(jobStateOfKey(settings.value(StateKey).toString()).value_or(JobState::Waiting));
    m_bar->setPlace(m_tabs->state());
}

void JobsPane::build()
{
    m_splitter->setObjectName(u"jobsSplitter"_s);
    m_splitter->setParts(m_list, m_detail);
    m_footer->setActions(m_actions->all());
    m_list->table().addAction(m_actions->copyId());
    m_timing->setObjectName(u"changeTiming"_s);
    m_timing->setToolTip(tr("Change delay or priority (T)"));
    QList<QAction *> actions = m_actions->all();
    actions.insert(actions.size() - 1, m_timing); // before what removes
    m_detail->setActions(actions);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_bar);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_footer);
    setFocusProxy(m_list);
    m_list->table().installEventFilter(this);
    m_detail->installEventFilter(this);
}

void JobsPane::addKeys()
{
    const auto add = [this](QAction *action, const QKeySequence &key) {
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_splitter->addAction(action);
    };
    auto *create = new QAction(tr("Add a job"), this);
    add(create, Qt::Key_N);
    connect(create, &QAction::triggered, this, &JobsPane::addJob);
    auto *edit = new QAction(tr("Edit the data"), this);
    add(edit, Qt::Key_E);
    connect(edit, &QAction::triggered, m_detail, &JobDetail::edit);
    add(m_timing, Qt::Key_T);
    connect(m_timing, &QAction::triggered, this, &JobsPane::changeTiming);
}

void JobsPane::connectList()
{
    connect(m_tabs, &JobTabs::chosen, this, &JobsPane::showState);
    connect(m_tabs, &JobTabs::chosenAgain, this, [this] {
        if (m_list->isSearching()) // maybe in other states
            showState(m_tabs->state());
    });
    connect(m_bar, &JobsBar::changed, this, &JobsPane::run);
    connect(m_bar, &JobsBar::orderChanged, this, &JobsPane::runUnsorted);
    connect(m_bar, &JobsBar::cancelAsked, &m_list->jobSearch(), &JobSearch::cancel);
    connect(m_bar, &JobsBar::addAsked, this, &JobsPane::addJob);
    connect(m_bar, &JobsBar::left, &m_list->table(), qOverload<>(&QWidget::setFocus));
    connect(m_list, &JobsList::opened, this, &JobsPane::openCurrent);
    connect(m_list, &JobsList::chosenChanged, this, &JobsPane::showCurrent);
    connect(m_list, &JobsList::chosenChanged, this, &JobsPane::enable);
    m_enable.setSingleShot(true); // a busy queue changes many rows at once, and many may be chosen
    connect(&m_enable, &QTimer::timeout, this, &JobsPane::enable);
    connect(&m_list->model(), &QAbstractItemModel::dataChanged, &m_enable, [this] { m_enable.start(); });
    connect(&m_list->model(), &QAbstractItemModel::modelReset, &m_enable, [this] { m_enable.start(); });
    connect(m_list, &JobsList::stateChanged, this,
            [this] { m_bar->setRunning(m_list->jobSearch().state() == JobSearch::State::Running); });
    connect(m_list, &JobsList::actionWanted, this, [this] { m_list->isSearching() ? endSearch() : addJob(); });
    connect(&m_list->table(), &JobsTable::sortAsked, this, &JobsPane::sort);
    connect(&m_list->table(), &QTableView::clicked, this, [this] {
        if (QGuiApplication::keyboardModifiers() == Qt::NoModifier)
            openCurrent();
    });
    connect(&m_list->table(), &QWidget::customContextMenuRequested, this, &JobsPane::showMenu);
}

void JobsPane::connectDetail()
{
    connect(m_detail, &JobDetail::closed, this, &JobsPane::closeDetail);
    connect(m_detail, &JobDetail::shown, &m_watch, &QueueWatch::setJob);
    connect(m_detail, &JobDetail::toast, this, &JobsPane::toast);
    connect(m_detail, &JobDetail::jobAsked, this, &JobsPane::goTo);
    connect(m_detail, &JobDetail::traceAsked, this,
            [this](const QString &id) { emit openLink(u"requests"_s, "trace:"_L1 + id); });
    connect(m_detail, &JobDetail::loaded, this, [this](const JobRow &row) {
        if (isDetailOfQueue())
            m_list->model().change(row.id, [&row](JobRow &known) { known = row; });
        enable();
    });
    connect(m_actions, &JobActions::toast, this, &JobsPane::toast);
    connect(m_actions, &JobActions::changed, this, &JobsPane::takeChange);
    connect(m_actions, &JobActions::duplicateAsked, m_editing, &JobEditing::duplicate);
    connect(m_editing, &JobEditing::toast, this, &JobsPane::toast);
    connect(m_editing, &JobEditing::namesChanged, m_bar, &JobsBar::setNames);
    connect(m_editing, &JobEditing::added, this, &JobsPane::takeChange);
    connect(m_editing, &JobEditing::changed, this, &JobsPane::takeChange);
}

void JobsPane::connectWatch()
{
    connect(&m_watch, &QueueWatch::rowCame, this, &JobsPane::setQueue);
    connect(&m_watch, &QueueWatch::eventsCame, m_list, &JobsList::takeEvents);
    connect(&m_watch, &QueueWatch::jobCame, m_detail, &JobDetail::takeNews);
}

void JobsPane::setSession(Session *session)
{
    if (m_session) {
        m_session->feed().disconnect(this);
        m_session->range().disconnect(this);
    }
    m_session = session;
    m_watch.setSession(session);
    m_list->setSession(session);
    m_detail->setSession(session);
    m_actions->setSession(session);
    m_editing->setSession(session);
    if (!session)
        return;
    m_list->setPaused(session->range().isPaused());
    connect(&session->range(), &TimeRange::pausedChanged, m_list, &JobsList::setPaused);
    connect(&session->feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
        if (state != LinkState::Connected || m_queue.id.isEmpty())
            return;
        m_list->catchUp();
        m_detail->refresh();
    });
    run();
}

void JobsPane::setActive(bool active)
{
    m_watch.setActive(active);
    m_list->setActive(active);
}

void JobsPane::setQueue(const QueueRow &queue)
{
    const bool other = queue.id != m_queue.id;
    const bool wasOwn = m_queue.own;
    m_queue = queue;
    if (queue.own != wasOwn)
        enable();
    m_tabs->setCounts(queue.counts);
    m_editing->setQueue(queue);
    if (!other)
        return m_list->takeRow(queue);
    m_watch.setQueue(queue.id);
    settleDetail();
    runUnsorted();
    m_list->takeRow(queue);
}

void JobsPane::settleDetail()
{
    if (isDetailOfQueue()) { // back at what isn't saved
        m_detail->stay();
        m_watch.setJob(m_detail->row().id);
        return enable();
    }
    if (m_detail->mayClose())
        hideDetail();
    else
        enable();
}

void JobsPane::showState(JobState state)
{
    m_tabs->setState(state);
    m_bar->setPlace(state);
    m_settings.setValue(StateKey, jobStateKey(state));
    runUnsorted();
}

void JobsPane::run()
{
    if (m_queue.id.isEmpty())
        return;
    JobMatch match = m_bar->match();
    if (match.isPlain() && match.states.isEmpty() && !m_list->isSorted())
        return m_list->showJobs(m_queue.id, m_tabs->state(), m_bar->isNewestFirst());
    if (match.states.isEmpty())
        match.states = {m_tabs->state()};
    m_list->search(m_queue.id, match, m_bar->isNewestFirst());
}

void JobsPane::sort(int column, Qt::SortOrder order)
{
    if (!m_list->sort(column, order))
        run();
}

void JobsPane::runUnsorted()
{
    m_list->clearSort();
    run();
}

void JobsPane::endSearch()
{
    m_list->clearSort();
    m_bar->clear();
    if (m_list->isSearching()) // for its order only
        run();
}

void JobsPane::openJob(const QString &jobId)
{
    JobRow row;
    row.id = jobId;
    if (const int at = m_list->model().rowOf(jobId); at >= 0)
        row = *m_list->model().at(at);
    m_list->table().clearSelection();
    showDetail(row);
}

void JobsPane::addJob()
{
    m_editing->add();
}

void JobsPane::forget()
{
    m_queue = {};
    m_watch.setQueue({});
    m_detail->clear();
    m_splitter->setDetailShown(false);
    m_tabs->setCounts({});
    m_list->forget();
}

void JobsPane::focusSearch()
{
    m_bar->focusSearch();
}

void JobsPane::openCurrent()
{
    if (const JobRow *row = m_list->current())
        showDetail(*row);
}

void JobsPane::showCurrent()
{
    const JobRow *row = m_list->current();
    if (row && m_splitter->isDetailShown() && m_list->table().selectedCount() == 1)
        showDetail(*row);
}

void JobsPane::showDetail(const JobRow &row)
{
    const JobRow job = row; // NOLINT: the model may change meanwhile
    m_splitter->setDetailShown(true);
    m_detail->showJob(m_queue.id, job);
    enable();
}

bool JobsPane::closeDetail()
{
    if (!m_splitter->isDetailShown())
        return false;
    if (!m_detail->mayClose())
        return true;
    hideDetail();
    m_list->table().setFocus();
    return true;
}

// The focus goes on only from what is hidden: who is elsewhere, such as among the queues, stays there.
void JobsPane::hideDetail()
{
    const bool hadFocus = m_detail->isAncestorOf(QApplication::focusWidget());
    m_splitter->setDetailShown(false);
    m_detail->clear();
    m_watch.setJob({});
    enable();
    if (hadFocus)
        m_list->table().setFocus();
}

void JobsPane::goTo(const QString &queueId, const QString &jobId)
{
    if (queueId == m_queue.id)
        openJob(jobId);
    else
        emit queueRequested(queueId, jobId);
}

void JobsPane::takeChange()
{
    m_list->reload();
    m_detail->refresh();
}

void JobsPane::enable()
{
    m_timing->setVisible(!m_splitter->isDetailShown()
                         || (isDetailOfQueue() && JobTimingDialog::suits(m_detail->row())));
    m_actions->enable();
}

// What isn't saved stays in detail while another queue is looked at, which may have a job of the same id.
bool JobsPane::isDetailOfQueue() const
{
    return m_splitter->isDetailShown() && m_detail->queueId() == m_queue.id;
}

void JobsPane::changeTiming()
{
    if (isDetailOfQueue())
        return m_editing->changeTiming(m_detail->row());
    const JobRow *row = m_list->current();
    if (row && !m_splitter->isDetailShown())
        m_editing->changeTiming(*row);
}

// Those that are selected; else the one that is shown.
JobTarget JobsPane::target() const
{
    JobTarget target = m_list->target();
    const JobRow &shown = m_detail->row();
    if (m_list->table().selectedCount() == 0 && isDetailOfQueue() && !shown.isGone()) {
        target.queueId = m_queue.id;
        target.ids = {shown.id};
        target.states = {*shown.state};
        target.count = 1;
    }
    const bool isShown = isDetailOfQueue() && m_detail->isLoaded() && target.ids == QStringList{shown.id};
    target.cancellable = isShown ? m_detail->details().cancellable : m_queue.own;
    return target;
}

QList<Shortcut> JobsPane::shortcuts() const
{
    return QList<Shortcut>{{u"N"_s, tr("Add a job")},
                           {u"E"_s, tr("Edit the data of the job")},
                           {u"T"_s, tr("Change its delay or priority")}}
    + m_actions->shortcuts() + QList<Shortcut>{{u"J K G Shift+G"_s, tr("Next, previous, first and last job")}};
}

void JobsPane::showMenu(const QPoint &position)
{
    if (target().isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"jobMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fillMenu(*menu);
    menu->popup(m_list->table().viewport()->mapToGlobal(position));
}

bool JobsPane::leave()
{
    if (m_list->jobSearch().state() == JobSearch::State::Running) {
        m_list->jobSearch().cancel();
        return true;
    }
    if (closeDetail())
        return true;
    if (m_list->table().selectedCount() > 0) {
        m_list->table().clearSelection();
        return true;
    }
    if (!m_list->isSearching())
        return false;
    endSearch();
    return true;
}

bool JobsPane::eventFilter(QObject *watched, QEvent *event)
{
    const bool escape = event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape;
    return (escape && leave()) || QWidget::eventFilter(watched, event);
}

} // namespace signalbox::ui
