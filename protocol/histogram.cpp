// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "histogram.h"

#include "varint.h"

#include <algorithm>
#include <cmath>

namespace signalbox {

Histogram::Histogram() = default;
Histogram::~Histogram() = default;

Histogram::Histogram(const Histogram &other)
{
    merge(other);
}

Histogram &Histogram::operator=(const Histogram &other)
{
    if (this != &other) {
        clear();
        merge(other);
    }
    return *this;
}

// Not defaulted: what was moved from must be empty, not claim counts that it no longer has.
Histogram::Histogram(Histogram &&other) noexcept
    : m_counts(std::move(other.m_counts))
    , m_total(std::exchange(other.m_total, 0))
    , m_lowest(std::exchange(other.m_lowest, bucketCount))
    , m_highest(std::exchange(other.m_highest, -1))
{
}

Histogram &Histogram::operator=(Histogram &&other) noexcept
{
    std::swap(m_counts, other.m_counts);
    std::swap(m_total, other.m_total);
    std::swap(m_lowest, other.m_lowest);
    std::swap(m_highest, other.m_highest);
    return *this;
}

void Histogram::add(int bucket, quint64 count)
{
    if (count == 0)
        return;
    if (!m_counts)
        m_counts = std::make_unique<quint64[]>(bucketCount);
    m_counts[bucket] += count;
    m_total += count;
    m_lowest = std::min(m_lowest, bucket);
    m_highest = std::max(m_highest, bucket);
}

void Histogram::merge(const Histogram &other)
{
    other.forEach([this](int bucket, quint64 count) { add(bucket, count); });
}

void Histogram::clear()
{
    if (m_total > 0)
        std::fill(m_counts.get() + m_lowest, m_counts.get() + m_highest + 1, 0);
    m_total = 0;
    m_lowest = bucketCount;
    m_highest = -1;
}

std::optional<double> Histogram::percentile(double quantile) const
{
    if (m_total == 0)
        return std::nullopt;
    const double rank = std::ceil(std::clamp(quantile, 0.0, 1.0) * static_cast<double>(m_total));
    const quint64 wanted = std::clamp<quint64>(static_cast<quint64>(rank), 1, m_total);
    quint64 seen = 0;
    for (int bucket = m_lowest; bucket <= m_highest; ++bucket) {
        seen += m_counts[bucket];
        if (seen >= wanted)
            return representative(bucket);
    }
    return representative(m_highest);
}

void Histogram::appendTo(QByteArray &bytes) const
{
    quint64 filled = 0;
    forEach([&filled](int, quint64) { ++filled; });
    appendVarint(bytes, filled);
    int previous = 0;
    forEach([&bytes, &previous](int bucket, quint64 count) {
        appendVarint(bytes, quint64(bucket - previous));
        appendVarint(bytes, count);
        previous = bucket;
    });
}

bool Histogram::mergeFrom(QByteArrayView &bytes)
{
    quint64 filled = 0;
    if (!takeVarint(bytes, filled))
        return false;
    quint64 bucket = 0;
    for (quint64 i = 0; i < filled; ++i) {
        quint64 step = 0;
        quint64 count = 0;
        if (!takeVarint(bytes, step) || !takeVarint(bytes, count))
            return false;
        if (step >= quint64(bucketCount) || (bucket += step) >= quint64(bucketCount))
            return false;
        add(static_cast<int>(bucket), count);
    }
    return true;
}

qint64 Histogram::lowerBound(int bucket)
{
    const int octave = bucket >> subBits;
    if (octave == 0)
        return bucket;
    return qint64((bucket & ((1 << subBits) - 1)) | (1 << subBits)) << (octave - 1);
}

qint64 Histogram::upperBound(int bucket)
{
    return lowerBound(bucket + 1);
}

double Histogram::representative(int bucket)
{
    return static_cast<double>(lowerBound(bucket) + upperBound(bucket) - 1) / 2.0;
}

} // namespace signalbox
