// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cause.h"
#include "cache/found.h"
#include "cache/history.h"
#include "cache/invalidation_log.h"
#include "cache/namespace.h"
#include "cache/noter.h"
#include "cache/outbox_state.h"

#include <memory>
#include <vector>

namespace signalbox::redis {
class Clients;
}
namespace signalbox::store {
class Connection;
class DatabasePool;
} // namespace signalbox::store
namespace signalbox::telemetry {
class Log;
}

namespace signalbox::cache {

// What was read keeps being known, in Redis and in the process itself, until it is written. One for the server: made
// and destroyed by its thread; the rest is for any thread with an event loop. `spans` may be null. docs/cache.md says
// what each strategy promises. Whatever Redis does, reads and writes go on, at the price of the database.
class Cache {
public:
    using Spans = telemetry::SpanSink *;

    struct Parts {
        redis::Clients &clients;
        store::DatabasePool &database;
        telemetry::Log &log;
    };
    explicit Cache(Parts parts, const Settings &settings = {}); // all outlive it
    ~Cache(); // what was not invalidated yet is noted in the database, if that takes no more than some seconds
    Cache(const Cache &) = delete;
    Cache &operator=(const Cache &) = delete;

    Namespace &user() const { return *m_namespaces.front(); }
    const std::vector<std::unique_ptr<Namespace>> &namespaces() const { return m_namespaces; }
    Namespace *find(QByteArrayView name) const; // null: there is none

    // Reading. tryGet() looks only into the process itself; nothing when that doesn't know. Throws what `load` throws,
    // never for Redis. `fresh` passes the cache by, and refills it.
    std::optional<Found> tryGet(Spans spans, Namespace &space, const QByteArray &id);
    QCoro::Task<Found> get(Spans spans, Namespace &space, QByteArray id, Loader load, bool fresh = false);

    // Writing. The transaction notes what it changes, by a noter that was made for it; invalidate() comes after its
    // commit and before its answer, with what was noted: no read that begins after the answer then sees what was
    // before, as the strategy promises. Never throws.
    Noter noter(const Namespace &space, const Cause &cause) const;
    QCoro::Task<> invalidate(Spans spans, Namespace &space, QByteArrayList ids, Cause cause, Noted noted = {});
    // Where nothing can be awaited: it notes all (unless there is to be no Redis at all), and relayNotes() comes after
    // the commit. Redis isn't looked at until they are relayed.
    Noter noterForLater(const Namespace &space, const Cause &cause) const;
    void relayNotes();
    // Of a write that may have been committed, or may still be: it took too long, or the database went away.
    void invalidateUndecided(Namespace &space, const QByteArrayList &ids);

    // For admins.
    QCoro::Task<> invalidateByAdmin(Spans spans, Namespace &space, QByteArrayList ids, Cause cause);
    // What the former strategy may have left wrong goes, before Redis is looked at again.
    void setStrategy(Namespace &space, Strategy strategy);
    struct FlushStep {
        qint64 matched = 0; // keys in this step, or that would be deleted
        qint64 deleted = 0;
        qint64 scanned = 0; // keys looked at
        qint64 total = 0; // keys in the whole of Redis
        QByteArray cursor; // goes on there; empty: done
    };
    // One step of deleting all that a namespace has, everywhere. `cursor`: empty, or as the step before gave it. Throws
    // RedisError.
    QCoro::Task<FlushStep> flush(Spans spans, Namespace &space, QByteArray cursor, bool dryRun, Cause cause);
    // The subject that a key in Redis is of: that key is to be deleted by invalidateByAdmin().
    struct Subject {
        Namespace *space = nullptr;
        QByteArray id;
    };
    std::optional<Subject> subjectOf(QByteArrayView redisKey) const;

    // To be shown.
    bool isTrusted() const; // false: Redis isn't looked at until all that was missed is caught up with
    qint64 invalidationsPending(const Namespace &space) const;
    OutboxState outbox() const; // as of a moment ago
    const InvalidationLog &invalidations() const;
    const History &history() const;

private:
    struct Private;
    std::vector<std::unique_ptr<Namespace>> m_namespaces;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::cache
