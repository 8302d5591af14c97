// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/invalidation_log.h"
#include "cache/namespace.h"
#include "cache/noter.h"
#include "cache/pending_invalidations.h"

#include <functional>

namespace signalbox::redis {
class Clients;
}
namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::cache {

class DoneRows;
class Trust;

// Takes out of Redis, and of all processes, what was written. Belongs to the Cache. Any thread with an event loop.
class Invalidator {
public:
    using Spans = telemetry::SpanSink *;

    struct Parts {
        redis::Clients &clients;
        store::DatabasePool &database;
        Trust &trust;
        PendingInvalidations &pending;
        DoneRows &doneRows;
        InvalidationLog &log;
        std::function<void()> catchUp; // called, on any thread, when there is something to do later
    };
    explicit Invalidator(Parts parts);

    // Who tells others of it: names this process in what it publishes.
    const QByteArray &node() const { return m_node; }

    // Notes if the strategy wants it, or Redis may not be there.
    Noter noter(const Namespace &space, const Cause &cause) const;

    // All that follows a write that was committed. Never throws: what failed is remembered, and Redis isn't trusted
    // until it has been told.
    QCoro::Task<> afterCommit(Spans spans, Namespace &space, QByteArrayList ids, Cause cause, Noted noted,
                              Invalidation::Source source);
    void undecided(Namespace &space, const QByteArrayList &ids);

    enum class Tell : quint8 { Everybody, Nobody };
    // With none, a load that runs can't be kept either: it finds another version than its own, or none.
    enum class Version : quint8 { New, None };
    // Only that. Throws RedisError.
    QCoro::Task<> send(Spans spans, Namespace &space, QByteArrayList ids, Tell tell, Version version = Version::New);
    void dropHere(Namespace &space, const QByteArrayList &ids) const;
    void record(Namespace &space, const QByteArrayList &ids, Invalidation like); // that it was sent

private:
    using Clock = std::chrono::steady_clock;

    void failed(Namespace &space, const QByteArrayList &ids, Invalidation like);
    QCoro::Task<> leaveToOthers(Spans spans, Namespace &space, QByteArrayList ids, Cause cause, Noted noted);
    QCoro::Task<bool> noteAfterwards(Spans spans, const Namespace &space, QByteArrayList ids, Cause cause);

    Parts m_parts;
    const QByteArray m_node;
};

} // namespace signalbox::cache
