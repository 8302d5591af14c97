// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;

namespace signalbox::ui {

class JobsList;

// Below the jobs: how many there are, how far a search is, and what can be done with those that are chosen. Main
// thread.
class JobsFooter : public QWidget {
    Q_OBJECT
public:
    explicit JobsFooter(JobsList &list, QWidget *parent = nullptr);

    void setActions(const QList<QAction *> &actions);
    void tell();

private:
    void build();
    void connectParts();
    QString countText() const;
    QString searchText() const;
    QString chosenText() const;
    void tellChosen();

    JobsList &m_list;
    QLabel *m_count;
    QProgressBar *m_progress;
    QPushButton *m_more;
    QHBoxLayout *m_buttons;
    QWidget *m_chosen; // the buttons of the actions
    QPushButton *m_all;
};

} // namespace signalbox::ui
