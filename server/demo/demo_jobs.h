// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/processor.h"

namespace signalbox {
class ComputePool;
}

namespace signalbox::demo {

inline constexpr char demoQueueName[] = "demo";

// Jobs to try the queues with: `echo` returns its data; `sleep` takes `ms`, with progress; `fail` fails its first
// `times` attempts (always, by default) with `message`; `cpu` computes for `ms` on the pool, which outlives them.
jobs::Processors demoJobs(ComputePool &pool);

} // namespace signalbox::demo
