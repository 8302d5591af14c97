// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <optional>

namespace signalbox {

// What a request found in the cache, as its spans of kind "cache" tell; a set of bits, since one may look more than
// once.
namespace cache_outcome {

inline constexpr quint8 Local = 1; // in the process's own layer
inline constexpr quint8 Hit = 2; // in Redis
inline constexpr quint8 Miss = 4; // not there: loaded, or joined who was loading

// Of a span's kind and name ("user: local hit", "user: hit", "user: miss", "user: joined"); 0 for what is none.
quint8 ofSpan(QByteArrayView kind, QByteArrayView name);

// Of a word of the filter language: "local", "hit", "miss".
std::optional<quint8> named(QByteArrayView word);

} // namespace cache_outcome
} // namespace signalbox
