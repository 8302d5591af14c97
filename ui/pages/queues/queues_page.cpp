// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queues_page.h"

#include "client/session.h"
#include "pages/metrics/notice_bar.h"
#include "pages/queues/queue_actions.h"
#include "pages/queues/queue_dialogs.h"
#include "pages/queues/queue_notice.h"
#include "pages/queues/queue_pane.h"
#include "pages/queues/queues_bar.h"
#include "pages/queues/queues_state_view.h"
#include "pages/queues/queues_table.h"
#include "widgets/form_dialog.h"
#include "widgets/format.h"

#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString SplitterKey = u"queues/splitter"_s;
constexpr int TableShare = 30; // percent of the width, while a queue is open

} // namespace

QueuesPage::QueuesPage(const Theme &theme, QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_notifier(theme.icon(u"inbox"_s), this)
    , m_bar(new QueuesBar(theme))
    , m_notice(new NoticeBar(theme))
    , m_splitter(new QSplitter)
    , m_table(new QueuesTable(theme, m_model, settings))
    , m_count(new QLabel)
    , m_actions(new QueueActions(theme, m_commands, *m_splitter, [this] { return chosen(); }))
    , m_pane(new QueuePane(theme, *m_actions, settings))
    , m_state(new QueuesStateView(theme, *m_table))
    , m_dialogs(new QueueDialogs(theme, m_source, m_commands, *this))
{
    setObjectName(u"queuesPage"_s);
    build();
    connectParts();
    connectDialogs();
    showState();
}

QueuesPage::~QueuesPage()
{
    if (!m_opened.isEmpty())
        m_settings.setValue(SplitterKey, m_splitter->saveState());
}

void QueuesPage::build()
{
    m_notice->setObjectName(u"queuesNotice"_s);
    m_splitter->setObjectName(u"queuesSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_state);
    m_splitter->addWidget(m_pane);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_pane->hide();
    m_count->setObjectName(u"queuesCount"_s);
    m_count->setContentsMargins(Theme::Grid * 2, Theme::Grid / 2, Theme::Grid * 2, Theme::Grid / 2);
    Theme::setKind(m_count, "caption");
    setFocusProxy(m_table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_notice);
    column->addWidget(m_splitter, 1);
    column->addWidget(m_count);
}

void QueuesPage::connectParts()
{
    connect(&m_source, &QueuesSource::changed, this, &QueuesPage::showAll);
    connect(&m_commands, &QueueCommands::rowCame, &m_source, &QueuesSource::take);
    connect(&m_commands, &QueueCommands::changed, &m_source, &QueuesSource::refresh);
    connect(m_state, &StateView::retryAsked, &m_source, &QueuesSource::refresh);
    connect(m_state, &QueuesStateView::allAsked, m_bar, &QueuesBar::clearFilter);
    connect(m_state, &QueuesStateView::addAsked, m_dialogs, &QueueDialogs::addQueue);
    connect(m_state, &QueuesStateView::connectionsAsked, m_dialogs, &QueueDialogs::showConnections);
    connect(m_bar, &QueuesBar::filterChanged, this, &QueuesPage::filter);
    connect(m_bar, &QueuesBar::left, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_table, &QueuesTable::opened, this, &QueuesPage::openQueue);
    connect(m_table, &QueuesTable::chosenChanged, this, [this] {
        followChosen();
        m_actions->enable();
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &QueuesPage::showMenu);
    connect(m_actions, &QueueActions::toast, this, &Page::toast);
    connect(m_actions, &QueueActions::done, &m_source, &QueuesSource::refresh);
    connect(m_actions, &QueueActions::addJobAsked, this, [this] {
        if (const auto queue = chosen()) {
            openQueue(queue->id);
            m_pane->addJob();
        }
    });
    connect(m_pane, &QueuePane::closed, this, &QueuesPage::closeQueue);
    connect(m_pane, &QueuePane::resumeAsked, this, [this] { m_actions->pause(m_pane->queue(), false); });
    connect(m_pane, &QueuePane::openLink, this, &Page::openLink);
    connect(m_pane, &QueuePane::toast, this, &Page::toast);
    connect(m_pane, &QueuePane::queueRequested, this, [this](const QString &queueId, const QString &jobId) {
        openQueue(queueId);
        if (m_opened == queueId && !jobId.isEmpty())
            m_pane->openJob(jobId);
    });
}

void QueuesPage::connectDialogs()
{
    connect(m_bar, &QueuesBar::alertsAsked, m_dialogs, &QueueDialogs::showAlerts);
    connect(m_bar, &QueuesBar::connectionsAsked, m_dialogs, &QueueDialogs::showConnections);
    connect(m_bar, &QueuesBar::addAsked, m_dialogs, &QueueDialogs::addQueue);
    connect(m_bar, &QueuesBar::pauseAllAsked, m_dialogs, &QueueDialogs::pauseAll);
    connect(m_dialogs, &QueueDialogs::queueAsked, this, [this](const QString &queueId) { openQueue(queueId); });
    connect(m_dialogs, &QueueDialogs::added, &m_source, &QueuesSource::take);
    connect(m_dialogs, &QueueDialogs::toast, this, &Page::toast);
    connect(m_pane, &QueuePane::connectionsAsked, m_dialogs, &QueueDialogs::showConnections);
    connect(m_notice, &NoticeBar::actionAsked, m_dialogs, &QueueDialogs::showConnections);
    connect(m_actions, &QueueActions::alertRulesAsked, this, [this] {
        if (const auto queue = chosen())
            m_dialogs->showRules(queue->id, queue->name);
    });
    connect(&m_notifier, &QueueNotifier::toast, this, &Page::toast);
    connect(&m_notifier, &QueueNotifier::queueAsked, this, &QueuesPage::comeBack);
}

// Messages are of the desktop while the window is not in front, and may well be minimized.
void QueuesPage::comeBack(const QString &queueId)
{
    window()->setWindowState(window()->windowState() & ~Qt::WindowMinimized);
    window()->raise();
    window()->activateWindow();
    if (!queueId.isEmpty())
        emit openLink(id(), "queue:"_L1 + queueId);
}

void QueuesPage::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    if (session && !session->endpoint().isSameServerAs(m_server))
        forgetServer();
    m_session = session;
    m_commands.setSession(session);
    if (session) {
        m_server = session->endpoint();
        connect(&session->feed(), &FeedClient::stateChanged, this, [this] {
            showState();
            showNotice();
        });
    }
    m_pane->setSession(session);
    m_source.setSession(session);
    showState();
}

void QueuesPage::forgetServer()
{
    m_wanted.clear();
    if (!m_opened.isEmpty())
        closeQueue();
    m_pane->forget();
    m_model.merge({});
    m_notifier.forget();
    m_bar->setAlerts(0);
    emit badgeChanged(0);
    closeDialogs();
}

// What they say is of the old server, what they do would be done on the new one.
void QueuesPage::closeDialogs()
{
    for (FormDialog *dialog : findChildren<FormDialog *>()) {
        dialog->hide();
        dialog->deleteLater();
    }
}

void QueuesPage::setActive(bool active)
{
    m_active = active;
    m_source.setActive(active);
    m_pane->setActive(active && !m_opened.isEmpty());
}

void QueuesPage::open(const QString &what)
{
    const QString part = what.section(':'_L1, 0, 0);
    const QString rest = what.section(':'_L1, 1);
    const QString queue = rest.section('/'_L1, 0, 0);
    const QString inQueue = rest.section('/'_L1, 1);
    if (part == "queue"_L1) {
        openQueue(rest);
    } else if (part == "job"_L1) {
        openQueue(queue);
        if (m_opened == queue)
            m_pane->openJob(inQueue);
    } else if (part == "state"_L1) {
        openQueue(queue, jobStateOfKey(inQueue));
    } else if (part == "pause"_L1 || part == "resume"_L1) {
        if (const QueueRow *row = m_source.row(rest))
            m_actions->pause(*row, part == "pause"_L1);
    } else if (part == "name"_L1) {
        openNamed(rest);
    } else if (part == "alerts"_L1) {
        m_dialogs->showAlerts();
    } else if (part == "connections"_L1) {
        m_dialogs->showConnections();
    } else if (part == "add"_L1) {
        m_dialogs->addQueue();
    }
}

void QueuesPage::openNamed(const QString &name)
{
    for (const QueueEntry &entry : m_model.rows())
        if (entry.row.name == name)
            return openQueue(entry.row.id);
}

void QueuesPage::focusSearch()
{
    if (m_opened.isEmpty())
        m_bar->focusSearch();
    else
        m_pane->focusSearch();
}

QList<Shortcut> QueuesPage::shortcuts() const
{
    return QList<Shortcut>{{u"Return"_s, tr("Open the queue, or the job")},
                           {u"Esc"_s, tr("Close the job, then the queue")},
                           {u"Alt+1 2 3"_s, tr("Jobs, overview, schedulers")},
                           {u"Shift+P"_s, tr("Pause the queue, or resume it")},
                           {u"L"_s, tr("Limits of the queue")}}
    + m_pane->shortcuts();
}

void QueuesPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape || m_opened.isEmpty())
        return Page::keyPressEvent(event);
    if (!m_pane->leave())
        closeQueue();
}

void QueuesPage::showAll()
{
    m_model.show(m_source);
    m_table->setConnectionShown(m_source.connections().size() > 1);
    const qsizetype alerts = m_source.openAlerts();
    m_bar->setAlerts(alerts);
    emit badgeChanged(int(alerts));
    if (m_source.isLoaded())
        m_notifier.take(m_source.alerts());
    if (m_source.row(m_wanted))
        openQueue(m_wanted);
    showOpened();
    m_actions->enable();
    showNotice();
    showState();
}

void QueuesPage::showInPane(const QueueRow &row)
{
    m_pane->setQueue(row, m_source.connection(row.connection), m_source.connections().size() > 1);
}

// One that is gone is not shown on: its jobs are no more.
void QueuesPage::showOpened()
{
    if (m_opened.isEmpty())
        return;
    if (const QueueRow *row = m_source.row(m_opened))
        showInPane(*row);
    else if (m_source.isLoaded())
        closeQueue();
}

void QueuesPage::openQueue(const QString &queueId, std::optional<JobState> state)
{
    const QueueRow *row = m_source.row(queueId);
    m_wanted = row || (m_source.isLoaded() && m_source.isComplete()) ? QString() : queueId; // it may be on its way
    if (!row && m_wanted.isEmpty())
        emit toast(tr("There is no such queue any more"));
    if (!row)
        return;
    const bool wasClosed = m_opened.isEmpty();
    m_opened = queueId;
    showInPane(*row);
    if (wasClosed) {
        m_pane->show();
        if (!m_splitter->restoreState(m_settings.value(SplitterKey).toByteArray()))
            m_splitter->setSizes({width() * TableShare / 100, width() * (100 - TableShare) / 100});
        m_pane->setActive(m_active);
    }
    m_table->select(queueId);
    if (state)
        m_pane->showJobs(state);
    m_actions->enable();
}

// Also when the rows below a selection go, Qt selects another one: that of a queue that is gone is not followed.
void QueuesPage::followChosen()
{
    const QString id = m_table->chosen();
    if (m_source.row(m_opened) && !id.isEmpty() && id != m_opened)
        openQueue(id);
}

// What is filtered out stays open; Qt would select, and so open, the next one instead.
void QueuesPage::filter(const QString &text)
{
    const auto queue = chosen();
    {
        const QSignalBlocker quiet(m_table);
        m_table->setFilter(text);
        m_table->select(queue ? queue->id : QString());
    }
    m_actions->enable();
    showState();
}

void QueuesPage::closeQueue()
{
    m_settings.setValue(SplitterKey, m_splitter->saveState());
    m_opened.clear();
    m_pane->hide();
    m_pane->setActive(false);
    m_actions->enable();
    m_table->setFocus();
}

std::optional<QueueRow> QueuesPage::chosen() const
{
    const QString id = m_opened.isEmpty() ? m_table->chosen() : m_opened;
    const QueueRow *row = id.isEmpty() ? nullptr : m_source.row(id);
    return row ? std::optional(*row) : std::nullopt;
}

void QueuesPage::showMenu(const QPoint &position)
{
    if (!chosen())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"queueMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions->fillMenu(*menu);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void QueuesPage::showNotice()
{
    // Of a lost connection the window speaks, for all pages.
    const bool linked = m_session && m_session->feed().state() == LinkState::Connected;
    if (!linked)
        return m_notice->showNotice(Theme::Role::Info, {});
    if (!m_source.error().isEmpty() && m_source.isLoaded())
        return m_notice->showNotice(Theme::Role::Warning, m_source.error());
    const QueueNotice notice = noticeOf(m_source.connections());
    m_notice->showNotice(notice.role, notice.text, notice.text.isEmpty() ? QString() : tr("Connections…"));
}

void QueuesPage::showState()
{
    QString count = formatCounted(m_model.rowCount(), tr("queue"), tr("queues"));
    if (m_table->shownCount() < m_model.rowCount())
        count = tr("%1 of %2").arg(formatExact(m_table->shownCount()), count);
    m_count->setText(m_source.isComplete() ? count : tr("%1; still looking through Redis…").arg(count));
    m_count->setVisible(m_model.rowCount() > 0);
    m_state->tell(m_source, m_session, m_model.rowCount(), m_bar->filter());
}

} // namespace signalbox::ui
