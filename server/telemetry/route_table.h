// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace signalbox::telemetry {

// Small numbers for the pairs of method and route pattern that were seen, so that figures of a route are found by an
// index. Bounded: an unknown method counts as OTHER, and past `maxRoutes` every new pair as OTHER of no route.
// Collector's thread only.
class RouteTable {
public:
    static constexpr int maxRoutes = 4096;

    struct Route {
        QByteArray method;
        QByteArray pattern; // empty: nothing matched
    };

    RouteTable();
    int indexOf(QByteArrayView method, QByteArrayView pattern); // added when it is new
    std::optional<int> find(QByteArrayView method, QByteArrayView pattern) const;
    const Route &at(int index) const { return m_routes[static_cast<std::size_t>(index)]; }
    int size() const { return static_cast<int>(m_routes.size()); }

private:
    std::size_t slotOf(QByteArrayView method, QByteArrayView pattern) const;
    int add(std::size_t slot, QByteArrayView method, QByteArrayView pattern);

    std::vector<Route> m_routes;
    std::vector<int> m_slots; // open addressing, -1 for none; never more than half full
};

} // namespace signalbox::telemetry
