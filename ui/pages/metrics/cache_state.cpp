// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/cache_state.h"

#include "client/cbor_fields.h"

#include <QCborArray>
#include <QCoreApplication>

#include <tuple>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 OverdueMs = 2000; // the relay of the outbox takes less

QString text(const char *english)
{
    return QCoreApplication::translate("RedisLink", english);
}

QString stringField(const QCborMap &map, const char *name)
{
    return map.value(QLatin1String(name)).toString();
}

// The place of `name` in a list that is in the order of an enumeration; `otherwise` when it is none of them.
template <typename Enum, std::size_t Size>
Enum enumOf(const std::array<const char *, Size> &names, const QString &name, Enum otherwise)
{
    for (std::size_t at = 0; at < Size; ++at)
        if (name == QLatin1String(names[at]))
            return Enum(at);
    return otherwise;
}

constexpr std::array Kinds{"none", "private", "remote"};
constexpr std::array States{"starting", "up", "down", "missing", "off"};
constexpr std::array Breakers{"closed", "open", "probing"};

auto countsOf(const NamespaceFigures &row)
{
    return std::tie(row.localHits, row.hits, row.misses, row.loads, row.staleAvoided, row.sent, row.received,
                    row.failed, row.errors, row.bytesRead, row.bytesWritten);
}

} // namespace

Latency Latency::fromCbor(const QCborMap &map)
{
    return {Percentiles::fromCbor(map), numberField(map, "max")};
}

QString RedisLink::name() const
{
    switch (kind) {
    case Kind::Private:
        return text("Private Redis");
    case Kind::Remote:
        return text("Remote Redis");
    case Kind::None:
        break;
    }
    return text("Redis");
}

QString RedisLink::stateText() const
{
    switch (state) {
    case State::Starting:
        return text("starting");
    case State::Up:
        return text("up");
    case State::Down:
        return text("down");
    case State::Missing:
        return text("not installed");
    case State::Off:
        break;
    }
    return text("off");
}

Theme::Role RedisLink::stateColour() const
{
    switch (state) {
    case State::Up:
        return Theme::Role::Success;
    case State::Down:
        return Theme::Role::Danger;
    case State::Missing:
        return Theme::Role::Warning;
    case State::Starting:
    case State::Off:
        break;
    }
    return Theme::Role::Neutral; // starting is no failure
}

QString RedisLink::breakerText() const
{
    switch (breaker) {
    case Breaker::Closed:
        return text("closed");
    case Breaker::Open:
        return text("open");
    case Breaker::Probing:
        break;
    }
    return text("probing");
}

Theme::Role RedisLink::breakerColour() const
{
    if (breaker == Breaker::Closed)
        return Theme::Role::Success;
    return breaker == Breaker::Open ? Theme::Role::Danger : Theme::Role::Warning;
}

RedisLink RedisLink::fromCbor(const QCborMap &map)
{
    RedisLink link;
    link.kind = enumOf(Kinds, stringField(map, "mode"), Kind::None);
    link.state = enumOf(States, stringField(map, "state"), State::Off);
    link.breaker = enumOf(Breakers, stringField(map, "breaker"), Breaker::Closed);
    link.url = stringField(map, "url");
    link.sinceMs = momentField(map, "since");
    link.error = stringField(map, "error");
    link.hint = stringField(map, "hint");
    link.opened = integerField(map, "opened");
    link.deadlineMs = integerField(map, "deadlineMs");
    link.processId = integerField(map, "pid");
    link.restarts = integerField(map, "restarts");
    link.commands = integerField(map, "commands");
    link.failed = integerField(map, "failed");
    link.timedOut = integerField(map, "timedOut");
    link.refused = integerField(map, "refused");
    link.pending = integerField(map, "pending");
    link.latency = Latency::fromCbor(map.value("latencyMs"_L1).toMap());
    return link;
}

double NamespaceFigures::hitRatio() const
{
    const qint64 all = lookups();
    return all > 0 ? double(localHits + hits) / double(all) : std::numeric_limits<double>::quiet_NaN();
}

NamespaceFigures NamespaceFigures::fromCbor(const QCborMap &map)
{
    NamespaceFigures row;
    row.localHits = integerField(map, "localHits");
    row.hits = integerField(map, "hits");
    row.misses = integerField(map, "misses");
    row.loads = integerField(map, "loads");
    const QCborMap load = map.value("loadMs"_L1).toMap();
    row.loadP50Ms = numberField(load, "p50");
    row.loadP95Ms = numberField(load, "p95");
    row.staleAvoided = integerField(map, "staleAvoided");
    row.sent = integerField(map, "invalidationsSent");
    row.received = integerField(map, "invalidationsReceived");
    row.failed = integerField(map, "invalidationsFailed");
    row.errors = integerField(map, "errors");
    row.bytesRead = integerField(map, "bytesIn");
    row.bytesWritten = integerField(map, "bytesOut");
    return row;
}

// Load times change only with the number of loads; NaN would differ from itself.
bool NamespaceFigures::operator==(const NamespaceFigures &other) const
{
    return countsOf(*this) == countsOf(other);
}

CacheNamespace CacheNamespace::fromCbor(const QCborMap &map)
{
    CacheNamespace row;
    static_cast<NamespaceFigures &>(row) = NamespaceFigures::fromCbor(map);
    row.name = stringField(map, "name");
    row.strategy = stringField(map, "strategy");
    row.ttlMs = integerField(map, "ttlMs");
    row.notFoundTtlMs = integerField(map, "notFoundTtlMs");
    row.localTtlMs = integerField(map, "localTtlMs");
    row.pending = integerField(map, "invalidationsPending");
    for (const QCborValue entry : map.value("strategies"_L1).toArray()) {
        const QCborMap figures = entry.toMap();
        row.strategies.append({NamespaceFigures::fromCbor(figures), stringField(figures, "strategy")});
    }
    return row;
}

qint64 CacheState::pendingInvalidations() const
{
    if (redis.isAbsent())
        return 0; // what waits is for other nodes, or for a Redis that is installed later
    qint64 pending = outboxOldestMs > OverdueMs ? outboxPending : 0;
    for (const CacheNamespace &row : namespaces)
        pending += row.pending;
    return pending;
}

CacheState CacheState::fromCbor(const QCborMap &map)
{
    CacheState state;
    state.redis = RedisLink::fromCbor(map.value("redis"_L1).toMap());
    for (const QCborValue row : map.value("namespaces"_L1).toArray())
        state.namespaces.append(CacheNamespace::fromCbor(row.toMap()));
    state.isPassedBy = map.value("passedBy"_L1).toBool();
    const QCborMap outbox = map.value("outbox"_L1).toMap();
    state.outboxPending = integerField(outbox, "pending");
    state.outboxOldestMs = integerField(outbox, "oldestMs");
    return state;
}

} // namespace signalbox::ui
