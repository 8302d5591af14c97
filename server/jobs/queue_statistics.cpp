// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_statistics.h"

#include <algorithm>

namespace signalbox::jobs {

namespace {

constexpr qint64 msInSecond = 1000;
constexpr qint64 keptSeconds = 3600;
constexpr qint64 rateSeconds = 60;
constexpr qint64 durationsMs = 5 * 60 * msInSecond;
constexpr std::size_t mostSamples = 2000;

DurationFigures figuresOf(std::vector<qint64> durations)
{
    DurationFigures figures;
    figures.count = qint64(durations.size());
    if (durations.empty())
        return figures;
    std::sort(durations.begin(), durations.end());
    const auto at = [&](std::size_t percent) {
        return durations[std::min(durations.size() - 1, durations.size() * percent / 100)];
    };
    figures.p50 = at(50);
    figures.p95 = at(95);
    figures.p99 = at(99);
    return figures;
}

template <typename Known> void setStates(QueuePoint &point, const Known &known)
{
    point.waiting = known.waiting;
    point.active = known.active;
    point.delayed = known.delayed;
}

} // namespace

QueueStatistics::Second &QueueStatistics::second(qint64 at)
{
    const auto after = std::lower_bound(m_seconds.begin(), m_seconds.end(), at,
                                        [](const Second &second, qint64 wanted) { return second.at < wanted; });
    if (after != m_seconds.end() && after->at == at)
        return *after;
    Second made;
    made.at = at;
    return *m_seconds.insert(after, made);
}

void QueueStatistics::forget()
{
    while (!m_seconds.empty() && m_seconds.front().at < m_seconds.back().at - keptSeconds)
        m_seconds.pop_front();
    while (m_samples.size() > mostSamples)
        m_samples.pop_front();
}

void QueueStatistics::happened(What what, qint64 atMs)
{
    const qint64 at = atMs / msInSecond;
    if (!m_seconds.empty() && at < m_seconds.back().at - keptSeconds)
        return;
    Second &now = second(at);
    (what == What::Added ? now.added : what == What::Completed ? now.completed : now.failed) += 1;
    forget();
}

void QueueStatistics::finished(qint64 atMs, std::optional<qint64> waitMs, qint64 runMs)
{
    m_samples.push_back({atMs, waitMs.value_or(-1), runMs});
    forget();
}

void QueueStatistics::counted(const QueueGlance &glance, qint64 atMs)
{
    const auto countOf = [&](JobState state) { return glance.counts[std::size_t(state)]; };
    const qint64 waiting = glance.waitingInAll();
    const auto last =
        std::find_if(m_seconds.rbegin(), m_seconds.rend(), [](const Second &each) { return each.active >= 0; });
    if (last != m_seconds.rend() && last->waiting == waiting && last->active == countOf(JobState::Active)
        && last->delayed == countOf(JobState::Delayed))
        return;
    Second &now = second(atMs / msInSecond);
    now.waiting = waiting;
    now.active = countOf(JobState::Active);
    now.delayed = countOf(JobState::Delayed);
    forget();
}

QueueRates QueueStatistics::rates(qint64 nowMs) const
{
    QueueRates rates;
    const qint64 now = nowMs / msInSecond;
    for (auto each = m_seconds.rbegin(); each != m_seconds.rend() && each->at > now - rateSeconds; ++each) {
        rates.added += each->added;
        rates.completed += each->completed;
        rates.failed += each->failed;
    }
    for (double *rate : {&rates.added, &rates.completed, &rates.failed})
        *rate /= double(rateSeconds);
    std::vector<qint64> waits;
    std::vector<qint64> runs;
    for (const Sample &sample : m_samples) {
        if (sample.at <= nowMs - durationsMs)
            continue;
        runs.push_back(sample.runMs);
        if (sample.waitMs >= 0)
            waits.push_back(sample.waitMs);
    }
    rates.wait = figuresOf(std::move(waits));
    rates.run = figuresOf(std::move(runs));
    return rates;
}

bool QueueStatistics::isQuiet(qint64 nowMs) const
{
    const bool noEvents = m_seconds.empty() || m_seconds.back().at < nowMs / msInSecond - rateSeconds - 1;
    const bool noSamples = m_samples.empty() || m_samples.back().at < nowMs - durationsMs - msInSecond;
    return noEvents && noSamples;
}

QList<QueuePoint> QueueStatistics::points(qint64 fromMs, qint64 toMs, qint64 stepMs) const
{
    Grid grid{fromMs - fromMs % stepMs, stepMs, {}};
    for (qint64 at = grid.first; at < toMs; at += stepMs)
        grid.points.emplace_back().at = at;
    if (grid.points.isEmpty())
        return {};
    addCounts(grid);
    addTimes(grid);
    return grid.points;
}

void QueueStatistics::addCounts(Grid &grid) const
{
    QueuePoint before; // what was known when the first began
    for (const Second &each : m_seconds) {
        const qint64 place = each.at * msInSecond - grid.first;
        if (place >= grid.points.size() * grid.step)
            break;
        QueuePoint &point = place < 0 ? before : grid.points[place / grid.step];
        point.added += each.added;
        point.completed += each.completed;
        point.failed += each.failed;
        if (each.active >= 0)
            setStates(point, each);
    }
    const QueuePoint *last = &before;
    for (QueuePoint &point : grid.points) {
        if (point.active < 0) // nothing has changed since
            setStates(point, *last);
        last = &point;
    }
}

void QueueStatistics::addTimes(Grid &grid) const
{
    std::vector<std::vector<qint64>> waits(std::size_t(grid.points.size()));
    std::vector<std::vector<qint64>> runs(std::size_t(grid.points.size()));
    for (const Sample &sample : m_samples) {
        if (sample.at < grid.first || sample.at >= grid.first + grid.points.size() * grid.step)
            continue;
        const auto place = std::size_t((sample.at - grid.first) / grid.step);
        runs[place].push_back(sample.runMs);
        if (sample.waitMs >= 0)
            waits[place].push_back(sample.waitMs);
    }
    for (qsizetype i = 0; i < grid.points.size(); ++i) {
        grid.points[i].wait = figuresOf(std::move(waits[std::size_t(i)]));
        grid.points[i].run = figuresOf(std::move(runs[std::size_t(i)]));
    }
}

} // namespace signalbox::jobs
