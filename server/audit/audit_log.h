// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/actor.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace signalbox::store {
class Connection;
}

namespace signalbox::audit {

// Something that an admin did. Never holds a password, a hash of one, or a token. A value.
struct Entry {
    QString action; // "user.create", "session.revoke"
    QString targetType; // "user"
    QByteArray targetId;
    QString targetName; // the email as it was then
    QJsonObject before; // what changed, as it was; empty: nothing
    QJsonObject after;
};

// What the log is searched for; empty: anything. A value.
struct Search {
    QString text; // in the actor's and the target's name, and the action
    QByteArray actorId;
    QByteArray targetId;
    QString action;
    QByteArray before; // the cursor: older than this entry's id
    int limit = 100;
};

// The audit log in the database: inside a piece of the pool's work, on its thread.
class AuditLog {
public:
    explicit AuditLog(store::Connection &connection);

    // In the transaction of the change that it tells of, so that there is none without the other.
    void add(const Actor &actor, const Entry &entry, qint64 nowMs);
    // The newest first: {items: [{id, at, actor, action, target, before, after, address, requestId}], next}.
    QJsonObject list(const Search &search);
    int countOf(const QByteArray &targetId);

private:
    QString nameOf(const Actor &actor);

    store::Connection &m_connection;
};

} // namespace signalbox::audit
