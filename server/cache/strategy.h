// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace signalbox::cache {

// How a namespace of the cache is kept right. What each promises and costs: docs/cache.md.
enum class Strategy : quint8 {
    Ttl, // not at all: a value is as old as its TTL allows
    Invalidate, // the write deletes it
    PubSub, // likewise; each node keeps values of its own, too, which a broadcast drops
    Outbox, // the write deletes it, and has noted so in its transaction: even a crash between doesn't lose it
    Versioned, // the write gives the subject a new version, which is part of the value's key
};
inline constexpr std::size_t strategyCount = 5;

QString strategyName(Strategy strategy); // "ttl", "invalidate", "pubsub", "outbox", "versioned"
std::optional<Strategy> strategyNamed(QStringView name);
QStringList strategyNames();

} // namespace signalbox::cache
