// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/audited.h"

#include "auth/client.h"
#include "http/context.h"
#include "store/database_pool.h"

#include <QDateTime>

namespace signalbox::admin {

QCoro::Task<> noteChange(store::DatabasePool &database, http::Context &context, audit::Entry entry)
{
    const auto work = [actor = auth::actorOf(context), entry = std::move(entry),
                       now = QDateTime::currentMSecsSinceEpoch()](store::Connection &connection) {
        audit::AuditLog(connection).add(actor, entry, now);
    };
    co_await database.write(&context, "audit", work);
}

} // namespace signalbox::admin
