// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/subscriber.h"
#include "support/redis_outcome.h"
#include "support/redis_server.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::redis;
using namespace Qt::Literals::StringLiterals;
using test::RedisServer;

namespace {

constexpr int Patience = 15'000; // milliseconds

} // namespace

class RedisSubscriberTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_server = std::make_unique<RedisServer>();
        QVERIFY(m_server->start());
        m_clients = std::make_unique<Clients>();
        m_clients->setTarget(m_server->url());
        m_subscriber = std::make_unique<Subscriber>(*m_clients);
        connect(m_subscriber.get(), &Subscriber::message, this,
                [this](const QByteArray &channel, const QByteArray &payload) { m_heard += channel + '=' + payload; });
    }
    void cleanup()
    {
        m_subscriber.reset();
        m_clients.reset();
        m_server.reset();
        m_heard.clear();
    }

    void hears()
    {
        const QSignalSpy subscribed(m_subscriber.get(), &Subscriber::subscribed);
        m_subscriber->subscribe("cache:invalidate");
        m_subscriber->subscribePattern("room:*");
        QVERIFY(!m_subscriber->isSubscribed());
        QTRY_VERIFY(m_subscriber->isSubscribed());
        QCOMPARE(subscribed.count(), 1);
        publish(u"cache:invalidate"_s, u"user:1"_s);
        publish(u"room:7"_s, u"hello"_s);
        publish(u"other"_s, u"no"_s);
        publish(u"cache:invalidate"_s, u"user:2"_s);
        QTRY_COMPARE(m_heard, (QByteArrayList{"cache:invalidate=user:1", "room:7=hello", "cache:invalidate=user:2"}));
    }

    void addsAndEndsWhileItRuns()
    {
        m_subscriber->subscribe("a");
        QTRY_VERIFY(m_subscriber->isSubscribed());
        m_subscriber->subscribe("b");
        QVERIFY(!m_subscriber->isSubscribed());
        QTRY_VERIFY(m_subscriber->isSubscribed());
        m_subscriber->subscribe("b"); // already
        QVERIFY(m_subscriber->isSubscribed());
        m_subscriber->unsubscribe("a");
        m_subscriber->unsubscribe("never");
        QTRY_VERIFY(m_subscriber->isSubscribed());
        publish(u"a"_s, u"1"_s);
        publish(u"b"_s, u"2"_s);
        QTRY_COMPARE(m_heard, QByteArrayList{"b=2"});
    }

    void keepsBytes()
    {
        m_subscriber->subscribe("bytes");
        QTRY_VERIFY(m_subscriber->isSubscribed());
        const QByteArray payload("\r\n\0\xff$5\r\n", 8);
        QVERIFY(!test::outcomeOf(m_clients->here().command(nullptr, "PUBLISH", "bytes", payload)).error);
        QTRY_COMPARE(m_heard, QByteArrayList{"bytes=" + payload});
    }

    void subscribesAgainAfterARestart()
    {
        const QSignalSpy subscribed(m_subscriber.get(), &Subscriber::subscribed);
        const QSignalSpy lost(m_subscriber.get(), &Subscriber::lost);
        m_subscriber->subscribe("a");
        m_subscriber->subscribePattern("b*");
        QTRY_VERIFY(m_subscriber->isSubscribed());
        m_server->kill();
        QTRY_VERIFY(lost.count() > 0);
        QVERIFY(!m_subscriber->isSubscribed());
        QVERIFY(m_server->start());
        QTRY_VERIFY_WITH_TIMEOUT(m_subscriber->isSubscribed(), Patience);
        QCOMPARE(subscribed.count(), 2);
        publish(u"a"_s, u"1"_s);
        publish(u"bc"_s, u"2"_s);
        QTRY_COMPARE(m_heard, (QByteArrayList{"a=1", "bc=2"}));
    }

    void noticesThatItHangs()
    {
        const QSignalSpy lost(m_subscriber.get(), &Subscriber::lost);
        m_subscriber->subscribe("a");
        QTRY_VERIFY(m_subscriber->isSubscribed());
        QTest::qWait(2500); // nothing is published, and it isn't taken for dead
        QCOMPARE(lost.count(), 0);
        m_server->freeze();
        QElapsedTimer elapsed;
        elapsed.start();
        QTRY_VERIFY_WITH_TIMEOUT(lost.count() > 0, Patience);
        QVERIFY2(elapsed.elapsed() < 3000, QByteArray::number(elapsed.elapsed()).constData());
        QVERIFY(!m_subscriber->isSubscribed());
        m_server->thaw();
        elapsed.start();
        QTRY_VERIFY_WITH_TIMEOUT(m_subscriber->isSubscribed(), Patience);
        QVERIFY2(elapsed.elapsed() < 2000, QByteArray::number(elapsed.elapsed()).constData());
    }

    void isClosedForBeingTooSlow()
    {
        const QSignalSpy lost(m_subscriber.get(), &Subscriber::lost);
        m_subscriber->subscribe("a");
        QTRY_VERIFY(m_subscriber->isSubscribed());
        QTest::qWait(1100);
        QVERIFY(m_server->run({u"CLIENT"_s, u"KILL"_s, u"TYPE"_s, u"pubsub"_s}).toInt() == 1);
        QTRY_VERIFY(lost.count() > 0);
        QTRY_VERIFY_WITH_TIMEOUT(m_subscriber->isSubscribed(), Patience);
    }

    void followsTheTarget()
    {
        RedisServer other;
        QVERIFY(other.start());
        m_subscriber->subscribe("a");
        QTRY_VERIFY(m_subscriber->isSubscribed());
        const QSignalSpy lost(m_subscriber.get(), &Subscriber::lost);
        m_clients->setTarget(other.url());
        QTRY_COMPARE(lost.count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(m_subscriber->isSubscribed(), Patience);
        other.run({u"PUBLISH"_s, u"a"_s, u"there"_s});
        QTRY_COMPARE(m_heard, QByteArrayList{"a=there"});
    }

    void mayGoWhileItHears()
    {
        m_subscriber->subscribe("a");
        QTRY_VERIFY(m_subscriber->isSubscribed());
        connect(m_subscriber.get(), &Subscriber::message, this, [this] { m_subscriber.reset(); });
        publish(u"a"_s, u"1"_s);
        QTRY_VERIFY(!m_subscriber);
    }

    void isRefusedAChannel()
    {
        m_server->run(
            {u"ACL"_s, u"SETUSER"_s, u"ann"_s, u"on"_s, u">pass"_s, u"+@all"_s, u"resetchannels"_s, u"&mine"_s});
        RedisUrl url = m_server->url();
        url.user = u"ann"_s;
        url.password = u"pass"_s;
        m_clients->setTarget(url);
        const QSignalSpy lost(m_subscriber.get(), &Subscriber::lost);
        m_subscriber->subscribe("others");
        QTRY_VERIFY_WITH_TIMEOUT(!lost.isEmpty() && lost.last().value(0).toString().contains(u"NOPERM"_s), Patience);
        QVERIFY(!m_subscriber->isSubscribed());
    }

private:
    void publish(const QString &channel, const QString &payload) { m_server->run({u"PUBLISH"_s, channel, payload}); }

    std::unique_ptr<RedisServer> m_server;
    std::unique_ptr<Clients> m_clients;
    std::unique_ptr<Subscriber> m_subscriber;
    QByteArrayList m_heard;
};

QTEST_GUILESS_MAIN(RedisSubscriberTest)
#include "redis_subscriber_test.moc"
