// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

namespace signalbox::http {

// Refuses with 429 and Retry-After what a client sends beyond `limit`. A client is the user who asks (Identity), so
// this goes inside what authenticates; without one it is the address, an IPv6 one by its /64. `name` keeps counts
// apart. Every answer of such a route tells what is left: RateLimit-Limit, -Remaining, -Reset (seconds) and -Policy, as
// draft-ietf-httpapi-ratelimit-headers had them up to its version 6, which is what clients read today.
Middleware rateLimit(std::shared_ptr<RateLimiter> limiter, RateLimit limit, QByteArray name);

// Puts those fields on an answer; the dispatcher does it, so that errors have them too.
void addRateFields(const Context &context, Headers &headers);

// What a client without a name is counted by.
QByteArray rateLimitKey(const QHostAddress &address);

} // namespace signalbox::http
