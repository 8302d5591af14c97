// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoro/QCoroTask>

#include <chrono>

namespace signalbox::store {
class DatabasePool;
}
namespace signalbox::telemetry {
class SpanSink;
}

namespace signalbox::auth {

// Sessions and ended tokens that nobody can use any more go. Throws DatabaseError; the pool, and `spans` if there is
// one, outlive it. Any thread with an event loop.
QCoro::Task<> removeExpiredSessions(store::DatabasePool &database, telemetry::SpanSink *spans,
                                    std::chrono::milliseconds refreshLife);

} // namespace signalbox::auth
