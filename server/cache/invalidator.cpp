// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/invalidator.h"

#include "cache/done_rows.h"
#include "cache/scripts.h"
#include "cache/trust.h"
#include "redis/clients.h"
#include "store/database_pool.h"

#include <QDateTime>
#include <QUuid>

namespace signalbox::cache {

namespace {

constexpr qsizetype atOnce = 100; // keys, so that others get their turn in Redis

QByteArray newToken()
{
    return QUuid::createUuid().toRfc4122().toHex();
}

double msSince(std::chrono::steady_clock::time_point from)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
}

} // namespace

Invalidator::Invalidator(Parts parts)
    : m_parts(std::move(parts))
    , m_node(newToken())
{
}

Noter Invalidator::noter(const Namespace &space, const Cause &cause) const
{
    const Strategy strategy = space.strategy();
    if (m_parts.clients.isOff() || strategy == Strategy::Ttl)
        return {};
    return strategy == Strategy::Outbox || !m_parts.trust.isWhole() ? Noter(space.name(), cause) : Noter();
}

QCoro::Task<> Invalidator::afterCommit(Spans spans, Namespace &space, QByteArrayList ids, Cause cause, Noted noted,
                                       Invalidation::Source source)
{
    const bool isWrite = source == Invalidation::Source::Write;
    const Strategy strategy = space.strategy();
    if (m_parts.clients.isOff() || ids.isEmpty() || (isWrite && strategy == Strategy::Ttl))
        co_return;
    if (m_parts.clients.isMissing()) {
        co_await leaveToOthers(spans, space, ids, cause, noted);
        co_return;
    }
    const auto from = Clock::now();
    bool isSent = false;
    try {
        // An admin who deletes keys finds no new ones.
        co_await send(spans, space, ids, Tell::Everybody, isWrite ? Version::New : Version::None);
        isSent = true;
    } catch (const http::AppError &) {
        space.figures().of(strategy).add(Figure::Errors);
    }
    Invalidation entry{.strategy = strategy, .source = source, .cause = cause, .ms = msSince(from)};
    if (isSent) {
        m_parts.doneRows.add(noted.rows);
        record(space, ids, std::move(entry));
    } else {
        failed(space, ids, std::move(entry));
        if (noted.rows.isEmpty())
            co_await noteAfterwards(spans, space, ids, cause);
    }
    if (!isSent || !noted.rows.isEmpty())
        m_parts.catchUp();
    if (spans)
        spans->addSpan(QByteArrayLiteral("cache"), space.spanNames().invalidated, from, Clock::now(), !isSent);
}

void Invalidator::undecided(Namespace &space, const QByteArrayList &ids)
{
    if (m_parts.clients.isOff() || space.strategy() == Strategy::Ttl)
        return;
    dropHere(space, ids);
    m_parts.pending.addUndecided(space, ids, Clock::now());
    m_parts.catchUp();
}

QCoro::Task<> Invalidator::send(Spans spans, Namespace &space, QByteArrayList ids, Tell tell, Version version)
{
    const bool hasVersion = version == Version::New && space.strategy() == Strategy::Versioned;
    const QByteArrayList arguments{hasVersion ? newToken() : QByteArray(),
                                   QByteArray::number(qint64((2 * space.ttl() + std::chrono::minutes(1)).count())),
                                   tell == Tell::Everybody ? m_node : QByteArray()};
    for (qsizetype at = 0; at < ids.size(); at += atOnce) {
        QByteArrayList keys;
        for (const QByteArray &id : ids.mid(at, atOnce))
            keys.append(space.keyOf(id));
        co_await m_parts.clients.here().run(spans, scripts::invalidate, keys, arguments);
    }
    // Not sooner: what is read from Redis until then may be old, and is kept out by this.
    dropHere(space, ids);
}

void Invalidator::dropHere(Namespace &space, const QByteArrayList &ids) const
{
    for (const QByteArray &id : ids)
        space.local().drop(id);
}

void Invalidator::record(Namespace &space, const QByteArrayList &ids, Invalidation like)
{
    space.figures().of(like.strategy).add(Figure::InvalidationsSent, quint64(ids.size()));
    m_parts.pending.addTold(space, ids, Clock::now());
    like.atMs = QDateTime::currentMSecsSinceEpoch();
    like.space = space.name();
    for (const QByteArray &id : ids) {
        like.key = id;
        m_parts.log.add(like);
    }
}

void Invalidator::failed(Namespace &space, const QByteArrayList &ids, Invalidation like)
{
    m_parts.trust.lose(); // before this process forgets: nothing old may come back from Redis
    dropHere(space, ids);
    space.figures().of(like.strategy).add(Figure::InvalidationsFailed, quint64(ids.size()));
    like.atMs = QDateTime::currentMSecsSinceEpoch();
    like.space = space.name();
    like.result = Invalidation::Result::Pending;
    for (const QByteArray &id : ids) {
        like.key = id;
        m_parts.pending.addFailed(space, {id}, m_parts.log.add(like));
    }
}

// Here is no Redis that could hold anything old, so nothing failed. Other nodes may have one, and one may be installed:
// both read the outbox.
QCoro::Task<> Invalidator::leaveToOthers(Spans spans, Namespace &space, QByteArrayList ids, Cause cause, Noted noted)
{
    bool isNoted = !noted.rows.isEmpty();
    if (!isNoted)
        isNoted = co_await noteAfterwards(spans, space, ids, cause);
    if (!isNoted)
        m_parts.pending.addFailed(space, ids, 0);
    m_parts.trust.lose(); // it may be there since a moment ago, and was caught up with before that row
    dropHere(space, ids);
}

// So that other nodes hear of it, too, who may reach Redis before this one does. False: only this process knows.
QCoro::Task<bool> Invalidator::noteAfterwards(Spans spans, const Namespace &space, QByteArrayList ids, Cause cause)
{
    const auto work = [noter = Noter(space.name(), cause), ids](store::Connection &connection) {
        return noter.note(connection, ids).rows.size();
    };
    try {
        co_await m_parts.database.write(spans, "note invalidations", work);
        co_return true;
    } catch (const store::DatabaseError &) {
        // This process remembers.
    }
    co_return false;
}

} // namespace signalbox::cache
