// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/cache.h"

#include "cache/keeper.h"
#include "cache/reader.h"
#include "cache/trust.h"
#include "redis/clients.h"
#include "store/database_pool.h"

namespace signalbox::cache {

struct Cache::Private {
    Private(const Parts &parts, const std::vector<std::unique_ptr<Namespace>> &spaces)
        : clients(parts.clients)
        , trust(parts.clients)
        , invalidator({parts.clients, parts.database, trust, pending, doneRows, log, [this] { keeper.poke(); }})
        , reader(parts.clients, trust, [this] { keeper.poke(); })
        , flusher(parts.clients, invalidator)
        , relay(parts.database, invalidator, doneRows, spaces, log)
        , catchUp({parts.clients, trust, pending, log, invalidator, flusher, relay, spaces})
        , keeper({parts.clients, parts.database, parts.log, trust, pending, invalidator, catchUp, log, history, spaces})
    {
    }

    redis::Clients &clients;
    Trust trust;
    PendingInvalidations pending;
    DoneRows doneRows;
    InvalidationLog log;
    History history;
    Invalidator invalidator;
    Reader reader;
    Flusher flusher;
    OutboxRelay relay;
    CatchUp catchUp;
    Keeper keeper; // the last: its thread uses them all
};

Cache::Cache(Parts parts, const Settings &settings)
{
    m_namespaces.push_back(std::make_unique<Namespace>(settings.user));
    d = std::make_unique<Private>(parts, m_namespaces);
}

Cache::~Cache() = default;

Namespace *Cache::find(QByteArrayView name) const
{
    for (const auto &space : m_namespaces) {
        if (space->name() == name)
            return space.get();
    }
    return nullptr;
}

std::optional<Found> Cache::tryGet(Spans spans, Namespace &space, const QByteArray &id)
{
    return d->reader.tryGet(spans, space, id);
}

QCoro::Task<Found> Cache::get(Spans spans, Namespace &space, QByteArray id, Loader load, bool fresh)
{
    return d->reader.get(spans, space, std::move(id), std::move(load), fresh);
}

Noter Cache::noter(const Namespace &space, const Cause &cause) const
{
    return d->invalidator.noter(space, cause);
}

Noter Cache::noterForLater(const Namespace &space, const Cause &cause) const
{
    return d->clients.isOff() ? Noter() : Noter(space.name(), cause);
}

void Cache::relayNotes()
{
    d->trust.lose();
    d->keeper.poke();
}

QCoro::Task<> Cache::invalidate(Spans spans, Namespace &space, QByteArrayList ids, Cause cause, Noted noted)
{
    return d->invalidator.afterCommit(spans, space, std::move(ids), std::move(cause), std::move(noted),
                                      Invalidation::Source::Write);
}

void Cache::invalidateUndecided(Namespace &space, const QByteArrayList &ids)
{
    d->invalidator.undecided(space, ids);
}

QCoro::Task<> Cache::invalidateByAdmin(Spans spans, Namespace &space, QByteArrayList ids, Cause cause)
{
    return d->invalidator.afterCommit(spans, space, std::move(ids), std::move(cause), {}, Invalidation::Source::Admin);
}

void Cache::setStrategy(Namespace &space, Strategy strategy)
{
    const bool isOff = d->clients.isOff();
    if (!isOff)
        space.suspend(); // before the former strategy's values could be taken for this one's
    const Strategy former = space.m_strategy.exchange(strategy);
    space.local().clear();
    if (isOff)
        return;
    if (former == Strategy::Ttl && strategy != Strategy::Ttl) {
        d->catchUp.wantFlush(space);
        d->keeper.poke();
    } else {
        space.resume();
    }
}

QCoro::Task<Cache::FlushStep> Cache::flush(Spans spans, Namespace &space, QByteArray cursor, bool dryRun, Cause cause)
{
    const auto done = co_await d->flusher.step(spans, space, cursor, dryRun);
    const auto total = co_await d->clients.here().command(spans, "DBSIZE");
    if (!dryRun)
        d->invalidator.record(
            space, done.ids,
            {.strategy = space.strategy(), .source = Invalidation::Source::Admin, .cause = std::move(cause)});
    co_return FlushStep{done.found, done.deleted, done.scanned, total.integer, done.cursor};
}

std::optional<Cache::Subject> Cache::subjectOf(QByteArrayView redisKey) const
{
    for (const auto &space : m_namespaces) {
        if (const auto id = space->idIn(redisKey))
            return Subject{space.get(), *id};
    }
    return {};
}

bool Cache::isTrusted() const
{
    return d->trust.isWhole();
}

qint64 Cache::invalidationsPending(const Namespace &space) const
{
    return d->pending.count(&space);
}

OutboxState Cache::outbox() const
{
    return d->relay.state();
}

const InvalidationLog &Cache::invalidations() const
{
    return d->log;
}

const History &Cache::history() const
{
    return d->history;
}

} // namespace signalbox::cache
