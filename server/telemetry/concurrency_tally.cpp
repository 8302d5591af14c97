// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/concurrency_tally.h"

#include "varint.h"

#include <algorithm>
#include <bit>

namespace signalbox::telemetry {

namespace {

constexpr std::size_t firstSize = 256;
constexpr std::size_t keptSize = 16 * 1024;
constexpr quint64 keyMask = 0xffff'ffff; // level and bucket

std::size_t mixed(quint64 key)
{
    key *= 0x9e37'79b9'7f4a'7c15ULL;
    return static_cast<std::size_t>(key ^ (key >> 29));
}

} // namespace

// Four levels in each doubling from 4 on.
int ConcurrencyTally::levelOf(quint32 active)
{
    if (active < 8)
        return static_cast<int>(active);
    const int shift = 32 - std::countl_zero(active) - 3;
    return static_cast<int>((quint32(shift) << 2) + (active >> shift));
}

quint32 ConcurrencyTally::lowestOf(int level)
{
    if (level < 8)
        return static_cast<quint32>(level);
    const int shift = (level >> 2) - 1;
    return static_cast<quint32>(4 + (level & 3)) << shift;
}

void ConcurrencyTally::grow()
{
    std::vector<Entry> old(std::max(firstSize, m_entries.size() * 2));
    std::swap(old, m_entries);
    m_used = 0;
    for (const Entry &entry : old) {
        if (entry.key != 0)
            add(routeOf(entry.key), levelPart(entry.key), bucketPart(entry.key), entry.count);
    }
}

void ConcurrencyTally::add(int route, int level, int bucket, quint32 count)
{
    if (m_used * 10 >= m_entries.size() * 7)
        grow();
    const quint64 key = keyOf(route, level, bucket);
    const std::size_t mask = m_entries.size() - 1;
    std::size_t at = mixed(key) & mask;
    while (m_entries[at].key != 0 && m_entries[at].key != key)
        at = (at + 1) & mask;
    if (m_entries[at].key == 0) {
        m_entries[at].key = key;
        ++m_used;
    }
    m_entries[at].count += count;
}

void ConcurrencyTally::clear()
{
    if (m_entries.size() > keptSize)
        m_entries = std::vector<Entry>();
    else
        std::fill(m_entries.begin(), m_entries.end(), Entry());
    m_used = 0;
}

std::vector<ConcurrencyTally::Entry> ConcurrencyTally::sorted() const
{
    std::vector<Entry> entries;
    entries.reserve(m_used);
    std::copy_if(m_entries.begin(), m_entries.end(), std::back_inserter(entries),
                 [](const Entry &entry) { return entry.key != 0; });
    std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return a.key < b.key; });
    return entries;
}

void ConcurrencyTally::append(QByteArray &bytes, const Entry &entry, quint64 &previous)
{
    const quint64 key = entry.key & keyMask;
    appendVarint(bytes, key - previous);
    appendVarint(bytes, entry.count);
    previous = key;
}

QByteArray ConcurrencyTally::encoded(int route) const
{
    QByteArray bytes;
    quint64 previous = 0;
    for (const Entry &entry : sorted()) {
        if (routeOf(entry.key) == route)
            append(bytes, entry, previous);
    }
    return bytes;
}

bool ConcurrencyTally::mergeFrom(QByteArrayView bytes, int route)
{
    quint64 key = 0;
    while (!bytes.isEmpty()) {
        quint64 step = 0;
        quint64 count = 0;
        if (!takeVarint(bytes, step) || !takeVarint(bytes, count) || step > keyMask || (key += step) > keyMask)
            return false;
        add(route, levelPart(key), bucketPart(key), static_cast<quint32>(count));
    }
    return true;
}

} // namespace signalbox::telemetry
