// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/feed_client.h"
#include "support/test_server.h"

#include <QCborArray>
#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using signalbox::test::FeedClient;
using signalbox::test::HttpClient;
using signalbox::test::TestServer;

namespace {

constexpr int count = 100;

} // namespace

// The first whole path: requests come in at the gate, and are seen by an admin in each of the ways that there are.
class AdminSmokeTest : public QObject {
    Q_OBJECT

private slots:
    void requestsAreSeenAndTheAdminsAreNot()
    {
        TestServer server;
        QVERIFY(server.start());
        FeedClient feed(server.url(), {{u"signalbox.v1.cbor"_s}, TestServer::authorization().second, {}});
        QVERIFY(feed.isOpen());
        feed.send({{u"subscribe"_s, QCborMap{{u"topic"_s, u"requests"_s}, {u"maxPerSecond"_s, 1000}}}});
        feed.send({{u"subscribe"_s, QCborMap{{u"topic"_s, u"stats"_s}, {u"intervalMs"_s, 100}}}});
        QVERIFY(!feed.nextOf(u"stats"_s).isEmpty()); // both subscriptions stand

        HttpClient client(server.url());
        for (int i = 0; i < count; ++i)
            QCOMPARE(client.ask("GET", "/health").status, 200);

        qint64 seen = 0;
        while (seen < count) {
            const QCborMap batch = feed.nextOf(u"requests"_s);
            QVERIFY2(!batch.isEmpty(), "the feed told of too few requests");
            const QCborMap data = batch.value("data"_L1).toMap();
            for (const QCborValue &item : data.value("items"_L1).toArray())
                QCOMPARE(item.toMap().value("path"_L1).toString(), u"/health"_s);
            seen += data.value("items"_L1).toArray().size() + data.value("skipped"_L1).toInteger();
        }
        QCOMPARE(seen, count);

        QTRY_COMPARE(server.admin("/admin/requests?limit=1000").json().value("items"_L1).toArray().size(), count);
        QTRY_COMPARE(server.admin("/admin/stats?window=1m").json().value("requests"_L1).toInt(), count);
        const auto routes = server.admin("/admin/routes").json().value("routes"_L1).toArray();
        QCOMPARE(routes.size(), 1);
        QCOMPARE(routes.first().toObject().value("route"_L1).toString(), u"/health"_s);
        QCOMPARE(routes.first().toObject().value("count"_L1).toInt(), count);
    }

    void connectionsAreCountedAndTheAdminsAreNot()
    {
        TestServer server;
        QVERIFY(server.start());
        FeedClient feed(server.url(), {{u"signalbox.v1.cbor"_s}, TestServer::authorization().second, {}});
        QVERIFY(feed.isOpen());
        const auto connections = [&server] {
            return server.admin("/admin/stats?window=10s").json().value("connections"_L1).toInt(-1);
        };
        QTRY_COMPARE(connections(), 0);
        {
            HttpClient client(server.url());
            QCOMPARE(client.ask("GET", "/health").status, 200);
            QTRY_COMPARE(connections(), 1);
        }
        QTRY_COMPARE(connections(), 0);
    }
};

QTEST_GUILESS_MAIN(AdminSmokeTest)
#include "admin_smoke_test.moc"
