// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/expiry_hints.h"
#include "cache/found.h"
#include "cache/namespace.h"
#include "cache/remote_layer.h"

#include <functional>

namespace signalbox::redis {
class Clients;
class RedisError;
} // namespace signalbox::redis

namespace signalbox::cache {

class Trust;

// Reads through the cache: the process itself, Redis, then the truth, which is kept if nothing was written meanwhile.
// Belongs to the Cache. Any thread with an event loop.
class Reader {
public:
    using Spans = telemetry::SpanSink *;

    // `catchUp` is called, on any thread, when Redis can't be trusted.
    Reader(redis::Clients &clients, const Trust &trust, std::function<void()> catchUp);

    std::optional<Found> tryGet(Spans spans, Namespace &space, const QByteArray &id) const;
    QCoro::Task<Found> get(Spans spans, Namespace &space, QByteArray id, Loader load, bool fresh);

private:
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::milliseconds;
    using Purpose = RemoteLayer::Purpose;

    // One read on its way. A value.
    struct Read {
        Spans spans;
        Namespace &space;
        QByteArray id;
        QByteArray key;
        Loader load;
        Strategy strategy;
        const RemoteLayer &remote;
        Clock::time_point from;
        LocalLayer::Stamp stamp = {};
        Purpose purpose = Purpose::Miss;
        Milliseconds early{0}; // with less left than this, it is loaded again
        bool mayUseRedis = false;
        quint64 missed = 0; // of Trust, when Redis was looked at

        Figures &figures() const { return space.figures().of(strategy); }
    };

    Read begin(Spans spans, Namespace &space, QByteArray id, Loader load) const;
    void lookAtRedis(Read &read) const; // whether it may be
    bool asksWhatIsLeft(const Read &read) const;
    Found hit(const Read &read, RemoteLayer::Entry entry);
    Found accept(const Read &read, RemoteLayer::Entry entry);
    void failed(Read &read, const redis::RedisError &error) const;

    QCoro::Task<Found> miss(Read &read);
    QCoro::Task<Found> fly(Read &read, Flights::Seat *seat);
    QCoro::Task<RemoteLayer::Boarding> board(Read &read, Flights::Seat *seat, QByteArray token);
    QCoro::Task<Found> loadAndKeep(Read &read, Flights::Seat *seat, RemoteLayer::Lease lease, bool hasLease);
    QCoro::Task<Loaded> load(Read &read);
    QCoro::Task<bool> keep(Read &read, Flights::Seat *seat, RemoteLayer::Lease lease, Loaded loaded, Milliseconds ttl);
    QCoro::Task<> refresh(Read read);

    void keepLocally(const Read &read, const std::optional<QByteArray> &value, Milliseconds left) const;
    void count(const Read &read, Figure figure, const Found &found, const QByteArray &span) const;

    redis::Clients &m_clients;
    const Trust &m_trust;
    const std::function<void()> m_catchUp;
    ExpiryHints m_hints;
};

} // namespace signalbox::cache
