// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_connection.h"
#include "widgets/form_dialog.h"

class QComboBox;

namespace signalbox::ui {

// Asks for a queue that isn't there yet, so that jobs can be added to it. Main thread.
class AddQueueDialog : public FormDialog {
    Q_OBJECT
public:
    AddQueueDialog(const Theme &theme, const QList<QueueConnection> &connections, QWidget *parent);

    void setConnections(const QList<QueueConnection> &connections); // they may come, or change, while it is open
    QCborMap values() const; // {connection, prefix, name}

private:
    void showPrefixes();
    void check();

    QList<QueueConnection> m_connections;
    QLineEdit *m_name;
    QComboBox *m_connection;
    QComboBox *m_prefix;
};

} // namespace signalbox::ui
