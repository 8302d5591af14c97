// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/byte_ring.h"
#include "telemetry/route_gauge.h"

#include <vector>

namespace signalbox::telemetry {

// A shard's memory: the reactor's thread writes, the collector's reads.
struct ShardState {
    static constexpr std::size_t ringBytes = 8 * 1024 * 1024; // a burst of 100 ms at 100,000 requests a second

    ShardState(int index, bool isEnabled)
        : reactor(index)
        , enabled(isEnabled)
        , ring(isEnabled ? ringBytes : 64)
    {
    }

    const int reactor;
    const bool enabled;
    ByteRing ring;
    RouteGauge routes;
    std::vector<const ShardState *> others; // set before the reactors run

    // Written without read-modify-write: there is one writer.
    alignas(64) std::atomic<int> active = 0;
    std::atomic<int> connections = 0;
    std::atomic<std::int64_t> lost = 0; // records that found the ring full

    // The reactor raises these, the collector takes them and puts back the least that they may be.
    std::atomic<int> activeMax = 0; // of the whole server: the reactors' own maxima come at different times
    std::atomic<std::int64_t> loopDelayMaxUs = 0;
};

// The requests of a route that are in flight, over all reactors.
inline int activeOf(const std::vector<ShardState *> &shards, QByteArrayView method, QByteArrayView pattern)
{
    const quint64 key = routeKey(method, pattern);
    int active = 0;
    for (const ShardState *shard : shards)
        active += shard->routes.value(key);
    return active;
}

} // namespace signalbox::telemetry
