// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QProgressBar;

namespace signalbox::ui {

class BadgeLabel;
class CopyButton;
struct JobRow;
class Theme;

// What stands above one job: its name and id, in what state it is and how far, and what one can do with it. Main
// thread.
class JobHead : public QWidget {
    Q_OBJECT
public:
    explicit JobHead(const Theme &theme, QWidget *parent = nullptr);

    void show(const JobRow &row);
    void setActions(const QList<QAction *> &actions);

signals:
    void closed(); // is asked for

private:
    QLayout *makeTitle(const Theme &theme);
    QLayout *makeFacts();

    QLabel *m_name;
    QLabel *m_id;
    CopyButton *m_copyId;
    BadgeLabel *m_state;
    QProgressBar *m_progress;
    QLabel *m_summary;
    QHBoxLayout *m_buttons;
};

} // namespace signalbox::ui
