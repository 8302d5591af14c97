// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/series_store.h"

#include <QMap>
#include <QString>

namespace signalbox::ui {

// How lookups in the cache went.
struct CacheCounts {
    qint64 localHits = 0; // answered in the server's own process
    qint64 hits = 0; // in Redis
    qint64 misses = 0;
    qint64 loads = 0;
    qint64 errors = 0;
    qint64 invalidations = 0;

    qint64 lookups() const { return localHits + hits + misses; }
    double hitRatio() const; // NaN without lookups; so is the next
    double localRatio() const; // of all lookups
    CacheCounts &operator+=(const CacheCounts &other);
    bool operator==(const CacheCounts &) const = default;

    static CacheCounts fromCbor(const QCborMap &map);
};

// What one step counted, by namespace.
struct CachePoint {
    qint64 atMs = 0; // since the epoch; the step's beginning
    QMap<QString, CacheCounts> namespaces;
    CacheCounts all;

    bool isIdle() const { return all.lookups() == 0; }
    qint64 counted() const { return all.lookups(); }
    static CachePoint fromCbor(const QCborMap &map);
};

// The cache over time, as /admin/cache/series gives it.
class CacheSeries : public TimeSeries<CachePoint> {
public:
    static CacheSeries fromCbor(const QCborMap &answer);

    CacheCounts total(const TimeSpan &span) const;
    QStringList namespaces() const; // that are in any of its points, in order
};

class CacheSeriesStore : public SeriesStoreOf<CacheSeries> {
public:
    explicit CacheSeriesStore(QObject *parent = nullptr)
        : SeriesStoreOf(QStringLiteral("/admin/cache/series"), QStringLiteral("cache"), parent)
    {
    }
};

} // namespace signalbox::ui
