// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_discovery.h"

#include "redis/glob.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace signalbox::jobs {

using redis::Pending;
using redis::Reply;

namespace {

constexpr int keysInAScan = 1000;
constexpr qint64 shortestPauseMs = 1000;
constexpr qint64 pauseFactor = 10; // so that it takes no more than a tenth of the time

} // namespace

QueueDiscovery::QueueDiscovery(QByteArray connection, QByteArrayList prefixes)
    : m_connection(std::move(connection))
    , m_prefixes(std::move(prefixes))
    , m_pause(0)
{
}

bool QueueDiscovery::isDue() const
{
    return m_pause.hasExpired();
}

QCoro::Task<QList<QueueAddress>> QueueDiscovery::step(redis::Client &client, QDeadlineTimer until)
{
    QElapsedTimer worked;
    worked.start();
    bool isPassDone = m_prefixes.isEmpty();
    while (!isPassDone) {
        const QByteArray prefix = m_prefixes.value(m_prefix);
        const QByteArray pattern = redis::globEscaped(prefix) + ":*:meta";
        const Reply reply = co_await client.command(nullptr, "SCAN", m_cursor, "MATCH", pattern, "COUNT", keysInAScan);
        QByteArrayList keys;
        for (const Reply &key : reply.items.value(1).items)
            keys.append(key.bytes);
        if (!keys.isEmpty()) {
            const QList<QueueAddress> queues = co_await confirmed(client, prefix, keys);
            m_found += queues;
        }
        m_cursor = reply.items.value(0).bytes;
        if (m_cursor == "0")
            isPassDone = ++m_prefix >= m_prefixes.size();
        if (until.hasExpired())
            break;
    }
    m_workedMs += worked.elapsed();
    if (isPassDone) {
        ++m_passes;
        m_prefix = 0;
        m_pause = QDeadlineTimer(std::max(shortestPauseMs, m_workedMs * pauseFactor));
        m_workedMs = 0;
    }
    co_return std::exchange(m_found, {});
}

// A queue has one of these; anything may be called so.
QCoro::Task<QList<QueueAddress>> QueueDiscovery::confirmed(redis::Client &client, QByteArray prefix,
                                                           QByteArrayList keys) const
{
    QList<QueueAddress> queues;
    std::vector<Pending> asked;
    for (const QByteArray &key : keys) {
        const QByteArray name = key.sliced(prefix.size() + 1).chopped(5);
        if (name.isEmpty() || name.contains(':') || name.contains('\0'))
            continue;
        queues.append({m_connection, prefix, name});
        asked.push_back(client.command(nullptr, "HMGET", key, "opts.maxLenEvents", "version"));
    }
    QList<QueueAddress> found;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        try {
            const Reply reply = co_await std::move(asked[i]);
            if (!reply.items.value(0).isNil() || !reply.items.value(1).isNil())
                found.append(queues[qsizetype(i)]);
        } catch (const redis::RedisError &error) {
            if (error.kind() != redis::RedisError::Kind::Refused) // no hash
                throw;
        }
    }
    co_return found;
}

} // namespace signalbox::jobs
