// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_actions.h"

#include "client/session.h"
#include "pages/queues/job_sweep_plan.h"
#include "widgets/format.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString withKey(const QAction &action)
{
    return u"%1 (%2)"_s.arg(action.text(), action.shortcut().toString(QKeySequence::NativeText));
}

} // namespace

JobActions::JobActions(const Theme &theme, QWidget &scope, Chosen chosen)
    : QObject(&scope)
    , m_theme(theme)
    , m_scope(scope)
    , m_chosen(std::move(chosen))
    , m_copyId(new QAction(theme.icon(u"copy"_s), tr("Copy the id"), this))
    , m_edit(new QAction(theme.icon(u"edit"_s), tr("Duplicate and edit…"), this))
{
    for (const JobAction action : allJobActions())
        add(action);
    m_copyId->setObjectName(u"copyJobId"_s);
    m_copyId->setShortcut(QKeySequence::Copy);
    m_edit->setObjectName(u"duplicateAndEdit"_s);
    m_edit->setShortcut(u"Shift+D"_s);
    m_copyId->setShortcutContext(Qt::WidgetShortcut); // in the table: elsewhere there is other text to copy
    m_edit->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_scope.addAction(m_edit);
    for (QAction *action : {m_copyId, m_edit})
        action->setToolTip(withKey(*action));
    connect(m_copyId, &QAction::triggered, this, [this] {
        QGuiApplication::clipboard()->setText(m_chosen().ids.join('\n'_L1));
        emit toast(tr("On the clipboard"));
    });
    connect(m_edit, &QAction::triggered, this, [this] { emit duplicateAsked(m_chosen().ids.value(0)); });
    enable();
}

void JobActions::setSession(Session *session)
{
    m_session = session;
}

void JobActions::add(JobAction which)
{
    const JobActionInfo &info = jobActionInfo(which);
    const QIcon icon = info.destructive ? m_theme.icon(info.icon, Theme::Role::Danger) : m_theme.icon(info.icon);
    auto *action = new QAction(icon, info.destructive ? info.verb + u'…' : info.verb, this);
    action->setObjectName(info.key + "Jobs"_L1);
    action->setShortcut(info.shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setStatusTip(info.what);
    action->setData(int(which));
    connect(action, &QAction::triggered, this, [this, which] { run(which); });
    m_scope.addAction(action);
    m_actions.append(action);
}

void JobActions::enable()
{
    const JobTarget target = m_chosen();
    for (QAction *action : std::as_const(m_actions))
        showWhether(*action, target);
    m_copyId->setEnabled(!target.ids.isEmpty());
    m_edit->setEnabled(target.ids.size() == 1);
}

void JobActions::showWhether(QAction &action, const JobTarget &target) const
{
    const auto which = JobAction(action.data().toInt());
    const bool canBe = which != JobAction::Cancel || target.cancellable;
    action.setVisible(target.suits(which));
    action.setEnabled(target.suits(which) && canBe);
    action.setToolTip(canBe
                          ? withKey(action)
                          : tr("No worker of Signalbox runs it, and no other can be asked to stop. It can be failed."));
}

void JobActions::fillMenu(QMenu &menu) const
{
    menu.setToolTipsVisible(true);
    menu.addAction(m_copyId);
    menu.addSeparator();
    for (QAction *action : m_actions) {
        if (action->objectName() == "removeJobs"_L1) {
            menu.addAction(m_edit);
            menu.addSeparator();
        }
        if (action->isVisible())
            menu.addAction(action);
    }
}

QList<Shortcut> JobActions::shortcuts() const
{
    const QList<QAction *> all = m_actions + QList<QAction *>{m_edit, m_copyId};
    QList<Shortcut> keys;
    for (const QAction *action : all)
        keys.append({action->shortcut().toString(QKeySequence::NativeText), action->text()});
    return keys;
}

void JobActions::run(JobAction action)
{
    const JobTarget target = m_chosen();
    if (!target.suits(action))
        return;
    if (target.isMatch() || jobActionInfo(action).destructive || target.ids.size() > StepSweep::ListedAtOnce)
        ask(action, target);
    else
        runAtOnce(action, target);
}

void JobActions::ask(JobAction action, const JobTarget &target)
{
    auto *dialog = new SweepDialog(m_theme, m_session, jobSweepPlan(action, target), &m_scope);
    connect(dialog, &SweepDialog::done, this, [this](const QString &told) {
        emit toast(told);
        emit changed();
    });
    dialog->open();
}

void JobActions::runAtOnce(JobAction action, const JobTarget &target)
{
    auto *sweep = new StepSweep(m_session, jobSweepPlan(action, target).task, this);
    connect(sweep, &StepSweep::finished, this, [this, action, sweep] {
        tell(action, *sweep);
        sweep->deleteLater();
    });
    sweep->start(StepSweep::Mode::Do);
}

void JobActions::tell(JobAction action, const StepSweep &sweep)
{
    const JobActionInfo &info = jobActionInfo(action);
    const StepSweep::Progress &progress = sweep.progress();
    const QString done = u"%1 %2"_s.arg(formatCounted(progress.done, tr("job"), tr("jobs")), info.done);
    if (sweep.end() == StepSweep::End::Failed)
        emit toast(tr("%1 failed. %2").arg(info.verb, sweep.error()));
    else if (progress.failed > 0)
        emit toast(tr("%1, %2 not: %3").arg(done, formatExact(progress.failed), sweep.reasonsText()));
    else
        emit toast(done);
    emit changed();
}

} // namespace signalbox::ui
