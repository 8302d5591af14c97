// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_removal.h"

#include "bullmq_scripts.h"
#include "redis/script.h"

#include <algorithm>
#include <vector>

namespace signalbox::jobs {

namespace {

constexpr qint64 far = 1000; // from the head

// KEYS: a list. ARGV: first and last index, then the ids of some between. They keep their order.
constexpr redis::Script raise("queues: bring to head", R"lua(
local isMeant = {}
for place = 3, #ARGV do
    isMeant[ARGV[place]] = true
end
local first = tonumber(ARGV[1])
local raised = {}
for offset, id in ipairs(redis.call('LRANGE', KEYS[1], first, ARGV[2])) do
    if isMeant[id] then
        redis.call('LSET', KEYS[1], first + offset - 1, '')
        table.insert(raised, 1, id)
    end
end
if #raised > 0 then
    redis.call('LREM', KEYS[1], #raised, '')
    redis.call('LPUSH', KEYS[1], unpack(raised))
end
return #raised
)lua");

bool isFar(const JobRow &row)
{
    const bool mayStay = !row.scheduler.isEmpty(); // it is the next one, perhaps
    return row.state == JobState::Waiting && row.index.value_or(0) >= far && !mayStay;
}

} // namespace

redis::Pending removeJob(redis::Client &client, const QueueAddress &queue, const QByteArray &id, Children children,
                         telemetry::SpanSink *spans)
{
    const QByteArray withChildren = children == Children::Go ? "1" : "0";
    return run(client, spans, bullmq::removeJob, keys(queue.key(id), queue.key("repeat")),
               {id, withChildren, queue.folder()});
}

QCoro::Task<> bringToHead(redis::Client &client, QueueAddress queue, QList<JobRow> rows, telemetry::SpanSink *spans)
{
    rows.removeIf([](const JobRow &row) { return !isFar(row); });
    if (rows.isEmpty())
        co_return;
    const auto [first, last] = std::minmax_element(
        rows.cbegin(), rows.cend(), [](const JobRow &one, const JobRow &other) { return *one.index < *other.index; });
    QByteArrayList arguments{QByteArray::number(*first->index), QByteArray::number(*last->index)};
    for (const JobRow &row : std::as_const(rows))
        arguments.append(row.id);
    const QByteArrayList list{queue.key("wait")};
    co_await client.run(spans, raise, list, arguments);
}

QCoro::Task<QList<bool>> removeJobs(redis::Client &client, QueueAddress queue, QList<JobRow> rows, Children children,
                                    telemetry::SpanSink *spans)
{
    co_await bringToHead(client, queue, rows, spans);
    QByteArrayList ids;
    for (const JobRow &row : std::as_const(rows))
        ids.append(row.id);
    const QList<bool> gone = co_await removeJobs(client, queue, ids, children, spans);
    co_return gone;
}

QCoro::Task<QList<bool>> removeJobs(redis::Client &client, QueueAddress queue, QByteArrayList ids, Children children,
                                    telemetry::SpanSink *spans)
{
    std::vector<redis::Pending> asked; // all of them go out in one write
    for (const QByteArray &id : std::as_const(ids))
        asked.push_back(removeJob(client, queue, id, children, spans));
    QList<bool> gone;
    for (redis::Pending &each : asked) {
        const redis::Reply reply = co_await std::move(each);
        gone.append(reply.integer == 1);
    }
    co_return gone;
}

} // namespace signalbox::jobs
