// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/processor.h"

namespace signalbox::app {

// What does the jobs of SampleQueues: takes its time, tells of its progress, logs, and fails now and then. One thread,
// with an event loop.
jobs::Processors sampleProcessors();

} // namespace signalbox::app
