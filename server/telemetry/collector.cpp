// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/collector.h"

#include "telemetry/reports.h"
#include "telemetry/time_span.h"

#include <QCborArray>
#include <QDateTime>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace signalbox::telemetry {

namespace {

constexpr auto tickInterval = 50ms;
constexpr qint64 batchIntervalMs = 100;
constexpr auto taskSlice = 4ms;

QString windowText(std::chrono::milliseconds window)
{
    if (window.count() % 60'000 == 0 && window.count() > 0)
        return QString::number(window.count() / 60'000) + u'm';
    if (window.count() % 1000 == 0)
        return QString::number(window.count() / 1000) + u's';
    return QString::number(window.count()) + "ms"_L1;
}

QCborValue millisecondsOf(qint64 us)
{
    return QCborValue(static_cast<double>(us) / 1000.0);
}

} // namespace

Collector::Collector(const Settings &settings, std::vector<ShardState *> shards, ShardState &jobs, AsyncLog &log)
    : m_archive(settings.journalBytes, settings.seriesBytes, static_cast<int>(shards.size()), nowMs() / 1000)
    , m_shards(shards)
    , m_log(log)
    , m_recorder(std::move(shards), jobs, m_archive, log, settings.nodeName)
    , m_calls(this)
    , m_ticker(this)
    , m_worker(this)
{
    m_ticker.setInterval(tickInterval);
    connect(&m_ticker, &QTimer::timeout, this, &Collector::tick);
    m_worker.setInterval(0);
    connect(&m_worker, &QTimer::timeout, this, &Collector::workOnTasks);
}

Collector::~Collector() = default;

qint64 Collector::nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

void Collector::start()
{
    m_ticker.start();
}

void Collector::stop()
{
    m_ticker.stop();
    m_worker.stop();
    drain();
    for (const auto &task : m_tasks) {
        while (!task->step(QDeadlineTimer(QDeadlineTimer::Forever))) { }
    }
    m_tasks.clear();
}

void Collector::drain()
{
    m_recorder.drain(nowMs() * 1000);
    for (const auto &[requestId, line] : m_log.takeRequestLines())
        m_archive.lines.add(requestId, line);
}

void Collector::tick()
{
    drain();
    const qint64 now = nowMs();
    if (now >= m_nextBatchMs || m_nextBatchMs > now + batchIntervalMs) {
        m_nextBatchMs = now + batchIntervalMs - now % batchIntervalMs;
        feedRequests();
    }
    feedStats();
}

void Collector::feedRequests()
{
    auto &feeds = m_recorder.feeds();
    for (auto feed = feeds.begin(); feed != feeds.end();)
        feed = feed->second.deliver(nowMs()) ? std::next(feed) : feeds.erase(feed);
}

void Collector::feedStats()
{
    const qint64 now = nowMs();
    for (auto it = m_statsFeeds.begin(); it != m_statsFeeds.end();) {
        StatsFeed &feed = it->second;
        const qint64 interval = feed.interval.count();
        auto result = Mailbox::Result::Posted;
        if (now >= feed.nextMs || feed.nextMs > now + 2 * interval) {
            feed.nextMs = now - now % interval + interval;
            result = feed.mailbox->post([deliver = feed.deliver, stats = liveStats(feed.interval)] { deliver(stats); });
        }
        it = result == Mailbox::Result::Closed ? m_statsFeeds.erase(it) : std::next(it);
    }
}

void Collector::run(std::unique_ptr<Task> task)
{
    m_tasks.push_back(std::move(task));
    if (!m_worker.isActive())
        m_worker.start();
}

// One slice for one task in turn, so that a long one doesn't hold up the others.
void Collector::workOnTasks()
{
    if (!m_tasks.empty()) {
        std::unique_ptr<Task> task = std::move(m_tasks.front());
        m_tasks.pop_front();
        if (!task->step(QDeadlineTimer(taskSlice)))
            m_tasks.push_back(std::move(task));
    }
    if (m_tasks.empty())
        m_worker.stop();
}

void Collector::addCaptures(const std::vector<Capture> &captures)
{
    for (const Capture &capture : captures)
        m_archive.captures.add(capture);
}

void Collector::addRequestFeed(int id, RequestFeed feed)
{
    m_recorder.feeds().emplace(id, std::move(feed));
}

void Collector::addStatsFeed(int id, std::shared_ptr<Mailbox> mailbox, std::chrono::milliseconds interval,
                             DeliverStats deliver)
{
    m_statsFeeds.emplace(id, StatsFeed{std::move(mailbox), std::max(interval, 100ms), std::move(deliver), 0});
}

void Collector::removeFeed(int id)
{
    m_recorder.feeds().erase(id);
    m_statsFeeds.erase(id);
}

// The window and the second that is open, so that what was just done is in it.
QCborMap Collector::stats(std::chrono::milliseconds window) const
{
    const qint64 openMs = m_archive.series.openSecond() * 1000;
    const qint64 wholeMs = (std::max<qint64>(window.count(), 1) + 999) / 1000 * 1000;
    return statsOf({openMs - wholeMs, 0}, window);
}

QCborMap Collector::stats(const TimeRange &range) const
{
    const qint64 endMs = range.toMs > 0 ? range.toMs : nowMs();
    return statsOf(range, std::chrono::milliseconds(endMs - range.fromMs));
}

// Whole seconds only: a part of one would make the figures flicker.
QCborMap Collector::liveStats(std::chrono::milliseconds interval) const
{
    const qint64 open = m_archive.series.openSecond();
    const qint64 seconds = std::max<qint64>(interval.count() / 1000, 1);
    QCborMap live{{u"stats"_s, statsOf({(open - seconds) * 1000, open * 1000}, std::chrono::seconds(seconds))}};
    m_archive.series.visit({Series::Second, open - 1, open, std::nullopt}, [&live](qint64 second, const Cell &cell) {
        live.insert(u"point"_s, pointOf(second, cell));
        return true;
    });
    return live;
}

QCborMap Collector::statsOf(const TimeRange &range, std::chrono::milliseconds window) const
{
    const TimeSpan span = TimeSpan::of(m_archive.series, range, nowMs(), false);
    const Cell sum = span.sum(m_archive.series);
    const auto count = [](quint64 value) { return static_cast<qint64>(value); };
    const auto &delays = m_recorder.loopDelays();
    const qint64 loopDelay = delays.empty() ? 0 : *std::max_element(delays.begin(), delays.end());
    return {{u"at"_s, nowMs()},
            {u"window"_s, windowText(window)},
            {u"requests"_s, count(sum.requests)},
            {u"rps"_s, static_cast<double>(sum.requests) / span.coveredSeconds},
            {u"active"_s, m_recorder.active()},
            {u"activeMax"_s, std::max(count(sum.activeMax), qint64(m_recorder.active()))},
            {u"errors"_s, count(sum.errors)},
            {u"slow"_s, count(sum.slow)},
            {u"latencyMs"_s, latencySummary(sum)},
            {u"statusClasses"_s, statusClasses(sum)},
            {u"bytesIn"_s, count(sum.bytesIn)},
            {u"bytesOut"_s, count(sum.bytesOut)},
            {u"connections"_s, m_recorder.connections()},
            {u"loopDelayMs"_s, millisecondsOf(loopDelay)},
            {u"lostRecords"_s, m_recorder.lostRecords()},
            {u"lostLogLines"_s, m_log.dropped()},
            {u"reactors"_s, reactorRows(range.fromMs / 1000)}};
}

QCborArray Collector::reactorRows(qint64 fromSecond) const
{
    std::vector<quint64> requests(m_shards.size());
    m_archive.series.addReactors(fromSecond, requests);
    QCborArray rows;
    for (std::size_t i = 0; i < m_shards.size(); ++i) {
        const ShardState &shard = *m_shards[i];
        rows.append(QCborMap{{u"index"_s, shard.reactor},
                             {u"active"_s, shard.active.load(std::memory_order_relaxed)},
                             {u"connections"_s, shard.connections.load(std::memory_order_relaxed)},
                             {u"loopDelayMs"_s, millisecondsOf(m_recorder.loopDelays()[i])},
                             {u"requests"_s, static_cast<qint64>(requests[i])}});
    }
    return rows;
}

} // namespace signalbox::telemetry
