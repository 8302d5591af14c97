// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLatin1StringView>

namespace signalbox::admin {

// WebSocket subprotocols of the feed. A browser that brings its token as a subprotocol must be answered by another
// one that it offered, so JSON has a name too.
inline constexpr QLatin1StringView cborSubprotocol("signalbox.v1.cbor");
inline constexpr QLatin1StringView jsonSubprotocol("signalbox.v1.json");

} // namespace signalbox::admin
