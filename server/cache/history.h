// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache/figures.h"

#include <QList>
#include <QMutex>

#include <deque>

namespace signalbox::cache {

// What a namespace did in some span of time. A value.
struct Activity {
    quint64 localHits = 0;
    quint64 hits = 0;
    quint64 misses = 0;
    quint64 loads = 0;
    quint64 errors = 0;
    quint64 invalidations = 0; // sent

    static Activity between(const Counts &before, const Counts &after);
    void add(const Activity &other);
    bool operator==(const Activity &) const = default;
};

// What each namespace did in each second of the last hour. Any thread.
class History {
public:
    static constexpr std::size_t mostSeconds = 3600;

    struct Point {
        qint64 second = 0; // since the epoch, when it begins
        QList<Activity> namespaces; // in the order of Cache::namespaces()
    };

    // What was counted when `second` ended. Seconds are given in order; what is not newer than the last one counts
    // into it.
    void add(qint64 second, const QList<Counts> &counts);

    // Steps of `step` seconds that begin in [from, to), the oldest first; steps in which nothing was kept are left out.
    QList<Point> points(qint64 from, qint64 to, qint64 step) const;
    std::optional<Point> last() const; // the last whole second

private:
    mutable QMutex m_mutex;
    std::deque<Point> m_points;
    QList<Counts> m_before;
};

} // namespace signalbox::cache
