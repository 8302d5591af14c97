// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/namespace.h"

namespace signalbox::redis {
class Clients;
}

namespace signalbox::cache {

class Invalidator;

// Deletes all that Redis, and all processes, have of a namespace, by steps of SCAN. Belongs to the Cache. Any thread
// with an event loop. Throws RedisError.
class Flusher {
public:
    using Spans = telemetry::SpanSink *;

    struct Step {
        QByteArrayList ids; // that the step came upon
        qint64 found = 0; // keys
        qint64 deleted = 0; // keys
        qint64 scanned = 0; // keys looked at, about
        QByteArray cursor; // goes on there; empty: it was the last
    };

    Flusher(redis::Clients &clients, Invalidator &invalidator);

    QCoro::Task<Step> step(Spans spans, Namespace &space, QByteArray cursor, bool dryRun);
    // Two times: what is loaded meanwhile, by who began before the first, isn't there any more after the second.
    QCoro::Task<> whole(Namespace &space);

private:
    QCoro::Task<> remove(Spans spans, Namespace &space, QByteArrayList keys, QByteArrayList ids);
    QCoro::Task<> forgetEverywhere(Spans spans, Namespace &space);

    redis::Clients &m_clients;
    Invalidator &m_invalidator;
};

} // namespace signalbox::cache
