// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cause.h"
#include "cache/found.h"
#include "cache/noter.h"

#include <QByteArrayList>

namespace signalbox::cache {
class Cache;
}
namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::users {

// What the cache has of users: their JSON, as GET /users/:id answers it. Without a cache all is read from the database.
// Any thread with an event loop; what it is given outlives it. `spans` may be null.
class UserCache {
public:
    using Spans = telemetry::SpanSink *;

    UserCache(store::DatabasePool &database, cache::Cache *cache); // null: there is none

    std::optional<cache::Found> tryFind(Spans spans, const QByteArray &id); // without waiting
    QCoro::Task<cache::Found> find(Spans spans, QByteArray id, bool fresh);

    // Of a transaction that changes users, which owns the noter; then after its commit and before its answer.
    cache::Noter noter(const cache::Cause &cause) const;
    QCoro::Task<> changed(Spans spans, QByteArrayList ids, cache::Cause cause, cache::Noted noted);
    // Or, where nothing can be awaited.
    cache::Noter noterForLater(const cache::Cause &cause) const;
    void relayNotes();
    // Or, when the transaction failed, maybe after it was committed.
    void mayHaveChanged(const QByteArrayList &ids);

private:
    cache::Cache *m_cache;
    cache::Loader m_load;
};

} // namespace signalbox::users
