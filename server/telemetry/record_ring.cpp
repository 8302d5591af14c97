// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/record_ring.h"

#include <algorithm>
#include <cstring>

namespace signalbox::telemetry {

namespace {

// A sixteenth goes at a time, but no chunk is too small for the largest record or too large to be had quickly.
std::size_t chunkSize(qint64 maxBytes)
{
    return static_cast<std::size_t>(std::clamp<qint64>(maxBytes / 16, 64 * 1024, 512 * 1024)) & ~std::size_t(7);
}

// Offsets take some 2 % beside the records.
constexpr std::size_t indexShare = 50;

} // namespace

RecordRing::RecordRing(qint64 maxBytes)
    : m_chunkBytes(chunkSize(maxBytes))
    , m_maxChunks(
          std::max<std::size_t>(2, static_cast<std::size_t>(maxBytes) / (m_chunkBytes + m_chunkBytes / indexShare)))
{
    static_assert(EncodedRecord::maxSize <= 64 * 1024);
}

RecordRing::Chunk &RecordRing::chunkFor(std::size_t size)
{
    if (!m_chunks.empty() && m_chunks.back().used + size <= m_chunkBytes)
        return m_chunks.back();
    Chunk fresh;
    if (m_chunks.size() == m_maxChunks) {
        fresh = std::move(m_chunks.front());
        m_chunks.pop_front();
        m_size -= static_cast<qint64>(fresh.offsets.size());
        fresh.offsets.clear();
        fresh.used = 0;
    } else {
        fresh.bytes.reset(new char[m_chunkBytes]);
    }
    m_chunks.push_back(std::move(fresh));
    return m_chunks.back();
}

void RecordRing::append(const EncodedRecord &record, quint64 sequence)
{
    const std::size_t size = record.head().size;
    Chunk &chunk = chunkFor(size);
    char *to = chunk.bytes.get() + chunk.used;
    std::memcpy(to, record.bytes(), size);
    std::memcpy(to + offsetof(EncodedRecord::Head, sequence), &sequence, sizeof sequence);
    const qint64 endUs = record.endUs();
    const bool first = chunk.offsets.empty();
    chunk.firstEndUs = first ? endUs : std::min(chunk.firstEndUs, endUs);
    chunk.lastEndUs = first ? endUs : std::max(chunk.lastEndUs, endUs);
    chunk.offsets.push_back(static_cast<quint32>(chunk.used));
    chunk.used += size;
    ++m_size;
}

qint64 RecordRing::bytes() const
{
    std::size_t total = 0;
    for (const Chunk &chunk : m_chunks)
        total += m_chunkBytes + chunk.offsets.capacity() * sizeof(quint32);
    return static_cast<qint64>(total);
}

EncodedRecord RecordRing::recordOf(const Chunk &chunk, std::size_t index)
{
    return EncodedRecord(chunk.bytes.get() + chunk.offsets[index]);
}

RecordRing::Walk::Walk(const RecordRing &ring, quint64 before)
    : m_ring(ring)
{
    const auto &chunks = ring.m_chunks;
    const auto later = std::partition_point(chunks.begin(), chunks.end(), [before](const Chunk &chunk) {
        return recordOf(chunk, 0).head().sequence < before;
    });
    toChunk(static_cast<std::size_t>(later - chunks.begin()));
    if (m_chunk == 0)
        return;
    const Chunk &chunk = chunks[m_chunk - 1];
    const auto end = std::partition_point(chunk.offsets.begin(), chunk.offsets.end(), [&](quint32 offset) {
        return EncodedRecord(chunk.bytes.get() + offset).head().sequence < before;
    });
    m_record = static_cast<std::size_t>(end - chunk.offsets.begin());
}

void RecordRing::Walk::toChunk(std::size_t count)
{
    m_chunk = count;
    m_record = count > 0 ? m_ring.m_chunks[count - 1].offsets.size() : 0;
}

std::optional<EncodedRecord> RecordRing::Walk::current() const
{
    if (m_chunk == 0)
        return std::nullopt;
    return recordOf(m_ring.m_chunks[m_chunk - 1], m_record - 1);
}

void RecordRing::Walk::next()
{
    if (--m_record == 0)
        toChunk(m_chunk - 1);
}

void RecordRing::Walk::skipOutside(qint64 fromUs, qint64 toUs)
{
    while (m_chunk > 0) {
        const Chunk &chunk = m_ring.m_chunks[m_chunk - 1];
        if (chunk.firstEndUs <= toUs && chunk.lastEndUs >= fromUs)
            return;
        // A long request may end late with an early one after it, so older chunks are only given up with a margin.
        constexpr qint64 marginUs = 10'000'000;
        toChunk(chunk.lastEndUs + marginUs < fromUs ? 0 : m_chunk - 1);
    }
}

} // namespace signalbox::telemetry
