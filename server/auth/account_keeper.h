// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "auth/token_deny_list.h"

#include <QCoro/QCoroTask>
#include <QThread>

#include <chrono>
#include <memory>

namespace signalbox::store {
class DatabasePool;
}
namespace signalbox::telemetry {
class Log;
}

namespace signalbox::auth {

class LastSeen;

// What accounts need done regularly, on a thread of its own, so that neither a busy reactor nor the window delays it:
// learns which tokens other processes ended, writes when users were last seen, removes what has expired. Goes on after
// failures. Made and destroyed by the server's thread; what it is given outlives it.
class AccountKeeper {
public:
    struct Settings {
        std::chrono::milliseconds followDenials{400};
        std::chrono::milliseconds writeLastSeen{5'000};
        std::chrono::milliseconds prune{10 * 60'000};
        std::chrono::milliseconds refreshLife{0};
    };

    AccountKeeper(store::DatabasePool &database, TokenDenyList &denyList, LastSeen &lastSeen, telemetry::Log &log,
                  Settings settings);
    ~AccountKeeper(); // what was seen until then is written, if that takes no more than some seconds

private:
    class Chores;

    QThread m_thread;
    Chores *m_chores; // on that thread
};

} // namespace signalbox::auth
