// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_match.h"

#include <QFrame>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QSpinBox;
class QStringListModel;
class QToolButton;

namespace signalbox::ui {

class Theme;

// What jobs to look for, in what order, and the button that adds one. Main thread.
class JobsBar : public QFrame {
    Q_OBJECT
public:
    explicit JobsBar(const Theme &theme, QWidget *parent = nullptr);

    JobMatch match() const; // its states are empty: those of the chosen tab
    void setNames(const QStringList &names); // that were seen, to complete
    bool isNewestFirst() const;
    void setRunning(bool running);
    void setPlace(JobState state); // of the chosen tab; only it is looked in. Whoever sets it runs the match
    void clear(); // what is looked for: nothing
    void focusSearch();

signals:
    void changed(); // the match
    void orderChanged();
    void cancelAsked();
    void addAsked();
    void left(); // Esc while nothing is looked for

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeLine(const Theme &theme);
    QWidget *makeFilters();
    void makeStatesMenu();
    void connectParts();
    void takeStates();
    void tellStates();
    void apply();
    void takeReturn();

    const Theme &m_theme;
    QLineEdit *m_text;
    QToolButton *m_states;
    QMenu *m_statesMenu = nullptr;
    QToolButton *m_more;
    QPushButton *m_stop;
    QComboBox *m_order;
    QPushButton *m_add;
    QWidget *m_filters;
    QLineEdit *m_name;
    QStringListModel *m_names;
    QLineEdit *m_failure;
    QComboBox *m_age;
    QSpinBox *m_attempts;
    QTimer m_debounce;
    QList<JobState> m_chosenStates; // empty: that of the tab
    JobState m_place = JobState::Waiting;
    JobMatch m_applied;
    bool m_running = false;
};

} // namespace signalbox::ui
