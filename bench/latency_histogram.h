// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace bench {

// Counts latencies in nanoseconds, with under 1 % relative error: 128 steps for each power of two.
class LatencyHistogram {
public:
    void add(std::uint64_t ns)
    {
        ++m_counts[index(ns)];
        ++m_total;
        m_sum += ns;
        m_max = ns > m_max ? ns : m_max;
    }

    std::uint64_t total() const { return m_total; }
    std::uint64_t max() const { return m_max; }
    double mean() const { return m_total ? double(m_sum) / double(m_total) : 0; }

    // The least latency that `fraction` of all are not above.
    std::uint64_t percentile(double fraction) const
    {
        const auto rank = std::uint64_t(fraction * double(m_total) + 0.5);
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < m_counts.size(); ++i) {
            seen += m_counts[i];
            if (seen >= rank && seen > 0)
                return std::min(upperBound(i), m_max);
        }
        return m_max;
    }

private:
    static constexpr int StepBits = 7;
    static constexpr std::uint64_t Steps = 1 << StepBits;

    static std::size_t index(std::uint64_t ns)
    {
        if (ns < Steps)
            return ns;
        const auto shift = int(std::bit_width(ns)) - 1 - StepBits;
        return std::size_t(shift + 1) * Steps + ((ns >> shift) - Steps);
    }

    static std::uint64_t upperBound(std::size_t i)
    {
        if (i < Steps)
            return i;
        const auto shift = i / Steps - 1;
        return ((i % Steps + Steps + 1) << shift) - 1;
    }

    std::array<std::uint64_t, Steps * 58> m_counts{};
    std::uint64_t m_total = 0;
    std::uint64_t m_sum = 0;
    std::uint64_t m_max = 0;
};

} // namespace bench
