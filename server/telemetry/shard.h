// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <cstdint>
#include <memory>

namespace signalbox {
struct RecordView;
struct Span;
} // namespace signalbox

namespace signalbox::telemetry {

struct ShardState;

// What one reactor tells telemetry. Written by that reactor's thread only, read by the collector's thread;
// nothing here locks or allocates on the request path. Owned by Telemetry, outlives the reactor.
class Shard {
public:
    Shard(int reactor, bool enabled);
    ~Shard();
    Shard(const Shard &) = delete;
    Shard &operator=(const Shard &) = delete;

    int reactor() const;

    // Connections and requests in flight; active counts also keep the maximum of each second.
    void connectionOpened();
    void connectionClosed();

    // `routeKey` stands for its method and route. Returns how many are in flight on the whole server with this one,
    // to be given back in RecordView::active.
    int requestStarted(quint64 routeKey);

    // Ends what requestStarted() began with the same key, and hands over its record with its spans (`spans` may be
    // null). Secrets in the path's query are struck out. When the collector is so late that the ring is full the
    // record is dropped and counted.
    void requestFinished(const RecordView &record, quint64 routeKey, QByteArrayView spanId, const Span *spans,
                         std::size_t spanCount);

    // Hands over the record of a run of a job, which is no request: none was in flight.
    void jobFinished(const RecordView &record, QByteArrayView spanId, const Span *spans, std::size_t spanCount);

    // How late the reactor's event loop was, in microseconds; its worst of each second is kept.
    void loopDelay(std::int64_t microseconds);

    ShardState &state() { return *d; } // for Telemetry and its collector

private:
    std::unique_ptr<ShardState> d;
};

} // namespace signalbox::telemetry
