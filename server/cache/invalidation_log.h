// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cause.h"
#include "cache/strategy.h"

#include <QList>
#include <QMutex>

#include <deque>
#include <optional>

namespace signalbox::cache {

// Something that was taken out of the cache, or was to be. A value.
struct Invalidation {
    enum class Source : quint8 { Write, Broadcast, Outbox, Admin };
    enum class Result : quint8 { Done, Failed, Pending };

    quint64 id = 0; // grows
    qint64 atMs = 0; // since the epoch
    QByteArray space = {}; // the namespace's name
    QByteArray key = {}; // the subject's id within it
    Strategy strategy = Strategy::Invalidate;
    Source source = Source::Write;
    Cause cause = {};
    double ms = 0; // how long it took
    Result result = Result::Done;
};

QString sourceName(Invalidation::Source source); // "write", "broadcast", "outbox", "admin"
QString resultName(Invalidation::Result result); // "done", "failed", "pending"

// The last invalidations, for people. Any thread.
class InvalidationLog {
public:
    static constexpr std::size_t mostEntries = 2000;

    quint64 add(Invalidation invalidation); // gives it the next id, which it returns
    void settle(quint64 id, Invalidation::Result result); // of one that was pending

    struct Page {
        QList<Invalidation> items; // the newest first
        std::optional<quint64> next; // goes on `before` this
    };
    Page page(const QByteArray &space, std::optional<quint64> before, int limit) const; // empty: of all namespaces

    struct News {
        QList<Invalidation> items; // the oldest first
        quint64 skipped = 0;
        quint64 newest = 0; // to go on from
    };
    News after(quint64 id, int most) const; // the newest of those with a greater id
    quint64 newest() const; // 0: none yet

private:
    mutable QMutex m_mutex;
    std::deque<Invalidation> m_entries; // ids without gaps
    quint64 m_next = 1;
};

} // namespace signalbox::cache
