// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"

#include <QCborMap>
#include <QStringList>

#include <limits>

namespace signalbox::ui {

// A command that took Redis long.
struct SlowCommand {
    qint64 id = 0;
    qint64 atMs = 0; // since the epoch
    qint64 tookUs = 0;
    QStringList words;
    QString client;

    std::pair<qint64, qint64> key() const { return {-atMs, -id}; }
    bool operator==(const SlowCommand &) const = default;
};

// What Redis says of itself: the answer of GET /admin/redis. A value.
struct RedisInfo {
    QString version;
    QString role; // master, slave
    qint64 uptimeSeconds = 0;
    qint64 memoryUsed = 0; // bytes
    qint64 memoryPeak = 0;
    qint64 memoryMax = 0; // 0: no limit
    QString evictionPolicy;
    double fragmentation = std::numeric_limits<double>::quiet_NaN();
    qint64 clients = 0;
    qint64 blockedClients = 0;
    double opsPerSecond = 0;
    qint64 keyspaceHits = 0;
    qint64 keyspaceMisses = 0;
    qint64 evicted = 0;
    qint64 expired = 0;
    qint64 keys = 0;
    qint64 keysWithTtl = 0;
    bool appendsOnly = false; // keeps an append-only file
    qint64 fileSize = 0; // bytes
    bool rewriting = false;
    bool lastWriteOk = true;
    qint64 lastSaveMs = 0; // since the epoch; 0: never
    QList<SlowCommand> slowLog;

    double keyspaceHitRatio() const; // NaN before the first lookup
    static RedisInfo fromCbor(const QCborMap &answer);
};

} // namespace signalbox::ui
