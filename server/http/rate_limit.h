// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>

namespace signalbox::http {

// How many requests one client may send: `requests` at once, and as many in each `window`, evenly.
struct RateLimit {
    int requests = 0; // 0: any number
    std::chrono::milliseconds window{60'000};

    bool isNone() const { return requests <= 0 || window.count() <= 0; }
    static RateLimit none() { return {}; }
    bool operator==(const RateLimit &) const = default;
};

// What a limiter says to a request.
struct RateDecision {
    bool allowed = true;
    int remaining = 0; // requests that may follow at once
    std::chrono::milliseconds untilFull{0}; // until all of them may again
    std::chrono::milliseconds untilNext{0}; // until one may, when not allowed
};

} // namespace signalbox::http
