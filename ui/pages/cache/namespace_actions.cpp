// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/namespace_actions.h"

#include "pages/cache/namespace_dialog.h"
#include "pages/sweep/sweep_dialog.h"
#include "widgets/theme.h"

#include <QAction>
#include <QLineEdit>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

NamespaceActions::NamespaceActions(const Theme &theme, CacheCommands &commands, QWidget &scope, Chosen chosen)
    : QObject(&scope)
    , m_theme(theme)
    , m_commands(commands)
    , m_scope(scope)
    , m_chosen(std::move(chosen))
{
    add(u"namespaceKeys"_s, tr("Keys"), u"key"_s, {}, &NamespaceActions::showKeys);
    add(u"changeNamespace"_s, tr("Change…"), u"edit"_s, Qt::Key_E, &NamespaceActions::change);
    add(u"invalidateKey"_s, tr("Invalidate…"), u"block"_s, Qt::Key_I, &NamespaceActions::invalidate);
    add(u"flushNamespace"_s, tr("Flush…"), u"trash"_s, QKeySequence::Delete, &NamespaceActions::flush);
    enable();
}

QAction *NamespaceActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                               void (NamespaceActions::*slot)())
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

void NamespaceActions::enable()
{
    const bool any = m_chosen().has_value();
    for (QAction *action : std::as_const(m_actions))
        action->setEnabled(any);
}

void NamespaceActions::change()
{
    const auto row = m_chosen();
    if (!row)
        return;
    auto *dialog = new NamespaceDialog(m_theme, *row, &m_scope);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, row] {
        const QCborMap changes = dialog->changes();
        dialog->setBusy(true);
        m_commands.changeNamespace(row->name, changes, dialog,
                                   [this, dialog, row, changes](const AdminClient::Answer &answer) {
                                       if (!answer.ok())
                                           return dialog->setProblem(answer.error);
                                       dialog->accept();
                                       tellChange(*row, changes);
                                   });
    });
    dialog->open();
}

void NamespaceActions::tellChange(const CacheNamespace &before, const QCborMap &changes)
{
    const QString strategy = changes.value("strategy"_L1).toString();
    emit toast(strategy.isEmpty()
                   ? tr("The TTLs of %1 are changed").arg(before.name)
                   : tr("%1 is now kept right by %2, before by %3").arg(before.name, strategy, before.strategy));
}

void NamespaceActions::flush()
{
    const auto row = m_chosen();
    if (!row)
        return;
    SweepPlan plan;
    plan.task.path = u"/admin/cache/namespaces/%1/flush"_s.arg(QString::fromLatin1(QUrl::toPercentEncoding(row->name)));
    plan.typed = row->name;
    plan.title = tr("Flush %1").arg(row->name);
    plan.what = tr("All that the cache has in “%1” is taken out: in Redis, and in the memory of every node. The "
                   "database is asked for each of them again, which it may feel.")
                    .arg(row->name);
    auto *dialog = new SweepDialog(m_theme, m_commands.session(), plan, &m_scope);
    connect(dialog, &SweepDialog::done, this, &NamespaceActions::toast);
    dialog->open();
}

void NamespaceActions::invalidate()
{
    const auto row = m_chosen();
    if (!row)
        return;
    auto *dialog = new FormDialog(m_theme, u"invalidateDialog"_s, tr("Invalidate one of %1").arg(row->name),
                                  tr("Invalidate"), &m_scope);
    dialog->addText(
        tr("As a write would: taken out of Redis and of the memory of every node. The next read loads it."));
    QLineEdit *id = dialog->addField(u"id"_s, tr("Id, what comes after “%1:” in the key").arg(row->name));
    dialog->setAcceptable(false);
    connect(id, &QLineEdit::textChanged, dialog,
            [dialog](const QString &text) { dialog->setAcceptable(!text.trimmed().isEmpty()); });
    connect(dialog, &FormDialog::submitted, this, [this, dialog, id, name = row->name] {
        dialog->setBusy(true);
        const QString key = id->text().trimmed();
        m_commands.invalidate(name, key, dialog, [this, dialog, name, key](const AdminClient::Answer &answer) {
            if (!answer.ok())
                return dialog->setProblem(answer.error);
            dialog->accept();
            emit toast(tr("%1:%2 is invalidated").arg(name, key));
        });
    });
    dialog->open();
}

void NamespaceActions::showKeys()
{
    if (const auto row = m_chosen())
        emit keysAsked(row->name + ":*"_L1);
}

} // namespace signalbox::ui
