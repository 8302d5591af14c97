// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/byte_ring.h"

#include <bit>
#include <cstring>

namespace signalbox::telemetry {

namespace {

std::size_t aligned(std::size_t size)
{
    return (size + 7) & ~std::size_t(7);
}

} // namespace

ByteRing::ByteRing(std::size_t capacity)
    : m_capacity(std::bit_ceil(capacity))
    , m_bytes(new char[m_capacity])
{
}

std::uint64_t ByteRing::readPrefix(std::uint64_t position) const
{
    std::uint64_t value = 0;
    std::memcpy(&value, m_bytes.get() + (position & (m_capacity - 1)), sizeof value);
    return value;
}

void ByteRing::writePrefix(std::uint64_t position, std::uint64_t value)
{
    std::memcpy(m_bytes.get() + (position & (m_capacity - 1)), &value, sizeof value);
}

bool ByteRing::hasRoom(std::uint64_t bytes)
{
    const std::uint64_t position = m_writer.position.load(std::memory_order_relaxed);
    if (position + bytes - m_writer.readerSeen <= m_capacity)
        return true;
    m_writer.readerSeen = m_reader.position.load(std::memory_order_acquire);
    return position + bytes - m_writer.readerSeen <= m_capacity;
}

// To the end of the memory when the message doesn't fit before it, or when the ring is empty and past its half:
// what was touched already stays in the processor's cache. Not earlier, since what is skipped is lost to a burst
// until the reader has passed it.
std::size_t ByteRing::bytesToSkip(std::size_t needed)
{
    const std::uint64_t position = m_writer.position.load(std::memory_order_relaxed);
    const std::size_t offset = position & (m_capacity - 1);
    if (offset + needed > m_capacity)
        return m_capacity - offset;
    if (offset < m_capacity / 2)
        return 0;
    m_writer.readerSeen = m_reader.position.load(std::memory_order_acquire);
    return m_writer.readerSeen == position ? m_capacity - offset : 0;
}

char *ByteRing::reserve(std::size_t size)
{
    const std::size_t needed = prefix + aligned(size);
    const std::size_t skip = bytesToSkip(needed);
    if (!hasRoom(skip + needed))
        return nullptr;
    std::uint64_t position = m_writer.position.load(std::memory_order_relaxed);
    if (skip > 0)
        writePrefix(position, wrapMark);
    position += skip;
    writePrefix(position, needed);
    m_writer.pending = position + needed;
    return m_bytes.get() + (position & (m_capacity - 1)) + prefix;
}

void ByteRing::commit()
{
    m_writer.position.store(m_writer.pending, std::memory_order_release);
}

const char *ByteRing::front()
{
    std::uint64_t position = m_reader.position.load(std::memory_order_relaxed);
    if (position == m_reader.writerSeen) {
        m_reader.writerSeen = m_writer.position.load(std::memory_order_acquire);
        if (position == m_reader.writerSeen)
            return nullptr;
    }
    if (readPrefix(position) == wrapMark) {
        position += m_capacity - (position & (m_capacity - 1));
        m_reader.position.store(position, std::memory_order_release);
    }
    return m_bytes.get() + (position & (m_capacity - 1)) + prefix;
}

void ByteRing::pop()
{
    const std::uint64_t position = m_reader.position.load(std::memory_order_relaxed);
    m_reader.position.store(position + readPrefix(position), std::memory_order_release);
}

} // namespace signalbox::telemetry
