// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/cache_series.h"

#include <QSet>
#include <QStringList>

namespace signalbox::ui {

namespace {

double share(qint64 part, qint64 all)
{
    return all > 0 ? double(part) / double(all) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

double CacheCounts::hitRatio() const
{
    return share(localHits + hits, lookups());
}

double CacheCounts::localRatio() const
{
    return share(localHits, lookups());
}

CacheCounts &CacheCounts::operator+=(const CacheCounts &other)
{
    localHits += other.localHits;
    hits += other.hits;
    misses += other.misses;
    loads += other.loads;
    errors += other.errors;
    invalidations += other.invalidations;
    return *this;
}

CacheCounts CacheCounts::fromCbor(const QCborMap &map)
{
    return {integerField(map, "localHits"), integerField(map, "hits"),   integerField(map, "misses"),
            integerField(map, "loads"),     integerField(map, "errors"), integerField(map, "invalidations")};
}

CachePoint CachePoint::fromCbor(const QCborMap &map)
{
    CachePoint point;
    point.atMs = momentField(map, "at");
    const QCborMap namespaces = map.value(QLatin1String("namespaces")).toMap();
    for (auto entry = namespaces.constBegin(); entry != namespaces.constEnd(); ++entry) {
        const CacheCounts counts = CacheCounts::fromCbor(entry.value().toMap());
        point.namespaces.insert(entry.key().toString(), counts);
        point.all += counts;
    }
    return point;
}

CacheSeries CacheSeries::fromCbor(const QCborMap &answer)
{
    CacheSeries series;
    series.read(answer);
    return series;
}

CacheCounts CacheSeries::total(const TimeSpan &span) const
{
    CacheCounts sum;
    for (const CachePoint &point : points())
        if (point.atMs + stepMs() > span.fromMs && point.atMs < span.toMs)
            sum += point.all;
    return sum;
}

QStringList CacheSeries::namespaces() const
{
    QSet<QString> names;
    for (const CachePoint &point : points())
        for (auto entry = point.namespaces.cbegin(); entry != point.namespaces.cend(); ++entry)
            names.insert(entry.key());
    QStringList sorted(names.begin(), names.end());
    sorted.sort();
    return sorted;
}

} // namespace signalbox::ui
