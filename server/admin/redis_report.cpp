// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_report.h"

#include "admin/redis_text.h"
#include "utc_time.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using redis::Reply;

namespace {

QCborMap memoryOf(const RedisInfo &info)
{
    return {{u"used"_s, info.number("used_memory")},
            {u"peak"_s, info.number("used_memory_peak")},
            {u"max"_s, info.number("maxmemory")},
            {u"policy"_s, info.text("maxmemory_policy")},
            {u"fragmentation"_s, info.fraction("mem_fragmentation_ratio")}};
}

QCborMap persistenceOf(const RedisInfo &info)
{
    const bool aof = info.isOn("aof_enabled");
    const bool snapshotOk = info.text("rdb_last_bgsave_status") != "err"_L1;
    const bool aofOk =
        info.text("aof_last_write_status") != "err"_L1 && info.text("aof_last_bgrewrite_status") != "err"_L1;
    // Until it has saved (which Redis 7 counts), the time is that of its start.
    const bool hasSaved = info.text("rdb_saves").isEmpty() || info.number("rdb_saves") > 0;
    const qint64 saved = hasSaved ? info.number("rdb_last_save_time") : 0;
    return {{u"aof"_s, aof},
            {u"aofSize"_s, info.number("aof_current_size")},
            {u"rewriting"_s, info.isOn("aof_rewrite_in_progress") || info.isOn("rdb_bgsave_in_progress")},
            {u"lastWriteOk"_s, snapshotOk && (!aof || aofOk)},
            {u"lastSaveAt"_s, saved > 0 ? QCborValue(isoText(saved * 1000)) : QCborValue(nullptr)}};
}

// [id, second, microseconds, [word], "address:port", "name"]; the last two since Redis 4.
QCborMap slowEntry(const Reply &entry)
{
    QCborArray command;
    for (const Reply &word : entry.items.value(3).items)
        command.append(readable(word.bytes));
    const QByteArray name = entry.items.value(5).bytes;
    const QByteArray address = entry.items.value(4).bytes;
    return {{u"id"_s, entry.items.value(0).integer},
            {u"at"_s, isoText(entry.items.value(1).integer * 1000)},
            {u"us"_s, entry.items.value(2).integer},
            {u"command"_s, command},
            {u"client"_s, readable(name.isEmpty() ? address : address + ' ' + name)}};
}

} // namespace

RedisInfo::RedisInfo(const QByteArray &text)
{
    for (const QByteArray &line : text.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && !line.startsWith('#'))
            m_values.insert(line.first(colon), line.sliced(colon + 1).trimmed());
    }
}

QString RedisInfo::text(const QByteArray &name) const
{
    return QString::fromUtf8(m_values.value(name));
}

qint64 RedisInfo::number(const QByteArray &name) const
{
    return m_values.value(name).toLongLong();
}

double RedisInfo::fraction(const QByteArray &name) const
{
    return m_values.value(name).toDouble();
}

qint64 RedisInfo::ofDatabase(int database, const QByteArray &name) const
{
    for (const QByteArray &field : m_values.value("db" + QByteArray::number(database)).split(',')) {
        if (field.startsWith(name + '='))
            return field.sliced(name.size() + 1).toLongLong();
    }
    return 0;
}

QCborMap redisReport(const RedisInfo &info, qint64 keys, int database, const Reply &slowLog)
{
    QCborArray slow;
    for (const Reply &entry : slowLog.items)
        slow.append(slowEntry(entry));
    return {
        {u"version"_s, info.text("redis_version")},
        {u"uptimeSeconds"_s, info.number("uptime_in_seconds")},
        {u"role"_s, info.text("role")},
        {u"memory"_s, memoryOf(info)},
        {u"clients"_s,
         QCborMap{{u"connected"_s, info.number("connected_clients")}, {u"blocked"_s, info.number("blocked_clients")}}},
        {u"opsPerSecond"_s, info.number("instantaneous_ops_per_sec")},
        {u"keyspaceHits"_s, info.number("keyspace_hits")},
        {u"keyspaceMisses"_s, info.number("keyspace_misses")},
        {u"evicted"_s, info.number("evicted_keys")},
        {u"expired"_s, info.number("expired_keys")},
        {u"keys"_s, keys},
        {u"keysWithTtl"_s, info.ofDatabase(database, "expires")},
        {u"persistence"_s, persistenceOf(info)},
        {u"slowLog"_s, slow}};
}

} // namespace signalbox::admin
