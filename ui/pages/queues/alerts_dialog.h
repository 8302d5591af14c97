// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/alerts_model.h"
#include "widgets/form_dialog.h"

#include <optional>

class QHBoxLayout;
class QPushButton;
class QTableView;

namespace signalbox::ui {

class QueueCommands;
class QueuesSource;

// What needs eyes now: to go to, to snooze, and by which rules. Main thread.
class AlertsDialog : public FormDialog {
    Q_OBJECT
public:
    AlertsDialog(const Theme &theme, const QueuesSource &source, QueueCommands &commands, QWidget *parent);

signals:
    void queueAsked(const QString &queueId);
    void rulesAsked();

private:
    void build(const Theme &theme);
    QPushButton *addButton(QHBoxLayout &row, const QString &part, const QString &text);
    void show();
    void enable();
    void snooze(int minutes);
    std::optional<QueueAlert> chosen() const;

    const QueuesSource &m_source;
    QueueCommands &m_commands;
    AlertsModel m_model;
    QLabel *m_none;
    QTableView *m_table;
    QPushButton *m_go = nullptr;
    QPushButton *m_snooze = nullptr;
    QPushButton *m_wake = nullptr;
};

} // namespace signalbox::ui
