// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/outbox_repository.h"

#include "store/connection.h"

namespace signalbox::cache {

using store::Value;

namespace {

#define SIGNALBOX_OUTBOX_COLUMNS "sequence, space, subject, at, request_id, what, user_id"

QList<OutboxRepository::Row> rowsOf(store::Query query)
{
    QList<OutboxRepository::Row> rows;
    while (query.next())
        rows.append({query.number(0),
                     query.ascii(1),
                     query.text(2).toUtf8(),
                     query.number(3),
                     {query.text(4).toUtf8(), query.text(5).toUtf8(), query.text(6).toUtf8()}});
    return rows;
}

Value text(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

} // namespace

OutboxRepository::OutboxRepository(store::Connection &connection)
    : m_connection(connection)
{
}

QList<qint64> OutboxRepository::add(const QByteArray &space, const QByteArrayList &ids, const Cause &cause,
                                    qint64 nowMs)
{
    QList<qint64> rows;
    for (const QByteArray &id : ids) {
        auto added =
            m_connection.run("INSERT INTO cache_outbox (space, subject, at, request_id, what, user_id)"
                             " VALUES (?, ?, ?, ?, ?, ?) RETURNING sequence",
                             {text(space), text(id), nowMs, text(cause.requestId), text(cause.what), text(cause.user)});
        while (added.next())
            rows.append(added.number(0));
    }
    return rows;
}

QList<OutboxRepository::Row> OutboxRepository::waiting(int most)
{
    return rowsOf(m_connection.run("SELECT " SIGNALBOX_OUTBOX_COLUMNS
                                   " FROM cache_outbox WHERE relayed_at IS NULL ORDER BY sequence LIMIT ?",
                                   {most}));
}

QList<OutboxRepository::Row> OutboxRepository::relayedSince(qint64 ms, int most)
{
    return rowsOf(m_connection.run("SELECT " SIGNALBOX_OUTBOX_COLUMNS
                                   " FROM cache_outbox WHERE relayed_at >= ? ORDER BY sequence LIMIT ?",
                                   {ms, most}));
}

qint64 OutboxRepository::countWaiting()
{
    auto rows = m_connection.run("SELECT count(*) FROM cache_outbox WHERE relayed_at IS NULL");
    return rows.next() ? rows.number(0) : 0;
}

void OutboxRepository::markRelayed(const QList<qint64> &rows, qint64 nowMs)
{
    for (const qint64 row : rows)
        m_connection.change("UPDATE cache_outbox SET relayed_at = ? WHERE sequence = ? AND relayed_at IS NULL",
                            {nowMs, row});
}

qint64 OutboxRepository::prune(qint64 relayedBeforeMs, qint64 waitingSinceMs)
{
    return m_connection.change("DELETE FROM cache_outbox WHERE relayed_at < ? OR (relayed_at IS NULL AND at < ?)",
                               {relayedBeforeMs, waitingSinceMs});
}

} // namespace signalbox::cache
