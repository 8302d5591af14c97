// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/redis_keys.h"

#include <QCborValue>

namespace signalbox::admin {

// A look into a key. A value.
struct KeyContent {
    QByteArray encoding; // as Redis keeps it: "listpack", "skiplist"…
    qint64 length = 0; // bytes of a string, elements of anything else
    bool truncated = false; // `value` is not all of it
    // string: {text} or {base64}; list, set: [text]; hash: [[field, text]]; zset: [[member, score]]; stream: [[id,
    // [[field, text]]]]; null of a type that isn't known.
    QCborValue value = nullptr;
};

// Reads no more of a key than a person can look at: the first 64 KiB of a string, the first 200 elements of a
// collection, or fewer when they are large. On a thread with an event loop; throws RedisError.
QCoro::Task<KeyContent> readContent(redis::Clients &clients, telemetry::SpanSink *spans, KeyRow row);

} // namespace signalbox::admin
