// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/history.h"

namespace signalbox::cache {

namespace {

void addInto(QList<Activity> &sum, const QList<Activity> &more)
{
    for (qsizetype i = 0; i < sum.size() && i < more.size(); ++i)
        sum[i].add(more[i]);
}

} // namespace

Activity Activity::between(const Counts &before, const Counts &after)
{
    const auto grown = [&](Figure figure) { return after[figure] - before[figure]; };
    return {grown(Figure::LocalHits), grown(Figure::Hits),   grown(Figure::Misses),
            grown(Figure::Loads),     grown(Figure::Errors), grown(Figure::InvalidationsSent)};
}

void Activity::add(const Activity &other)
{
    localHits += other.localHits;
    hits += other.hits;
    misses += other.misses;
    loads += other.loads;
    errors += other.errors;
    invalidations += other.invalidations;
}

void History::add(qint64 second, const QList<Counts> &counts)
{
    const QMutexLocker lock(&m_mutex);
    m_before.resize(counts.size());
    QList<Activity> activities;
    for (qsizetype i = 0; i < counts.size(); ++i)
        activities.append(Activity::between(m_before[i], counts[i]));
    m_before = counts;
    if (!m_points.empty() && second <= m_points.back().second)
        return addInto(m_points.back().namespaces, activities);
    m_points.push_back({second, activities});
    if (m_points.size() > mostSeconds)
        m_points.pop_front();
}

QList<History::Point> History::points(qint64 from, qint64 to, qint64 step) const
{
    const QMutexLocker lock(&m_mutex);
    const auto isBefore = [](const Point &point, qint64 second) { return point.second < second; };
    QList<Point> points;
    for (auto point = std::lower_bound(m_points.begin(), m_points.end(), from, isBefore);
         point != m_points.end() && point->second < to; ++point) {
        const qint64 begin = point->second - point->second % step;
        if (!points.isEmpty() && points.last().second == begin)
            addInto(points.last().namespaces, point->namespaces);
        else
            points.append({begin, point->namespaces});
    }
    return points;
}

std::optional<History::Point> History::last() const
{
    const QMutexLocker lock(&m_mutex);
    return m_points.empty() ? std::nullopt : std::optional(m_points.back());
}

} // namespace signalbox::cache
