// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/redis_error.h"

namespace signalbox::redis {

// Why a connection can't be used, or no longer. A value.
struct Trouble {
    QString why;
    QString hint = {}; // what to do about it, if anything
    QByteArray code = {}; // of Redis's error
    RedisError::Kind kind = RedisError::Kind::Unavailable; // as which commands that were on their way fail
};

} // namespace signalbox::redis
