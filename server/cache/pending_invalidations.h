// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/cause.h"
#include "cache/namespace.h"

#include <QHash>
#include <QList>
#include <QMutex>

#include <deque>

namespace signalbox::cache {

// What Redis has to be told, still or once more. Any thread.
//  - What it could not be told: once each, until it is told.
//  - What may have been written, or may be still (an undecided write): told twice, at once and some time later.
//  - What it was told lately: a Redis that was killed, or replaced by its replica, may have lost that.
// Bounded: of a namespace with too much, all is to be deleted.
class PendingInvalidations {
public:
    using Clock = std::chrono::steady_clock;

    static constexpr qsizetype most = 10'000; // of each kind
    static constexpr qsizetype mostLogIds = 16; // of one that failed again and again
    static constexpr std::chrono::seconds remembered{5}; // what was told
    static constexpr std::chrono::seconds undecidedFor{2}; // a write

    struct Item {
        Namespace *space = nullptr;
        QByteArray id;
        quint64 number = 0; // 0: it was told already
        QList<quint64> logIds = {};
    };

    void addFailed(Namespace &space, const QByteArrayList &ids, quint64 logId);
    void addUndecided(Namespace &space, const QByteArrayList &ids, Clock::time_point now);
    void addTold(Namespace &space, const QByteArrayList &ids, Clock::time_point now);

    QList<Item> due(Clock::time_point now); // what failed, and undecided writes that are due
    QList<Item> told(Clock::time_point now); // lately
    void settle(const QList<Item> &items); // those are done, unless they failed again meanwhile
    QList<Namespace *> takeOverflowed();
    void putOverflowed(Namespace &space);

    qint64 count(const Namespace *space) const; // null: of all
    QList<Item> all() const; // but those told

private:
    using Key = std::pair<Namespace *, QByteArray>;
    struct Failed {
        quint64 number = 0;
        QList<quint64> logIds;
    };
    struct Timed {
        Namespace *space;
        QByteArray id;
        Clock::time_point at;
    };

    void insert(Namespace &space, const QByteArray &id, quint64 logId); // with the lock held
    void overflow(Namespace &space); // likewise

    mutable QMutex m_mutex;
    QHash<Key, Failed> m_failed;
    std::deque<Timed> m_undecided; // `at`: when it is due
    std::deque<Timed> m_told; // `at`: when it was
    QList<Namespace *> m_overflowed;
    quint64 m_number = 0;
};

} // namespace signalbox::cache
