// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/flusher.h"
#include "cache/outbox_relay.h"
#include "cache/ttl_marks.h"

namespace signalbox::cache {

class Trust;

// What is to be done so that Redis can be trusted, again or still: tells it what it could not be told, relays the
// outbox, deletes what a former strategy left. Belongs to the Cache. Keeper's thread; want() is for any.
class CatchUp {
public:
    struct Parts {
        redis::Clients &clients;
        Trust &trust;
        PendingInvalidations &pending;
        InvalidationLog &log;
        Invalidator &invalidator;
        Flusher &flusher;
        OutboxRelay &relay;
        const std::vector<std::unique_ptr<Namespace>> &spaces;
    };
    explicit CatchUp(Parts parts);

    // One round. False when it could not be done, and is to be tried again soon.
    QCoro::Task<bool> run();
    // At the end: what is still to be told is noted in the outbox, for who comes next.
    QCoro::Task<> leave(store::DatabasePool &database);

    // Deletes all of a namespace that is suspended, then resumes it.
    void wantFlush(Namespace &space);

private:
    QCoro::Task<> everything();
    QCoro::Task<QByteArray> currentRun(); // of the Redis server: another each time it starts
    QCoro::Task<> flushAll();
    QCoro::Task<> flushWhatTtlLeft();
    QCoro::Task<> tell(QList<PendingInvalidations::Item> items);
    QCoro::Task<> tellDue();
    QCoro::Task<> flushOverflowed();
    QCoro::Task<> flushWanted();

    Parts m_parts;
    TtlMarks m_ttlMarks;
    QByteArray m_run; // of the Redis that was trusted last
    QMutex m_mutex; // for what follows
    QList<Namespace *> m_wanted;
};

} // namespace signalbox::cache
