// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_record.h"
#include "telemetry/request_feed.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace Qt::Literals::StringLiterals;

class RequestFeedTest : public QObject {
    Q_OBJECT
private slots:
    void sendsNothingWhenNothingMatched();
    void sendsUpToTheRateAtOnce();
    void nextSecondHasItsOwnRate();
    void spreadsACrowdedSecondEvenly();
    void slowSubscriberLosesBatchesAndIsTold();
    void endsWithItsSubscriber();
};

namespace {

constexpr qint64 start = 1'700'000'000'000; // the beginning of a second, in milliseconds

struct Subscriber {
    QObject context;
    std::shared_ptr<Mailbox> mailbox;
    QList<RequestBatch> batches;

    explicit Subscriber(int maxOutstanding = 100)
        : mailbox(std::make_shared<Mailbox>(&context, maxOutstanding))
    {
    }

    RequestFeed feed(int maxPerSecond, const QString &filter = {})
    {
        return RequestFeed(mailbox, std::get<Filter>(Filter::parse(filter)), maxPerSecond,
                           [this](const RequestBatch &batch) { batches.append(batch); });
    }

    qsizetype items() const
    {
        qsizetype count = 0;
        for (const RequestBatch &batch : batches)
            count += batch.items.size();
        return count;
    }
};

void offer(RequestFeed &feed, int count, int status = 200)
{
    for (int i = 0; i < count; ++i)
        feed.offer(SampleRecord({.id = QByteArray::number(i), .status = status}).get());
}

} // namespace

void RequestFeedTest::sendsNothingWhenNothingMatched()
{
    Subscriber subscriber;
    RequestFeed feed = subscriber.feed(10, u"status:5xx"_s);
    offer(feed, 5);
    QVERIFY(feed.deliver(start));
    offer(feed, 1, 500);
    QVERIFY(feed.deliver(start + 100));
    QTRY_COMPARE(subscriber.batches.size(), 1);
    QCOMPARE(subscriber.batches[0].items[0].status, 500);
    QCOMPARE(subscriber.batches[0].skipped, 0);
}

void RequestFeedTest::sendsUpToTheRateAtOnce()
{
    Subscriber subscriber;
    RequestFeed feed = subscriber.feed(10);
    offer(feed, 15);
    feed.deliver(start);
    QTRY_COMPARE(subscriber.batches.size(), 1);
    QCOMPARE(subscriber.batches[0].items.size(), 10);
    QCOMPARE(subscriber.batches[0].items[0].id, "0");
    QCOMPARE(subscriber.batches[0].skipped, 5);
}

void RequestFeedTest::nextSecondHasItsOwnRate()
{
    Subscriber subscriber;
    RequestFeed feed = subscriber.feed(10);
    feed.deliver(start);
    offer(feed, 8);
    feed.deliver(start + 100);
    offer(feed, 8);
    feed.deliver(start + 200); // 2 more are all that this second has
    feed.deliver(start + 1000);
    offer(feed, 1);
    feed.deliver(start + 1100);
    QTRY_COMPARE(subscriber.batches.size(), 3);
    QCOMPARE(subscriber.batches[0].items.size(), 8);
    QCOMPARE(subscriber.batches[1].items.size(), 2);
    QCOMPARE(subscriber.batches[1].skipped, 6);
    QCOMPARE(subscriber.batches[2].items.size(), 1);
}

void RequestFeedTest::spreadsACrowdedSecondEvenly()
{
    Subscriber subscriber;
    RequestFeed feed = subscriber.feed(50);
    for (int batch = 0; batch <= 20; ++batch) {
        offer(feed, 500);
        feed.deliver(start + batch * 100);
    }
    QTRY_COMPARE(subscriber.batches.size(), 21);
    for (int batch = 12; batch < 20; ++batch)
        QCOMPARE(subscriber.batches[batch].items.size(), 5);
    QVERIFY(subscriber.items() <= 3 * 50);
}

void RequestFeedTest::slowSubscriberLosesBatchesAndIsTold()
{
    Subscriber subscriber(2); // takes nothing until this test waits
    RequestFeed feed = subscriber.feed(100);
    for (int batch = 0; batch < 5; ++batch) {
        offer(feed, 1);
        QVERIFY(feed.deliver(start + batch * 100));
    }
    QTRY_COMPARE(subscriber.batches.size(), 2);
    offer(feed, 1);
    feed.deliver(start + 500);
    QTRY_COMPARE(subscriber.batches.size(), 3);
    QCOMPARE(subscriber.batches[1].lost, 0);
    QCOMPARE(subscriber.batches[2].lost, 3);
    QCOMPARE(subscriber.batches[2].items.size(), 1);
}

void RequestFeedTest::endsWithItsSubscriber()
{
    auto subscriber = std::make_unique<Subscriber>();
    RequestFeed feed = subscriber->feed(10);
    QVERIFY(feed.deliver(start));
    subscriber.reset();
    QVERIFY(!feed.deliver(start + 100));
    offer(feed, 1);
    QVERIFY(!feed.deliver(start + 200));
}

QTEST_GUILESS_MAIN(RequestFeedTest)
#include "request_feed_test.moc"
