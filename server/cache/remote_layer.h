// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/client.h"

#include <QByteArray>

#include <chrono>
#include <optional>

namespace signalbox::cache {

// How values lie in Redis, and what keeps an old one from getting there. Its functions send one command each, and read
// what came of it. Values that are not JSON objects or lists are taken for none. Without state; any thread.
class RemoteLayer {
public:
    using Spans = telemetry::SpanSink *;
    using Milliseconds = std::chrono::milliseconds;

    struct Entry {
        std::optional<QByteArray> value; // nothing: it is known not to be there
        std::optional<Milliseconds> left; // until it expires, if that was asked
    };
    enum class Purpose : quint8 { Miss, Refresh, Fresh };
    // What became of the wish to load a value: it is there meanwhile, or who has the lease.
    struct Boarding {
        std::optional<Entry> entry;
        bool hasLease = false;
        bool isDamaged = false; // what is there is no value
        QByteArray version; // that what is loaded from now on belongs to
    };
    // Whom a fill is by, and what it was told when it took the lease.
    struct Lease {
        QByteArray token;
        QByteArray version;
    };

    virtual ~RemoteLayer() = default;

    virtual redis::Pending find(redis::Client &client, Spans spans, const QByteArray &key) const = 0;
    // Nothing when find() tells what is left.
    virtual std::optional<redis::Pending> left(redis::Client &client, Spans spans, const QByteArray &key) const = 0;
    virtual std::optional<Entry> found(redis::Reply reply) const = 0;

    virtual redis::Pending board(redis::Client &client, Spans spans, const QByteArray &key, const QByteArray &token,
                                 Purpose purpose, Milliseconds versionLife) const = 0;
    static Boarding boarded(redis::Reply reply);

    // An integer: 1 when it is kept.
    virtual redis::Pending fill(redis::Client &client, Spans spans, const QByteArray &key, const Lease &lease,
                                const std::optional<QByteArray> &value, Milliseconds ttl,
                                Milliseconds versionLife) const = 0;
    // Nobody need wait for these.
    static void giveUp(redis::Client &client, const QByteArray &key, const QByteArray &token);
    static void remove(redis::Client &client, const QByteArray &key); // what is there is of no use

    static const RemoteLayer &leased();
    static const RemoteLayer &versioned();

protected:
    static std::optional<Entry> entryOf(QByteArray bytes);
    static QByteArray encoded(const std::optional<QByteArray> &value);
    static QByteArray purposeName(Purpose purpose);
};

} // namespace signalbox::cache
