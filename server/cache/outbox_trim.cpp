// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/outbox_trim.h"

#include "cache/outbox_repository.h"
#include "store/database_pool.h"

#include <QDateTime>

namespace signalbox::cache {

namespace {

constexpr qint64 keptMs = 60'000; // the relay, which may look at them again, keeps them for less

} // namespace

QCoro::Task<qint64> trimOutbox(store::DatabasePool &database, telemetry::SpanSink *spans)
{
    const auto work = [](store::Connection &connection) {
        constexpr qint64 noneThatWaits = 0;
        return OutboxRepository(connection).prune(QDateTime::currentMSecsSinceEpoch() - keptMs, noneThatWaits);
    };
    const qint64 removed = co_await database.write(spans, "trim outbox", work);
    co_return removed;
}

} // namespace signalbox::cache
