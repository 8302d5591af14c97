// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QMultiHash>

#include <deque>

namespace signalbox::telemetry {

// Log lines by the request that they are about, bounded in bytes: the oldest go first. Collector's thread only.
class LineStore {
public:
    explicit LineStore(qint64 maxBytes);
    void add(const QByteArray &requestId, const QByteArray &line);
    QList<QByteArray> linesOf(const QByteArray &requestId) const; // in the order that they came
    qint64 bytes() const { return m_bytes; }

private:
    struct Entry {
        QByteArray requestId;
        QByteArray line;
    };
    static qint64 sizeOf(const Entry &entry);

    const qint64 m_maxBytes;
    qint64 m_bytes = 0;
    quint64 m_first = 0; // number of the oldest entry
    std::deque<Entry> m_entries;
    QMultiHash<QByteArray, quint64> m_numbers;
};

} // namespace signalbox::telemetry
