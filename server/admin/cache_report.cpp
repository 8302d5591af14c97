// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/cache_report.h"

#include "admin/histogram_report.h"
#include "admin/redis_text.h"
#include "redis/clients.h"
#include "utc_time.h"

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using cache::Figure;
using redis::State;

namespace {

QString nameOf(State::Kind kind)
{
    switch (kind) {
    case State::Kind::Starting:
        return u"starting"_s;
    case State::Kind::Missing:
        return u"missing"_s;
    case State::Kind::Up:
        return u"up"_s;
    case State::Kind::Down:
        return u"down"_s;
    case State::Kind::Off:
        break;
    }
    return u"off"_s;
}

QString nameOf(redis::Breaker breaker)
{
    switch (breaker) {
    case redis::Breaker::Open:
        return u"open"_s;
    case redis::Breaker::Probing:
        return u"probing"_s;
    case redis::Breaker::Closed:
        break;
    }
    return u"closed"_s;
}

QString modeOf(const CacheServices &services)
{
    if (services.process)
        return u"private"_s;
    return services.clients.isOff() ? u"none"_s : u"remote"_s;
}

void insertIfAny(QCborMap &map, QLatin1StringView name, const QString &text)
{
    if (!text.isEmpty())
        map.insert(name, text);
}

QCborMap summaryOf(const CacheServices &services, const State &state)
{
    QCborMap map{{u"mode"_s, modeOf(services)}, {u"state"_s, nameOf(state.kind)}};
    insertIfAny(map, "error"_L1, state.error);
    insertIfAny(map, "hint"_L1, state.hint);
    return map;
}

constexpr std::pair<QLatin1StringView, Figure> figureNames[] = {
    {"localHits"_L1, Figure::LocalHits},
    {"hits"_L1, Figure::Hits},
    {"misses"_L1, Figure::Misses},
    {"loads"_L1, Figure::Loads},
    {"joined"_L1, Figure::Joined},
    {"refreshedEarly"_L1, Figure::RefreshedEarly},
    {"notFound"_L1, Figure::NotFound},
    {"staleAvoided"_L1, Figure::StaleAvoided},
    {"invalidationsSent"_L1, Figure::InvalidationsSent},
    {"invalidationsReceived"_L1, Figure::InvalidationsReceived},
    {"invalidationsFailed"_L1, Figure::InvalidationsFailed},
    {"errors"_L1, Figure::Errors},
    {"bytesIn"_L1, Figure::BytesIn},
    {"bytesOut"_L1, Figure::BytesOut},
};

void insertFigures(QCborMap &map, const cache::Counts &counts, const Histogram &loadTimes)
{
    map.insert(u"loadMs"_s, histogramReport(loadTimes));
    for (const auto &[name, figure] : figureNames)
        map.insert(name, qint64(counts[figure]));
}

// Of those that it has used, and the one that it uses.
QCborArray strategiesReport(const cache::Namespace &space)
{
    const cache::Strategy current = space.strategy();
    QCborArray rows;
    for (std::size_t i = 0; i < cache::strategyCount; ++i) {
        const auto strategy = cache::Strategy(i);
        const cache::Figures &figures = space.figures().of(strategy);
        const cache::Counts counts = figures.counts();
        if (strategy != current && counts == cache::Counts())
            continue;
        QCborMap row{{u"strategy"_s, cache::strategyName(strategy)}};
        insertFigures(row, counts, figures.loadTimes());
        rows.append(row);
    }
    return rows;
}

QCborMap activityReport(const cache::Activity &activity)
{
    return {{u"localHits"_s, qint64(activity.localHits)}, {u"hits"_s, qint64(activity.hits)},
            {u"misses"_s, qint64(activity.misses)},       {u"loads"_s, qint64(activity.loads)},
            {u"errors"_s, qint64(activity.errors)},       {u"invalidations"_s, qint64(activity.invalidations)}};
}

} // namespace

QCborMap redisLinkSummary(const CacheServices &services)
{
    return summaryOf(services, services.clients.state());
}

QCborMap redisLinkReport(const CacheServices &services)
{
    const State state = services.clients.state();
    const redis::Figures figures = services.clients.figures();
    QCborMap map = summaryOf(services, state);
    map.insert(u"url"_s, state.url);
    map.insert(u"since"_s, state.since.toUTC().toString(Qt::ISODateWithMs));
    map.insert(u"breaker"_s, nameOf(state.breaker));
    map.insert(u"opened"_s, qint64(state.opened));
    map.insert(u"deadlineMs"_s, qint64(services.clients.deadline().count()));
    map.insert(u"commands"_s, qint64(figures.commands));
    map.insert(u"failed"_s, qint64(figures.failed));
    map.insert(u"timedOut"_s, qint64(figures.timedOut));
    map.insert(u"refused"_s, qint64(figures.refused));
    map.insert(u"pending"_s, qint64(figures.pending));
    map.insert(u"latencyMs"_s, histogramReport(figures.latency));
    if (services.process) {
        const RedisProcess process = services.process();
        map.insert(u"pid"_s, process.id);
        map.insert(u"restarts"_s, process.restarts);
    }
    return map;
}

QCborMap namespaceReport(const cache::Cache &cache, const cache::Namespace &space)
{
    const auto local = space.local().size();
    QCborMap map{{u"name"_s, QString::fromUtf8(space.name())},
                 {u"strategy"_s, cache::strategyName(space.strategy())},
                 {u"ttlMs"_s, qint64(space.ttl().count())},
                 {u"notFoundTtlMs"_s, qint64(space.notFoundTtl().count())},
                 {u"localTtlMs"_s, qint64(space.localTtl().count())},
                 {u"largestValue"_s, qint64(space.largestValue())},
                 {u"invalidationsPending"_s, cache.invalidationsPending(space)},
                 {u"localEntries"_s, qint64(local.entries)},
                 {u"localBytes"_s, qint64(local.bytes)},
                 {u"strategies"_s, strategiesReport(space)}};
    insertFigures(map, space.figures().counts(), space.figures().loadTimes());
    return map;
}

QCborMap cacheReport(const CacheServices &services)
{
    QCborArray namespaces;
    for (const auto &space : services.cache.namespaces())
        namespaces.append(namespaceReport(services.cache, *space));
    const cache::OutboxState outbox = services.cache.outbox();
    const QCborValue oldest = outbox.oldestMs ? QCborValue(*outbox.oldestMs) : QCborValue(nullptr);
    return {{u"redis"_s, redisLinkReport(services)},
            {u"passedBy"_s, !services.clients.isOff() && !services.cache.isTrusted()},
            {u"namespaces"_s, namespaces},
            {u"outbox"_s, QCborMap{{u"pending"_s, outbox.pending}, {u"oldestMs"_s, oldest}}}};
}

QCborMap pointReport(const cache::Cache &cache, const cache::History::Point &point)
{
    QCborMap namespaces;
    for (std::size_t i = 0; i < cache.namespaces().size(); ++i)
        namespaces.insert(QString::fromUtf8(cache.namespaces()[i]->name()),
                          activityReport(point.namespaces.value(qsizetype(i))));
    return {{u"at"_s, point.second * 1000}, {u"namespaces"_s, namespaces}};
}

QCborMap invalidationReport(const cache::Invalidation &invalidation)
{
    const cache::Cause &cause = invalidation.cause;
    return {{u"id"_s, qint64(invalidation.id)},
            {u"at"_s, isoText(invalidation.atMs)},
            {u"namespace"_s, QString::fromUtf8(invalidation.space)},
            {u"key"_s, readableKey(invalidation.key)},
            {u"strategy"_s, cache::strategyName(invalidation.strategy)},
            {u"source"_s, cache::sourceName(invalidation.source)},
            {u"cause"_s,
             QCborMap{{u"requestId"_s, QString::fromUtf8(cause.requestId)},
                      {u"what"_s, QString::fromUtf8(cause.what)},
                      {u"user"_s, QString::fromUtf8(cause.user)}}},
            {u"ms"_s, invalidation.ms},
            {u"result"_s, cache::resultName(invalidation.result)}};
}

} // namespace signalbox::admin
