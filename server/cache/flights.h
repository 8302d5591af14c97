// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/found.h"
#include "store/work_item.h"

#include <QHash>
#include <QMutex>

#include <deque>
#include <memory>
#include <optional>

namespace signalbox::cache {

// Single flight: of many who miss the same key at once, one reads for all. Any thread with an event loop.
//
// Who joins a flight may use what it brings only if nothing can have been answered before they came that it doesn't
// have. So it is for those who are aboard when its read begins; and, when its value could be kept, for those who came
// before that was tried, since the lease for it tells that nothing was written from before the read until then. Of the
// others the first becomes the owner of the next flight, and the rest are aboard it: nobody waits for more than two,
// nor much longer than longestWait.
class Flights {
public:
    enum class Reach : quint8 { Aboard, BeforeKeeping };
    class Seat;
    using Clock = store::WorkItem::Clock;

    static constexpr std::chrono::milliseconds longestWait{2'000};

    Flights();
    ~Flights();

    Seat join(const QByteArray &key);
    std::optional<Seat> begin(const QByteArray &key); // nothing when there is a flight already
    qsizetype count() const; // of keys that are being read
    // Those who have waited for too long are to read for themselves. Called now and then.
    void dismissLate(Clock::time_point now);

private:
    struct Ticket;
    struct Flight {
        std::deque<std::shared_ptr<Ticket>> waiting;
        std::size_t aboard = 0; // of those, who came before the read began
        std::size_t beforeKeeping = 0; // likewise, before its value was to be kept
    };

    void beginRead(const QByteArray &key);
    void beginKeeping(const QByteArray &key);
    void land(const QByteArray &key, const Found &found, Reach reach, const std::exception_ptr &failure);
    void promote(const QByteArray &key); // with the lock held
    void leave(const QByteArray &key, const std::shared_ptr<Ticket> &ticket);
    static void takeOut(Flight &flight, std::size_t index); // with the lock held

    mutable QMutex m_mutex;
    QHash<QByteArray, Flight> m_flights;
};

// What one has in a flight: it is its owner, or waits. Leaves when it goes; a flight whose owner goes without having
// landed it is taken over by the next. One thread; the Flights outlive it.
class Flights::Seat {
public:
    Seat(Seat &&) noexcept;
    Seat(const Seat &) = delete;
    Seat &operator=(const Seat &) = delete;
    ~Seat();

    bool isOwner() const { return m_isOwner; }

    // Of an owner. beginRead() comes before each read whose result may be landed, beginKeeping() before it is kept.
    void beginRead();
    void beginKeeping();
    void land(const Found &found, Reach reach);
    void fail(const std::exception_ptr &failure);

    // Of one who waits: co_await, then take(). Nothing when it has become the owner, or has waited for too long and is
    // in no flight any more. Throws what the read threw.
    store::WorkItem::Answered landed();
    std::optional<Found> take();

private:
    friend class Flights;
    Seat(Flights &flights, QByteArray key, std::shared_ptr<Ticket> ticket);

    Flights *m_flights;
    QByteArray m_key;
    std::shared_ptr<Ticket> m_ticket; // null for who began it
    bool m_isOwner;
};

} // namespace signalbox::cache
