// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_board.h"
#include "jobs/queue_discovery.h"

#include <QDateTime>
#include <QDeadlineTimer>

#include <functional>

namespace signalbox::redis {
class Clients;
}

namespace signalbox::jobs {

class QueueAlerts;

// Watches the queues of one Redis: finds them, reads what happens to them, counts what is in them. On a thread with an
// event loop. The board, the alerts and `clients` outlive it.
class ConnectionWatch {
public:
    struct Parts {
        redis::Clients &clients;
        QueueBoard &board;
        QueueAlerts &alerts;
        std::function<qint64()> clock = QDateTime::currentMSecsSinceEpoch; // milliseconds since the epoch
    };
    ConnectionWatch(Parts parts, QByteArray connection, QByteArrayList prefixes);

    // Once: all that is due, of bounded length. When nobody looks, only what alerts need. Never throws.
    QCoro::Task<> round(bool isLookedAt);
    bool hasMore() const { return m_hasMore; } // of what happened; come again at once

private:
    struct Stream {
        QByteArray last; // the last event that was read
        bool isBroken = false; // the key is no stream
    };

    QCoro::Task<> work(bool isLookedAt);
    QCoro::Task<> discover(bool isLookedAt);
    QCoro::Task<> readClock();
    QCoro::Task<> readEvents();
    QCoro::Task<> readEventsOf(QList<QueueAddress> queues);
    void noteEvents(const QueueAddress &queue, const redis::Reply &reply);
    QCoro::Task<> readTimes();
    QCoro::Task<> count(bool isLookedAt);
    QCoro::Task<> countAll(QList<QueueAddress> queues);
    QCoro::Task<> listWorkers();

    const Parts m_parts;
    const QByteArray m_connection;
    QueueDiscovery m_discovery;
    QHash<QueueAddress, Stream> m_streams;
    QSet<QueueAddress> m_changed; // something happened to them
    QList<std::pair<QueueAddress, QByteArray>> m_finished; // jobs whose times are to be read
    QList<QueueAddress> m_toCount; // of the full round
    std::optional<WorkerList> m_workers; // as they were listed last
    QDeadlineTimer m_nextRound{0};
    QDeadlineTimer m_nextSettling{0};
    bool m_hasMore = false;
    qint64 m_clockAheadMs = 0; // of Redis, to ours
};

} // namespace signalbox::jobs
