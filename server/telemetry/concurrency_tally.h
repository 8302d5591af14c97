// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

namespace signalbox::telemetry {

// How long the requests of each route took by how many were in flight when they began: counts for each (route, level
// of concurrency, bucket of Histogram). Levels are 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20… A hash table of what
// came, so its size is that of the variety, not of the traffic.
class ConcurrencyTally {
public:
    static int levelOf(quint32 active);
    static quint32 lowestOf(int level); // the least that is counted in it

    void add(int route, int level, int bucket, quint32 count = 1);
    void clear(); // keeps its memory unless that is large

    // The counts of one route, sorted, in a compact form.
    QByteArray encoded(int route) const;
    // The same for every route that has some: `visit(route, bytes)`.
    template <typename Visit> void forEachRoute(Visit visit) const;
    // Adds what encoded() wrote.
    bool mergeFrom(QByteArrayView bytes, int route);

    // `visit(level, bucket, count)`, sorted, of one route.
    template <typename Visit> void forEach(int route, Visit visit) const
    {
        for (const Entry &entry : sorted()) {
            if (routeOf(entry.key) == route)
                visit(levelPart(entry.key), bucketPart(entry.key), entry.count);
        }
    }

private:
    struct Entry {
        quint64 key = 0; // 0: free
        quint32 count = 0;
    };
    // Routes count from 1 in keys, so that no key is 0.
    static quint64 keyOf(int route, int level, int bucket)
    {
        return (quint64(route + 1) << 32) | (quint64(level) << 16) | quint64(bucket);
    }
    static int routeOf(quint64 key) { return static_cast<int>(key >> 32) - 1; }
    static int levelPart(quint64 key) { return static_cast<int>((key >> 16) & 0xffff); }
    static int bucketPart(quint64 key) { return static_cast<int>(key & 0xffff); }

    std::vector<Entry> sorted() const;
    void grow();
    static void append(QByteArray &bytes, const Entry &entry, quint64 &previous);

    std::vector<Entry> m_entries; // open addressing; a power of two, never more than 70 % full
    std::size_t m_used = 0;
};

template <typename Visit> void ConcurrencyTally::forEachRoute(Visit visit) const
{
    const std::vector<Entry> entries = sorted();
    for (std::size_t i = 0; i < entries.size();) {
        const int route = routeOf(entries[i].key);
        QByteArray bytes;
        quint64 previous = 0;
        for (; i < entries.size() && routeOf(entries[i].key) == route; ++i)
            append(bytes, entries[i], previous);
        visit(route, bytes);
    }
}

} // namespace signalbox::telemetry
