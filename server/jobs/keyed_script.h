// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/client.h"

#include <QByteArrayList>

#include <array>

namespace signalbox::jobs {

// One of BullMQ's scripts, with the number of keys that it takes: Redis doesn't check it, and a script that gets other
// keys than it was written for spoils data.
template <std::size_t Keys> struct KeyedScript {
    redis::Script script;
};

// A script of BullMQ's with all that it is given.
struct ScriptCall {
    const redis::Script &script;
    QByteArrayList keys;
    QByteArrayList arguments;
};

// Another number of keys doesn't compile.
template <std::size_t Keys>
ScriptCall callOf(const KeyedScript<Keys> &script, const std::array<QByteArray, Keys> &keys, QByteArrayList arguments)
{
    return {script.script, QByteArrayList(keys.begin(), keys.end()), std::move(arguments)};
}

// Likewise.
template <std::size_t Keys>
redis::Pending run(redis::Client &client, telemetry::SpanSink *spans, const KeyedScript<Keys> &script,
                   const std::array<QByteArray, Keys> &keys, const QByteArrayList &arguments)
{
    return client.run(spans, script.script, QByteArrayList(keys.begin(), keys.end()), arguments);
}

// So that a wrong number of keys in a braced list is an error and not an array with empty ones at its end.
template <typename... Key> std::array<QByteArray, sizeof...(Key)> keys(Key &&...key)
{
    return {QByteArray(std::forward<Key>(key))...};
}

} // namespace signalbox::jobs
