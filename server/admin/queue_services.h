// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_actions.h"

namespace signalbox {
class ComputePool;
}
namespace signalbox::jobs {
class QueueAlerts;
class QueueBoard;
class QueueConnections;
} // namespace signalbox::jobs
namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::admin {

class AuditedRuns;

// What the admin API tells of queues, and works on them, with. All of it outlives the Api that routes are registered
// with.
struct QueueServices {
    jobs::QueueConnections &connections;
    jobs::QueueBoard &board;
    jobs::QueueAlerts &alerts;
    store::DatabasePool &database; // for the audit log
    AuditedRuns &runs;
    ComputePool &pool; // writes files
    jobs::CancelJob cancel;
};

} // namespace signalbox::admin
