// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/compute_pool.h"

#include <QThread>

namespace signalbox {

ComputePool::ComputePool(Settings settings)
{
    m_pool.setMaxThreadCount(settings.threads > 0 ? settings.threads : QThread::idealThreadCount());
    m_limit = m_pool.maxThreadCount() + settings.queued;
}

ComputePool::~ComputePool()
{
    m_pool.waitForDone();
}

int ComputePool::running() const
{
    return std::min(m_taken.load(std::memory_order_relaxed), threads());
}

int ComputePool::waiting() const
{
    return std::max(0, m_taken.load(std::memory_order_relaxed) - threads());
}

bool ComputePool::enter()
{
    int taken = m_taken.load(std::memory_order_relaxed);
    while (taken < m_limit) {
        if (m_taken.compare_exchange_weak(taken, taken + 1, std::memory_order_relaxed))
            return true;
    }
    return false;
}

void ComputePool::leave()
{
    m_taken.fetch_sub(1, std::memory_order_relaxed);
}

} // namespace signalbox
