// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/processor.h"

namespace signalbox::jobs {

struct OnceSettings {
    std::chrono::milliseconds lifetime{std::chrono::hours(24)}; // of a result that is kept
};

// A processor that isn't called again for a job that it has done to the end: what it gave is kept in Redis before the
// job's finish is told, and given again if a crash came between. Once the finish is told it is removed. A job of the
// same id that is added later is another one.
//
// A job is still done at least once, not exactly once. It is done again when the program ends, or Redis is lost, after
// the processor's effects and before its result is kept (a round trip, as a rule); when the processor throws; and, with
// both at the same time, when the lock of a job that still runs was lost. What must not happen twice needs a key of its
// own where it happens: the job's id and timestamp are one.
//
// Whoever retries a finished job by hand has it done again; unless Redis was lost just after the finish was told, and
// the result is still kept.
Processor once(Processor processor, OnceSettings settings = {});

// Where the result of a job is kept: outside of BullMQ's keys.
QByteArray onceKey(const QueueKeys &queue, const JobRecord &job);

} // namespace signalbox::jobs
