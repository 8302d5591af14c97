// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/figures.h"

namespace signalbox::cache {

namespace {

std::size_t threadNumber()
{
    static std::atomic<std::size_t> next = 0;
    thread_local const std::size_t number = next.fetch_add(1, std::memory_order_relaxed);
    return number;
}

} // namespace

Counts &Counts::operator+=(const Counts &other)
{
    for (std::size_t figure = 0; figure < of.size(); ++figure)
        of[figure] += other.of[figure];
    return *this;
}

void Figures::add(Figure figure, quint64 by)
{
    Slot &slot = m_slots[threadNumber() % slotCount];
    slot.counts[std::size_t(figure)].fetch_add(by, std::memory_order_relaxed);
}

void Figures::addLoad(std::chrono::microseconds took, bool early)
{
    add(Figure::Loads);
    if (early)
        add(Figure::RefreshedEarly);
    const QMutexLocker lock(&m_mutex);
    m_loadTimes.record(took.count());
}

Counts Figures::counts() const
{
    Counts counts;
    for (const Slot &slot : m_slots) {
        for (std::size_t figure = 0; figure < counts.of.size(); ++figure)
            counts.of[figure] += slot.counts[figure].load(std::memory_order_relaxed);
    }
    return counts;
}

Histogram Figures::loadTimes() const
{
    const QMutexLocker lock(&m_mutex);
    return m_loadTimes;
}

} // namespace signalbox::cache
