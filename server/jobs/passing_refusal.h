// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/redis_error.h"

#include <algorithm>
#include <array>

namespace signalbox::jobs {

// Whether Redis answered with an error of that code: before Redis 7 it hides that of a script's command in its own,
// "ERR Error running script …: -OOM command not allowed…".
inline bool isRefusal(const redis::RedisError &error, const char *code)
{
    if (error.kind() != redis::RedisError::Kind::Refused)
        return false;
    return error.code() == code
        || (error.code() == "ERR" && error.detail().contains(QLatin1String(" -" + QByteArray(code) + ' ')));
}

// Its memory is full. It takes what needs no more of it, and all of a script whose first write needs none.
inline bool isFull(const redis::RedisError &error)
{
    return isRefusal(error, "OOM");
}

// Whether the same may be taken in later: Redis is away, full, can't write its file, or is a replica while another
// becomes the master. Of what it refused so nothing was done.
inline bool mayPass(const redis::RedisError &error)
{
    static constexpr std::array passing{"OOM", "MISCONF", "READONLY", "NOREPLICAS"};
    return error.kind() != redis::RedisError::Kind::Refused
        || std::ranges::any_of(passing, [&](const char *code) { return isRefusal(error, code); });
}

} // namespace signalbox::jobs
