// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/feed_session.h"
#include "support/feed_client.h"
#include "support/test_server.h"

#include <QCborArray>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using signalbox::Server;
using signalbox::test::Answer;
using signalbox::test::FeedClient;
using signalbox::test::Fields;
using signalbox::test::HttpClient;
using signalbox::test::TestServer;

namespace {

FeedClient::Options asAdmin(const QStringList &subprotocols = {})
{
    return {subprotocols, TestServer::authorization().second, {}};
}

QCborMap subscribe(const QString &topic, QCborMap options = {})
{
    options.insert(u"topic"_s, topic);
    return {{u"subscribe"_s, options}};
}

QCborArray itemsOf(const QCborMap &message)
{
    return message.value("data"_L1).toMap().value("items"_L1).toArray();
}

qint64 skippedOf(const QCborMap &message)
{
    return message.value("data"_L1).toMap().value("skipped"_L1).toInteger();
}

Fields handshake()
{
    return {{"Connection", "Upgrade"},
            {"Upgrade", "websocket"},
            {"Sec-WebSocket-Version", "13"},
            {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
            TestServer::authorization()};
}

Fields with(Fields fields, const QByteArray &name, const QByteArray &value)
{
    fields.removeIf([&](const auto &field) { return field.first == name; });
    return fields << std::pair(name, value);
}

} // namespace

class FeedTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TestServer> m_server;

    // Until the feed tells of a subscription being there, what happens may be before it.
    bool follow(FeedClient &feed, const QCborMap &subscription)
    {
        feed.send(subscription);
        feed.send(subscribe(u"stats"_s, {{u"intervalMs"_s, 100}}));
        const bool follows = !feed.nextOf(u"stats"_s).isEmpty();
        feed.send({{u"unsubscribe"_s, u"stats"_s}});
        return follows;
    }

    void request(const QByteArray &target, int count = 1)
    {
        HttpClient client(m_server->url());
        for (int i = 0; i < count; ++i)
            QVERIFY(client.ask("GET", target).status != 0);
    }

private slots:
    void init()
    {
        m_server = std::make_unique<TestServer>([](Server::Settings &settings) {
            settings.demo = true;
            settings.corsOrigins = {u"https://console.example"_s};
        });
        QVERIFY(m_server->start());
    }

    void cleanup() { m_server.reset(); }

    void requestsArriveInTheFormAskedFor_data()
    {
        QTest::addColumn<QStringList>("offered");
        QTest::addColumn<QString>("chosen");
        QTest::newRow("CBOR") << QStringList{u"signalbox.v1.cbor"_s} << u"signalbox.v1.cbor"_s;
        QTest::newRow("JSON") << QStringList{u"signalbox.v1.json"_s} << u"signalbox.v1.json"_s;
        QTest::newRow("JSON by default") << QStringList{} << QString();
    }

    void requestsArriveInTheFormAskedFor()
    {
        QFETCH(QStringList, offered);
        QFETCH(QString, chosen);
        FeedClient feed(m_server->url(), asAdmin(offered));
        QSignalSpy texts(&feed.socket(), &QWebSocket::textMessageReceived);
        QSignalSpy binaries(&feed.socket(), &QWebSocket::binaryMessageReceived);
        QVERIFY(feed.isOpen());
        QCOMPARE(feed.socket().subprotocol(), chosen);
        QVERIFY(follow(feed, subscribe(u"requests"_s)));
        request("/demo/echo?a=1");
        const QCborMap message = feed.nextOf(u"requests"_s);
        QVERIFY(message.value("at"_L1).toInteger() > 0 || message.value("at"_L1).toDouble() > 0);
        QCOMPARE(itemsOf(message).size(), 1);
        const QCborMap record = itemsOf(message).first().toMap();
        QCOMPARE(record.value("path"_L1).toString(), u"/demo/echo?a=1"_s);
        QCOMPARE(record.value("route"_L1).toString(), u"/demo/echo"_s);
        QCOMPARE(texts.isEmpty(), chosen == "signalbox.v1.cbor"_L1);
        QCOMPARE(binaries.isEmpty(), chosen != "signalbox.v1.cbor"_L1);
    }

    void batchesAreOldestFirst()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen() && follow(feed, subscribe(u"requests"_s)));
        for (int i = 0; i < 5; ++i)
            request("/demo/echo?n=" + QByteArray::number(i));
        QStringList paths;
        while (paths.size() < 5) {
            const QCborMap message = feed.nextOf(u"requests"_s);
            QVERIFY(!message.isEmpty());
            for (const QCborValue &item : itemsOf(message))
                paths.append(item.toMap().value("path"_L1).toString());
        }
        QVERIFY(std::is_sorted(paths.begin(), paths.end()));
    }

    void filterHolds()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen() && follow(feed, subscribe(u"requests"_s, {{u"q"_s, u"status:5xx"_s}})));
        request("/demo/echo", 3);
        request("/demo/fail?status=503");
        const QCborMap message = feed.nextOf(u"requests"_s);
        QCOMPARE(itemsOf(message).size(), 1);
        QCOMPARE(itemsOf(message).first().toMap().value("status"_L1).toInteger(), 503);
        QCOMPARE(skippedOf(message), 0);
    }

    void whatIsOverTheRateIsCounted()
    {
        constexpr int count = 400;
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen() && follow(feed, subscribe(u"requests"_s, {{u"maxPerSecond"_s, 5}})));
        request("/health", count);
        qint64 told = 0;
        qint64 skipped = 0;
        while (told + skipped < count) {
            const QCborMap message = feed.nextOf(u"requests"_s);
            QVERIFY2(!message.isEmpty(), qPrintable(u"%1 told, %2 skipped"_s.arg(told).arg(skipped)));
            told += itemsOf(message).size();
            skipped += skippedOf(message);
        }
        QCOMPARE(told + skipped, count);
        QVERIFY2(skipped > count / 2, qPrintable(u"%1 told"_s.arg(told)));
    }

    void secondSubscriptionReplacesTheFirst()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen() && follow(feed, subscribe(u"requests"_s, {{u"q"_s, u"path:/health"_s}})));
        QVERIFY(follow(feed, subscribe(u"requests"_s, {{u"q"_s, u"path:/demo/*"_s}})));
        request("/health");
        request("/demo/echo");
        const QCborMap message = feed.nextOf(u"requests"_s);
        QCOMPARE(itemsOf(message).size(), 1);
        QCOMPARE(itemsOf(message).first().toMap().value("path"_L1).toString(), u"/demo/echo"_s);
    }

    void nothingComesAfterUnsubscribing()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen() && follow(feed, subscribe(u"requests"_s)));
        feed.send({{u"unsubscribe"_s, u"requests"_s}});
        QVERIFY(follow(feed, subscribe(u"stats"_s)));
        feed.messages().clear();
        request("/health", 3);
        // Two statistics later the batch with them would have come.
        feed.send(subscribe(u"stats"_s, {{u"intervalMs"_s, 200}}));
        for (int i = 0; i < 2; ++i) {
            const QCborMap message = feed.next([](const QCborMap &) { return true; });
            QCOMPARE(message.value("topic"_L1).toString(), u"stats"_s);
        }
    }

    void statsTellFiguresAndAPoint()
    {
        FeedClient feed(m_server->url(), asAdmin({u"signalbox.v1.cbor"_s}));
        QVERIFY(feed.isOpen());
        feed.send(subscribe(u"stats"_s, {{u"intervalMs"_s, 100}}));
        request("/health", 3);
        // In its first second a server has no whole one to tell of.
        const auto hasPoint = [](const QCborMap &message) {
            return message.value("data"_L1).toMap().contains("point"_L1);
        };
        const QCborMap data = feed.next(hasPoint).value("data"_L1).toMap();
        QVERIFY(data.value("stats"_L1).toMap().contains("rps"_L1));
        QVERIFY(data.value("point"_L1).toMap().contains("at"_L1));
    }

    void badMessagesAreAnswered_data()
    {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("says");
        QTest::newRow("no JSON") << u"hello"_s << u"JSON"_s;
        QTest::newRow("nothing known") << uR"({"publish": 1})"_s << u"subscribe"_s;
        QTest::newRow("unknown topic") << uR"({"subscribe": {"topic": "weather"}})"_s << u"weather"_s;
        QTest::newRow("unknown option") << uR"({"subscribe": {"topic": "stats", "q": "slow"}})"_s << u"\"q\""_s;
        QTest::newRow("rate") << uR"({"subscribe": {"topic": "requests", "maxPerSecond": 0}})"_s << u"1 to 1000"_s;
        QTest::newRow("interval") << uR"({"subscribe": {"topic": "stats", "intervalMs": 99}})"_s << u"100 to"_s;
        QTest::newRow("interval is text")
            << uR"({"subscribe": {"topic": "stats", "intervalMs": "1s"}})"_s << u"number"_s;
        QTest::newRow("filter") << uR"({"subscribe": {"topic": "requests", "q": "status:high"}})"_s << u"status"_s;
        QTest::newRow("filter is a number") << uR"({"subscribe": {"topic": "requests", "q": 1}})"_s << u"q must"_s;
        QTest::newRow("not subscribed") << uR"({"unsubscribe": "requests"})"_s << u"requests"_s;
    }

    void badMessagesAreAnswered()
    {
        QFETCH(QString, message);
        QFETCH(QString, says);
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen());
        feed.sendText(message);
        const QString error = feed.nextError().value("error"_L1).toString();
        QVERIFY2(error.contains(says), qPrintable(error));
        QVERIFY(follow(feed, subscribe(u"requests"_s))); // and the connection stands
    }

    void filterErrorSaysWhere()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen());
        feed.send(subscribe(u"requests"_s, {{u"q"_s, u"slow status:high"_s}}));
        const QCborMap error = feed.nextError();
        QCOMPARE(error.value("position"_L1).toInteger(), 5);
        QCOMPARE(error.value("length"_L1).toInteger(), 11);
    }

    void hugeMessageClosesTheConnection()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen());
        feed.sendText(QString(64 * 1024, u'x'));
        QCOMPARE(feed.closeCode(), int(QWebSocketProtocol::CloseCodeTooMuchData));
    }

    void floodOfMessagesClosesTheConnection()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen());
        for (int i = 0; i < 200; ++i)
            feed.sendText(u"{}"_s);
        QCOMPARE(feed.closeCode(), int(QWebSocketProtocol::CloseCodePolicyViolated));
    }

    void unauthorisedIs401_data()
    {
        QTest::addColumn<Fields>("fields");
        Fields none = handshake();
        none.removeLast();
        QTest::newRow("no token") << none;
        QTest::newRow("wrong token") << with(handshake(), "Authorization", "Bearer wrong-token-0123456789");
        QTest::newRow("wrong token as subprotocol")
            << with(none, "Sec-WebSocket-Protocol", "signalbox.v1.json, bearer.wrong-token-0123456789");
    }

    void unauthorisedIs401()
    {
        QFETCH(Fields, fields);
        const Answer answer = m_server->ask("GET", "/admin/feed", fields);
        QCOMPARE(answer.status, 401);
        QVERIFY(answer.header("WWW-Authenticate").startsWith("Bearer"));
    }

    void tokenMayComeAsSubprotocol()
    {
        FeedClient feed(m_server->url(),
                        {{u"signalbox.v1.cbor"_s, "bearer."_L1 + QString::fromLatin1(TestServer::token())}, {}, {}});
        QVERIFY(feed.isOpen());
        QCOMPARE(feed.socket().subprotocol(), u"signalbox.v1.cbor"_s);
        QVERIFY(follow(feed, subscribe(u"requests"_s)));
    }

    void originsOfBrowsers_data()
    {
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<int>("status");
        QTest::newRow("own") << "http://"_ba << 101;
        QTest::newRow("allowed") << "https://console.example"_ba << 101;
        QTest::newRow("foreign") << "https://evil.example"_ba << 403;
        QTest::newRow("null") << "null"_ba << 403;
    }

    void originsOfBrowsers()
    {
        QFETCH(QByteArray, origin);
        QFETCH(int, status);
        if (origin == "http://")
            origin += m_server->url().authority().toLatin1();
        QCOMPARE(m_server->ask("GET", "/admin/feed", with(handshake(), "Origin", origin)).status, status);
    }

    void brokenHandshakes_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("status");
        QTest::newRow("version") << "Sec-WebSocket-Version"_ba
                                 << "8"_ba << 426;
        QTest::newRow("short key") << "Sec-WebSocket-Key"_ba
                                   << "c2hvcnQ="_ba << 400;
        QTest::newRow("no base64") << "Sec-WebSocket-Key"_ba
                                   << "!!!!!!!!!!!!!!!!!!!!!!=="_ba << 400;
        QTest::newRow("another protocol") << "Upgrade"_ba
                                          << "h2c"_ba << 426;
    }

    void brokenHandshakes()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(int, status);
        QCOMPARE(m_server->ask("GET", "/admin/feed", with(handshake(), name, value)).status, status);
    }

    void clientsAreLimited()
    {
        constexpr int most = signalbox::admin::FeedLimits().clients;
        std::vector<std::unique_ptr<FeedClient>> feeds;
        for (int i = 0; i < most; ++i) {
            feeds.push_back(std::make_unique<FeedClient>(m_server->url(), asAdmin()));
            QVERIFY(feeds.back()->isOpen());
        }
        const Answer refused = m_server->ask("GET", "/admin/feed", handshake());
        QCOMPARE(refused.status, 503);
        QVERIFY(!refused.header("Retry-After").isEmpty());
        feeds.pop_back();
        // No QTRY_COMPARE: it asks once more after the success, when its own first socket may still be the last
        // allowed.
        QVERIFY(QTest::qWaitFor([this] { return m_server->ask("GET", "/admin/feed", handshake()).status == 101; }));
    }

    void feedIsNotAmongTheRequests()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen() && follow(feed, subscribe(u"requests"_s)));
        FeedClient other(m_server->url(), asAdmin());
        QVERIFY(other.isOpen());
        request("/health");
        const QCborMap message = feed.nextOf(u"requests"_s);
        QCOMPARE(itemsOf(message).size(), 1);
        QCOMPARE(itemsOf(message).first().toMap().value("path"_L1).toString(), u"/health"_s);
    }

    void stoppingServerSaysGoodbye()
    {
        FeedClient feed(m_server->url(), asAdmin());
        QVERIFY(feed.isOpen());
        QVERIFY(m_server->stop());
        QCOMPARE(feed.closeCode(), int(QWebSocketProtocol::CloseCodeGoingAway));
    }
};

QTEST_GUILESS_MAIN(FeedTest)
#include "feed_test.moc"
