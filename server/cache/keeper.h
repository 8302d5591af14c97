// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/broadcast_receiver.h"
#include "cache/catch_up.h"
#include "cache/history.h"

#include <QThread>

#include <atomic>
#include <memory>

namespace signalbox::telemetry {
class Log;
}

namespace signalbox::cache {

// What the cache needs done beside requests, on a thread of its own, so that no busy reactor delays it: hears what
// other nodes have written, catches up with what was missed, counts each second. Goes on after failures. Made and
// destroyed by the server's thread.
class Keeper {
public:
    struct Parts {
        redis::Clients &clients;
        store::DatabasePool &database;
        telemetry::Log &log;
        Trust &trust;
        PendingInvalidations &pending;
        Invalidator &invalidator;
        CatchUp &catchUp;
        InvalidationLog &invalidations;
        History &history;
        const std::vector<std::unique_ptr<Namespace>> &spaces;
    };
    explicit Keeper(Parts parts);
    ~Keeper();

    void poke(); // there is something to catch up with; any thread, at little cost

private:
    class Chores;

    QThread m_thread;
    std::atomic<bool> m_isPoked = false;
    Chores *m_chores; // on that thread
};

} // namespace signalbox::cache
