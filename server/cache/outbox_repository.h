// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cause.h"

#include <QByteArrayList>
#include <QList>

#include <optional>

namespace signalbox::store {
class Connection;
}

namespace signalbox::cache {

// What writes have left to be invalidated, by rows that are committed together with them: inside a piece of the pool's
// work, on its thread.
class OutboxRepository {
public:
    explicit OutboxRepository(store::Connection &connection);

    struct Row {
        qint64 sequence = 0;
        QByteArray space;
        QByteArray id;
        qint64 atMs = 0;
        Cause cause;
    };

    QList<qint64> add(const QByteArray &space, const QByteArrayList &ids, const Cause &cause, qint64 nowMs);
    QList<Row> waiting(int most); // in order
    QList<Row> relayedSince(qint64 ms, int most); // likewise
    qint64 countWaiting();
    void markRelayed(const QList<qint64> &rows, qint64 nowMs);
    // Those that were relayed before that moment, and those that wait since before another (values are gone by then).
    qint64 prune(qint64 relayedBeforeMs, qint64 waitingSinceMs);

private:
    store::Connection &m_connection;
};

} // namespace signalbox::cache
