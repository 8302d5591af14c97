// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>

#include <atomic>
#include <cstdint>
#include <memory>

namespace signalbox {
struct RecordView;
struct Span;
}

namespace signalbox::telemetry {

// What one reactor tells telemetry. Written by that reactor's thread only, read by the collector's thread;
// nothing here locks or allocates on the request path. Owned by Telemetry, outlives the reactor.
class Shard {
public:
    explicit Shard(int reactor);
    ~Shard();
    Shard(const Shard &) = delete;
    Shard &operator=(const Shard &) = delete;

    int reactor() const;

    // Connections and requests in flight; active counts also keep the maximum of each second.
    void connectionOpened();
    void connectionClosed();
    void requestStarted();

    // Ends what requestStarted() began and hands over its record with its spans (`spans` may be null).
    // When the collector is so late that the ring is full the record is dropped and counted.
    void requestFinished(const RecordView &record, QByteArrayView spanId, const Span *spans, std::size_t spanCount);

    // How late the reactor's event loop was, in microseconds; its worst of each second is kept.
    void loopDelay(std::int64_t microseconds);

private:
    friend class Collector;
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::telemetry
