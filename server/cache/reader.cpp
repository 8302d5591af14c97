// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/reader.h"

#include "cache/lifetimes.h"
#include "cache/pause.h"
#include "cache/trust.h"
#include "redis/clients.h"

#include <QUuid>

namespace signalbox::cache {

using std::chrono::duration_cast;
using std::chrono::microseconds;

namespace {

// When to look again whether who has the lease has brought the value: for less than 100 ms.
constexpr std::chrono::milliseconds looks[] = {std::chrono::milliseconds(5), std::chrono::milliseconds(10),
                                               std::chrono::milliseconds(20), std::chrono::milliseconds(40)};

QByteArray newToken()
{
    return QUuid::createUuid().toRfc4122().toHex();
}

// A version outlasts the values of it.
std::chrono::milliseconds versionLife(const Namespace &space)
{
    return 2 * space.ttl() + std::chrono::minutes(1);
}

std::chrono::milliseconds ttlOf(const Namespace &space, const Loaded &loaded)
{
    const auto ttl = jittered(loaded.value ? space.ttl() : space.notFoundTtl(), chance());
    return loaded.atMost ? std::min(ttl, *loaded.atMost) : ttl;
}

bool isTooLarge(const Namespace &space, const std::optional<QByteArray> &value)
{
    return value && value->size() > space.largestValue();
}

} // namespace

Reader::Reader(redis::Clients &clients, const Trust &trust, std::function<void()> catchUp)
    : m_clients(clients)
    , m_trust(trust)
    , m_catchUp(std::move(catchUp))
{
}

std::optional<Found> Reader::tryGet(Spans spans, Namespace &space, const QByteArray &id) const
{
    if (space.strategy() != Strategy::PubSub || !m_trust.isWhole())
        return {};
    const auto from = Clock::now();
    auto entry = space.local().find(id, from);
    if (!entry)
        return {};
    Figures &figures = space.figures().of(Strategy::PubSub);
    figures.add(Figure::LocalHits);
    if (!entry->value)
        figures.add(Figure::NotFound);
    if (spans)
        spans->addSpan(QByteArrayLiteral("cache"), space.spanNames().localHit, from, Clock::now());
    return Found{std::move(entry->value), Source::Local};
}

QCoro::Task<Found> Reader::get(Spans spans, Namespace &space, QByteArray id, Loader load, bool fresh)
{
    if (!fresh) {
        if (auto local = tryGet(spans, space, id))
            co_return *local;
    }
    Read read = begin(spans, space, std::move(id), std::move(load));
    if (fresh) {
        read.purpose = Purpose::Fresh;
        co_return co_await fly(read, nullptr);
    }
    if (!read.mayUseRedis)
        co_return co_await miss(read);
    std::optional<RemoteLayer::Entry> entry;
    try {
        redis::Client &client = m_clients.here();
        auto value = read.remote.find(client, spans, read.key);
        auto left = asksWhatIsLeft(read) ? read.remote.left(client, spans, read.key) : std::nullopt;
        entry = read.remote.found(co_await std::move(value));
        if (entry && left)
            entry->left = Milliseconds((co_await std::move(*left)).integer);
    } catch (const redis::RedisError &error) {
        entry.reset();
        failed(read, error);
    }
    if (entry)
        co_return hit(read, std::move(*entry));
    co_return co_await miss(read);
}

Reader::Read Reader::begin(Spans spans, Namespace &space, QByteArray id, Loader load) const
{
    const Strategy strategy = space.strategy();
    const QByteArray key = space.keyOf(id);
    const auto &remote = strategy == Strategy::Versioned ? RemoteLayer::versioned() : RemoteLayer::leased();
    Read read{spans, space, std::move(id), key, std::move(load), strategy, remote, Clock::now()};
    read.early = earlyBy(space.figures().typicalLoad(), space.beta(), chance());
    read.mayUseRedis = !m_clients.isOff() && !m_clients.isMissing();
    lookAtRedis(read);
    return read;
}

// Before each command whose answer is believed: what was missed earlier shows here, and what comes later is no earlier
// write's.
void Reader::lookAtRedis(Read &read) const
{
    if (!read.mayUseRedis)
        return;
    if (read.strategy == Strategy::PubSub)
        read.stamp = read.space.local().stamp(read.id);
    read.missed = m_trust.missed();
    const bool isTrusted = read.strategy == Strategy::Ttl || m_trust.isWhole();
    read.mayUseRedis = isTrusted && !read.space.isSuspended();
    if (!isTrusted)
        m_catchUp();
}

bool Reader::asksWhatIsLeft(const Read &read) const
{
    if (read.strategy == Strategy::PubSub)
        return true;
    if (read.early <= Milliseconds(0))
        return false;
    const auto hint = m_hints.of(read.key);
    return !hint || *hint - read.from <= read.early;
}

Found Reader::hit(const Read &read, RemoteLayer::Entry entry)
{
    if (entry.left)
        m_hints.note(read.key, read.from + *entry.left);
    if (entry.left && *entry.left <= read.early)
        refresh(read);
    const Found found = accept(read, std::move(entry));
    count(read, Figure::Hits, found, read.space.spanNames().hit);
    return found;
}

// What Redis had.
Found Reader::accept(const Read &read, RemoteLayer::Entry entry)
{
    if (entry.value)
        read.figures().add(Figure::BytesIn, quint64(entry.value->size()));
    if (entry.left)
        keepLocally(read, entry.value, *entry.left);
    return {std::move(entry.value), Source::Redis};
}

void Reader::failed(Read &read, const redis::RedisError &error) const
{
    read.figures().add(Figure::Errors);
    read.mayUseRedis = false;
    if (error.code() == "WRONGTYPE")
        RemoteLayer::remove(m_clients.here(), read.key);
}

QCoro::Task<Found> Reader::miss(Read &read)
{
    read.figures().add(Figure::Misses);
    if (m_clients.isOff())
        co_return co_await fly(read, nullptr);
    Flights::Seat seat = read.space.flights().join(read.key);
    if (!seat.isOwner()) {
        co_await seat.landed();
        if (const auto found = seat.take()) {
            count(read, Figure::Joined, *found, read.space.spanNames().joined);
            co_return *found;
        }
    }
    co_return co_await fly(read, seat.isOwner() ? &seat : nullptr); // else it has waited for too long
}

QCoro::Task<Found> Reader::fly(Read &read, Flights::Seat *seat)
{
    const QByteArray token = read.mayUseRedis ? newToken() : QByteArray();
    const RemoteLayer::Boarding boarding = co_await board(read, seat, token);
    if (boarding.entry) { // another node was quicker
        const Found found = accept(read, *boarding.entry);
        if (seat)
            seat->land(found, Flights::Reach::Aboard);
        count(read, Figure::Joined, found, read.space.spanNames().joined);
        co_return found;
    }
    if (read.purpose == Purpose::Refresh && !boarding.hasLease)
        co_return Found{};
    const RemoteLayer::Lease lease{token, boarding.version};
    co_return co_await loadAndKeep(read, seat, lease, boarding.hasLease);
}

QCoro::Task<RemoteLayer::Boarding> Reader::board(Read &read, Flights::Seat *seat, QByteArray token)
{
    RemoteLayer::Boarding boarding;
    for (std::size_t look = 0;; ++look) {
        lookAtRedis(read);
        if (!read.mayUseRedis)
            co_return RemoteLayer::Boarding{};
        if (seat)
            seat->beginRead();
        try {
            boarding = RemoteLayer::boarded(co_await read.remote.board(m_clients.here(), read.spans, read.key, token,
                                                                       read.purpose, versionLife(read.space)));
        } catch (const redis::RedisError &error) {
            failed(read, error);
            co_return RemoteLayer::Boarding{};
        }
        if (boarding.isDamaged)
            RemoteLayer::remove(m_clients.here(), read.key);
        const bool isDecided = boarding.entry || boarding.hasLease || read.purpose != Purpose::Miss;
        if (isDecided || look == std::size(looks))
            co_return boarding;
        co_await pause(looks[look]);
    }
}

QCoro::Task<Found> Reader::loadAndKeep(Read &read, Flights::Seat *seat, RemoteLayer::Lease lease, bool hasLease)
{
    if (seat)
        seat->beginRead();
    if (read.strategy == Strategy::PubSub)
        read.stamp = read.space.local().stamp(read.id);
    Loaded loaded;
    std::exception_ptr failure; // nothing can be awaited in a handler of exceptions
    try {
        loaded = co_await load(read);
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        if (hasLease)
            RemoteLayer::giveUp(m_clients.here(), read.key, lease.token);
        if (seat)
            seat->fail(failure);
        std::rethrow_exception(failure);
    }
    const Milliseconds ttl = ttlOf(read.space, loaded);
    bool isKept = false;
    if (hasLease) // GCC 12 miscompiles a co_await behind an && whose arguments are values
        isKept = co_await keep(read, seat, lease, loaded, ttl);
    keepLocally(read, loaded.value, ttl);
    const Found found{loaded.value, Source::Loaded};
    if (seat)
        seat->land(found, isKept ? Flights::Reach::BeforeKeeping : Flights::Reach::Aboard);
    if (read.purpose != Purpose::Refresh)
        count(read, Figure::Count, found, read.space.spanNames().miss);
    co_return found;
}

QCoro::Task<Loaded> Reader::load(Read &read)
{
    const auto from = Clock::now();
    const auto done = qScopeGuard([&] {
        read.space.figures().addLoad(read.strategy, duration_cast<microseconds>(Clock::now() - from),
                                     read.purpose == Purpose::Refresh);
    });
    co_return co_await read.load(read.spans, read.id);
}

// False when it isn't kept, and may be older than something that was written.
QCoro::Task<bool> Reader::keep(Read &read, Flights::Seat *seat, RemoteLayer::Lease lease, Loaded loaded,
                               Milliseconds ttl)
{
    redis::Client &client = m_clients.here();
    if (ttl <= Milliseconds(0) || isTooLarge(read.space, loaded.value)) {
        RemoteLayer::giveUp(client, read.key, lease.token);
        co_return false;
    }
    if (seat)
        seat->beginKeeping();
    try {
        const auto reply =
            co_await read.remote.fill(client, read.spans, read.key, lease, loaded.value, ttl, versionLife(read.space));
        if (reply.integer != 1) {
            read.figures().add(Figure::StaleAvoided);
            co_return false;
        }
    } catch (const redis::RedisError &error) {
        failed(read, error);
        co_return false;
    }
    m_hints.note(read.key, Clock::now() + ttl);
    read.figures().add(Figure::BytesOut, loaded.value ? quint64(loaded.value->size()) : 0);
    co_return read.strategy == Strategy::Ttl || m_trust.missed() == read.missed;
}

// Beside any request.
QCoro::Task<> Reader::refresh(Read read)
{
    auto seat = read.space.flights().begin(read.key);
    if (!seat)
        co_return;
    read.spans = nullptr;
    read.purpose = Purpose::Refresh;
    try {
        co_await fly(read, &*seat);
    } catch (const std::exception &) {
        // Who asks when it has expired is told.
    }
}

void Reader::keepLocally(const Read &read, const std::optional<QByteArray> &value, Milliseconds left) const
{
    if (read.strategy != Strategy::PubSub || left <= Milliseconds(0) || isTooLarge(read.space, value))
        return;
    const auto life = value ? read.space.localTtl() : std::min(read.space.localTtl(), read.space.notFoundTtl());
    read.space.local().put(read.id, value, Clock::now() + std::min(life, left), read.stamp);
}

// Figure::Count: none.
void Reader::count(const Read &read, Figure figure, const Found &found, const QByteArray &span) const
{
    if (figure != Figure::Count)
        read.figures().add(figure);
    if (!found.value)
        read.figures().add(Figure::NotFound);
    if (read.spans)
        read.spans->addSpan(QByteArrayLiteral("cache"), span, read.from, Clock::now());
}

} // namespace signalbox::cache
