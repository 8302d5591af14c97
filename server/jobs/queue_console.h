// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_watch.h"

#include <memory>

namespace signalbox::jobs {

// All that the console knows and does of queues with, in one: what is connected, what is known, what is warned of, and
// who watches. Made by the server, outlives its reactors; its parts are for any thread.
class QueueConsole {
public:
    // `own` is the server's Redis, and outlives it. Nothing is watched until open().
    QueueConsole(const redis::Clients &own, const QString &folder);

    // Reads what is kept in the folder, and begins to watch: what is wrong, or empty. Once. The queues of the server's
    // own have these prefixes.
    QString open(const QByteArrayList &ownPrefixes);

    QueueConnections &connections() { return m_connections; }
    QueueBoard &board() { return m_board; }
    QueueAlerts &alerts() { return m_alerts; }

private:
    QueueConnections m_connections;
    QueueBoard m_board;
    QueueAlerts m_alerts;
    std::unique_ptr<QueueWatch> m_watch; // goes first
};

} // namespace signalbox::jobs
