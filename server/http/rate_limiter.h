// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/rate_limit.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QCoro/QCoroTask>

#include <optional>

namespace signalbox::telemetry {
class SpanSink;
}

namespace signalbox::http {

// Counts requests. One for the whole server, used by all reactors at once; outlives them.
class RateLimiter {
public:
    virtual ~RateLimiter() = default;

    // Takes one from `bucket` if that can be decided without waiting; nothing when take() has to be asked.
    virtual std::optional<RateDecision> tryTake(QByteArrayView bucket, const RateLimit &limit) = 0;
    // Takes one, waiting for whoever keeps the count, which shows in `spans` unless it is null. Resumes on the reactor.
    virtual QCoro::Task<RateDecision> take(telemetry::SpanSink *spans, QByteArray bucket, RateLimit limit) = 0;
};

} // namespace signalbox::http
