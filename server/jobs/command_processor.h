// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/command_settings.h"
#include "jobs/processor.h"

namespace signalbox::jobs {

// An exit status by which a command says that trying again is of no use: EX_DATAERR of sysexits.h.
constexpr int unrecoverableStatus = 65;

// Does each job by a child process: data on its standard input, result on its standard output, log and progress on its
// standard error. docs/jobs-workers.md has the protocol. A run that takes too long fails its attempt; one that is
// cancelled fails its job for good.
Processor commandProcessor(CommandSettings settings);

} // namespace signalbox::jobs
