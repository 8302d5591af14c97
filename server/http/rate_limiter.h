// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <QCoro/QCoroTask>

#include <chrono>
#include <optional>

namespace signalbox::http {

// How many requests one client may send: `requests` at once, and as many in each `window`, evenly.
struct RateLimit {
    int requests = 0; // 0: any number
    std::chrono::milliseconds window{60'000};

    bool isNone() const { return requests <= 0; }
    static RateLimit none() { return {}; }
    bool operator==(const RateLimit &) const = default;
};

struct RateDecision {
    bool allowed = true;
    int remaining = 0; // requests that may follow at once
    std::chrono::milliseconds untilFull{0}; // until `requests` may
    std::chrono::milliseconds untilNext{0}; // until one may, when not allowed
};

// Counts requests. One for the whole server, used by all reactors at once; outlives them.
class RateLimiter {
public:
    virtual ~RateLimiter() = default;

    // Takes one from `bucket` if that can be decided without waiting; nothing when take() has to be asked.
    virtual std::optional<RateDecision> tryTake(QByteArrayView bucket, const RateLimit &limit) = 0;
    // Takes one, waiting for whoever keeps the count. Resumes on the reactor.
    virtual QCoro::Task<RateDecision> take(QByteArray bucket, RateLimit limit) = 0;
};

} // namespace signalbox::http
