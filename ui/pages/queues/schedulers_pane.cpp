// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/schedulers_pane.h"

#include "client/cbor_fields.h"
#include "client/session.h"
#include "pages/queues/queue_paths.h"
#include "pages/queues/scheduler_dialog.h"
#include "widgets/empty_state.h"
#include "widgets/format.h"
#include "widgets/plain_table.h"
#include "widgets/state_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Interval = 3s;

} // namespace

SchedulersPane::SchedulersPane(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_table(makePlainTable(theme, m_model, u"schedulersTable"_s, tr("Schedulers"), {144, 120, 240, 144, 144, 56}))
    , m_count(new QLabel)
{
    setObjectName(u"schedulersPane"_s);
    build();
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SchedulersPane::enable);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &SchedulersPane::enable);
    connect(m_table, &QTableView::activated, this, &SchedulersPane::edit);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &position) {
        if (!chosen())
            return;
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions(m_ofOne);
        menu->popup(m_table->viewport()->mapToGlobal(position));
    });
    enable();
}

QAction *SchedulersPane::add(QHBoxLayout &row, const QString &name, const QString &text, const QString &icon,
                             const QKeySequence &key, void (SchedulersPane::*slot)())
{
    auto *action = new QAction(m_theme.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    connect(action, &QAction::triggered, this, slot);
    auto *button = new QToolButton;
    button->setDefaultAction(action);
    button->setObjectName(name + "Button"_L1);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    row.addWidget(button);
    return action;
}

void SchedulersPane::build()
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid);
    head->setSpacing(Theme::Grid);
    add(*head, u"newScheduler"_s, tr("New scheduler"), u"plus"_s, Qt::Key_N, &SchedulersPane::create);
    m_count->setObjectName(u"schedulersCount"_s);
    Theme::setKind(m_count, "caption");
    m_count->hide();
    head->addWidget(m_count);
    head->addStretch();
    m_ofOne.append(add(*head, u"editScheduler"_s, tr("Edit…"), u"edit"_s, Qt::Key_E, &SchedulersPane::edit));
    m_ofOne.append(add(*head, u"runScheduler"_s, tr("Run now"), u"play"_s, Qt::Key_R, &SchedulersPane::run));
    m_ofOne.append(
        add(*head, u"removeScheduler"_s, tr("Remove…"), u"trash"_s, QKeySequence::Delete, &SchedulersPane::remove));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_state = new StateView(m_theme, m_table, this);
    m_state->setObjectName(u"schedulersState"_s);
    connect(m_state, &StateView::retryAsked, this, [this] {
        if (m_poller)
            m_poller->refresh();
    });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_state, 1);
    setFocusProxy(m_table);
}

void SchedulersPane::setSession(Session *session)
{
    m_session = session;
    follow();
}

void SchedulersPane::setActive(bool active)
{
    m_active = active;
    if (m_poller)
        m_poller->setRunning(active);
}

void SchedulersPane::setQueue(const QueueRow &queue)
{
    const bool other = queue.id != m_queue.id;
    m_queue = queue;
    if (other)
        follow();
}

void SchedulersPane::forget()
{
    m_queue = {};
    follow();
}

void SchedulersPane::follow()
{
    m_poller.reset();
    m_loaded = false;
    m_total = 0;
    m_model.merge({});
    if (m_session && !m_queue.id.isEmpty()) {
        m_poller = std::make_unique<AdminPoller>(queuePath(m_queue.id, u"schedulers"_s));
        m_poller->setSession(m_session);
        m_poller->setInterval(Interval);
        connect(m_poller.get(), &AdminPoller::answered, this, &SchedulersPane::take);
        connect(m_poller.get(), &AdminPoller::stateChanged, this, &SchedulersPane::showState);
        m_poller->setRunning(m_active);
    }
    showState();
}

void SchedulersPane::take(const QCborMap &answer)
{
    m_loaded = true;
    m_model.merge(SchedulerRow::listFromCbor(answer.value("items"_L1)));
    m_total = integerField(answer, "total");
    showState();
}

void SchedulersPane::showState()
{
    m_count->setText(tr("The first %1 of %2").arg(formatExact(m_model.rowCount()), formatExact(m_total)));
    m_count->setVisible(m_total > m_model.rowCount());
    if (m_model.rowCount() > 0)
        return m_state->showContent();
    if (!m_session)
        return m_state->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_state->showDisconnected(why);
    if (m_poller && !m_poller->error().isEmpty())
        return m_state->showFailed(m_poller->error());
    if (!m_loaded)
        return m_state->showLoading();
    if (m_state->state() == StateView::State::Empty)
        return;
    m_state->showEmpty(
        u"clock"_s, tr("No schedulers"),
        tr("A scheduler adds jobs by itself, by a cron pattern or at an interval. Applications make them by "
           "upsertJobScheduler(), or you make one here."));
    QPushButton *create = m_state->emptyState().addAction(tr("New scheduler"));
    create->setObjectName(u"schedulersEmptyAction"_s);
    connect(create, &QPushButton::clicked, this, &SchedulersPane::create);
}

std::optional<SchedulerRow> SchedulersPane::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(m_model.row(rows.constFirst().row()));
}

void SchedulersPane::enable()
{
    for (QAction *action : std::as_const(m_ofOne))
        action->setEnabled(chosen().has_value());
}

QList<Shortcut> SchedulersPane::shortcuts() const
{
    QList<Shortcut> keys;
    for (const QAction *action : actions())
        keys.append({action->shortcut().toString(QKeySequence::NativeText), action->text()});
    return keys;
}

void SchedulersPane::create()
{
    ask({});
}

void SchedulersPane::edit()
{
    if (const auto row = chosen())
        ask(row);
}

void SchedulersPane::ask(const std::optional<SchedulerRow> &known)
{
    auto *dialog = new SchedulerDialog(m_theme, m_session, known, this);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, queueId = m_queue.id] {
        if (!m_session)
            return dialog->setProblem(tr("No server is being watched."));
        dialog->setBusy(true);
        m_session->client().put(schedulerPath(queueId, dialog->id()), dialog->values(), dialog,
                                [this, dialog](const AdminClient::Answer &answer) {
                                    if (!answer.ok())
                                        return dialog->setProblem(answer.error);
                                    emit toast(answer.status == 201 ? tr("Scheduler %1 is added").arg(dialog->id())
                                                                    : tr("Scheduler %1 is changed").arg(dialog->id()));
                                    dialog->accept();
                                    if (m_poller)
                                        m_poller->refresh();
                                });
    });
    dialog->open();
}

void SchedulersPane::run()
{
    const auto row = chosen();
    if (!row || !m_session)
        return;
    m_session->client().post(
        schedulerPath(m_queue.id, row->id, u"run"_s), {}, this,
        [this, id = row->id](const AdminClient::Answer &answer) {
            emit toast(answer.ok() ? tr("%1 runs now, as job %2").arg(id, answer.body.value("id"_L1).toString())
                                   : answer.error);
        });
}

void SchedulersPane::remove()
{
    const auto row = chosen();
    if (!row)
        return;
    auto *dialog = new FormDialog(m_theme, u"removeSchedulerDialog"_s, tr("Remove a scheduler"), tr("Remove scheduler"),
                                  this, FormDialog::Tone::Danger);
    dialog->addText(tr("%1 adds no more jobs.").arg(row->id), "heading");
    dialog->addText(
        tr("Its next job is removed with it; those that it has added before stay. An application that makes "
           "its schedulers when it starts brings it back then."));
    connect(dialog, &FormDialog::submitted, this, [this, dialog, id = row->id, queueId = m_queue.id] {
        if (!m_session)
            return dialog->setProblem(tr("No server is being watched."));
        dialog->setBusy(true);
        m_session->client().remove(schedulerPath(queueId, id), dialog,
                                   [this, dialog, id](const AdminClient::Answer &answer) {
                                       if (!answer.ok() && answer.status != 404)
                                           return dialog->setProblem(answer.error);
                                       emit toast(tr("Scheduler %1 is removed").arg(id));
                                       dialog->accept();
                                       if (m_poller)
                                           m_poller->refresh();
                                   });
    });
    dialog->open();
}

} // namespace signalbox::ui
