// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "histogram.h"
#include "redis/redis_url.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace signalbox::redis {

enum class Breaker : quint8 {
    Closed, // commands are sent
    Probing, // commands fail at once, while a new connection is tried
    Open, // they fail at once, until it is time to probe
};

// How a server's Redis is, to show. A value.
struct State {
    enum class Kind : quint8 {
        Off, // there is to be none
        Starting, // the private one, or the first connection
        Missing, // there is to be a private one, and no redis-server on this machine
        Up,
        Down,
    };

    bool operator==(const State &) const = default;

    Kind kind = Kind::Off;
    QDateTime since; // of `kind`, in UTC
    QString url; // without the password; empty when there is none
    QString error; // why it isn't up; when it is, what is wrong with it (a replica that can't be written)
    QString hint; // what to do about it
    Breaker breaker = Breaker::Closed; // the worst of all clients'
    quint64 opened = 0; // how often a breaker did
};

// What commands came to, since the start. A value.
struct Figures {
    quint64 commands = 0; // all that were asked for
    quint64 failed = 0; // Unavailable, Busy or Protocol
    quint64 timedOut = 0;
    quint64 refused = 0; // answered with an error
    quint64 pending = 0; // now
    Histogram latency; // of those that were answered, from the call to the reply
};

// Where clients are to connect to, or why they can't. A value.
struct Target {
    std::optional<RedisUrl> url;
    State::Kind kind = State::Kind::Off; // without a URL
    QString reason; // likewise
    QString hint; // likewise

    bool operator==(const Target &) const = default;
};

} // namespace signalbox::redis
