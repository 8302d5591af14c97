// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/clients.h"

#include <atomic>

namespace signalbox::cache {

// Whether what Redis holds may be believed. Not, when something may have been missed: an invalidation that failed, on
// this node or, while Redis was away, on another; a Redis that came back with what it had before. Then reads pass it
// by until the keeper has caught up. Any thread; costs readers two loads.
class Trust {
public:
    explicit Trust(const redis::Clients &clients)
        : m_clients(clients)
    {
    }

    bool isWhole() const
    {
        const quint64 caughtUp = m_caughtUp.load(std::memory_order_acquire);
        return caughtUp == missed();
    }
    void lose() { m_failures.fetch_add(1, std::memory_order_acq_rel); }

    // How often something may have been missed; who catches up asks before it begins.
    quint64 missed() const { return 1 + m_failures.load(std::memory_order_acquire) + m_clients.interruptions(); }
    void caughtUpWith(quint64 missed) { m_caughtUp.store(missed, std::memory_order_release); }

private:
    const redis::Clients &m_clients;
    std::atomic<quint64> m_failures = 0;
    std::atomic<quint64> m_caughtUp = 0; // not yet, at the start
};

} // namespace signalbox::cache
