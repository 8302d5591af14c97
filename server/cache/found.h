// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QCoro/QCoroTask>

#include <chrono>
#include <functional>
#include <optional>

namespace signalbox::telemetry {
class SpanSink;
}

namespace signalbox::cache {

enum class Source : quint8 { Local, Redis, Loaded };

// What a read gave: JSON, or nothing where there is nothing. A value.
struct Found {
    std::optional<QByteArray> value;
    Source source = Source::Loaded;

    bool isHit() const { return source != Source::Loaded; }
};

// What was read from where the truth is. A value.
struct Loaded {
    std::optional<QByteArray> value; // JSON, an object or a list; nothing: it isn't there
    std::optional<std::chrono::milliseconds> atMost; // it may be kept so long, whatever the TTL
};

// Reads the truth, in a snapshot that begins after the call. May be called for a request, or beside any (no spans), on
// any thread with an event loop: what it works with outlives the cache's users. A plain function that calls a
// coroutine; a capturing lambda that is one itself would go before it ends.
using Loader = std::function<QCoro::Task<Loaded>(telemetry::SpanSink *spans, QByteArray id)>;

} // namespace signalbox::cache
