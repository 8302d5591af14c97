// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"
#include "http/app_error.h"

namespace signalbox::redis {
class Clients;
class RedisError;
struct State;
} // namespace signalbox::redis

namespace signalbox::admin {

// For routes that are nothing without Redis: while it isn't there, 503 says what is wrong and what to do, and what it
// refuses is told in its own words, since an admin may know them. `clients` outlives the route.
http::Middleware requireRedis(const redis::Clients &clients);

http::AppError noRedis(const redis::State &state);
http::AppError heardByAdmins(const redis::RedisError &error, const redis::State &state);

} // namespace signalbox::admin
