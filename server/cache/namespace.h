// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/flights.h"
#include "cache/local_layer.h"
#include "cache/settings.h"
#include "cache/strategy_figures.h"

#include <QByteArrayList>

namespace signalbox::cache {

// What one kind of subject ("user") has of the cache: its settings, which may change while it is used, its figures, and
// what this process knows of it. Belongs to the Cache. Any thread.
//
// Of the subject 7, Redis has "user:7", the value itself as other programs may read it (JSON; "null": it isn't there),
// or with `versioned` "user:7:<version>"; "user:7:v", its version; and "user:7:lease", who loads it.
class Namespace {
public:
    explicit Namespace(NamespaceSettings settings);

    const QByteArray &name() const { return m_settings.name; }
    NamespaceSettings settings() const; // as they are now
    qsizetype largestValue() const { return m_settings.largestValue; }
    double beta() const { return m_settings.beta; }

    Strategy strategy() const { return m_strategy.load(std::memory_order_relaxed); } // Cache changes it
    std::chrono::milliseconds ttl() const { return m_ttl.load(std::memory_order_relaxed); }
    std::chrono::milliseconds notFoundTtl() const { return m_notFoundTtl.load(std::memory_order_relaxed); }
    std::chrono::milliseconds localTtl() const { return m_localTtl.load(std::memory_order_relaxed); }
    // Of what is stored from now on.
    void setTtl(std::chrono::milliseconds ttl) { m_ttl = ttl; }
    void setNotFoundTtl(std::chrono::milliseconds ttl) { m_notFoundTtl = ttl; }
    void setLocalTtl(std::chrono::milliseconds ttl) { m_localTtl = ttl; }

    QByteArray keyOf(QByteArrayView id) const;
    std::optional<QByteArray> idIn(QByteArrayView redisKey) const; // of any of the subject's keys
    QByteArray pattern() const; // of all its keys, for SCAN

    StrategyFigures &figures() { return m_figures; }
    const StrategyFigures &figures() const { return m_figures; }
    LocalLayer &local() { return m_local; }
    const LocalLayer &local() const { return m_local; }
    Flights &flights() { return m_flights; }

    // While Redis holds what a former strategy left, it isn't looked at.
    bool isSuspended() const { return m_suspensions.load(std::memory_order_acquire) > 0; }
    void suspend() { m_suspensions.fetch_add(1); }
    void resume() { m_suspensions.fetch_sub(1); }

    struct SpanNames {
        QByteArray localHit, hit, miss, joined, refreshed, invalidated;
    };
    const SpanNames &spanNames() const { return m_spanNames; }

private:
    friend class Cache;

    const NamespaceSettings m_settings;
    const QByteArray m_prefix;
    const SpanNames m_spanNames;
    std::atomic<Strategy> m_strategy;
    std::atomic<std::chrono::milliseconds> m_ttl;
    std::atomic<std::chrono::milliseconds> m_notFoundTtl;
    std::atomic<std::chrono::milliseconds> m_localTtl;
    std::atomic<int> m_suspensions = 0;
    StrategyFigures m_figures;
    LocalLayer m_local;
    Flights m_flights;
};

} // namespace signalbox::cache
