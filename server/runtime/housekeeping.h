// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/processor.h"

#include <QCoro/QCoroTask>

#include <chrono>
#include <memory>

namespace signalbox::jobs {
class WakeUp;
}
namespace signalbox::redis {
class Clients;
}
namespace signalbox::store {
class DatabasePool;
}

namespace signalbox {

// What the server must do now and then, as jobs of schedulers: whoever of several servers on one Redis takes one does
// it for all.
inline constexpr char housekeepingQueue[] = "signalbox";

jobs::Processors housekeeping(store::DatabasePool &database, std::chrono::milliseconds refreshLife);

// Makes their schedulers, trying until Redis has taken them, and looks each `interval` whether they go on: another
// program may remove the next job of one. Rests by `pause` in between, until `isGone`. On a thread with an event loop;
// what it is given outlives it until then.
QCoro::Task<> scheduleHousekeeping(redis::Clients &clients, QByteArray prefix, jobs::WakeUp &pause,
                                   std::shared_ptr<bool> isGone,
                                   std::chrono::milliseconds interval = std::chrono::minutes(10));

} // namespace signalbox
