// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_action.h"
#include "widgets/shortcut.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QAction;
class QMenu;

namespace signalbox::ui {

class Session;
class StepSweep;
class Theme;

// What one can do with the chosen jobs: the same in the menu, in the bar, in the detail and by key. Main thread.
class JobActions : public QObject {
    Q_OBJECT
public:
    using Chosen = std::function<JobTarget()>;

    // The keys work in `scope` and in what is in it; the dialogs are its children.
    JobActions(const Theme &theme, QWidget &scope, Chosen chosen);

    void setSession(Session *session);
    const QList<QAction *> &all() const { return m_actions; } // those of JobAction, in the order of menus
    QAction *copyId() const { return m_copyId; }
    QAction *duplicateAndEdit() const { return m_edit; }
    void enable(); // by what is chosen now: what doesn't suit isn't seen, what can't be done says why
    void fillMenu(QMenu &menu) const; // what suits
    QList<Shortcut> shortcuts() const;

signals:
    void changed(); // something was done to some
    void toast(const QString &message);
    void duplicateAsked(const QString &jobId); // to be edited first

private:
    void add(JobAction action);
    void showWhether(QAction &action, const JobTarget &target) const;
    void run(JobAction action);
    void runAtOnce(JobAction action, const JobTarget &target);
    void tell(JobAction action, const StepSweep &sweep);
    void ask(JobAction action, const JobTarget &target);

    const Theme &m_theme;
    QWidget &m_scope;
    Chosen m_chosen;
    QPointer<Session> m_session;
    QList<QAction *> m_actions;
    QAction *m_copyId;
    QAction *m_edit;
};

} // namespace signalbox::ui
