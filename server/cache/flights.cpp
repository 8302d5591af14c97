// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/flights.h"

namespace signalbox::cache {

// Answered, as work of the pool is, on the thread that waits, which may be gone before. Its members are guarded by the
// flights' mutex.
struct Flights::Ticket : store::WorkItem {
    enum class Outcome : quint8 { Waits, Landed, Failed, Owns, Late };

    Ticket()
        : WorkItem("flight")
    {
    }
    void run(store::Connection &) override { }

    Outcome outcome = Outcome::Waits;
    Found found;
    std::exception_ptr failure;
};

Flights::Flights() = default;
Flights::~Flights() = default;

Flights::Seat Flights::join(const QByteArray &key)
{
    const QMutexLocker lock(&m_mutex);
    const auto flight = m_flights.find(key);
    if (flight == m_flights.end()) {
        m_flights.insert(key, {});
        return Seat(*this, key, nullptr);
    }
    flight->waiting.push_back(std::make_shared<Ticket>());
    return Seat(*this, key, flight->waiting.back());
}

std::optional<Flights::Seat> Flights::begin(const QByteArray &key)
{
    const QMutexLocker lock(&m_mutex);
    if (m_flights.contains(key))
        return {};
    m_flights.insert(key, {});
    return Seat(*this, key, nullptr);
}

qsizetype Flights::count() const
{
    const QMutexLocker lock(&m_mutex);
    return m_flights.size();
}

void Flights::beginRead(const QByteArray &key)
{
    const QMutexLocker lock(&m_mutex);
    Flight &flight = m_flights[key];
    flight.aboard = flight.waiting.size();
}

void Flights::beginKeeping(const QByteArray &key)
{
    const QMutexLocker lock(&m_mutex);
    Flight &flight = m_flights[key];
    flight.beforeKeeping = flight.waiting.size();
}

void Flights::land(const QByteArray &key, const Found &found, Reach reach, const std::exception_ptr &failure)
{
    const QMutexLocker lock(&m_mutex);
    Flight &flight = m_flights[key];
    std::size_t served = reach == Reach::BeforeKeeping ? flight.beforeKeeping : flight.aboard;
    for (; served > 0; --served) {
        const auto ticket = std::move(flight.waiting.front());
        flight.waiting.pop_front();
        ticket->outcome = failure ? Ticket::Outcome::Failed : Ticket::Outcome::Landed;
        ticket->found = found;
        ticket->failure = failure;
        ticket->answer(nullptr);
    }
    promote(key);
}

void Flights::promote(const QByteArray &key)
{
    Flight &flight = m_flights[key];
    flight.aboard = 0;
    flight.beforeKeeping = 0;
    while (!flight.waiting.empty()) {
        const auto next = std::move(flight.waiting.front());
        flight.waiting.pop_front();
        next->outcome = Ticket::Outcome::Owns;
        if (next->answer(nullptr))
            return;
        next->outcome = Ticket::Outcome::Waits; // its thread ends: it is about to leave
    }
    m_flights.remove(key);
}

void Flights::leave(const QByteArray &key, const std::shared_ptr<Ticket> &ticket)
{
    const QMutexLocker lock(&m_mutex);
    if (ticket->outcome == Ticket::Outcome::Owns)
        return promote(key); // it never came to read
    const auto flight = m_flights.find(key);
    if (ticket->outcome != Ticket::Outcome::Waits || flight == m_flights.end())
        return;
    const auto place = std::find(flight->waiting.begin(), flight->waiting.end(), ticket);
    if (place == flight->waiting.end())
        return;
    takeOut(*flight, std::size_t(place - flight->waiting.begin()));
}

void Flights::takeOut(Flight &flight, std::size_t index)
{
    if (index < flight.aboard)
        --flight.aboard;
    if (index < flight.beforeKeeping)
        --flight.beforeKeeping;
    flight.waiting.erase(flight.waiting.begin() + std::ptrdiff_t(index));
}

void Flights::dismissLate(Clock::time_point now)
{
    const QMutexLocker lock(&m_mutex);
    for (Flight &flight : m_flights) {
        while (!flight.waiting.empty() && now - flight.waiting.front()->submitted() >= longestWait) {
            const auto ticket = flight.waiting.front();
            takeOut(flight, 0);
            ticket->outcome = Ticket::Outcome::Late;
            ticket->answer(nullptr);
        }
    }
}

Flights::Seat::Seat(Flights &flights, QByteArray key, std::shared_ptr<Ticket> ticket)
    : m_flights(&flights)
    , m_key(std::move(key))
    , m_ticket(std::move(ticket))
    , m_isOwner(!m_ticket)
{
}

Flights::Seat::Seat(Seat &&other) noexcept
    : m_flights(std::exchange(other.m_flights, nullptr))
    , m_key(std::move(other.m_key))
    , m_ticket(std::move(other.m_ticket))
    , m_isOwner(std::exchange(other.m_isOwner, false))
{
}

Flights::Seat::~Seat()
{
    if (!m_flights)
        return;
    if (m_isOwner) {
        const QMutexLocker lock(&m_flights->m_mutex);
        m_flights->promote(m_key);
    } else if (m_ticket) {
        m_flights->leave(m_key, m_ticket);
    }
}

void Flights::Seat::beginRead()
{
    m_flights->beginRead(m_key);
}

void Flights::Seat::beginKeeping()
{
    m_flights->beginKeeping(m_key);
}

void Flights::Seat::land(const Found &found, Reach reach)
{
    m_flights->land(m_key, found, reach, nullptr);
    m_isOwner = false;
    m_ticket.reset();
}

void Flights::Seat::fail(const std::exception_ptr &failure)
{
    m_flights->land(m_key, {}, Reach::Aboard, failure);
    m_isOwner = false;
    m_ticket.reset();
}

store::WorkItem::Answered Flights::Seat::landed()
{
    return m_ticket->answered();
}

std::optional<Found> Flights::Seat::take()
{
    m_ticket->throwFailure(); // the thread ends
    const QMutexLocker lock(&m_flights->m_mutex);
    const auto outcome = m_ticket->outcome;
    if (outcome == Ticket::Outcome::Owns) {
        m_isOwner = true;
        m_ticket.reset();
        return {};
    }
    const auto ticket = std::move(m_ticket);
    if (outcome == Ticket::Outcome::Late)
        return {};
    if (outcome == Ticket::Outcome::Failed)
        std::rethrow_exception(ticket->failure);
    return ticket->found;
}

} // namespace signalbox::cache
