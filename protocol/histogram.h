// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtAlgorithms>

#include <memory>
#include <optional>

namespace signalbox {

// How often each duration came, in log-linear buckets: 64 in each doubling, so that a percentile is within 0.8 % of
// the exact one from 1 µs to 71 minutes (longer ones count as that). Histograms add up, so percentiles over several
// seconds, routes or servers are right. A value; allocates nothing until something is recorded.
class Histogram {
public:
    static constexpr int subBits = 6;
    static constexpr int topBit = 32; // values end below 2^32 µs
    static constexpr int bucketCount = (topBit - subBits + 1) << subBits;

    Histogram();
    ~Histogram();
    Histogram(const Histogram &other);
    Histogram &operator=(const Histogram &other);
    Histogram(Histogram &&) noexcept;
    Histogram &operator=(Histogram &&) noexcept;

    void record(qint64 us) { add(bucketOf(us), 1); }
    void add(int bucket, quint64 count);
    void merge(const Histogram &other);
    void clear(); // keeps its memory

    bool isEmpty() const { return m_total == 0; }
    quint64 total() const { return m_total; }
    quint64 count(int bucket) const { return m_counts ? m_counts[bucket] : 0; }

    // The duration, in microseconds, that `quantile` (0 to 1) of what was recorded does not exceed, by nearest rank;
    // nothing when nothing was recorded.
    std::optional<double> percentile(double quantile) const;

    // Calls `visit(bucket, count)` for each bucket that isn't empty, the shortest first.
    template <typename Visitor> void forEach(Visitor visit) const
    {
        for (int bucket = m_lowest; bucket <= m_highest; ++bucket) {
            if (m_counts[bucket] != 0)
                visit(bucket, m_counts[bucket]);
        }
    }

    // A compact form that holds only the buckets that aren't empty.
    void appendTo(QByteArray &bytes) const;
    // Adds what appendTo() wrote, and takes it off the front of `bytes`. False if it is damaged.
    bool mergeFrom(QByteArrayView &bytes);

    static int bucketOf(qint64 us);
    static qint64 lowerBound(int bucket); // µs, inclusive
    static qint64 upperBound(int bucket); // µs, exclusive
    static double representative(int bucket); // µs: exact for the narrow ones, else the middle

private:
    std::unique_ptr<quint64[]> m_counts;
    quint64 m_total = 0;
    int m_lowest = bucketCount;
    int m_highest = -1;
};

inline int Histogram::bucketOf(qint64 us)
{
    constexpr quint64 highest = (quint64(1) << topBit) - 1;
    const quint64 value = us < 0 ? 0 : (quint64(us) > highest ? highest : quint64(us));
    if (value < (quint64(1) << subBits))
        return static_cast<int>(value);
    const int shift = 63 - static_cast<int>(qCountLeadingZeroBits(value)) - subBits;
    return ((shift + 1) << subBits) + static_cast<int>((value >> shift) & ((1 << subBits) - 1));
}

} // namespace signalbox
