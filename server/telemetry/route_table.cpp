// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/route_table.h"

#include "telemetry/route_gauge.h"

namespace signalbox::telemetry {

namespace {

constexpr std::size_t slotCount = 2 * RouteTable::maxRoutes;
constexpr QByteArrayView other = "OTHER";

} // namespace

RouteTable::RouteTable()
    : m_slots(slotCount)
{
}

// Of the key, or the empty one where it belongs.
std::size_t RouteTable::slotOf(quint64 key) const
{
    std::size_t slot = key % slotCount;
    while (m_slots[slot].route >= 0 && m_slots[slot].key != key)
        slot = (slot + 1) % slotCount;
    return slot;
}

int RouteTable::indexOf(quint64 key, QByteArrayView method, QByteArrayView pattern)
{
    Slot &slot = m_slots[slotOf(key)];
    if (slot.route < 0) {
        slot = {key, size()};
        m_routes.push_back({method.toByteArray(), pattern.toByteArray()});
    }
    return slot.route;
}

int RouteTable::indexOf(QByteArrayView method, QByteArrayView pattern)
{
    const quint64 key = routeKey(method, pattern);
    if (const auto known = find(key))
        return *known;
    if (size() < maxRoutes - 1)
        return indexOf(key, countedMethod(method), pattern);
    return indexOf(routeKey(other, QByteArrayView()), other, {});
}

std::optional<int> RouteTable::find(quint64 routeKey) const
{
    const int route = m_slots[slotOf(routeKey)].route;
    return route >= 0 ? std::optional(route) : std::nullopt;
}

std::optional<int> RouteTable::find(QByteArrayView method, QByteArrayView pattern) const
{
    return find(routeKey(method, pattern));
}

} // namespace signalbox::telemetry
