// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace signalbox::telemetry {

// Small numbers for the pairs of method and route pattern that were seen, so that figures of a route are found by an
// index. Bounded: an unknown method counts as OTHER, and past `maxRoutes` every new pair as OTHER of no route. A pair
// is told by its routeKey(), whose 64 bits are taken to be unique. Collector's thread only.
class RouteTable {
public:
    static constexpr int maxRoutes = 4096;

    struct Route {
        QByteArray method;
        QByteArray pattern; // empty: nothing matched
    };

    RouteTable();
    int indexOf(QByteArrayView method, QByteArrayView pattern); // added when it is new
    std::optional<int> find(quint64 routeKey) const;
    std::optional<int> find(QByteArrayView method, QByteArrayView pattern) const;
    const Route &at(int index) const { return m_routes[static_cast<std::size_t>(index)]; }
    int size() const { return static_cast<int>(m_routes.size()); }

private:
    struct Slot {
        quint64 key = 0;
        int route = -1; // none
    };
    std::size_t slotOf(quint64 key) const;
    int indexOf(quint64 key, QByteArrayView method, QByteArrayView pattern);

    std::vector<Route> m_routes;
    std::vector<Slot> m_slots; // open addressing; never more than half full
};

} // namespace signalbox::telemetry
