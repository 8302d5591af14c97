// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_actions.h"

#include "pages/queues/clean_dialog.h"
#include "pages/queues/queue_commands.h"
#include "pages/queues/queue_limits_dialog.h"
#include "pages/queues/queue_paths.h"
#include "pages/sweep/sweep_dialog.h"
#include "widgets/format.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 ManyAreTyped = 100; // from so many jobs on

SweepWords jobsRemoved()
{
    return {QueueActions::tr("job"), QueueActions::tr("jobs"), QueueActions::tr("Remove"), QueueActions::tr("removed")};
}

SweepPlan planFor(const QueueRow &queue, const QString &step)
{
    SweepPlan plan;
    plan.task.path = queuePath(queue.id, step);
    plan.typed = queue.name;
    plan.words = jobsRemoved();
    plan.task.doneField = u"done"_s;
    plan.typedFrom = ManyAreTyped;
    return plan;
}

} // namespace

QueueActions::QueueActions(const Theme &theme, QueueCommands &commands, QWidget &scope, Chosen chosen)
    : QObject(&scope)
    , m_theme(theme)
    , m_commands(commands)
    , m_scope(scope)
    , m_chosen(std::move(chosen))
{
    add(u"pauseQueue"_s, tr("Pause"), u"pause"_s, u"Shift+P"_s, &QueueActions::togglePause);
    add(u"addJobToQueue"_s, tr("Add a job…"), u"plus"_s, {}, &QueueActions::addJobAsked);
    add(u"changeLimits"_s, tr("Limits…"), u"edit"_s, u"L"_s, &QueueActions::changeLimits);
    add(u"queueAlertRules"_s, tr("When to alert…"), u"alert"_s, {}, &QueueActions::alertRulesAsked);
    add(u"copyQueueName"_s, tr("Copy the name"), u"copy"_s, {}, &QueueActions::copyName);
    add(u"drainQueue"_s, tr("Drain…"), u"download"_s, {}, &QueueActions::drain);
    add(u"cleanQueue"_s, tr("Clean…"), u"filter"_s, {}, &QueueActions::clean);
    add(u"obliterateQueue"_s, tr("Obliterate…"), u"trash"_s, {}, &QueueActions::obliterate);
    enable();
}

QAction *QueueActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                           void (QueueActions::*slot)())
{
    auto *action = new QAction(m_theme.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_scope.addAction(action);
    m_actions.append(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

QAction *QueueActions::action(const QString &name) const
{
    const auto found = std::ranges::find_if(m_actions, [&](const QAction *each) { return each->objectName() == name; });
    return found == m_actions.end() ? nullptr : *found;
}

void QueueActions::enable()
{
    const std::optional<QueueRow> queue = m_chosen();
    for (QAction *action : std::as_const(m_actions))
        action->setEnabled(queue.has_value());
    const bool paused = queue && queue->paused;
    QAction *pause = action(u"pauseQueue"_s);
    pause->setText(paused ? tr("Resume") : tr("Pause"));
    pause->setIcon(m_theme.icon(paused ? u"play"_s : u"pause"_s));
    pause->setToolTip(paused ? tr("Let workers take jobs again (Shift+P)")
                             : tr("Workers take no more jobs; those that run end (Shift+P)"));
}

void QueueActions::fillMenu(QMenu &menu) const
{
    for (QAction *action : m_actions) {
        if (action->objectName() == "drainQueue"_L1)
            menu.addSeparator();
        menu.addAction(action);
    }
}

// Can be undone, so it asks nothing.
void QueueActions::togglePause()
{
    const QueueRow queue = *m_chosen();
    pause(queue, !queue.paused);
}

void QueueActions::pause(const QueueRow &queue, bool paused)
{
    m_commands.change(queue.id, {{"paused"_L1, paused}}, this,
                      [this, name = queue.name, paused](const AdminClient::Answer &answer) {
                          if (!answer.ok())
                              emit toast(tr("%1: %2").arg(name, answer.error));
                          else
                              emit toast(paused ? tr("%1 is paused").arg(name) : tr("%1 is resumed").arg(name));
                      });
}

void QueueActions::changeLimits()
{
    const QueueRow queue = *m_chosen();
    auto *dialog = new QueueLimitsDialog(m_theme, queue, &m_scope);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, queue] {
        dialog->setBusy(true);
        m_commands.change(queue.id, dialog->changes(), dialog,
                          [this, dialog, name = queue.name](const AdminClient::Answer &answer) {
                              if (!answer.ok())
                                  return dialog->setProblem(answer.error);
                              dialog->accept();
                              emit toast(tr("The limits of %1 are changed").arg(name));
                          });
    });
    dialog->open();
}

void QueueActions::drain()
{
    const QueueRow queue = *m_chosen();
    auto *dialog =
        new FormDialog(m_theme, u"drainDialog"_s, tr("Drain %1").arg(queue.name), tr("Count the jobs…"), &m_scope);
    dialog->addText(
        tr("Takes the jobs out that wait to run: waiting and prioritized ones. Those that run, and the next "
           "job of each scheduler, stay."));
    auto *delayed = new QCheckBox(tr("Delayed ones too (%1)").arg(formatExact(queue.counts.of(JobState::Delayed))));
    delayed->setObjectName(u"drainDialog.delayed"_s);
    delayed->setAccessibleName(tr("Delayed jobs too"));
    dialog->fields().addWidget(delayed);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, delayed, queue] {
        SweepPlan plan = planFor(queue, u"drain"_s);
        plan.title = tr("Drain %1").arg(queue.name);
        plan.task.question.insert("delayed"_L1, delayed->isChecked());
        plan.what = delayed->isChecked()
            ? tr("All jobs that wait to run, delayed ones too, are removed from %1.").arg(queue.name)
            : tr("All jobs that wait to run are removed from %1.").arg(queue.name);
        dialog->accept();
        sweep(plan);
    });
    dialog->open();
}

void QueueActions::clean()
{
    const QueueRow queue = *m_chosen();
    auto *dialog = new CleanDialog(m_theme, queue, &m_scope);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, queue] {
        SweepPlan plan = planFor(queue, u"clean"_s);
        plan.title = tr("Clean %1").arg(queue.name);
        plan.task.question = dialog->question();
        plan.what = dialog->whatHappens();
        dialog->accept();
        sweep(plan);
    });
    dialog->open();
}

void QueueActions::obliterate()
{
    const QueueRow queue = *m_chosen();
    const qint64 active = queue.counts.of(JobState::Active);
    SweepPlan plan = planFor(queue, u"obliterate"_s);
    plan.title = tr("Obliterate %1").arg(queue.name);
    plan.task.question = {{"confirm"_L1, queue.name}};
    plan.words.verb = tr("Obliterate");
    plan.onlyByName = true;
    plan.alsoNone = true;
    plan.what = tr("The queue is paused, and all of it is removed: its jobs in whatever state, their logs, its "
                   "schedulers and its metrics.");
    if (active > 0) {
        plan.task.question.insert("force"_L1, true);
        plan.what += u' '
            + tr("%1 running now: their workers go on, and what they make is lost.")
                  .arg(active == 1 ? tr("1 job is") : tr("%1 jobs are").arg(formatExact(active)));
    }
    sweep(plan);
}

void QueueActions::sweep(const SweepPlan &plan)
{
    auto *dialog = new SweepDialog(m_theme, m_commands.session(), plan, &m_scope);
    connect(dialog, &SweepDialog::done, this, [this](const QString &told) {
        emit toast(told);
        emit done();
    });
    dialog->open();
}

void QueueActions::copyName()
{
    QGuiApplication::clipboard()->setText(m_chosen()->name);
    emit toast(tr("The name is on the clipboard"));
}

} // namespace signalbox::ui
