// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/flusher.h"

#include "cache/invalidator.h"
#include "redis/clients.h"

#include <QSet>

namespace signalbox::cache {

namespace {

constexpr qint64 keysInAStep = 1000;

} // namespace

Flusher::Flusher(redis::Clients &clients, Invalidator &invalidator)
    : m_clients(clients)
    , m_invalidator(invalidator)
{
}

QCoro::Task<Flusher::Step> Flusher::step(Spans spans, Namespace &space, QByteArray cursor, bool dryRun)
{
    const QByteArrayList words{"SCAN",  cursor.isEmpty() ? "0" : cursor, "MATCH", space.pattern(),
                               "COUNT", QByteArray::number(keysInAStep)};
    const auto reply = co_await m_clients.here().command(spans, words);
    Step step;
    if (reply.items.size() != 2)
        throw redis::RedisError(redis::RedisError::Kind::Protocol, QStringLiteral("SCAN answered something else"));
    step.cursor = reply.items[0].bytes == "0" ? QByteArray() : reply.items[0].bytes;
    step.scanned = keysInAStep;
    QByteArrayList keys;
    QSet<QByteArray> ids;
    for (const redis::Reply &key : reply.items[1].items) {
        if (const auto id = space.idIn(key.bytes)) {
            keys.append(key.bytes);
            ids.insert(*id);
        }
    }
    step.ids = ids.values();
    step.found = keys.size();
    if (dryRun)
        co_return step;
    co_await remove(spans, space, keys, step.ids);
    step.deleted = keys.size();
    if (step.cursor.isEmpty())
        co_await forgetEverywhere(spans, space);
    co_return step;
}

// First what keeps old values out, then the values, those of versions too.
QCoro::Task<> Flusher::remove(Spans spans, Namespace &space, QByteArrayList keys, QByteArrayList ids)
{
    if (keys.isEmpty())
        co_return;
    co_await m_invalidator.send(spans, space, ids, Invalidator::Tell::Everybody, Invalidator::Version::None);
    const QByteArrayList words = QByteArrayList{"UNLINK"} + keys;
    co_await m_clients.here().command(spans, words);
}

QCoro::Task<> Flusher::forgetEverywhere(Spans spans, Namespace &space)
{
    const QByteArray all = m_invalidator.node() + ' ' + space.pattern();
    co_await m_clients.here().command(spans, "PUBLISH", "cache:invalidated", all);
    space.local().clear();
}

QCoro::Task<> Flusher::whole(Namespace &space)
{
    for (int round = 0; round < 2; ++round) {
        QByteArray cursor;
        do {
            const Step done = co_await step(nullptr, space, cursor, false);
            cursor = done.cursor;
        } while (!cursor.isEmpty());
    }
}

} // namespace signalbox::cache
