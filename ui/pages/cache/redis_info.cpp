// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/redis_info.h"

#include "client/cbor_fields.h"

#include <QCborArray>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

SlowCommand commandOf(const QCborMap &map)
{
    SlowCommand command;
    command.id = integerField(map, "id");
    command.atMs = momentField(map, "at");
    command.tookUs = integerField(map, "us");
    for (const QCborValue word : map.value("command"_L1).toArray())
        command.words.append(word.toString());
    command.client = map.value("client"_L1).toString();
    return command;
}

void readPersistence(RedisInfo &info, const QCborMap &map)
{
    info.appendsOnly = map.value("aof"_L1).toBool();
    info.fileSize = integerField(map, "aofSize");
    info.rewriting = map.value("rewriting"_L1).toBool();
    info.lastWriteOk = map.value("lastWriteOk"_L1).toBool(true);
    info.lastSaveMs = momentField(map, "lastSaveAt");
}

void readMemory(RedisInfo &info, const QCborMap &map)
{
    info.memoryUsed = integerField(map, "used");
    info.memoryPeak = integerField(map, "peak");
    info.memoryMax = integerField(map, "max");
    info.evictionPolicy = map.value("policy"_L1).toString();
    info.fragmentation = numberField(map, "fragmentation");
}

} // namespace

double RedisInfo::keyspaceHitRatio() const
{
    const qint64 all = keyspaceHits + keyspaceMisses;
    return all > 0 ? double(keyspaceHits) / double(all) : std::numeric_limits<double>::quiet_NaN();
}

RedisInfo RedisInfo::fromCbor(const QCborMap &answer)
{
    RedisInfo info;
    info.version = answer.value("version"_L1).toString();
    info.role = answer.value("role"_L1).toString();
    info.uptimeSeconds = integerField(answer, "uptimeSeconds");
    readMemory(info, answer.value("memory"_L1).toMap());
    const QCborMap clients = answer.value("clients"_L1).toMap();
    info.clients = integerField(clients, "connected");
    info.blockedClients = integerField(clients, "blocked");
    info.opsPerSecond = numberField(answer, "opsPerSecond");
    info.keyspaceHits = integerField(answer, "keyspaceHits");
    info.keyspaceMisses = integerField(answer, "keyspaceMisses");
    info.evicted = integerField(answer, "evicted");
    info.expired = integerField(answer, "expired");
    info.keys = integerField(answer, "keys");
    info.keysWithTtl = integerField(answer, "keysWithTtl");
    readPersistence(info, answer.value("persistence"_L1).toMap());
    for (const QCborValue command : answer.value("slowLog"_L1).toArray())
        info.slowLog.append(commandOf(command.toMap()));
    return info;
}

} // namespace signalbox::ui
