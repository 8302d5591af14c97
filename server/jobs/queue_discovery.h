// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>
#include <QDeadlineTimer>

namespace signalbox::jobs {

// Finds the queues of a Redis by their keys, with SCAN: over and over, a piece at a time. On the client's thread.
class QueueDiscovery {
public:
    QueueDiscovery(QByteArray connection, QByteArrayList prefixes);

    // Goes on until `until`, or all has been looked through; gives what was found since it last gave any. Throws
    // RedisError.
    QCoro::Task<QList<QueueAddress>> step(redis::Client &client, QDeadlineTimer until);
    quint64 passes() const { return m_passes; } // how often all was looked through
    bool isDue() const; // a pass has not ended, or it is time for the next one

private:
    QCoro::Task<QList<QueueAddress>> confirmed(redis::Client &client, QByteArray prefix, QByteArrayList keys) const;

    const QByteArray m_connection;
    const QByteArrayList m_prefixes;
    qsizetype m_prefix = 0;
    QByteArray m_cursor = "0";
    QList<QueueAddress> m_found; // and not yet given
    quint64 m_passes = 0;
    qint64 m_workedMs = 0; // in this pass
    QDeadlineTimer m_pause; // until the next one
};

} // namespace signalbox::jobs
