// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/cache_commands.h"

#include <QList>

#include <functional>
#include <optional>

class QAction;

namespace signalbox::ui {

class Theme;

// What one can do with the chosen namespace of the cache: the same by button, in the menu and by key. Main thread.
class NamespaceActions : public QObject {
    Q_OBJECT
public:
    using Chosen = std::function<std::optional<CacheNamespace>()>;

    // The keys work in `scope` and in what is in it.
    NamespaceActions(const Theme &theme, CacheCommands &commands, QWidget &scope, Chosen chosen);

    const QList<QAction *> &all() const { return m_actions; }
    void enable(); // by what is chosen now
    void change();

signals:
    void keysAsked(const QString &pattern);
    void toast(const QString &message);

private:
    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                 void (NamespaceActions::*slot)());
    void flush();
    void invalidate();
    void showKeys();
    void tellChange(const CacheNamespace &before, const QCborMap &changes);

    const Theme &m_theme;
    CacheCommands &m_commands;
    QWidget &m_scope;
    Chosen m_chosen;
    QList<QAction *> m_actions;
};

} // namespace signalbox::ui
