// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/client.h"

#include <QCoro/QCoroTask>
#include <QStringList>

namespace signalbox::jobs {

// What a Redis should be for queues, and isn't: a sentence each, for a person. Of INFO's text, where what is absent is
// nothing to complain of. Any thread.
QStringList redisWarnings(const QByteArray &info);

// Asks it, on the client's thread. Throws RedisError.
QCoro::Task<QStringList> checkRedis(redis::Client &client);

} // namespace signalbox::jobs
