// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/redis_check.h"
#include "support/job_fixture.h"

using namespace signalbox;
using namespace signalbox::jobs;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// What a Redis is told of that isn't as queues need it.
class RedisCheckTest : public QObject {
    Q_OBJECT

private slots:
    void pitfall22ARedisThatEvictsIsToldOf()
    {
        JobFixture jobs;
        jobs.words->say({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"});
        QStringList warnings = QCoro::waitFor(checkRedis(jobs.clients->here()));
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings.first().startsWith("maxmemory-policy is allkeys-lru"_L1));
        jobs.words->say({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
        warnings = QCoro::waitFor(checkRedis(jobs.clients->here()));
        QCOMPARE(warnings, QStringList());
    }

    void aRedisIsJudgedByWhatItSays_data()
    {
        QTest::addColumn<QByteArray>("info");
        QTest::addColumn<QStringList>("beginnings");
        QTest::newRow("good") << "# Server\r\nredis_version:7.0.15\r\nmaxmemory_policy:noeviction\r\nrole:master\r\n"_ba
                              << QStringList();
        QTest::newRow("says nothing") << QByteArray() << QStringList();
        QTest::newRow("pitfall 25: oldish")
            << "redis_version:6.0.16\r\n"_ba << QStringList{u"Redis is 6.0.16: queues work"_s};
        QTest::newRow("pitfall 25: exactly") << "redis_version:6.2.0\r\n"_ba << QStringList();
        QTest::newRow("pitfall 25: too old")
            << "redis_version:4.0.9\r\n"_ba
            << QStringList{u"Redis is 4.0.9, and queues need 6.0.6 at least: update it"_s};
        QTest::newRow("pitfalls 22 and 25") << "redis_version:4.0.9\r\nmaxmemory_policy:volatile-lru\r\n"_ba
                                            << QStringList{u"Redis is 4.0.9"_s,
                                                           u"maxmemory-policy is volatile-lru: when its memory "
                                                           "is full, Redis throws away the locks"_s};
        QTest::newRow("replica") << "redis_version:7.0.15\nrole:slave\n"_ba << QStringList{u"Redis is a replica"_s};
    }

    void aRedisIsJudgedByWhatItSays()
    {
        QFETCH(QByteArray, info);
        QFETCH(QStringList, beginnings);
        const QStringList warnings = redisWarnings(info);
        QCOMPARE(warnings.size(), beginnings.size());
        for (qsizetype at = 0; at < warnings.size(); ++at)
            QVERIFY2(warnings[at].startsWith(beginnings[at]), qPrintable(warnings[at]));
    }
};

QTEST_GUILESS_MAIN(RedisCheckTest)
#include "redis_check_test.moc"
