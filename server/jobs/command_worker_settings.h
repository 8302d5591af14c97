// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/command_settings.h"
#include "jobs/worker_settings.h"

namespace signalbox::jobs {

// A queue whose jobs a command does. A value.
struct CommandWorkerSettings {
    QString queue;
    QString prefix = {}; // of its queue's keys in Redis
    CommandSettings command = {};
    int concurrency = 1; // runs at a time
    std::optional<JobRateLimit> limiter = {}; // of the whole queue
    bool keepsResults = false; // a run that ended well isn't repeated, see once.h
};

} // namespace signalbox::jobs
