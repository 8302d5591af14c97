// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/redis_keys.h"
#include "admin/redis_routes.h"
#include "http/api.h"

namespace signalbox::admin {

// What a step of deleting did, or would do. A value.
struct DeletedStep {
    qint64 matched = 0;
    qint64 deleted = 0;
    qint64 scanned = 0; // about
    qint64 total = 0; // keys in the database
    QByteArray cursor; // empty after the last

    QCborMap toCbor() const; // {matched, deleted, scanned, total, cursor}
};

// Deletes keys that a person chose, those of the cache by the cache, so that no process goes on with what it had of
// them. Made for a request; reactor thread; throws RedisError, and DatabaseError when the audit log can't be written.
class KeyDeletion {
public:
    KeyDeletion(const RedisServices &services, http::Context &context);

    QCoro::Task<> one(KeyRow row);
    QCoro::Task<DeletedStep> step(KeySearch search, bool dryRun);

private:
    QCoro::Task<qint64> remove(QByteArrayList keys);

    const RedisServices &m_services;
    http::Context &m_context;
    RedisKeys m_keys;
};

} // namespace signalbox::admin
