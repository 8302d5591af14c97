// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_alerts.h"
#include "jobs/queue_board.h"
#include "jobs/queue_connections.h"

#include <QThread>

namespace signalbox::jobs {

// Watches the queues of all connections, on a thread of its own, so that no slow Redis delays a request: closely while
// somebody looks at the board, else only from time to time, for alerts. Made and destroyed by the server's thread.
class QueueWatch {
public:
    struct Parts { // all of it outlives the watch
        QueueConnections &connections;
        QueueBoard &board;
        QueueAlerts &alerts;
    };
    explicit QueueWatch(Parts parts);
    ~QueueWatch();

private:
    class Chores;

    QThread m_thread;
    Chores *m_chores; // on that thread
};

} // namespace signalbox::jobs
