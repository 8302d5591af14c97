// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/strategy_figures.h"

namespace signalbox::cache {

void StrategyFigures::addLoad(Strategy strategy, std::chrono::microseconds took, bool early)
{
    of(strategy).addLoad(took, early);
    const qint64 typical = m_typicalLoadUs.load(); // of two at once, one may be lost
    m_typicalLoadUs.store(typical == 0 ? took.count() : typical + (took.count() - typical) / 8);
}

Counts StrategyFigures::counts() const
{
    Counts sum;
    for (const Figures &figures : m_figures)
        sum += figures.counts();
    return sum;
}

Histogram StrategyFigures::loadTimes() const
{
    Histogram all;
    for (const Figures &figures : m_figures)
        all.merge(figures.loadTimes());
    return all;
}

} // namespace signalbox::cache
