// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <functional>

namespace signalbox::gate {

// The time that deadlines go by; a test gives one of its own. Called on the gate's thread.
using DeadlineClock = std::function<std::chrono::steady_clock::time_point()>;

// The steady clock as the kernel last noted it: some milliseconds behind, and read in a tenth of the time.
std::chrono::steady_clock::time_point coarseNow();

} // namespace signalbox::gate
