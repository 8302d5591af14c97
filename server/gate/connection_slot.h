// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/application.h"

#include <atomic>
#include <memory>

namespace signalbox::gate {

// How many connections a gate has, those that it handed over included.
struct ConnectionCounts {
    std::shared_ptr<std::atomic<int>> ofServer;
    int ofGate = 0;
    Application *application = nullptr; // null once the gate is gone
};

// A connection's place among those that the server allows; given back when it is destroyed. Reactor thread only.
class ConnectionSlot {
public:
    explicit ConnectionSlot(std::shared_ptr<ConnectionCounts> counts);
    ~ConnectionSlot();
    ConnectionSlot(const ConnectionSlot &) = delete;
    ConnectionSlot &operator=(const ConnectionSlot &) = delete;

    // It turned out to be an admin's, who is not among what is observed. The place stays taken.
    void stopObserving();

private:
    std::shared_ptr<ConnectionCounts> m_counts;
    bool m_observed = true;
};

} // namespace signalbox::gate
