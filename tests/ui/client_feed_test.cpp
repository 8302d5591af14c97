// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/feed_client.h"
#include "client/session.h"
#include "support/scripted_admin.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace signalbox::ui;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 15'000;

} // namespace

// What the window asks of the feed, and what it makes of the answers.
class ClientFeedTest : public QObject {
    Q_OBJECT
private slots:
    void anyTopicIsSubscribedToWithItsOptions()
    {
        ScriptedAdmin server;
        FeedClient feed(endpointOf(server));
        feed.subscribe(u"weather"_s, {{"intervalMs"_L1, 500}});
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(subscriptions(server, u"weather"_s).size(), 1, Patience);
        QCOMPARE(subscriptions(server, u"weather"_s).constFirst().value("intervalMs"_L1).toInteger(), 500);
        feed.subscribe(u"weather"_s, {{"intervalMs"_L1, 900}});
        QTRY_COMPARE_WITH_TIMEOUT(subscriptions(server, u"weather"_s).size(), 2, Patience);
        QCOMPARE(subscriptions(server, u"weather"_s).constLast().value("intervalMs"_L1).toInteger(), 900);
    }

    void whatComesOfATopicIsTold()
    {
        ScriptedAdmin server;
        FeedClient feed(endpointOf(server));
        QSignalSpy arrived(&feed, &FeedClient::arrived);
        QSignalSpy stats(&feed, &FeedClient::statsArrived);
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(server.feeds(), 1, Patience);
        server.tell(u"weather"_s, {{"sun"_L1, true}});
        server.tell(u"stats"_s, {{"stats"_L1, QCborMap{{"rps"_L1, 7}}}, {"point"_L1, QCborMap{{"at"_L1, 1}}}});
        QTRY_COMPARE_WITH_TIMEOUT(arrived.size(), 2, Patience);
        QCOMPARE(arrived[0][0].toString(), u"weather"_s);
        QVERIFY(arrived[0][1].value<QCborMap>().value("sun"_L1).toBool());
        QCOMPARE(arrived[1][0].toString(), u"stats"_s);
        QCOMPARE(stats.size(), 1);
        QCOMPARE(stats[0][0].value<QCborMap>().value("rps"_L1).toInteger(), 7);
    }

    void everyConnectionSubscribesToWhatIsStillWanted()
    {
        ScriptedAdmin server;
        FeedClient feed(endpointOf(server));
        feed.subscribe(u"weather"_s, {});
        feed.subscribe(u"tides"_s, {});
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(subscriptions(server, u"tides"_s).size(), 1, Patience);
        feed.unsubscribe(u"tides"_s);
        const QCborMap wanted{{"unsubscribe"_L1, "tides"_L1}};
        QTRY_VERIFY_WITH_TIMEOUT(server.feedMessages().contains(wanted), Patience);
        server.dropFeeds();
        QTRY_COMPARE_WITH_TIMEOUT(subscriptions(server, u"weather"_s).size(), 2, Patience);
        QCOMPARE(subscriptions(server, u"tides"_s).size(), 1);
    }

    void aSessionHearsOfTheCacheEverySecond()
    {
        ScriptedAdmin server;
        TimeRange range;
        Session session(endpointOf(server), range);
        session.open();
        QTRY_COMPARE_WITH_TIMEOUT(subscriptions(server, u"cache"_s).size(), 1, Patience);
        QCOMPARE(subscriptions(server, u"cache"_s).constFirst().value("intervalMs"_L1).toInteger(), 1000);
        QCOMPARE(subscriptions(server, u"stats"_s).size(), 1);
    }

private:
    static Endpoint endpointOf(const ScriptedAdmin &server) { return {server.url(), "token", {}, {}, false}; }

    static QList<QCborMap> subscriptions(const ScriptedAdmin &server, const QString &topic)
    {
        QList<QCborMap> found;
        for (const QCborMap &message : server.feedMessages()) {
            const QCborMap subscription = message.value("subscribe"_L1).toMap();
            if (subscription.value("topic"_L1).toString() == topic)
                found.append(subscription);
        }
        return found;
    }
};

QTEST_MAIN(ClientFeedTest)
#include "client_feed_test.moc"
