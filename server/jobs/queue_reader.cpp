// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_reader.h"

#include "jobs/job_options.h"
#include "jobs/queue_scripts.h"

#include <QJsonDocument>

#include <algorithm>

namespace signalbox::jobs {

using redis::Reply;

namespace {

constexpr qsizetype mostData = 256 * 1024; // bytes of a job's data
constexpr qsizetype mostOfStacks = 1024 * 1024; // of its stack traces
constexpr qsizetype mostOfField = 64 * 1024; // of each other field
constexpr qsizetype mostOfLine = 16 * 1024; // of its log: a thousand of them are what a reply may hold, and more
constexpr qsizetype idsInOneGo = 50;

QByteArray flag(bool isOn)
{
    return isOn ? "1" : "0";
}

QList<JobRow> rowsIn(const Reply &reply)
{
    QList<JobRow> rows;
    for (const Reply &row : reply.items.value(5).items)
        rows.append(JobRow::fromReply(row));
    return rows;
}

QHash<QByteArray, QByteArray> fieldsIn(const Reply &flat)
{
    QHash<QByteArray, QByteArray> fields;
    for (qsizetype i = 0; i + 1 < flat.items.size(); i += 2)
        fields.insert(flat.items[i].bytes, flat.items[i + 1].bytes);
    return fields;
}

// How many bytes at the end begin a character of UTF-8 that isn't there whole.
qsizetype cutCharacter(QByteArrayView text)
{
    for (qsizetype size = 1; size <= std::min<qsizetype>(3, text.size()); ++size) {
        const auto byte = static_cast<unsigned char>(text[text.size() - size]);
        if (byte < 0x80)
            return 0;
        if (byte >= 0xC0)
            return size < (byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2) ? size : 0;
    }
    return 0;
}

// `size`: of the whole line.
QByteArray toldLine(QByteArray beginning, qint64 size)
{
    if (size <= beginning.size())
        return beginning;
    beginning.chop(cutCharacter(beginning));
    return beginning + " … (" + QByteArray::number(size - beginning.size()) + " bytes more)";
}

} // namespace

QueueReader::QueueReader(redis::Client &client, QueueAddress queue, telemetry::SpanSink *spans)
    : m_client(client)
    , m_queue(std::move(queue))
    , m_spans(spans)
{
}

redis::Pending QueueReader::ask(const QByteArrayList &arguments)
{
    return m_client.run(m_spans, scripts::jobs, {m_queue.folder()}, arguments);
}

QCoro::Task<JobPage> QueueReader::page(JobState state, Order order, qint64 from, qint64 limit)
{
    const QByteArrayList arguments{"page", keySuffixOf(state).toByteArray(), flag(order == Order::Newest),
                                   "",     QByteArray::number(from),         QByteArray::number(limit)};
    const Reply reply = co_await ask(arguments);
    co_return JobPage{reply.items.value(0).integer, rowsIn(reply)};
}

QCoro::Task<WalkStep> QueueReader::walk(JobState state, Order order, WalkPlace place, qint64 count, QJsonObject filter)
{
    const QByteArray criteria = filter.isEmpty() ? "" : QJsonDocument(filter).toJson(QJsonDocument::Compact);
    const QByteArrayList arguments{"walk",
                                   keySuffixOf(state).toByteArray(),
                                   flag(order == Order::Newest),
                                   criteria,
                                   QByteArray::number(count),
                                   QByteArray::number(place.index),
                                   place.id,
                                   place.score};
    const Reply reply = co_await ask(arguments);
    WalkStep step;
    step.total = reply.items.value(0).integer;
    step.scanned = reply.items.value(1).integer;
    step.place = {reply.items.value(2).integer, reply.items.value(3).bytes, reply.items.value(4).bytes};
    step.rows = rowsIn(reply);
    step.isEnd = reply.items.value(6).integer != 0;
    co_return step;
}

QCoro::Task<QList<JobRow>> QueueReader::rows(QByteArrayList ids)
{
    QList<JobRow> rows;
    for (qsizetype first = 0; first < ids.size(); first += idsInOneGo) {
        const QByteArrayList arguments = QByteArrayList{"ids", "", "0", ""} + ids.mid(first, idsInOneGo);
        const Reply reply = co_await ask(arguments);
        rows += rowsIn(reply);
    }
    co_return rows;
}

QCoro::Task<std::optional<JobDetail>> QueueReader::job(QByteArray id)
{
    if (isKeyOfQueue(QString::fromUtf8(id)))
        co_return std::nullopt;
    const QByteArrayList keys{m_queue.folder(), m_queue.key(id)};
    const QByteArrayList arguments{id, QByteArray::number(mostData), QByteArray::number(mostOfStacks),
                                   QByteArray::number(mostOfField)};
    const QByteArrayList ids{id};
    redis::Pending asked = m_client.run(m_spans, scripts::job, keys, arguments);
    const QList<JobRow> found = co_await rows(ids);
    const Reply reply = co_await std::move(asked);
    if (reply.isNil() || found.isEmpty())
        co_return std::nullopt;
    JobDetail detail;
    detail.row = found.first();
    for (const Reply &name : reply.items.value(0).items)
        detail.cut.insert(name.bytes);
    detail.logs = reply.items.value(1).integer;
    detail.lock = reply.items.value(2).bytes;
    detail.processedChildren = reply.items.value(3).integer;
    detail.unprocessedChildren = reply.items.value(4).integer;
    detail.ignoredChildren = reply.items.value(5).integer;
    detail.failedChildren = reply.items.value(6).integer;
    detail.fields = fieldsIn(reply.items.value(7));
    co_return detail;
}

QCoro::Task<JobLogs> QueueReader::logs(QByteArray id, qint64 from, qint64 limit)
{
    const QByteArrayList keys{m_queue.key(id + ":logs")};
    const QByteArrayList arguments{QByteArray::number(from), QByteArray::number(limit), QByteArray::number(mostOfLine)};
    const Reply reply = co_await m_client.run(m_spans, scripts::logLines, keys, arguments);
    JobLogs logs;
    logs.total = reply.items.value(0).integer;
    logs.from = reply.items.value(1).integer;
    const Reply lines = reply.items.value(2);
    const Reply sizes = reply.items.value(3);
    for (qsizetype i = 0; i < lines.items.size(); ++i)
        logs.lines.append(toldLine(lines.items[i].bytes, sizes.items[i].integer));
    co_return logs;
}

QCoro::Task<bool> QueueReader::exists()
{
    const QByteArray key = m_queue.key("meta");
    const Reply reply = co_await m_client.command(m_spans, "EXISTS", key);
    co_return reply.integer == 1;
}

} // namespace signalbox::jobs
