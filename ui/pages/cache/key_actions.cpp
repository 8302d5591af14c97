// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/key_actions.h"

#include "pages/cache/cache_commands.h"
#include "pages/cache/ttl_dialog.h"

#include <QAction>
#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QLabel>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

KeyActions::KeyActions(const Theme &theme, CacheCommands &commands, QWidget &scope, Chosen chosen)
    : QObject(&scope)
    , m_theme(theme)
    , m_commands(commands)
    , m_scope(scope)
    , m_chosen(std::move(chosen))
{
    add(u"copyKey"_s, tr("Copy the key"), u"key"_s, QKeySequence::Copy, &KeyActions::copyKey);
    add(u"copyValue"_s, tr("Copy the value"), u"copy"_s, u"Ctrl+Shift+C"_s, &KeyActions::copyValue);
    add(u"changeTtl"_s, tr("Change the TTL…"), u"clock"_s, Qt::Key_T, &KeyActions::changeTtl);
    add(u"refreshKey"_s, tr("Load anew"), u"restart"_s, Qt::Key_R, &KeyActions::refresh);
    add(u"deleteKey"_s, tr("Delete…"), u"trash"_s, QKeySequence::Delete, &KeyActions::remove);
    enable();
}

QAction *KeyActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                         void (KeyActions::*slot)())
{
    auto *action = new QAction(m_theme.icon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    action->setToolTip(u"%1 (%2)"_s.arg(text, key.toString(QKeySequence::NativeText)));
    m_scope.addAction(action);
    m_actions.append(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

void KeyActions::enable()
{
    const bool any = m_chosen().has_value();
    for (QAction *action : std::as_const(m_actions))
        action->setEnabled(any);
}

void KeyActions::copyKey()
{
    QGuiApplication::clipboard()->setText(m_chosen()->key);
    emit toast(tr("The key is on the clipboard"));
}

void KeyActions::copyValue()
{
    emit valueAsked();
}

void KeyActions::refresh()
{
    emit refreshAsked();
}

void KeyActions::changeTtl()
{
    const KeyRow row = *m_chosen();
    auto *dialog = new TtlDialog(m_theme, row.key, row.ttlText(QDateTime::currentMSecsSinceEpoch()), &m_scope);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, row] {
        dialog->setBusy(true);
        const auto ttl = dialog->ttlMs();
        m_commands.changeTtl(row.id, ttl, dialog, [this, dialog, row, ttl](const AdminClient::Answer &answer) {
            if (!answer.ok())
                return dialog->setProblem(answer.error);
            dialog->accept();
            emit toast(ttl ? tr("The TTL of %1 is changed").arg(row.key) : tr("%1 expires no more").arg(row.key));
        });
    });
    dialog->open();
}

QString KeyActions::whatRemovingDoes(const KeyRow &row) const
{
    const auto owner =
        std::ranges::find_if(m_namespaces, [&row](const QString &name) { return row.key.startsWith(name + ':'_L1); });
    if (owner != m_namespaces.end())
        return tr("It belongs to the cache of “%1”: it is taken out of the memory of every node, too, and the next "
                  "read loads it from the database.")
            .arg(*owner);
    return tr("It is not the cache's: what is in it is lost. This can't be undone.");
}

void KeyActions::remove()
{
    const KeyRow row = *m_chosen();
    auto *dialog = new FormDialog(m_theme, u"deleteKeyDialog"_s, tr("Delete a key"), tr("Delete key"), &m_scope,
                                  FormDialog::Tone::Danger);
    dialog->addText(tr("%1 is deleted in Redis.").arg(row.key), "heading");
    dialog->addText(whatRemovingDoes(row))->setObjectName(u"deleteKeyDialog.what"_s);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, row] {
        dialog->setBusy(true);
        m_commands.removeKey(row.id, dialog, [this, dialog, row](const AdminClient::Answer &answer) {
            if (!answer.ok() && answer.status != 404)
                return dialog->setProblem(answer.error);
            dialog->accept();
            emit toast(answer.ok() ? tr("%1 is deleted").arg(row.key) : tr("%1 was gone already").arg(row.key));
        });
    });
    dialog->open();
}

} // namespace signalbox::ui
