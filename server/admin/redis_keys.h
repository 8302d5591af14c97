// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/reply.h"

#include <QByteArrayList>
#include <QCborArray>
#include <QCborMap>
#include <QCoro/QCoroTask>
#include <QJsonObject>

#include <chrono>
#include <optional>

namespace signalbox::redis {
class Clients;
class Pending;
} // namespace signalbox::redis
namespace signalbox::telemetry {
class SpanSink;
}

namespace signalbox::admin {

// Which keys, and from where on. A value.
struct KeySearch {
    QByteArray match = {}; // a glob pattern of Redis; empty: all
    QByteArray type = {}; // "string", "hash"…; empty: any
    QByteArray cursor = "0"; // of SCAN
};

// The cursor that a client brings back: empty or none for the first step. Throws AppError 400 for what is none.
QByteArray cursorIn(const QJsonObject &input);

// How far one step goes; whichever is reached first. Redis serves others between its SCANs.
struct StepLimits {
    int count = 100; // of each SCAN: how many keys Redis looks at in a row
    qsizetype found = 100;
    std::chrono::milliseconds time{50};
};

// What a step found. A value.
struct KeyStep {
    QByteArrayList keys; // each once, though another step may find it again
    QByteArray cursor; // of the next step; empty after the last
    qint64 scanned = 0; // about how many keys were looked at
};

// A key as lists show it. A value.
struct KeyRow {
    QByteArray key;
    QByteArray type;
    std::optional<qint64> ttlMs; // none: it stays
    std::optional<qint64> size; // in memory, in bytes, as far as Redis tells

    QCborMap toCbor() const; // {id, key, type, ttlMs, size}
};

// The reply; nothing when Redis doesn't let this user ask, or doesn't know the command. Throws other RedisErrors.
QCoro::Task<std::optional<redis::Reply>> ifAllowed(redis::Pending asked);

// Looks through the keys of Redis in steps that never hold it up: SCAN, never KEYS. On a thread with an event loop;
// throws RedisError. `clients` outlives it, `spans` the task.
class RedisKeys {
public:
    RedisKeys(redis::Clients &clients, telemetry::SpanSink *spans);

    QCoro::Task<KeyStep> step(KeySearch search, StepLimits limits);
    // Of those that are still there, in that order.
    QCoro::Task<QList<KeyRow>> rows(QByteArrayList keys);
    QCoro::Task<std::optional<KeyRow>> row(QByteArray key);
    QCoro::Task<qint64> total(); // keys in the database
    // How many there were; their memory is freed beside Redis's other work.
    QCoro::Task<qint64> remove(QByteArrayList keys);
    // Nothing: for good. False when there is no such key.
    QCoro::Task<bool> setTtl(QByteArray key, std::optional<qint64> ttlMs);

private:
    redis::Clients &m_clients;
    telemetry::SpanSink *m_spans;
};

} // namespace signalbox::admin
