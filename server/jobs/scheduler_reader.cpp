// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/scheduler_reader.h"

#include "bullmq_scripts.h"
#include "jobs/job_row.h"

#include <QHash>
#include <QJsonDocument>

namespace signalbox::jobs {

using redis::Reply;

namespace {

constexpr int mostSchedulers = 1000;

} // namespace

SchedulerReader::SchedulerReader(redis::Client &client, QueueAddress queue, telemetry::SpanSink *spans)
    : m_client(client)
    , m_queue(std::move(queue))
    , m_spans(spans)
{
}

QCoro::Task<QList<SchedulerRow>> SchedulerReader::list()
{
    const QByteArray set = m_queue.key("repeat");
    const Reply found = co_await m_client.command(m_spans, "ZRANGE", set, 0, mostSchedulers - 1, "WITHSCORES");
    QList<SchedulerRow> rows;
    for (qsizetype i = 0; i + 1 < found.items.size(); i += 2) {
        const SchedulerRow row = co_await read(found.items[i].bytes, found.items[i + 1].bytes);
        if (!row.pattern.isEmpty() || row.everyMs) // else one of another kind, of a former version
            rows.append(row);
    }
    co_return rows;
}

QCoro::Task<std::optional<SchedulerRow>> SchedulerReader::one(QByteArray id)
{
    const QByteArray set = m_queue.key("repeat");
    const Reply score = co_await m_client.command(m_spans, "ZSCORE", set, id);
    if (score.isNil())
        co_return std::nullopt;
    const SchedulerRow row = co_await read(id, score.bytes);
    co_return row;
}

QCoro::Task<SchedulerRow> SchedulerReader::read(QByteArray id, QByteArray score)
{
    const QByteArray key = m_queue.key("repeat:" + id);
    const Reply hash = co_await m_client.command(m_spans, "HGETALL", key);
    QHash<QByteArray, QByteArray> fields;
    for (qsizetype i = 0; i + 1 < hash.items.size(); i += 2)
        fields.insert(hash.items[i].bytes, hash.items[i + 1].bytes);
    SchedulerRow row;
    row.id = id;
    row.name = fields.value("name");
    row.pattern = fields.value("pattern");
    row.everyMs = numberIn(fields.value("every"));
    row.timezone = fields.value("tz");
    row.startAt = numberIn(fields.value("startDate"));
    row.endAt = numberIn(fields.value("endDate"));
    row.limit = numberIn(fields.value("limit"));
    row.iterations = numberIn(fields.value("ic")).value_or(0);
    row.data = fields.value("data", "{}");
    row.options = QJsonDocument::fromJson(fields.value("opts")).object();
    row.nextAt = numberIn(score);
    if (row.iterations > 1) {
        const QByteArray next = m_queue.key(row.nextJob());
        const Reply made = co_await m_client.command(m_spans, "HGET", next, "timestamp");
        row.lastAt = numberIn(made.bytes);
    }
    co_return row;
}

QCoro::Task<bool> SchedulerReader::remove(QByteArray id)
{
    const auto names = keys(m_queue.key("repeat"), m_queue.key("delayed"), m_queue.key("events"));
    const QByteArrayList arguments{id, m_queue.folder()};
    const Reply reply = co_await run(m_client, m_spans, bullmq::removeJobScheduler, names, arguments);
    co_return reply.integer == 0;
}

} // namespace signalbox::jobs
