// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/processor.h"
#include "jobs/queue_keys.h"
#include "jobs/worker_settings.h"

#include <vector>

namespace signalbox {

struct Application;

// A queue that this server works on. A value.
struct OwnQueue {
    jobs::QueueKeys keys;
    jobs::Processors processors;
    jobs::WorkerSettings settings;
};

// Those that are always worked on, the configured ones first: the one place that names them all. What the processors
// use is the application's.
std::vector<OwnQueue> ownQueues(Application &application);
// Of the keys of all these, that of what the server adds itself first. They may be there more than once.
QByteArrayList ownPrefixes(const Application &application);
// That of the demo, see DemoSwitch.
OwnQueue demoQueue(Application &application);

} // namespace signalbox
