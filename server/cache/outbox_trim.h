// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoro/QCoroTask>

namespace signalbox::store {
class DatabasePool;
}
namespace signalbox::telemetry {
class SpanSink;
}

namespace signalbox::cache {

// Rows of the outbox that Redis was told of, and that a relay which died has left, go: how many. Those that wait stay.
// Throws DatabaseError; the pool, and `spans` if there is one, outlive it. Any thread with an event loop.
QCoro::Task<qint64> trimOutbox(store::DatabasePool &database, telemetry::SpanSink *spans);

} // namespace signalbox::cache
