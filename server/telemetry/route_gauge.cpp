// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/route_gauge.h"

#include <algorithm>
#include <string_view>

namespace signalbox::telemetry {

namespace {

constexpr QByteArrayView commonMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

const QByteArrayView *findCommon(QByteArrayView method)
{
    return std::find(std::begin(commonMethods), std::end(commonMethods), method);
}

} // namespace

QByteArrayView countedMethod(QByteArrayView method)
{
    const QByteArrayView *found = findCommon(method);
    return found != std::end(commonMethods) ? *found : QByteArrayView("OTHER");
}

quint64 patternHash(QByteArrayView pattern)
{
    return std::hash<std::string_view>()({pattern.data(), static_cast<std::size_t>(pattern.size())});
}

quint64 routeKey(QByteArrayView method, quint64 patternHash)
{
    constexpr quint64 apart = 0x9e37'79b9'7f4a'7c15; // far from any multiple of it by a small number
    return patternHash + static_cast<quint64>(findCommon(method) - std::begin(commonMethods) + 1) * apart;
}

quint64 routeKey(QByteArrayView method, QByteArrayView pattern)
{
    return routeKey(method, patternHash(pattern));
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
