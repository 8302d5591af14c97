// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/figures.h"
#include "cache/strategy.h"

namespace signalbox::cache {

// What a namespace has done since the start, by the strategy with which it began to. Any thread.
class StrategyFigures {
public:
    Figures &of(Strategy strategy) { return m_figures[std::size_t(strategy)]; }
    const Figures &of(Strategy strategy) const { return m_figures[std::size_t(strategy)]; }
    void addLoad(Strategy strategy, std::chrono::microseconds took, bool early);

    // Whatever the strategy.
    Counts counts() const;
    Histogram loadTimes() const; // µs
    std::chrono::microseconds typicalLoad() const { return std::chrono::microseconds(m_typicalLoadUs.load()); }

private:
    std::array<Figures, strategyCount> m_figures;
    std::atomic<qint64> m_typicalLoadUs = 0; // the later ones count more
};

} // namespace signalbox::cache
