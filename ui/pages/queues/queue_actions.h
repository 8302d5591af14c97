// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_row.h"

#include <QObject>

#include <functional>

class QAction;
class QKeySequence;
class QMenu;

namespace signalbox::ui {

class QueueCommands;
struct SweepPlan;

// What one can do with the chosen queue as a whole: the same in the menu, at the queue's head and by key. What destroys
// counts first and asks. Main thread.
class QueueActions : public QObject {
    Q_OBJECT
public:
    using Chosen = std::function<std::optional<QueueRow>()>;

    // The keys work in `scope` and in what is in it.
    QueueActions(const Theme &theme, QueueCommands &commands, QWidget &scope, Chosen chosen);

    QAction *action(const QString &name) const;
    void enable(); // by what is chosen now
    void fillMenu(QMenu &menu) const; // what destroys comes last
    void pause(const QueueRow &queue, bool paused);

signals:
    void addJobAsked();
    void alertRulesAsked();
    void done(); // jobs went: what is shown of them is old
    void toast(const QString &message);

private:
    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key,
                 void (QueueActions::*slot)());
    void togglePause();
    void changeLimits();
    void drain();
    void clean();
    void obliterate();
    void copyName();
    void sweep(const SweepPlan &plan);

    const Theme &m_theme;
    QueueCommands &m_commands;
    QWidget &m_scope;
    Chosen m_chosen;
    QList<QAction *> m_actions;
};

} // namespace signalbox::ui
