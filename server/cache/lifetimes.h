// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>

namespace signalbox::cache {

// How long values live, with chance in it. Any thread.

double chance(); // evenly in (0, 1]

// 10 % more or less, as `chance` has it; at least a millisecond, but 0 for 0.
std::chrono::milliseconds jittered(std::chrono::milliseconds ttl, double chance);

// Who reads a value that has less than this left loads it again, beside the request: XFetch (Vattani, Chierichetti,
// Lowenstein, "Optimal Probabilistic Cache Stampede Prevention"). The longer a load takes, the sooner; and as chance
// differs from read to read, most likely one does so before it expires, and most likely not many.
std::chrono::milliseconds earlyBy(std::chrono::microseconds load, double beta, double chance);

} // namespace signalbox::cache
