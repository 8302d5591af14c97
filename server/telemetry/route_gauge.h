// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <array>
#include <atomic>

namespace signalbox::telemetry {

// A method as telemetry counts it: what is no common one is OTHER, so that clients can't make up endless ones.
QByteArrayView countedMethod(QByteArrayView method);

// Stands for a method and a route pattern. Patterns are hashed once, when a route is registered, and not for each
// of its requests.
quint64 patternHash(QByteArrayView pattern);
quint64 routeKey(QByteArrayView method, quint64 patternHash);
quint64 routeKey(QByteArrayView method, QByteArrayView pattern);

// How many requests of each route are in flight on one reactor. That reactor's thread writes, any thread reads.
// Bounded: past `capacity` routes, more of them are not counted.
class RouteGauge {
public:
    static constexpr std::size_t capacity = 2048;

    void add(quint64 key, int by);
    int value(quint64 key) const;

private:
    struct Slot {
        std::atomic<quint64> key = 0; // 0: free; set once
        std::atomic<int> active = 0;
    };
    // Of the key, or the free one where it belongs; null when all are taken.
    const Slot *find(quint64 key) const;

    std::array<Slot, capacity> m_slots; // open addressing
};

} // namespace signalbox::telemetry
