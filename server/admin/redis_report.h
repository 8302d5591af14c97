// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/reply.h"
#include "redis/state.h"

#include <QCborArray>
#include <QCborMap>
#include <QHash>

namespace signalbox::admin {

// What INFO answers, by name. Any thread.
class RedisInfo {
public:
    explicit RedisInfo(const QByteArray &text);

    QString text(const QByteArray &name) const; // empty when it isn't told
    qint64 number(const QByteArray &name) const; // likewise 0
    double fraction(const QByteArray &name) const; // likewise 0
    bool isOn(const QByteArray &name) const { return number(name) != 0; }
    // "expires" of "db0:keys=1,expires=2,avg_ttl=3"; 0 when the database is empty.
    qint64 ofDatabase(int database, const QByteArray &name) const;

private:
    QHash<QByteArray, QByteArray> m_values;
};

// What the admin API says of a Redis server itself: GET /admin/redis. `keys` is what DBSIZE answered for `database`,
// `slowLog` what SLOWLOG GET did. Any thread.
QCborMap redisReport(const RedisInfo &info, qint64 keys, int database, const redis::Reply &slowLog);

} // namespace signalbox::admin
