// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <chrono>

namespace signalbox::demo {

struct Burned {
    std::chrono::steady_clock::time_point from;
    std::chrono::steady_clock::time_point to;
    qint64 hashes = 0;
};

// Keeps the calling thread computing for `duration`. For compute threads only.
Burned burn(std::chrono::milliseconds duration);

} // namespace signalbox::demo
