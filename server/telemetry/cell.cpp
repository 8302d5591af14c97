// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/cell.h"

#include "telemetry/encoded_record.h"
#include "varint.h"

#include <algorithm>

namespace signalbox::telemetry {

namespace {

int classOf(const EncodedRecord &record)
{
    const int hundreds = record.head().status / 100;
    return record.isAborted() || hundreds >= Cell::classCount ? 0 : hundreds;
}

} // namespace

void Cell::record(const EncodedRecord &record)
{
    const EncodedRecord::Head &head = record.head();
    ++requests;
    errors += record.isFailed() ? 1 : 0;
    slow += record.isSlow() ? 1 : 0;
    bytesIn += static_cast<quint64>(head.bytesIn);
    bytesOut += static_cast<quint64>(head.bytesOut);
    durationUs += static_cast<quint64>(head.durationUs);
    maxUs = std::max(maxUs, static_cast<quint64>(head.durationUs));
    ++classes[static_cast<std::size_t>(classOf(record))];
    latency.record(head.durationUs);
}

void Cell::merge(const Cell &other)
{
    requests += other.requests;
    errors += other.errors;
    slow += other.slow;
    bytesIn += other.bytesIn;
    bytesOut += other.bytesOut;
    durationUs += other.durationUs;
    maxUs = std::max(maxUs, other.maxUs);
    for (std::size_t i = 0; i < classes.size(); ++i)
        classes[i] += other.classes[i];
    activeMax = std::max(activeMax, other.activeMax);
    connections = std::max(connections, other.connections);
    loopDelayUs = std::max(loopDelayUs, other.loopDelayUs);
    latency.merge(other.latency);
}

void Cell::clear()
{
    Histogram kept = std::move(latency);
    kept.clear();
    *this = Cell();
    latency = std::move(kept);
}

// Most seconds are idle or hold few requests: what doesn't depend on the server alone is only written if there were
// any.
void Cell::appendTo(QByteArray &bytes) const
{
    for (const quint64 value : {activeMax, connections, loopDelayUs, requests})
        appendVarint(bytes, value);
    if (requests == 0)
        return;
    for (const quint64 value : {errors, slow, bytesIn, bytesOut, durationUs, maxUs})
        appendVarint(bytes, value);
    for (const quint64 count : classes)
        appendVarint(bytes, count);
    latency.appendTo(bytes);
}

bool Cell::mergeFrom(QByteArrayView &bytes)
{
    const auto takeAll = [&bytes](auto &values) {
        return std::all_of(std::begin(values), std::end(values),
                           [&bytes](quint64 &value) { return takeVarint(bytes, value); });
    };
    std::array<quint64, 4> head{};
    if (!takeAll(head))
        return false;
    activeMax = std::max(activeMax, head[0]);
    connections = std::max(connections, head[1]);
    loopDelayUs = std::max(loopDelayUs, head[2]);
    requests += head[3];
    if (head[3] == 0)
        return true;
    std::array<quint64, 6> sums{};
    std::array<quint64, classCount> counts{};
    if (!takeAll(sums) || !takeAll(counts))
        return false;
    errors += sums[0];
    slow += sums[1];
    bytesIn += sums[2];
    bytesOut += sums[3];
    durationUs += sums[4];
    maxUs = std::max(maxUs, sums[5]);
    for (std::size_t i = 0; i < classes.size(); ++i)
        classes[i] += counts[i];
    return latency.mergeFrom(bytes);
}

} // namespace signalbox::telemetry
