// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "filter.h"
#include "request_record.h"
#include "telemetry/capture.h"
#include "telemetry/log.h"
#include "telemetry/request_batch.h"
#include "telemetry/shard.h"
#include "telemetry/time_range.h"

#include <QCborArray>
#include <QCborMap>
#include <QFuture>
#include <QObject>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace signalbox::telemetry {

struct Settings {
    bool enabled = true; // off only to measure what telemetry costs
    qint64 slowUs = 500'000;
    qint64 journalBytes = 64 * 1024 * 1024; // of which a quarter is for slow and failed requests alone
    qint64 seriesBytes = 48 * 1024 * 1024;
    QString logFile; // empty: standard error
    QString logLevel = QStringLiteral("info"); // trace, debug, info, warn, error, off
    qint64 logRotateBytes = 32 * 1024 * 1024;
    int logFiles = 5;
    QString nodeName;
};

// What may be changed while the server runs.
struct LiveSettings {
    std::optional<qint64> slowMs;
    std::optional<bool> capture;
    std::optional<QString> logLevel;
};

// Keeps what was seen: journal, series, histograms, log lines. Owns the shards and the collector's thread.
// Made before the reactors and destroyed after them. Every method may be called from any thread; the answers of
// the queries come as futures that the collector's thread fulfils.
class Telemetry : public QObject {
    Q_OBJECT
public:
    Telemetry(Settings settings, int reactors, QObject *parent = nullptr);
    ~Telemetry() override; // takes in what the shards hold, flushes the log

    Shard &shard(int reactor);
    // Of the thread that does jobs: their runs are in the journal beside the requests, and in no figure of theirs.
    Shard &jobShard();
    bool isEnabled() const;
    Log &log();
    qint64 slowUs() const; // read on the request path: one relaxed load
    bool isCapturing() const; // likewise

    QCborMap liveSettings() const; // {slowMs, capture, logLevel}
    void change(const LiveSettings &settings);

    int activeRequests() const; // in flight now, over all reactors
    int openConnections() const;

    // The bodies of the admin API's answers; docs/admin-api.md describes them.
    QFuture<QCborMap> stats(std::chrono::milliseconds window);
    QFuture<QCborMap> stats(TimeRange range);
    QFuture<QCborMap> series(TimeRange range, std::chrono::milliseconds step, QByteArray route, QByteArray method);
    QFuture<QCborMap> routes(TimeRange range);
    QFuture<QCborMap> routeDetail(TimeRange range, QByteArray method, QByteArray route);
    QFuture<QCborMap> requests(Filter filter, TimeRange range, QByteArray before, int limit); // {items, next}
    QFuture<std::optional<QCborMap>> request(QByteArray id); // record, spans, logs, capture

    // What was captured of a request; called while isCapturing(). Its secrets are struck out before it is stored.
    // Bodies are to be given as before any Content-Encoding: of an encoded one nothing is stored.
    using Capture = telemetry::Capture;
    void capture(Capture capture);

    // The live feed. A subscriber is told every 100 ms (requests) or every `interval` (stats), on `context`'s thread,
    // until it is removed or `context` is destroyed. One that doesn't take what it is sent loses batches.
    using RequestBatch = telemetry::RequestBatch;
    int subscribeRequests(QObject *context, Filter filter, int maxPerSecond,
                          std::function<void(const RequestBatch &)> deliver);
    int subscribeStats(QObject *context, std::chrono::milliseconds interval,
                       std::function<void(const QCborMap &)> deliver);
    void unsubscribe(int subscription);

    void flush(); // waits, bounded, until everything recorded so far is kept and logged

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::telemetry
