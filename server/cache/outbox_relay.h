// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/done_rows.h"
#include "cache/invalidator.h"
#include "cache/outbox_repository.h"
#include "cache/outbox_state.h"

#include <QSet>

namespace signalbox::cache {

// Tells Redis what rows of the outbox say, in their order, at least once each. Who wrote a row most likely did it
// right after its commit; the relay is for when it could not, or died. Keeper's thread; state() is for any.
class OutboxRelay {
public:
    using Spaces = std::vector<std::unique_ptr<Namespace>>;

    OutboxRelay(store::DatabasePool &database, Invalidator &invalidator, DoneRows &done, const Spaces &spaces,
                InvalidationLog &log);

    enum class Rows : quint8 {
        Abandoned, // that have waited for so long that nobody else can be about to do them
        All, // and those relayed lately, which a Redis that was killed may have lost
    };
    // Throws DatabaseError, RedisError; then the rows still wait.
    QCoro::Task<> relay(Rows which);
    QCoro::Task<> count(); // for state() only
    // Rows that are too old to matter to anybody go; now and then. Throws DatabaseError.
    QCoro::Task<> prune();
    QCoro::Task<> markDone(); // those that writers did by themselves

    OutboxState state() const; // any thread

private:
    using Row = OutboxRepository::Row;
    using Clock = std::chrono::steady_clock;

    struct Look {
        QList<Row> rows; // the oldest that wait
        qint64 count = 0; // of all that do
    };

    QCoro::Task<Look> look();
    QCoro::Task<> tellAll();
    QList<Row> abandoned(const QList<Row> &waiting);
    QCoro::Task<> tell(QList<Row> rows, bool areNew);
    QCoro::Task<> mark(QList<qint64> rows);
    void record(const Row &row, Namespace &space, double ms);
    void setState(const Look &seen);

    store::DatabasePool &m_database;
    Invalidator &m_invalidator;
    DoneRows &m_doneRows;
    const Spaces &m_spaces;
    InvalidationLog &m_log;
    QSet<qint64> m_done; // not marked yet
    QHash<qint64, Clock::time_point> m_seen; // since when a row is known
    Clock::time_point m_pruned{};
    mutable QMutex m_mutex; // for what follows
    OutboxState m_state;
};

} // namespace signalbox::cache
