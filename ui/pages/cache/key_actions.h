// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/key_row.h"

#include <QObject>

#include <functional>
#include <optional>

class QAction;

namespace signalbox::ui {

class CacheCommands;

// What one can do with the chosen key: the same in the menu, in the detail and by key. Main thread.
class KeyActions : public QObject {
    Q_OBJECT
public:
    using Chosen = std::function<std::optional<KeyRow>()>;

    // The keys work in `scope` and in what is in it.
    KeyActions(const Theme &theme, CacheCommands &commands, QWidget &scope, Chosen chosen);

    const QList<QAction *> &all() const { return m_actions; }
    void enable(); // by what is chosen now
    void setNamespaces(const QStringList &names) { m_namespaces = names; }

signals:
    void valueAsked(); // to copy it
    void refreshAsked();
    void toast(const QString &message);

private:
    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                 void (KeyActions::*slot)());
    void copyKey();
    void copyValue();
    void changeTtl();
    void remove();
    void refresh();
    QString whatRemovingDoes(const KeyRow &row) const;

    const Theme &m_theme;
    CacheCommands &m_commands;
    QWidget &m_scope;
    Chosen m_chosen;
    QStringList m_namespaces; // of the cache
    QList<QAction *> m_actions;
};

} // namespace signalbox::ui
