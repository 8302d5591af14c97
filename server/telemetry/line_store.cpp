// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/line_store.h"

#include <algorithm>

namespace signalbox::telemetry {

LineStore::LineStore(qint64 maxBytes)
    : m_maxBytes(maxBytes)
{
}

qint64 LineStore::sizeOf(const Entry &entry)
{
    constexpr qint64 overhead = 160; // allocations and the hash's node
    return entry.requestId.size() + entry.line.size() + overhead;
}

void LineStore::add(const QByteArray &requestId, const QByteArray &line)
{
    m_numbers.insert(requestId, m_first + m_entries.size());
    m_entries.push_back({requestId, line});
    m_bytes += sizeOf(m_entries.back());
    while (m_bytes > m_maxBytes) {
        const Entry &oldest = m_entries.front();
        m_numbers.remove(oldest.requestId, m_first);
        m_bytes -= sizeOf(oldest);
        m_entries.pop_front();
        ++m_first;
    }
}

QList<QByteArray> LineStore::linesOf(const QByteArray &requestId) const
{
    QList<quint64> numbers = m_numbers.values(requestId);
    std::sort(numbers.begin(), numbers.end());
    QList<QByteArray> lines;
    lines.reserve(numbers.size());
    for (const quint64 number : numbers)
        lines.append(m_entries[number - m_first].line);
    return lines;
}

} // namespace signalbox::telemetry
