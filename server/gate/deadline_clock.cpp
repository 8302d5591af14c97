// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/deadline_clock.h"

#include <ctime>

namespace signalbox::gate {

std::chrono::steady_clock::time_point coarseNow()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now); // of the same epoch as the steady clock's CLOCK_MONOTONIC
    return std::chrono::steady_clock::time_point(std::chrono::seconds(now.tv_sec)
                                                 + std::chrono::nanoseconds(now.tv_nsec));
}

} // namespace signalbox::gate
