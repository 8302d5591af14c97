// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/telemetry_fixture.h"

#include <QThread>

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace signalbox::test;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

// What subscribers are told of as it happens.
class TelemetryFeedsTest : public QObject {
    Q_OBJECT
private slots:
    void feedsRequestsInOrderWithinTheRate();
    void feedsStatsAndTheLastSecond();
    void stopsFeedingWhenToldOrWhenTheSubscriberDies();

private:
    LogFolder m_folder;
};

void TelemetryFeedsTest::feedsRequestsInOrderWithinTheRate()
{
    Telemetry telemetry(m_folder.settings(), 1);
    QObject subscriber;
    QStringList ids;
    qint64 skipped = 0;
    telemetry.subscribeRequests(&subscriber, filter(u"status:5xx"_s), 10, [&](const auto &batch) {
        QCOMPARE(QThread::currentThread(), subscriber.thread());
        for (const RequestRecord &item : batch.items)
            ids.append(QString::fromLatin1(item.id));
        skipped += batch.skipped;
    });
    recordMany(telemetry.shard(0), 20, "fine");
    for (int i = 0; i < 15; ++i)
        record(telemetry.shard(0), {.id = "bad" + QByteArray::number(i), .status = 500});
    QTRY_COMPARE(ids.size() + skipped, 15);
    QVERIFY(ids.size() >= 10); // more only where the batches fell into two seconds
    QCOMPARE(ids.mid(0, 3), QStringList({u"bad0"_s, u"bad1"_s, u"bad2"_s}));
}

void TelemetryFeedsTest::feedsStatsAndTheLastSecond()
{
    Telemetry telemetry(m_folder.settings(), 1);
    QObject subscriber;
    qint64 requests = 0;
    qint64 lastPoint = 0;
    telemetry.subscribeStats(&subscriber, 1000ms, [&](const QCborMap &live) {
        requests += live["stats"_L1]["requests"_L1].toInteger();
        if (live.contains(u"point"_s))
            lastPoint = live["point"_L1]["at"_L1].toInteger();
    });
    recordMany(telemetry.shard(0), 30);
    QTRY_COMPARE(requests, 30);
    QVERIFY(lastPoint > 0);
    QCOMPARE(lastPoint % 1000, 0);
}

void TelemetryFeedsTest::stopsFeedingWhenToldOrWhenTheSubscriberDies()
{
    Telemetry telemetry(m_folder.settings(), 1);
    int told = 0;
    int dead = 0;
    int live = 0;
    QObject subscriber;
    auto dying = std::make_unique<QObject>();
    const auto counter = [](int &count) {
        return [&count](const RequestBatch &batch) { count += int(batch.items.size()); };
    };
    const int first = telemetry.subscribeRequests(&subscriber, {}, 1000, counter(told));
    telemetry.subscribeRequests(dying.get(), {}, 1000, counter(dead));
    telemetry.subscribeRequests(&subscriber, {}, 1000, counter(live));
    recordMany(telemetry.shard(0), 3);
    QTRY_COMPARE(live, 3);
    QTRY_COMPARE(told, 3);
    QTRY_COMPARE(dead, 3);
    telemetry.unsubscribe(first);
    telemetry.unsubscribe(first);
    telemetry.unsubscribe(12345);
    dying.reset();
    recordMany(telemetry.shard(0), 4);
    QTRY_COMPARE(live, 7);
    QCOMPARE(told, 3);
    QCOMPARE(dead, 3);
}

QTEST_GUILESS_MAIN(TelemetryFeedsTest)
#include "telemetry_feeds_test.moc"
