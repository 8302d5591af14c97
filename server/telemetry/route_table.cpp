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
    : m_slots(slotCount, -1)
{
}

// Of the pair, or the empty one where it belongs.
std::size_t RouteTable::slotOf(QByteArrayView method, QByteArrayView pattern) const
{
    std::size_t slot = routeKey(method, pattern) % slotCount;
    for (; m_slots[slot] >= 0; slot = (slot + 1) % slotCount) {
        const Route &route = at(m_slots[slot]);
        if (route.pattern == pattern && route.method == method)
            break;
    }
    return slot;
}

int RouteTable::add(std::size_t slot, QByteArrayView method, QByteArrayView pattern)
{
    m_routes.push_back({method.toByteArray(), pattern.toByteArray()});
    return m_slots[slot] = size() - 1;
}

int RouteTable::indexOf(QByteArrayView method, QByteArrayView pattern)
{
    const QByteArrayView known = countedMethod(method);
    const std::size_t slot = slotOf(known, pattern);
    if (m_slots[slot] >= 0)
        return m_slots[slot];
    if (size() < maxRoutes - 1)
        return add(slot, known, pattern);
    const std::size_t rest = slotOf(other, {});
    return m_slots[rest] >= 0 ? m_slots[rest] : add(rest, other, {});
}

std::optional<int> RouteTable::find(QByteArrayView method, QByteArrayView pattern) const
{
    const int index = m_slots[slotOf(countedMethod(method), pattern)];
    return index >= 0 ? std::optional(index) : std::nullopt;
}

} // namespace signalbox::telemetry
