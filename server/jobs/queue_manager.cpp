// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_manager.h"

#include "bullmq_scripts.h"

namespace signalbox::jobs {

using redis::Reply;

namespace {

constexpr qint64 mostMinutes = 240;
constexpr int mostPauseRounds = 10'000;
constexpr int eventsKept = 10'000; // what BullMQ's scripts keep by default

} // namespace

QueueManager::QueueManager(redis::Client &client, QueueAddress queue, telemetry::SpanSink *spans)
    : m_client(client)
    , m_queue(std::move(queue))
    , m_spans(spans)
{
}

QCoro::Task<> QueueManager::create()
{
    const QByteArray meta = m_queue.key("meta");
    redis::Pending length = m_client.command(m_spans, "HSETNX", meta, "opts.maxLenEvents", eventsKept);
    redis::Pending version = m_client.command(m_spans, "HSETNX", meta, "version", "bullmq:6.7.0");
    co_await std::move(length);
    co_await std::move(version);
}

// Jobs that a former version moved aside while it was paused are brought back, some at a time.
QCoro::Task<> QueueManager::setPaused(bool isPaused)
{
    const auto key = [this](QByteArrayView suffix) { return m_queue.key(suffix); };
    const QByteArray from = isPaused ? key("wait") : key("paused");
    const QByteArray to = isPaused ? key("paused") : key("wait");
    const auto names = keys(from, to, key("meta"), key("prioritized"), key("events"), key("delayed"), key("marker"));
    QByteArray tells = "1";
    for (int round = 0; round < mostPauseRounds; ++round) {
        const QByteArrayList arguments{isPaused ? "paused" : "resumed", tells};
        const Reply reply = co_await run(m_client, m_spans, bullmq::pause, names, arguments);
        if (isPaused || reply.integer <= 0)
            break;
        tells = "0";
    }
}

QCoro::Task<> QueueManager::setConcurrency(qint64 concurrency)
{
    const QByteArray meta = m_queue.key("meta");
    if (concurrency > 0)
        co_await m_client.command(m_spans, "HSET", meta, "concurrency", concurrency);
    else
        co_await m_client.command(m_spans, "HDEL", meta, "concurrency");
}

QCoro::Task<> QueueManager::setRateLimit(qint64 max, qint64 durationMs)
{
    const QByteArray meta = m_queue.key("meta");
    if (max > 0)
        co_await m_client.command(m_spans, "HSET", meta, "max", max, "duration", durationMs);
    else
        co_await m_client.command(m_spans, "HDEL", meta, "max", "duration");
}

QCoro::Task<std::optional<QueueMetric>> QueueManager::metric(QByteArray name)
{
    const QByteArray key = m_queue.key("metrics:" + name);
    const QByteArray data = key + ":data";
    redis::Pending total = m_client.command(m_spans, "HGET", key, "count");
    redis::Pending minutes = m_client.command(m_spans, "LRANGE", data, 0, mostMinutes - 1);
    const Reply count = co_await std::move(total);
    const Reply points = co_await std::move(minutes);
    if (count.isNil())
        co_return std::nullopt;
    QueueMetric metric;
    metric.count = count.bytes.toLongLong();
    for (const Reply &point : points.items)
        metric.perMinute.append(point.bytes.toLongLong());
    co_return metric;
}

} // namespace signalbox::jobs
