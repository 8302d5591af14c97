// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborArray>
#include <QCborMap>
#include <QDateTime>
#include <QString>

namespace signalbox::ui::test {

// What the admin API says of a cache, as docs/admin-api.md has it.

inline QString moment(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs);
}

inline QCborMap latency(double p50, double p95)
{
    return {{QStringLiteral("p50"), p50},
            {QStringLiteral("p95"), p95},
            {QStringLiteral("p99"), p95 * 2},
            {QStringLiteral("max"), p95 * 3}};
}

inline QCborMap redis(const QString &state = QStringLiteral("up"), const QString &breaker = QStringLiteral("closed"))
{
    return {{QStringLiteral("mode"), QStringLiteral("private")},
            {QStringLiteral("url"), QStringLiteral("unix:///var/lib/signalbox/redis/redis.sock")},
            {QStringLiteral("state"), state},
            {QStringLiteral("since"), moment(QDateTime::currentMSecsSinceEpoch() - 60'000)},
            {QStringLiteral("breaker"), breaker},
            {QStringLiteral("opened"), 2},
            {QStringLiteral("deadlineMs"), 250},
            {QStringLiteral("pid"), 4711},
            {QStringLiteral("restarts"), 1},
            {QStringLiteral("commands"), 120'000},
            {QStringLiteral("failed"), 3},
            {QStringLiteral("timedOut"), 2},
            {QStringLiteral("refused"), 1},
            {QStringLiteral("pending"), 4},
            {QStringLiteral("latencyMs"), latency(0.1, 0.4)}};
}

inline QCborMap cacheNamespace(const QString &name = QStringLiteral("user"),
                               const QString &strategy = QStringLiteral("invalidate"))
{
    return {{QStringLiteral("name"), name},
            {QStringLiteral("strategy"), strategy},
            {QStringLiteral("ttlMs"), 60'000},
            {QStringLiteral("notFoundTtlMs"), 5'000},
            {QStringLiteral("localTtlMs"), 10'000},
            {QStringLiteral("localHits"), 600},
            {QStringLiteral("hits"), 300},
            {QStringLiteral("misses"), 100},
            {QStringLiteral("loads"), 90},
            {QStringLiteral("loadMs"), latency(1.5, 6)},
            {QStringLiteral("staleAvoided"), 7},
            {QStringLiteral("invalidationsSent"), 40},
            {QStringLiteral("invalidationsReceived"), 12},
            {QStringLiteral("invalidationsFailed"), 0},
            {QStringLiteral("invalidationsPending"), 0},
            {QStringLiteral("errors"), 0},
            {QStringLiteral("bytesIn"), 81'920},
            {QStringLiteral("bytesOut"), 40'960}};
}

// What a namespace did with one strategy: with `hits`, and as many misses.
inline QCborMap strategyRow(const QString &strategy, qint64 hits)
{
    return {{QStringLiteral("strategy"), strategy},
            {QStringLiteral("localHits"), 0},
            {QStringLiteral("hits"), hits},
            {QStringLiteral("misses"), hits},
            {QStringLiteral("loads"), hits},
            {QStringLiteral("loadMs"), latency(2, 8)},
            {QStringLiteral("staleAvoided"), 3},
            {QStringLiteral("invalidationsSent"), 20},
            {QStringLiteral("invalidationsReceived"), 6},
            {QStringLiteral("invalidationsFailed"), 0},
            {QStringLiteral("errors"), 0},
            {QStringLiteral("bytesIn"), 2'048},
            {QStringLiteral("bytesOut"), 1'024}};
}

inline QCborMap with(QCborMap map, const QString &name, const QCborValue &value)
{
    map.insert(name, value);
    return map;
}

inline QCborMap cache(const QCborMap &redisNow = redis(), const QCborArray &namespaces = {cacheNamespace()})
{
    return {
        {QStringLiteral("redis"), redisNow},
        {QStringLiteral("namespaces"), namespaces},
        {QStringLiteral("outbox"), QCborMap{{QStringLiteral("pending"), 0}, {QStringLiteral("oldestMs"), nullptr}}}};
}

inline QCborMap counts(qint64 localHits, qint64 hits, qint64 misses)
{
    return {
        {QStringLiteral("localHits"), localHits}, {QStringLiteral("hits"), hits}, {QStringLiteral("misses"), misses},
        {QStringLiteral("loads"), misses},        {QStringLiteral("errors"), 0},  {QStringLiteral("invalidations"), 1}};
}

inline QCborMap cachePoint(qint64 atMs, const QCborMap &ofUser)
{
    return {{QStringLiteral("at"), atMs}, {QStringLiteral("namespaces"), QCborMap{{QStringLiteral("user"), ofUser}}}};
}

// A point a second, up to now, each with 60 hits in process, 30 in Redis, and 10 misses.
inline QCborMap cacheSeries(int seconds)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch() / 1000 * 1000;
    QCborArray points;
    for (int second = seconds; second > 0; --second)
        points.append(cachePoint(now - second * 1000, counts(60, 30, 10)));
    return {{QStringLiteral("stepMs"), 1000},
            {QStringLiteral("fromMs"), now - seconds * 1000},
            {QStringLiteral("toMs"), now},
            {QStringLiteral("points"), points}};
}

inline QCborMap invalidation(qint64 id, const QString &key, const QString &result = QStringLiteral("done"))
{
    return {{QStringLiteral("id"), id},
            {QStringLiteral("at"), moment(1'700'000'000'000 + id * 1000)},
            {QStringLiteral("namespace"), QStringLiteral("user")},
            {QStringLiteral("key"), key},
            {QStringLiteral("strategy"), QStringLiteral("invalidate")},
            {QStringLiteral("source"), QStringLiteral("write")},
            {QStringLiteral("cause"),
             QCborMap{{QStringLiteral("requestId"), QStringLiteral("request-%1").arg(id)},
                      {QStringLiteral("what"), QStringLiteral("PATCH /users/:id")},
                      {QStringLiteral("user"), QStringLiteral("01a205cd-333c-79c9-b80b-75b3fb6681d6")}}},
            {QStringLiteral("ms"), 0.42},
            {QStringLiteral("result"), result}};
}

inline QCborMap keyRow(const QString &key, const QString &type = QStringLiteral("string"),
                       const QCborValue &ttlMs = 42'000)
{
    return {{QStringLiteral("id"), QString::fromLatin1(key.toUtf8().toBase64(QByteArray::Base64UrlEncoding))},
            {QStringLiteral("key"), key},
            {QStringLiteral("type"), type},
            {QStringLiteral("ttlMs"), ttlMs},
            {QStringLiteral("size"), 128}};
}

inline QCborMap keyValue(const QString &key, const QString &type, const QCborValue &value, qint64 length)
{
    QCborMap answer = keyRow(key, type);
    answer.insert(QStringLiteral("encoding"), QStringLiteral("listpack"));
    answer.insert(QStringLiteral("length"), length);
    answer.insert(QStringLiteral("truncated"), false);
    answer.insert(QStringLiteral("value"), value);
    return answer;
}

inline QCborMap redisInfo()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    return {
        {QStringLiteral("version"), QStringLiteral("7.0.15")},
        {QStringLiteral("uptimeSeconds"), 7'500},
        {QStringLiteral("role"), QStringLiteral("master")},
        {QStringLiteral("memory"),
         QCborMap{{QStringLiteral("used"), 8'000'000},
                  {QStringLiteral("peak"), 9'000'000},
                  {QStringLiteral("max"), 10'000'000},
                  {QStringLiteral("policy"), QStringLiteral("allkeys-lru")},
                  {QStringLiteral("fragmentation"), 1.25}}},
        {QStringLiteral("clients"), QCborMap{{QStringLiteral("connected"), 5}, {QStringLiteral("blocked"), 0}}},
        {QStringLiteral("opsPerSecond"), 12'400},
        {QStringLiteral("keyspaceHits"), 900},
        {QStringLiteral("keyspaceMisses"), 100},
        {QStringLiteral("evicted"), 3},
        {QStringLiteral("expired"), 250},
        {QStringLiteral("keys"), 1'234},
        {QStringLiteral("keysWithTtl"), 1'200},
        {QStringLiteral("persistence"),
         QCborMap{{QStringLiteral("aof"), true},
                  {QStringLiteral("aofSize"), 2'000'000},
                  {QStringLiteral("rewriting"), false},
                  {QStringLiteral("lastWriteOk"), true},
                  {QStringLiteral("lastSaveAt"), moment(now - 3'600'000)}}},
        {QStringLiteral("slowLog"),
         QCborArray{QCborMap{{QStringLiteral("id"), 1},
                             {QStringLiteral("at"), moment(now - 2000)},
                             {QStringLiteral("us"), 12'300},
                             {QStringLiteral("command"), QCborArray{QStringLiteral("SMEMBERS"), QStringLiteral("all")}},
                             {QStringLiteral("client"), QStringLiteral("127.0.0.1:50000")}},
                    QCborMap{{QStringLiteral("id"), 2},
                             {QStringLiteral("at"), moment(now - 1000)},
                             {QStringLiteral("us"), 25'000},
                             {QStringLiteral("command"), QCborArray{QStringLiteral("SORT"), QStringLiteral("big")}},
                             {QStringLiteral("client"), QStringLiteral("unix")}}}}};
}

} // namespace signalbox::ui::test
