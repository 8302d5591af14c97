// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "percentiles.h"
#include "widgets/theme.h"

#include <QCborMap>
#include <QList>
#include <QString>

#include <limits>

namespace signalbox::ui {

// A span of time that something took: its percentiles and the longest.
struct Latency {
    Percentiles percentiles;
    double maxMs = std::numeric_limits<double>::quiet_NaN();

    static Latency fromCbor(const QCborMap &map);
};

// The server's way to its Redis, as GET /admin/cache tells it. Times are milliseconds since the epoch. A value.
struct RedisLink {
    enum class Kind : quint8 { None, Private, Remote };
    enum class State : quint8 { Starting, Up, Down, Missing, Off };
    enum class Breaker : quint8 { Closed, Open, Probing };

    Kind kind = Kind::None;
    State state = State::Off;
    Breaker breaker = Breaker::Closed;
    QString url;
    qint64 sinceMs = 0; // of the state
    QString error; // why it is not up, for a person
    QString hint; // what to do about it
    qint64 opened = 0; // how often the breaker did
    qint64 deadlineMs = 0;
    qint64 processId = 0; // of a private one; 0: not known
    qint64 restarts = 0;
    qint64 commands = 0;
    qint64 failed = 0;
    qint64 timedOut = 0;
    qint64 refused = 0;
    qint64 pending = 0;
    Latency latency;

    // Neither there nor to be expected.
    bool isAbsent() const { return state == State::Missing || state == State::Off; }
    QString name() const; // "Private Redis"
    QString stateText() const; // "up", "down", "not installed"
    Theme::Role stateColour() const;
    QString breakerText() const;
    Theme::Role breakerColour() const;

    static RedisLink fromCbor(const QCborMap &map);
};

// What a namespace of the cache did since the server's start, in all or with one strategy. A value.
struct NamespaceFigures {
    qint64 localHits = 0; // answered in the server's own process
    qint64 hits = 0; // in Redis
    qint64 misses = 0;
    qint64 loads = 0;
    double loadP50Ms = std::numeric_limits<double>::quiet_NaN();
    double loadP95Ms = std::numeric_limits<double>::quiet_NaN();
    qint64 staleAvoided = 0;
    qint64 sent = 0; // invalidations
    qint64 received = 0;
    qint64 failed = 0;
    qint64 errors = 0;
    qint64 bytesRead = 0;
    qint64 bytesWritten = 0;

    qint64 lookups() const { return localHits + hits + misses; }
    double hitRatio() const; // NaN before the first lookup

    static NamespaceFigures fromCbor(const QCborMap &map);
    bool operator==(const NamespaceFigures &other) const;
};

// What began while a namespace was kept right by one strategy. A value.
struct StrategyFigures : NamespaceFigures {
    QString strategy;

    bool operator==(const StrategyFigures &) const = default;
};

// A namespace of the cache, and how it is kept right. Its own figures are the sums of its strategies'. A value.
struct CacheNamespace : NamespaceFigures {
    QString name;
    QString strategy; // ttl, invalidate, pubsub, outbox, versioned
    qint64 ttlMs = 0;
    qint64 notFoundTtlMs = 0;
    qint64 localTtlMs = 0;
    qint64 pending = 0; // invalidations
    QList<StrategyFigures> strategies; // those it has used, and the one it uses; none of an older server

    bool usesProcess() const { return strategy == QLatin1String("pubsub"); } // keeps values in it, too

    static CacheNamespace fromCbor(const QCborMap &map);
    bool operator==(const CacheNamespace &) const = default;
};

// How the cache is now: the answer of GET /admin/cache, and of the feed's topic `cache`. A value.
struct CacheState {
    RedisLink redis;
    bool isPassedBy = false; // until all that may have been missed is caught up with, reads go to the database
    QList<CacheNamespace> namespaces;
    qint64 outboxPending = 0;
    qint64 outboxOldestMs = 0; // how long the oldest waits

    qint64 pendingInvalidations() const; // that should have been done by now
    static CacheState fromCbor(const QCborMap &map);
};

} // namespace signalbox::ui
