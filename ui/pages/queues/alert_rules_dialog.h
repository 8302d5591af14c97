// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_alert.h"
#include "widgets/form_dialog.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace signalbox::ui {

class QueueCommands;

// When to alert: the rules for all queues, or those of one, which may follow the ones for all. Asks the server for the
// rules as they are. Main thread.
class AlertRulesDialog : public FormDialog {
    Q_OBJECT
public:
    // Of all queues when the id is empty.
    AlertRulesDialog(const Theme &theme, QueueCommands &commands, const QString &queueId, const QString &queueName,
                     QWidget *parent);

signals:
    void toast(const QString &message);

private:
    void build();
    QCheckBox *addCheck(const QString &part, const QString &text);
    void load();
    void show(const QueueAlertRules &rules);
    void check();
    void send();
    std::optional<QueueAlertRules> rules() const; // none: those for all

    QueueCommands &m_commands;
    QString m_queueId;
    QString m_queueName;
    bool m_loaded = false;
    QCheckBox *m_follows; // null for all queues
    QCheckBox *m_failed;
    QSpinBox *m_failedCount;
    QSpinBox *m_failedMinutes;
    QCheckBox *m_waiting;
    QSpinBox *m_waitingTime;
    QComboBox *m_waitingUnit;
    QCheckBox *m_noWorker;
};

} // namespace signalbox::ui
