// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_keys.h"

#include "admin/redis_text.h"
#include "http/app_error.h"
#include "redis/client.h"
#include "redis/clients.h"

#include <QDeadlineTimer>
#include <QSet>

#include <algorithm>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using redis::Pending;
using redis::Reply;

namespace {

constexpr qsizetype keysInARow = 200; // asked for in one go, so that others' commands come between
constexpr int sizeSamples = 5; // elements of a collection by which Redis guesses its size

// What is asked about a key, on its way.
struct AskedRow {
    AskedRow(redis::Client &client, telemetry::SpanSink *spans, QByteArrayView key)
        : type(client.command(spans, "TYPE", key))
        , ttl(client.command(spans, "PTTL", key))
        , size(client.command(spans, "MEMORY", "USAGE", key, "SAMPLES", sizeSamples))
    {
    }

    Pending type;
    Pending ttl;
    Pending size;
};

QByteArrayList scanWords(const KeySearch &search, const QByteArray &cursor, int count)
{
    QByteArrayList words{"SCAN", cursor, "COUNT", QByteArray::number(count)};
    if (!search.match.isEmpty())
        words << "MATCH" << search.match;
    if (!search.type.isEmpty())
        words << "TYPE" << search.type;
    return words;
}

std::optional<qint64> numberIn(const std::optional<Reply> &reply)
{
    return reply && reply->kind == Reply::Kind::Integer ? std::optional(reply->integer) : std::nullopt;
}

} // namespace

QCoro::Task<std::optional<Reply>> ifAllowed(redis::Pending asked)
{
    try {
        co_return co_await std::move(asked);
    } catch (const redis::RedisError &error) {
        if (error.kind() != redis::RedisError::Kind::Refused)
            throw;
    }
    co_return std::nullopt;
}

QByteArray cursorIn(const QJsonObject &input)
{
    const QByteArray cursor = input.value("cursor"_L1).toString().toLatin1();
    if (cursor.isEmpty())
        return "0";
    bool fits = false;
    cursor.toULongLong(&fits);
    if (!fits)
        throw http::AppError::invalidField(u"cursor"_s, u"Must be the cursor that a step answered"_s);
    return cursor;
}

QCborMap KeyRow::toCbor() const
{
    return {{u"id"_s, keyId(key)},
            {u"key"_s, readableKey(key)},
            {u"type"_s, QString::fromLatin1(type)},
            {u"ttlMs"_s, ttlMs ? QCborValue(*ttlMs) : QCborValue(nullptr)},
            {u"size"_s, size ? QCborValue(*size) : QCborValue(nullptr)}};
}

RedisKeys::RedisKeys(redis::Clients &clients, telemetry::SpanSink *spans)
    : m_clients(clients)
    , m_spans(spans)
{
}

QCoro::Task<KeyStep> RedisKeys::step(KeySearch search, StepLimits limits)
{
    const QDeadlineTimer end(limits.time);
    KeyStep step;
    step.cursor = search.cursor;
    QSet<QByteArray> known; // SCAN may tell of a key twice
    do {
        const QByteArrayList words = scanWords(search, step.cursor, limits.count);
        const Reply reply = co_await m_clients.here().command(m_spans, words);
        step.cursor = reply.items.value(0).bytes;
        const QList<Reply> found = reply.items.value(1).items;
        step.scanned += std::max<qint64>(limits.count, found.size());
        for (const Reply &key : found) {
            if (!known.contains(key.bytes)) {
                known.insert(key.bytes);
                step.keys.append(key.bytes);
            }
        }
    } while (step.cursor != "0" && step.keys.size() < limits.found && !end.hasExpired());
    if (step.cursor == "0")
        step.cursor.clear();
    co_return step;
}

QCoro::Task<QList<KeyRow>> RedisKeys::rows(QByteArrayList keys)
{
    QList<KeyRow> rows;
    for (qsizetype first = 0; first < keys.size(); first += keysInARow) {
        const QByteArrayList chunk = keys.mid(first, keysInARow);
        std::vector<AskedRow> asked;
        asked.reserve(std::size_t(chunk.size()));
        for (const QByteArray &key : chunk)
            asked.emplace_back(m_clients.here(), m_spans, key);
        for (std::size_t i = 0; i < asked.size(); ++i) {
            const Reply type = co_await std::move(asked[i].type);
            const Reply ttl = co_await std::move(asked[i].ttl);
            const auto size = numberIn(co_await ifAllowed(std::move(asked[i].size)));
            if (type.bytes == "none") // it went meanwhile
                continue;
            const auto left = ttl.integer >= 0 ? std::optional(ttl.integer) : std::nullopt;
            rows.append({chunk[qsizetype(i)], type.bytes, left, size});
        }
    }
    co_return rows;
}

QCoro::Task<std::optional<KeyRow>> RedisKeys::row(QByteArray key)
{
    const QByteArrayList one{key};
    const QList<KeyRow> found = co_await rows(one);
    co_return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

QCoro::Task<qint64> RedisKeys::total()
{
    const Reply reply = co_await m_clients.here().command(m_spans, "DBSIZE");
    co_return reply.integer;
}

QCoro::Task<qint64> RedisKeys::remove(QByteArrayList keys)
{
    qint64 removed = 0;
    for (qsizetype first = 0; first < keys.size(); first += keysInARow) {
        const QByteArrayList words = QByteArrayList{"UNLINK"} + keys.mid(first, keysInARow);
        const Reply reply = co_await m_clients.here().command(m_spans, words);
        removed += reply.integer;
    }
    co_return removed;
}

QCoro::Task<bool> RedisKeys::setTtl(QByteArray key, std::optional<qint64> ttlMs)
{
    if (ttlMs) {
        const Reply reply = co_await m_clients.here().command(m_spans, "PEXPIRE", key, *ttlMs);
        co_return reply.integer == 1;
    }
    Pending exists = m_clients.here().command(m_spans, "EXISTS", key);
    Pending persisted = m_clients.here().command(m_spans, "PERSIST", key); // 0 also when it had no TTL
    const Reply reply = co_await std::move(exists);
    co_await std::move(persisted);
    co_return reply.integer == 1;
}

} // namespace signalbox::admin
