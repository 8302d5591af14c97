// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/shard.h"

#include "telemetry/encoded_record.h"
#include "telemetry/redaction.h"
#include "telemetry/shard_state.h"

namespace signalbox::telemetry {

namespace {

// For counters with one writer: no locked instruction is needed.
template <typename T> T bump(std::atomic<T> &counter, T by)
{
    const T value = counter.load(std::memory_order_relaxed) + by;
    counter.store(value, std::memory_order_relaxed);
    return value;
}

template <typename T> void raise(std::atomic<T> &maximum, T value)
{
    if (value > maximum.load(std::memory_order_relaxed))
        maximum.store(value, std::memory_order_relaxed);
}

void handOver(ShardState &state, const RecordView &record, quint64 routeKey, QByteArrayView spanId, const Span *spans,
              std::size_t spanCount)
{
    const RecordEncoder encoder(record, routeKey, spanId, spans, spanCount);
    char *room = state.ring.reserve(encoder.size());
    if (!room) {
        bump<std::int64_t>(state.lost, 1);
        return;
    }
    encoder.write(room);
    state.ring.commit();
}

} // namespace

Shard::Shard(int reactor, bool enabled)
    : d(std::make_unique<ShardState>(reactor, enabled))
{
}

Shard::~Shard() = default;

int Shard::reactor() const
{
    return d->reactor;
}

void Shard::connectionOpened()
{
    bump(d->connections, 1);
}

void Shard::connectionClosed()
{
    bump(d->connections, -1);
}

int Shard::requestStarted(quint64 routeKey)
{
    d->routes.add(routeKey, 1);
    int active = bump(d->active, 1);
    for (const ShardState *other : d->others)
        active += other->active.load(std::memory_order_relaxed);
    raise(d->activeMax, active);
    return active;
}

void Shard::requestFinished(const RecordView &record, quint64 routeKey, QByteArrayView spanId, const Span *spans,
                            std::size_t spanCount)
{
    bump(d->active, -1);
    d->routes.add(routeKey, -1);
    if (!d->enabled)
        return;
    if (!record.path.contains('?')) {
        handOver(*d, record, routeKey, spanId, spans, spanCount);
        return;
    }
    RecordView redacted = record;
    RedactedPath path(record.path);
    redacted.path = path.view();
    handOver(*d, redacted, routeKey, spanId, spans, spanCount);
}

void Shard::jobFinished(const RecordView &record, QByteArrayView spanId, const Span *spans, std::size_t spanCount)
{
    if (d->enabled)
        handOver(*d, record, routeKey(record.method, record.route), spanId, spans, spanCount);
}

void Shard::loopDelay(std::int64_t microseconds)
{
    raise(d->loopDelayMaxUs, microseconds);
}

} // namespace signalbox::telemetry
