// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_row.h"

#include <QObject>

namespace signalbox::ui {

class QueueCommands;
class QueuesSource;

// What the page asks that is about no single queue, or about when to alert. Main thread.
class QueueDialogs : public QObject {
    Q_OBJECT
public:
    // All must outlive it; the page owns it, and its dialogs.
    QueueDialogs(const Theme &theme, const QueuesSource &source, QueueCommands &commands, QWidget &page);

    void addQueue();
    void pauseAll(bool paused);
    void showAlerts();
    void showConnections();
    void showRules(const QString &queueId, const QString &queueName); // of all queues when the id is empty

signals:
    void added(const signalbox::ui::QueueRow &queue);
    void queueAsked(const QString &queueId);
    void toast(const QString &message);

private:
    const Theme &m_theme;
    const QueuesSource &m_source;
    QueueCommands &m_commands;
    QWidget &m_page;
};

} // namespace signalbox::ui
