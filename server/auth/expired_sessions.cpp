// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/expired_sessions.h"

#include "auth/denial_repository.h"
#include "auth/session_repository.h"
#include "store/database_pool.h"

#include <QDateTime>

namespace signalbox::auth {

QCoro::Task<> removeExpiredSessions(store::DatabasePool &database, telemetry::SpanSink *spans,
                                    std::chrono::milliseconds refreshLife)
{
    const auto work = [refreshLife](store::Connection &connection) {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        SessionRepository(connection, refreshLife).prune(now);
        DenialRepository(connection).prune(now);
        return true;
    };
    co_await database.write(spans, "remove what has expired", work);
}

} // namespace signalbox::auth
