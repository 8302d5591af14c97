// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/catch_up.h"

#include "cache/trust.h"
#include "redis/clients.h"
#include "store/database_pool.h"

#include <QDateTime>

namespace signalbox::cache {

using Item = PendingInvalidations::Item;

CatchUp::CatchUp(Parts parts)
    : m_parts(std::move(parts))
    , m_ttlMarks(m_parts.clients, m_parts.spaces)
{
}

QCoro::Task<bool> CatchUp::run()
{
    try {
        if (m_parts.trust.isWhole()) {
            co_await tellDue();
            co_await m_parts.relay.relay(OutboxRelay::Rows::Abandoned);
        } else {
            co_await everything();
        }
        co_await flushWanted();
        co_await m_ttlMarks.update();
        co_return true;
    } catch (const store::DatabaseError &) {
        co_return false; // what the outbox holds can't be known; nobody can write either
    } catch (const redis::RedisError &) {
        m_parts.trust.lose(); // something waits to be told
    }
    co_return false;
}

// In an order in which nothing that is missed now can be overlooked: what comes later is missed anew.
QCoro::Task<> CatchUp::everything()
{
    const quint64 missed = m_parts.trust.missed();
    co_await m_parts.relay.count(); // it shows, though Redis may not be there
    if (m_parts.clients.isMissing())
        co_await m_parts.relay.prune(); // nobody else may do it
    const QByteArray run = co_await currentRun();
    co_await tell(m_parts.pending.told(PendingInvalidations::Clock::now()));
    co_await tellDue();
    co_await flushOverflowed();
    co_await m_parts.relay.relay(OutboxRelay::Rows::All);
    if (m_run.isEmpty())
        co_await flushWhatTtlLeft();
    else if (m_run != run)
        co_await flushAll();
    m_ttlMarks.forget();
    m_run = run;
    for (const auto &space : m_parts.spaces)
        space->local().clear();
    m_parts.trust.caughtUpWith(missed);
}

// Asked anew each time, so that nothing is caught up with while Redis is away.
QCoro::Task<QByteArray> CatchUp::currentRun()
{
    const QByteArray field = "run_id:";
    QByteArray info;
    try {
        info = (co_await m_parts.clients.here().command(nullptr, "INFO", "server")).bytes;
    } catch (const redis::RedisError &error) {
        if (error.kind() != redis::RedisError::Kind::Refused) // else it is there, and doesn't tell
            throw;
    }
    const qsizetype begin = info.indexOf(field);
    const qsizetype end = info.indexOf('\r', begin);
    co_return begin < 0 ? QByteArray() : info.mid(begin + field.size(), end - begin - field.size());
}

// A Redis that was started anew may have forgotten what it was told, minutes of it without an append-only file.
QCoro::Task<> CatchUp::flushAll()
{
    for (const auto &space : m_parts.spaces)
        co_await m_parts.flusher.whole(*space);
}

// By a server before this one.
QCoro::Task<> CatchUp::flushWhatTtlLeft()
{
    for (const auto &space : m_parts.spaces) {
        if (space->strategy() == Strategy::Ttl)
            continue;
        const bool isMarked = co_await m_ttlMarks.isMarked(*space);
        if (isMarked)
            co_await m_parts.flusher.whole(*space);
    }
}

QCoro::Task<> CatchUp::tellDue()
{
    const auto due = m_parts.pending.due(PendingInvalidations::Clock::now());
    co_await tell(due);
    m_parts.pending.settle(due);
    for (const Item &item : due) {
        for (const quint64 id : item.logIds)
            m_parts.log.settle(id, Invalidation::Result::Done);
    }
}

QCoro::Task<> CatchUp::tell(QList<Item> items)
{
    for (const auto &space : m_parts.spaces) {
        QByteArrayList ids;
        for (const Item &item : items) {
            if (item.space == space.get())
                ids.append(item.id);
        }
        if (!ids.isEmpty())
            co_await m_parts.invalidator.send(nullptr, *space, ids, Invalidator::Tell::Everybody);
        space->figures().of(space->strategy()).add(Figure::InvalidationsSent, quint64(ids.size()));
    }
}

QCoro::Task<> CatchUp::flushOverflowed()
{
    const auto overflowed = m_parts.pending.takeOverflowed();
    for (qsizetype i = 0; i < overflowed.size(); ++i) {
        auto putBack = qScopeGuard([&] {
            for (Namespace *space : overflowed.mid(i))
                m_parts.pending.putOverflowed(*space);
        });
        co_await m_parts.flusher.whole(*overflowed[i]);
        putBack.dismiss();
    }
}

QCoro::Task<> CatchUp::flushWanted()
{
    QMutexLocker lock(&m_mutex);
    const auto wanted = m_wanted;
    lock.unlock();
    for (Namespace *space : wanted) {
        co_await m_parts.flusher.whole(*space);
        space->resume();
        lock.relock();
        m_wanted.removeOne(space);
        lock.unlock();
    }
}

void CatchUp::wantFlush(Namespace &space)
{
    const QMutexLocker lock(&m_mutex);
    m_wanted.append(&space);
}

QCoro::Task<> CatchUp::leave(store::DatabasePool &database)
{
    try {
        co_await m_parts.relay.markDone();
        const auto items = m_parts.pending.all();
        if (items.isEmpty())
            co_return;
        const auto work = [items](store::Connection &connection) {
            OutboxRepository outbox(connection);
            const Cause cause{{}, "end of the server", {}};
            for (const Item &item : items)
                outbox.add(item.space->name(), {item.id}, cause, QDateTime::currentMSecsSinceEpoch());
            return true;
        };
        co_await database.write(nullptr, "note invalidations", work);
    } catch (const store::DatabaseError &) {
        // Each value ends with its TTL.
    }
}

} // namespace signalbox::cache
