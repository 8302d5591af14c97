// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/cleaning_cursor.h"
#include "jobs/queue_address.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

namespace signalbox::jobs {

// Removes a queue as a whole, its keys too: a step of about that time. It is paused first; while it has active jobs it
// is refused unless forced, and then goes on as before. On the client's thread; throws RedisError. The client and
// `spans` outlive the task.
QCoro::Task<CleaningStep> obliterateQueue(redis::Client &client, QueueAddress queue, CleaningCursor cursor,
                                          bool isForced, std::chrono::milliseconds time, telemetry::SpanSink *spans);

} // namespace signalbox::jobs
