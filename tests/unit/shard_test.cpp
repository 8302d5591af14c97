// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "request_record.h"
#include "telemetry/byte_ring.h"
#include "telemetry/encoded_record.h"
#include "telemetry/mailbox.h"
#include "telemetry/shard.h"
#include "telemetry/shard_state.h"

#include <QTest>
#include <QThread>

#include <cstring>
#include <thread>

using namespace signalbox;
using namespace signalbox::telemetry;

class ShardTest : public QObject {
    Q_OBJECT
private slots:
    void ringGivesMessagesInOrder();
    void ringRefusesWhatDoesNotFit();
    void ringWrapsWithoutSplittingMessages();
    void ringCarriesMessagesBetweenThreads();
    void countsWhatTheFullRingDropped();
    void keepsMaximaUntilTheyAreTaken();
    void gaugeCountsRoutesApartAndIsBounded();

    void mailboxCallsOnTheThreadOfItsObject();
    void mailboxRefusesWhenFullAndTakesAgain();
    void closedMailboxMakesNoMoreCalls();
    void mailboxOutlivesItsObject();
    void noCallIsMadeOnceACallDestroyedTheObject();
};

namespace {

bool put(ByteRing &ring, const QByteArray &message)
{
    char *to = ring.reserve(std::size_t(message.size()) + sizeof(quint32));
    if (!to)
        return false;
    const auto size = quint32(message.size());
    std::memcpy(to, &size, sizeof size);
    std::memcpy(to + sizeof size, message.data(), std::size_t(message.size()));
    ring.commit();
    return true;
}

QByteArray take(ByteRing &ring)
{
    const char *from = ring.front();
    if (!from)
        return {};
    quint32 size = 0;
    std::memcpy(&size, from, sizeof size);
    const QByteArray message(from + sizeof size, size);
    ring.pop();
    return message;
}

QByteArray messageOf(int number)
{
    return QByteArray::number(number) + QByteArray(number * 7919 % 300, 'x');
}

RecordView someRecord()
{
    RecordView view;
    view.id = "request";
    view.method = "GET";
    view.path = "/";
    return view;
}

} // namespace

void ShardTest::ringGivesMessagesInOrder()
{
    ByteRing ring(4096);
    QVERIFY(take(ring).isEmpty());
    for (const char *message : {"a", "bb", "ccc"})
        QVERIFY(put(ring, message));
    QCOMPARE(take(ring), "a");
    QCOMPARE(take(ring), "bb");
    QCOMPARE(take(ring), "ccc");
    QVERIFY(take(ring).isEmpty());
}

void ShardTest::ringRefusesWhatDoesNotFit()
{
    ByteRing ring(1024);
    QVERIFY(!put(ring, QByteArray(2000, 'x')));
    int stored = 0;
    while (put(ring, QByteArray(100, 'x')))
        ++stored;
    QVERIFY(stored >= 7 && stored <= 9);
    QVERIFY(!take(ring).isEmpty());
    QVERIFY(put(ring, QByteArray(50, 'y')));
}

void ShardTest::ringWrapsWithoutSplittingMessages()
{
    ByteRing ring(4096);
    int written = 0;
    int read = 0;
    for (int round = 0; round < 5000; ++round) {
        while (put(ring, messageOf(written)))
            ++written;
        for (int i = 0; i <= round % 5; ++i)
            QCOMPARE(take(ring), messageOf(read++));
    }
    QVERIFY(written > 10'000);
}

void ShardTest::ringCarriesMessagesBetweenThreads()
{
    constexpr int count = 200'000;
    ByteRing ring(512 * 1024); // more than what makes an empty ring begin anew
    std::thread writer([&ring] {
        for (int i = 0; i < count; ++i) {
            while (!put(ring, messageOf(i)))
                QThread::yieldCurrentThread();
        }
    });
    int inOrder = 0;
    for (int i = 0; i < count;) {
        const QByteArray message = take(ring);
        if (message.isEmpty())
            QThread::yieldCurrentThread();
        else
            inOrder += message == messageOf(i++) ? 1 : 0;
    }
    writer.join();
    QCOMPARE(inOrder, count);
}

void ShardTest::countsWhatTheFullRingDropped()
{
    Shard shard(0, true);
    constexpr int count = 100'000;
    for (int i = 0; i < count; ++i) {
        shard.requestStarted(routeKey("GET", ""));
        shard.requestFinished(someRecord(), routeKey("GET", ""), "0000000000000001", nullptr, 0);
    }
    qint64 kept = 0;
    for (; shard.state().ring.front(); ++kept)
        shard.state().ring.pop();
    QVERIFY(kept > 0);
    QVERIFY(shard.state().lost > 0);
    QCOMPARE(kept + shard.state().lost, count);
    QCOMPARE(shard.state().active, 0);
    shard.requestFinished(someRecord(), routeKey("GET", ""), "0000000000000001", nullptr, 0);
    QVERIFY(shard.state().ring.front());
}

void ShardTest::keepsMaximaUntilTheyAreTaken()
{
    Shard shard(0, true);
    shard.requestStarted(routeKey("GET", ""));
    shard.requestStarted(routeKey("GET", ""));
    shard.requestFinished(someRecord(), routeKey("GET", ""), {}, nullptr, 0);
    shard.loopDelay(900);
    shard.loopDelay(20);
    QCOMPARE(shard.state().activeMax.exchange(shard.state().active), 2);
    QCOMPARE(shard.state().loopDelayMaxUs.exchange(0), 900);
    shard.loopDelay(20);
    QCOMPARE(shard.state().activeMax, 1);
    QCOMPARE(shard.state().loopDelayMaxUs, 20);
}

void ShardTest::gaugeCountsRoutesApartAndIsBounded()
{
    RouteGauge gauge;
    const quint64 get = routeKey("GET", "/users");
    const quint64 post = routeKey("POST", "/users");
    gauge.add(get, 1);
    gauge.add(get, 1);
    gauge.add(post, 1);
    gauge.add(get, -1);
    QCOMPARE(gauge.value(get), 1);
    QCOMPARE(gauge.value(post), 1);
    QCOMPARE(gauge.value(routeKey("PUT", "/users")), 0);
    QCOMPARE(routeKey("BREW", "/x"), routeKey("HACK", "/x"));
    for (std::size_t i = 0; i < 2 * RouteGauge::capacity; ++i)
        gauge.add(routeKey("GET", QByteArray::number(qsizetype(i))), 1);
    QCOMPARE(gauge.value(routeKey("GET", "0")), 1);
    QCOMPARE(gauge.value(routeKey("GET", "never")), 0);
}

void ShardTest::mailboxCallsOnTheThreadOfItsObject()
{
    QObject context;
    Mailbox mailbox(&context, 4);
    QThread *calledOn = nullptr;
    std::thread([&] { mailbox.post([&calledOn] { calledOn = QThread::currentThread(); }); }).join();
    QVERIFY(!calledOn);
    QTRY_COMPARE(calledOn, QThread::currentThread());
}

void ShardTest::mailboxRefusesWhenFullAndTakesAgain()
{
    QObject context;
    Mailbox mailbox(&context, 2);
    int calls = 0;
    const auto call = [&calls] { ++calls; };
    QCOMPARE(mailbox.post(call), Mailbox::Result::Posted);
    QCOMPARE(mailbox.post(call), Mailbox::Result::Posted);
    QCOMPARE(mailbox.post(call), Mailbox::Result::Full);
    QTRY_COMPARE(calls, 2);
    QCOMPARE(mailbox.post(call), Mailbox::Result::Posted);
    QTRY_COMPARE(calls, 3);
}

void ShardTest::closedMailboxMakesNoMoreCalls()
{
    QObject context;
    Mailbox mailbox(&context, 4);
    int calls = 0;
    mailbox.post([&calls] { ++calls; });
    mailbox.close();
    QVERIFY(mailbox.isClosed());
    QCOMPARE(mailbox.post([&calls] { ++calls; }), Mailbox::Result::Closed);
    QCoreApplication::processEvents();
    QCOMPARE(calls, 0);
}

void ShardTest::mailboxOutlivesItsObject()
{
    auto context = std::make_unique<QObject>();
    Mailbox mailbox(context.get(), 4);
    mailbox.post([] {});
    context.reset();
    QVERIFY(mailbox.isClosed());
    QCOMPARE(mailbox.post([] {}), Mailbox::Result::Closed);
}

void ShardTest::noCallIsMadeOnceACallDestroyedTheObject()
{
    auto context = std::make_unique<QObject>();
    Mailbox mailbox(context.get(), 4);
    bool calledAfter = false;
    mailbox.post([&context] { context.reset(); });
    mailbox.post([&calledAfter] { calledAfter = true; });
    QTRY_VERIFY(!context);
    QCoreApplication::processEvents();
    QVERIFY(!calledAfter);
}

QTEST_GUILESS_MAIN(ShardTest)
#include "shard_test.moc"
