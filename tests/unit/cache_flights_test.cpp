// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/flights.h"
#include "store/database_pool.h"

#include <QCoroTask>
#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <stdexcept>
#include <vector>

using namespace signalbox;
using namespace signalbox::cache;
using Reach = Flights::Reach;

namespace {

const QByteArray key = "user:1";

Found found(const QByteArray &value)
{
    return {value, Source::Loaded};
}

// What became of one who joined: the value, "owner" when it is to read next, "late" when it has waited for too long, or
// what was thrown.
QCoro::Task<> join(Flights &flights, QByteArrayList &results)
{
    auto seat = flights.join(key);
    Q_ASSERT(!seat.isOwner());
    try {
        co_await seat.landed();
        const auto taken = seat.take();
        results.append(taken ? *taken->value : QByteArray(seat.isOwner() ? "owner" : "late"));
        if (seat.isOwner()) {
            seat.beginRead();
            seat.land(found("next"), Reach::Aboard);
        }
    } catch (const std::exception &error) {
        results.append(error.what());
    }
}

bool reaches(const QByteArrayList &results, const QByteArrayList &wanted)
{
    return QTest::qWaitFor([&] { return results.size() >= wanted.size(); }, 10'000) && results == wanted;
}

} // namespace

// Who may use what another reads.
class CacheFlightsTest : public QObject {
    Q_OBJECT

private slots:
    void theFirstReadsForThoseWhoAreAboard()
    {
        Flights flights;
        auto owner = flights.join(key);
        QVERIFY(owner.isOwner());
        QByteArrayList results;
        join(flights, results);
        join(flights, results);
        owner.beginRead();
        owner.land(found("value"), Reach::Aboard);
        QVERIFY(reaches(results, {"value", "value"}));
        QVERIFY(flights.join(key).isOwner()); // it is over
    }

    void whoComesAfterTheReadBeganIsForTheNextFlight()
    {
        Flights flights;
        auto owner = flights.join(key);
        QByteArrayList results;
        join(flights, results);
        owner.beginRead();
        join(flights, results);
        join(flights, results);
        owner.land(found("value"), Reach::Aboard);
        QVERIFY(reaches(results, {"value", "owner", "next"})); // the third was aboard of the second's
        QVERIFY(flights.join(key).isOwner());
    }

    void whatCouldBeKeptIsForThoseWhoCameBeforeThat()
    {
        Flights flights;
        auto owner = flights.join(key);
        QByteArrayList results;
        owner.beginRead();
        join(flights, results);
        owner.beginKeeping();
        join(flights, results);
        owner.land(found("value"), Reach::BeforeKeeping);
        QVERIFY(reaches(results, {"value", "owner"}));
    }

    void whatCouldNotBeKeptIsForThoseAboardAlone()
    {
        Flights flights;
        auto owner = flights.join(key);
        QByteArrayList results;
        owner.beginRead();
        join(flights, results);
        owner.beginKeeping();
        owner.land(found("value"), Reach::Aboard);
        QVERIFY(reaches(results, {"owner"}));
    }

    void aFailureIsForThoseAboard()
    {
        Flights flights;
        auto owner = flights.join(key);
        QByteArrayList results;
        join(flights, results);
        owner.beginRead();
        join(flights, results);
        owner.fail(std::make_exception_ptr(std::runtime_error("no")));
        QVERIFY(reaches(results, {"no", "owner"}));
    }

    void anOwnerWhoGoesIsFollowedByTheNext()
    {
        Flights flights;
        QByteArrayList results;
        {
            auto owner = flights.join(key);
            join(flights, results);
            join(flights, results);
        }
        QVERIFY(reaches(results, {"owner", "next"}));
        QVERIFY(flights.join(key).isOwner());
    }

    void oneWhoWaitsMayGo()
    {
        Flights flights;
        auto owner = flights.join(key);
        QByteArrayList results;
        {
            const auto gone = flights.join(key);
            QVERIFY(!gone.isOwner());
        }
        join(flights, results);
        owner.beginRead();
        owner.land(found("value"), Reach::Aboard);
        QVERIFY(reaches(results, {"value"}));
    }

    void nobodyWaitsForeverForAReadThatHangs()
    {
        Flights flights;
        auto owner = flights.join(key);
        QByteArrayList results;
        join(flights, results);
        owner.beginRead();
        join(flights, results);
        owner.beginKeeping();
        const auto now = Flights::Clock::now();
        flights.dismissLate(now);
        QTest::qWait(0);
        QVERIFY(results.isEmpty());
        flights.dismissLate(now + Flights::longestWait);
        QVERIFY(reaches(results, {"late", "late"}));
        join(flights, results); // aboard of neither
        owner.land(found("value"), Reach::BeforeKeeping);
        QVERIFY(reaches(results, {"late", "late", "owner"}));
        QVERIFY(flights.join(key).isOwner());
    }

    void aFlightIsOnlyBegunWhereThereIsNone()
    {
        Flights flights;
        {
            const auto owner = flights.begin(key);
            QVERIFY(owner && owner->isOwner());
            QVERIFY(!flights.begin(key));
            QVERIFY(flights.begin("user:2"));
        }
        QVERIFY(flights.begin(key));
    }

    void whoWaitsIsToldOnItsOwnThread()
    {
        Flights flights;
        auto owner = flights.join(key);
        QByteArrayList results;
        QSemaphore joined;
        bool isThere = false;
        QThread thread;
        QObject there;
        there.moveToThread(&thread);
        thread.start();
        QMetaObject::invokeMethod(&there, [&] {
            const auto waits = [](Flights &all, QByteArrayList &list, bool &isHere, QThread *own) -> QCoro::Task<> {
                co_await join(all, list);
                isHere = QThread::currentThread() == own;
                own->quit();
            };
            waits(flights, results, isThere, &thread);
            joined.release();
        });
        joined.acquire();
        owner.beginRead();
        owner.land(found("value"), Reach::Aboard);
        QVERIFY(thread.wait(10'000));
        QCOMPARE(results, QByteArrayList{"value"});
        QVERIFY(isThere);
    }

    // As at the end of a reactor: who waits there is told, and nobody waits for it.
    void aThreadThatEndsHoldsNobodyUp()
    {
        Flights flights;
        auto owner = flights.join(key);
        QByteArrayList results;
        QByteArrayList elsewhere;
        std::thread thread([&] {
            QEventLoop loop;
            join(flights, elsewhere);
            store::DatabasePool::endAwaitingHere();
        });
        thread.join();
        QCOMPARE(elsewhere.size(), 1);
        join(flights, results);
        owner.land(found("value"), Reach::Aboard); // nobody was aboard
        QVERIFY(reaches(results, {"owner"}));
    }

    void manyThreadsWaitForEachOther()
    {
        Flights flights;
        std::atomic<int> reads = 0;
        std::atomic<int> wrong = 0;
        std::atomic<int> truth = 0;
        const auto read = [&]() -> QCoro::Task<> {
            const int floor = truth;
            auto seat = flights.join(key);
            std::optional<Found> value;
            if (!seat.isOwner()) {
                co_await seat.landed();
                value = seat.take();
            }
            if (!value) {
                seat.beginRead();
                value = found(QByteArray::number(++truth));
                ++reads;
                seat.land(*value, Reach::Aboard);
            }
            if (value->value->toInt() <= floor)
                ++wrong;
        };
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                QEventLoop loop;
                for (int turn = 0; turn < 2000; ++turn)
                    QCoro::waitFor(read());
            });
        }
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
        QVERIFY(reads.load() <= 8000);
    }
};

QTEST_GUILESS_MAIN(CacheFlightsTest)
#include "cache_flights_test.moc"
