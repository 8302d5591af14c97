// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_report.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::admin;
using namespace Qt::Literals::StringLiterals;
using redis::Reply;

namespace {

const QByteArray told = "# Server\r\n"
                        "redis_version:7.0.15\r\n"
                        "uptime_in_seconds:3600\r\n"
                        "executable:/usr/bin/redis:server\r\n"
                        "\r\n"
                        "# Memory\r\n"
                        "used_memory:1048576\r\n"
                        "used_memory_peak:2097152\r\n"
                        "maxmemory:0\r\n"
                        "maxmemory_policy:noeviction\r\n"
                        "mem_fragmentation_ratio:1.25\r\n"
                        "# Persistence\r\n"
                        "aof_enabled:1\r\n"
                        "aof_rewrite_in_progress:0\r\n"
                        "aof_last_write_status:ok\r\n"
                        "aof_last_bgrewrite_status:ok\r\n"
                        "aof_current_size:4096\r\n"
                        "rdb_last_save_time:1700000000\r\n"
                        "rdb_last_bgsave_status:ok\r\n"
                        "# Keyspace\r\n"
                        "db0:keys=10,expires=4,avg_ttl=0\r\n"
                        "db12:keys=3,expires=1,avg_ttl=0\r\n";

Reply bytes(const QByteArray &text)
{
    return {Reply::Kind::Bytes, text, 0, {}};
}

Reply number(qint64 value)
{
    return {Reply::Kind::Integer, {}, value, {}};
}

Reply list(const QList<Reply> &items)
{
    return {Reply::Kind::List, {}, 0, items};
}

} // namespace

class RedisReportTest : public QObject {
    Q_OBJECT

private slots:
    void readsWhatInfoTells()
    {
        const RedisInfo info(told);
        QCOMPARE(info.text("redis_version"), u"7.0.15"_s);
        QCOMPARE(info.text("executable"), u"/usr/bin/redis:server"_s);
        QCOMPARE(info.number("used_memory"), 1048576);
        QCOMPARE(info.fraction("mem_fragmentation_ratio"), 1.25);
        QCOMPARE(info.ofDatabase(0, "expires"), 4);
        QCOMPARE(info.ofDatabase(12, "keys"), 3);
        QCOMPARE(info.ofDatabase(1, "keys"), 0);
        QCOMPARE(info.number("nothing of the kind"), 0);
        QVERIFY(RedisInfo({}).text("redis_version").isEmpty());
    }

    void reportsMemoryAndPersistence()
    {
        const QCborMap report = redisReport(RedisInfo(told), 10, 0, {});
        QCOMPARE(report["memory"_L1].toMap()["policy"_L1].toString(), u"noeviction"_s);
        QCOMPARE(report["keys"_L1].toInteger(), 10);
        QCOMPARE(report["keysWithTtl"_L1].toInteger(), 4);
        const QCborMap persistence = report["persistence"_L1].toMap();
        QCOMPARE(persistence["aof"_L1], QCborValue(true));
        QCOMPARE(persistence["aofSize"_L1].toInteger(), 4096);
        QCOMPARE(persistence["lastWriteOk"_L1], QCborValue(true));
        QCOMPARE(persistence["lastSaveAt"_L1].toString(), u"2023-11-14T22:13:20.000Z"_s);
    }

    void saysWhenSomethingWasNotWritten_data()
    {
        QTest::addColumn<QByteArray>("change");
        for (const char *line : {"aof_last_write_status", "aof_last_bgrewrite_status", "rdb_last_bgsave_status"})
            QTest::newRow(line) << QByteArray(line);
    }

    void saysWhenSomethingWasNotWritten()
    {
        QFETCH(QByteArray, change);
        const QByteArray failing = QByteArray(told).replace(change + ":ok", change + ":err");
        const QCborMap persistence = redisReport(RedisInfo(failing), 0, 0, {})["persistence"_L1].toMap();
        QCOMPARE(persistence["lastWriteOk"_L1], QCborValue(false));
    }

    void knowsNoSaveThatNeverWas()
    {
        const QCborMap persistence =
            redisReport(RedisInfo("rdb_last_save_time:0\r\n"), 0, 0, {})["persistence"_L1].toMap();
        QVERIFY(persistence["lastSaveAt"_L1].isNull());
    }

    void reportsTheSlowLog()
    {
        const Reply slow =
            list({list({number(14), number(1700000000), number(12'345),
                        list({bytes("SET"), bytes(QByteArray("\0", 1))}), bytes("127.0.0.1:5"), bytes("signalbox")}),
                  list({number(13), number(1700000000), number(9), list({bytes("KEYS")})})});
        const QCborArray entries = redisReport(RedisInfo({}), 0, 0, slow)["slowLog"_L1].toArray();
        QCOMPARE(entries.size(), 2);
        const QCborMap first = entries[0].toMap();
        QCOMPARE(first["id"_L1].toInteger(), 14);
        QCOMPARE(first["at"_L1].toString(), u"2023-11-14T22:13:20.000Z"_s);
        QCOMPARE(first["us"_L1].toInteger(), 12'345);
        QCOMPARE(first["command"_L1].toArray(), (QCborArray{u"SET"_s, u"\\x00"_s}));
        QCOMPARE(first["client"_L1].toString(), u"127.0.0.1:5 signalbox"_s);
        QCOMPARE(entries[1].toMap()["client"_L1].toString(), QString());
    }
};

QTEST_APPLESS_MAIN(RedisReportTest)
#include "redis_report_test.moc"
