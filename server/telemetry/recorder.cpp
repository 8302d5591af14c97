// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/recorder.h"

#include "telemetry/encoded_record.h"

#include <algorithm>
#include <limits>

namespace signalbox::telemetry {

namespace {

constexpr qint64 none = std::numeric_limits<qint64>::max();
constexpr qsizetype lineBatch = 256 * 1024; // is written at once: few system calls, and still in the cache
// The system's clock is set a little now and then: only more than this is a jump back in time.
constexpr qint64 clockTolerance = 2;

} // namespace

Recorder::Recorder(std::vector<ShardState *> shards, ShardState &jobs, Archive &archive, AsyncLog &log,
                   QByteArray nodeName)
    : m_shards(std::move(shards))
    , m_jobs(jobs)
    , m_archive(archive)
    , m_log(log)
    , m_requestLines(std::move(nodeName))
    , m_loopDelays(m_shards.size())
    , m_openLoopDelays(m_shards.size())
{
}

qint64 Recorder::secondOf(const EncodedRecord &record, qint64 nowSecond)
{
    return std::min(record.endUs() / 1'000'000, nowSecond);
}

void Recorder::drain(qint64 nowUs)
{
    const qint64 now = nowUs / 1'000'000;
    readGauges();
    if (now < m_archive.series.openSecond() - clockTolerance)
        advanceTo(now);
    while (true) {
        const qint64 open = m_archive.series.openSecond();
        qint64 next = now;
        for (ShardState *shard : m_shards)
            next = std::min(next, drainShard(*shard, open, now));
        if (next <= open)
            break;
        advanceTo(next);
    }
    takeJobs();
    writeLines();
}

// They are found beside the requests that they came of, and told of live; what is counted are requests alone.
void Recorder::takeJobs()
{
    while (const char *bytes = m_jobs.ring.front()) {
        const EncodedRecord record(bytes);
        m_archive.journal.append(record);
        for (auto &[id, feed] : m_feeds)
            feed.offer(record);
        m_jobs.ring.pop();
    }
}

qint64 Recorder::drainShard(ShardState &shard, qint64 second, qint64 nowSecond)
{
    while (const char *bytes = shard.ring.front()) {
        const EncodedRecord record(bytes);
        const qint64 ended = secondOf(record, nowSecond);
        if (ended > second)
            return ended;
        take(record);
        shard.ring.pop();
    }
    return none;
}

int Recorder::routeOf(const EncodedRecord &record)
{
    if (const auto known = m_archive.routes.find(record.head().routeKey))
        return *known;
    return m_archive.routes.indexOf(record.text(EncodedRecord::Method), record.text(EncodedRecord::Route));
}

void Recorder::take(const EncodedRecord &record)
{
    const int route = routeOf(record);
    m_archive.series.record(record, route);
    const quint64 sequence = m_archive.journal.append(record);
    m_archive.slowest.offer(record, route, sequence);
    m_lineCount += m_requestLines.append(m_lines, record, m_log.level());
    if (m_lines.size() > lineBatch)
        writeLines();
    for (auto &[id, feed] : m_feeds)
        feed.offer(record);
}

void Recorder::advanceTo(qint64 second)
{
    constexpr qint64 ten = Series::stepSeconds[Series::TenSeconds];
    if (second / ten != m_archive.series.openSecond() / ten)
        m_archive.slowest.closeStep();
    m_archive.series.advanceTo(second);
    m_loopDelays = std::exchange(m_openLoopDelays, std::vector<qint64>(m_shards.size()));
}

void Recorder::readGauges()
{
    Series::Gauges gauges;
    const int activeNow = active();
    for (std::size_t i = 0; i < m_shards.size(); ++i) {
        ShardState &shard = *m_shards[i];
        gauges.activeMax = std::max(gauges.activeMax, shard.activeMax.exchange(activeNow));
        gauges.connections += shard.connections.load(std::memory_order_relaxed);
        const qint64 delay = shard.loopDelayMaxUs.exchange(0);
        gauges.loopDelayUs = std::max(gauges.loopDelayUs, delay);
        m_openLoopDelays[i] = std::max(m_openLoopDelays[i], delay);
    }
    m_archive.series.observe(gauges);
}

void Recorder::writeLines()
{
    if (m_lineCount == 0)
        return;
    m_log.writeLines(m_lines, std::exchange(m_lineCount, 0));
}

qint64 Recorder::lostRecords() const
{
    qint64 lost = m_jobs.lost.load(std::memory_order_relaxed);
    for (const ShardState *shard : m_shards)
        lost += shard->lost.load(std::memory_order_relaxed);
    return lost;
}

int Recorder::active() const
{
    int active = 0;
    for (const ShardState *shard : m_shards)
        active += shard->active.load(std::memory_order_relaxed);
    return active;
}

int Recorder::connections() const
{
    int connections = 0;
    for (const ShardState *shard : m_shards)
        connections += shard->connections.load(std::memory_order_relaxed);
    return connections;
}

} // namespace signalbox::telemetry
