// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/scheduler_reader.h"

#include "bullmq_scripts.h"
#include "jobs/job_row.h"

#include <QHash>
#include <QJsonDocument>

#include <vector>

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

QCoro::Task<SchedulerList> SchedulerReader::list()
{
    const QByteArray set = m_queue.key("repeat");
    redis::Pending count = m_client.command(m_spans, "ZCARD", set);
    const Reply found = co_await m_client.command(m_spans, "ZRANGE", set, 0, mostSchedulers - 1, "WITHSCORES");
    const Reply counted = co_await count;
    std::vector<Asked> asked;
    asked.reserve(std::size_t(found.items.size() / 2));
    for (qsizetype i = 0; i + 1 < found.items.size(); i += 2)
        asked.push_back(ask(found.items[i].bytes, found.items[i + 1].bytes));
    SchedulerList list{.rows = {}, .total = counted.integer};
    for (Asked &each : asked) {
        const SchedulerRow row = co_await read(std::move(each));
        if (!row.pattern.isEmpty() || row.everyMs)
            list.rows.append(row);
        else // one of another kind, of a former version
            --list.total;
    }
    co_return list;
}

QCoro::Task<std::optional<SchedulerRow>> SchedulerReader::one(QByteArray id)
{
    const QByteArray set = m_queue.key("repeat");
    const Reply score = co_await m_client.command(m_spans, "ZSCORE", set, id);
    if (score.isNil())
        co_return std::nullopt;
    Asked asked = ask(id, score.bytes);
    const SchedulerRow row = co_await read(std::move(asked));
    co_return row;
}

SchedulerReader::Asked SchedulerReader::ask(const QByteArray &id, const QByteArray &score)
{
    SchedulerRow row;
    row.id = id;
    row.nextAt = numberIn(score);
    redis::Pending fields = m_client.command(m_spans, "HGETALL", m_queue.key("repeat:" + id));
    redis::Pending nextMadeAt = m_client.command(m_spans, "HGET", m_queue.key(row.nextJob()), "timestamp");
    return {row, std::move(fields), std::move(nextMadeAt)};
}

QCoro::Task<SchedulerRow> SchedulerReader::read(Asked asked)
{
    const Reply hash = co_await asked.fields;
    const Reply made = co_await asked.nextMadeAt;
    QHash<QByteArray, QByteArray> fields;
    for (qsizetype i = 0; i + 1 < hash.items.size(); i += 2)
        fields.insert(hash.items[i].bytes, hash.items[i + 1].bytes);
    SchedulerRow row = asked.row;
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
    if (row.iterations > 1)
        row.lastAt = numberIn(made.bytes);
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
