// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/route_gauge.h"

#include <algorithm>
#include <string_view>

namespace signalbox::telemetry {

namespace {

quint64 hashOf(QByteArrayView text)
{
    return std::hash<std::string_view>()({text.data(), static_cast<std::size_t>(text.size())});
}

} // namespace

QByteArrayView countedMethod(QByteArrayView method)
{
    constexpr QByteArrayView known[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
    const bool isKnown = std::any_of(std::begin(known), std::end(known),
                                     [method](QByteArrayView candidate) { return candidate == method; });
    return isKnown ? method : QByteArrayView("OTHER");
}

quint64 routeKey(QByteArrayView method, QByteArrayView pattern)
{
    return hashOf(pattern) * 31 + hashOf(countedMethod(method));
}

const RouteGauge::Slot *RouteGauge::find(quint64 key) const
{
    for (std::size_t step = 0; step < capacity; ++step) {
        const Slot &slot = m_slots[(key + step) % capacity];
        const quint64 there = slot.key.load(std::memory_order_relaxed);
        if (there == key || there == 0)
            return &slot;
    }
    return nullptr;
}

void RouteGauge::add(quint64 key, int by)
{
    auto *slot = const_cast<Slot *>(find(key));
    if (!slot)
        return;
    slot->key.store(key, std::memory_order_relaxed);
    slot->active.store(slot->active.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
}

int RouteGauge::value(quint64 key) const
{
    const Slot *slot = find(key);
    return slot ? slot->active.load(std::memory_order_relaxed) : 0;
}

} // namespace signalbox::telemetry
