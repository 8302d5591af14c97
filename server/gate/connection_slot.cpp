// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/connection_slot.h"

#include <utility>

namespace signalbox::gate {

ConnectionSlot::ConnectionSlot(std::shared_ptr<ConnectionCounts> counts)
    : m_counts(std::move(counts))
{
    m_counts->ofServer->fetch_add(1, std::memory_order_relaxed);
    ++m_counts->ofGate;
    m_counts->application->connectionOpened();
}

ConnectionSlot::~ConnectionSlot()
{
    m_counts->ofServer->fetch_sub(1, std::memory_order_relaxed);
    --m_counts->ofGate;
    stopObserving();
}

void ConnectionSlot::stopObserving()
{
    if (std::exchange(m_observed, false) && m_counts->application)
        m_counts->application->connectionClosed();
}

} // namespace signalbox::gate
