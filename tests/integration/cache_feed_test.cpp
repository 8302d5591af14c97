// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cached_server.h"
#include "support/feed_client.h"

#include <QCborArray>
#include <QDateTime>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// The feed's topic `cache`, on a real Redis.
class CacheFeedTest : public QObject, CachedServer {
    Q_OBJECT

private:
    std::unique_ptr<FeedClient> m_feed;

    void subscribe(const QCborMap &options = {{u"intervalMs"_s, 100}})
    {
        QCborMap subscription = options;
        subscription.insert(u"topic"_s, u"cache"_s);
        m_feed->send({{u"subscribe"_s, subscription}});
    }
    QCborMap next() { return m_feed->nextOf(u"cache"_s)["data"_L1].toMap(); }
    void invalidate(const QString &id)
    {
        ask("POST", "/admin/cache/namespaces/user/invalidate", QJsonObject{{u"id"_s, id}});
    }

private slots:
    void init()
    {
        begin();
        m_feed = std::make_unique<FeedClient>(
            m_server->url(), FeedClient::Options{{u"signalbox.v1.cbor"_s}, TestServer::authorization().second, {}});
        QVERIFY(m_feed->isOpen());
    }
    void cleanup()
    {
        m_feed.reset();
        end();
    }

    void tellsWhatTheRouteDoes()
    {
        cachedUser("ann");
        subscribe();
        const QCborMap data = next();
        const QCborMap route = m_server->admin("GET", "/admin/cache", {{"Accept", "application/cbor"}}).cbor();
        for (const QCborValue &key : route.keys())
            QVERIFY2(data.contains(key), qPrintable(key.toString()));
        QCOMPARE(data["namespaces"_L1].toArray()[0].toMap()["misses"_L1].toInteger(), 1);
        QCOMPARE(data["redis"_L1].toMap()["state"_L1].toString(), u"up"_s);
        QVERIFY(data["invalidations"_L1].isArray());
        QCOMPARE(data["skipped"_L1].toInteger(-1), 0);
    }

    void pointsAreThoseOfTheSeries()
    {
        subscribe();
        const qint64 started = QDateTime::currentMSecsSinceEpoch();
        cachedUser("ann");
        qint64 misses = 0;
        qint64 at = 0;
        while (misses == 0 && QDateTime::currentMSecsSinceEpoch() < started + 10'000) {
            const QCborMap point = next()["point"_L1].toMap();
            at = point["at"_L1].toInteger();
            misses = point["namespaces"_L1].toMap()["user"_L1].toMap()["misses"_L1].toInteger();
        }
        QCOMPARE(misses, 1);
        for (const auto &each : json("/admin/cache/series?window=1m")["points"_L1].toArray()) {
            if (qint64(each.toObject()["at"_L1].toDouble()) == at)
                QCOMPARE(each.toObject()["namespaces"_L1]["user"_L1]["misses"_L1].toInt(), 1);
        }
    }

    void newInvalidationsComeOnce()
    {
        invalidate(u"before"_s);
        subscribe();
        next();
        invalidate(u"first"_s);
        invalidate(u"second"_s);
        QStringList told;
        QVERIFY(QTest::qWaitFor([&] {
            const QCborArray invalidations = next()["invalidations"_L1].toArray();
            for (const QCborValue each : invalidations)
                told.append(each.toMap()["key"_L1].toString());
            return told.size() >= 2;
        }));
        QCOMPARE(told, (QStringList{u"first"_s, u"second"_s}));
        QVERIFY(next()["invalidations"_L1].toArray().isEmpty());
    }

    void tooManyAreSkippedAndCounted()
    {
        QByteArrayList words{"MSET"};
        for (int i = 0; i < 80; ++i)
            words << "user:" + QByteArray::number(i) << "{}";
        m_words->say(words);
        subscribe({{u"intervalMs"_s, 3000}});
        QCOMPARE(ask("POST", "/admin/cache/namespaces/user/flush").status, 200);
        qint64 items = 0;
        qint64 skipped = 0;
        while (items + skipped < 80) {
            const QCborMap data = next();
            QVERIFY(!data.isEmpty());
            QVERIFY(data["invalidations"_L1].toArray().size() <= 50);
            items += data["invalidations"_L1].toArray().size();
            skipped += data["skipped"_L1].toInteger();
        }
        QCOMPARE(items + skipped, 80);
    }

    void badOptionsAreTold_data()
    {
        QTest::addColumn<QCborMap>("options");
        QTest::newRow("too often") << QCborMap{{u"intervalMs"_s, 99}};
        QTest::newRow("too seldom") << QCborMap{{u"intervalMs"_s, 60'001}};
        QTest::newRow("unknown") << QCborMap{{u"q"_s, u"slow"_s}};
    }

    void badOptionsAreTold()
    {
        QFETCH(QCborMap, options);
        subscribe(options);
        QVERIFY(!m_feed->nextError().isEmpty());
    }

    void goesOnWhileRedisIsAway()
    {
        subscribe();
        next();
        m_redis->kill();
        QVERIFY(QTest::qWaitFor([&] { return next()["redis"_L1].toMap()["state"_L1].toString() == "down"_L1; }));
        QVERIFY(m_redis->start());
        QVERIFY(QTest::qWaitFor([&] { return next()["redis"_L1].toMap()["state"_L1].toString() == "up"_L1; }));
    }
};

QTEST_GUILESS_MAIN(CacheFeedTest)
#include "cache_feed_test.moc"
