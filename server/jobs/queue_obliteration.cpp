// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_obliteration.h"

#include "bullmq_scripts.h"
#include "jobs/job_removal.h"
#include "redis/glob.h"

#include <QDeadlineTimer>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;
using redis::Reply;

namespace {

constexpr qint64 jobsInOneGo = 500; // that Redis removes in a row
constexpr qint64 parentsInOneGo = 200;
constexpr int keysInAScan = 1000;

enum Phase : qint64 { Pausing, Parents, LeftOvers, Everything, Done };

// KEYS: meta, active, marker, events. ARGV: "1" when it is forced. 0: it has active jobs, and is as it was. As BullMQ
// pauses, in one go with the look: between two calls a worker may take a job, and the connection may be lost.
constexpr redis::Script pauseUnlessBusy("queues: pause unless busy", R"lua(
if ARGV[1] ~= '1' and redis.call('LLEN', KEYS[2]) > 0 then
    return 0
end
if redis.call('HSET', KEYS[1], 'paused', 1) == 1 then
    redis.call('XADD', KEYS[4], '*', 'event', 'paused')
end
redis.call('DEL', KEYS[3])
return 1
)lua");

QString isBusyText()
{
    return u"It has active jobs: wait until they have ended, or force it"_s;
}

QString isResumedText()
{
    return u"It was resumed meanwhile; try again"_s;
}

class Obliteration {
public:
    Obliteration(redis::Client &client, QueueAddress queue, CleaningCursor &cursor, bool isForced,
                 telemetry::SpanSink *spans)
        : m_client(client)
        , m_queue(std::move(queue))
        , m_cursor(cursor)
        , m_isForced(isForced)
        , m_spans(spans)
    {
    }

    // Each says why it can't be, or nothing.
    QCoro::Task<QString> begin();
    QCoro::Task<QString> look();
    QCoro::Task<QString> goOn();

private:
    QCoro::Task<> removeParents();
    QCoro::Task<> removeLeftOvers();
    QCoro::Task<QString> removeTheRest();

    redis::Client &m_client;
    const QueueAddress m_queue;
    CleaningCursor &m_cursor;
    const bool m_isForced;
    telemetry::SpanSink *m_spans;
};

// Once it is paused no job becomes active any more.
QCoro::Task<QString> Obliteration::begin()
{
    const QByteArrayList names{m_queue.key("meta"), m_queue.key("active"), m_queue.key("marker"),
                               m_queue.key("events")};
    const QByteArrayList arguments{m_isForced ? "1" : ""};
    const Reply reply = co_await m_client.run(m_spans, pauseUnlessBusy, names, arguments);
    m_cursor.phase = Parents;
    co_return reply.integer == 0 ? isBusyText() : QString();
}

QCoro::Task<QString> Obliteration::look()
{
    const QByteArray meta = m_queue.key("meta");
    const Reply paused = co_await m_client.command(m_spans, "HEXISTS", meta, "paused");
    if (paused.integer == 0) {
        const Reply exists = co_await m_client.command(m_spans, "EXISTS", meta);
        if (exists.integer > 0)
            co_return isResumedText();
        m_cursor.phase = Done; // though nobody heard of it
        co_return QString();
    }
    const QByteArray active = m_queue.key("active");
    const Reply busy = co_await m_client.command(m_spans, "LLEN", active);
    co_return busy.integer > 0 && !m_isForced ? isBusyText() : QString();
}

QCoro::Task<QString> Obliteration::goOn()
{
    QString problem;
    if (m_cursor.phase == Parents)
        co_await removeParents();
    else if (m_cursor.phase == LeftOvers)
        co_await removeLeftOvers();
    else
        problem = co_await removeTheRest();
    co_return problem;
}

// BullMQ's own script knows nothing of them. Their children stay, which may be of other queues: they end without a
// parent.
QCoro::Task<> Obliteration::removeParents()
{
    const QByteArray set = m_queue.key("waiting-children");
    const Reply found = co_await m_client.command(m_spans, "ZRANGE", set, 0, parentsInOneGo - 1);
    QByteArrayList ids;
    for (const Reply &id : found.items)
        ids.append(id.bytes);
    const QList<bool> gone = co_await removeJobs(m_client, m_queue, ids, Children::Stay, m_spans);
    if (!gone.contains(true))
        m_cursor.phase = LeftOvers;
}

// What that script leaves behind.
QCoro::Task<> Obliteration::removeLeftOvers()
{
    const QByteArray pattern = redis::globEscaped(m_queue.folder()) + "d[en]:*";
    const Reply found =
        co_await m_client.command(m_spans, "SCAN", m_cursor.scan, "MATCH", pattern, "COUNT", keysInAScan);
    QByteArrayList words{"UNLINK", m_queue.key("limiter"), m_queue.key("waiting-children")};
    for (const Reply &key : found.items.value(1).items)
        words.append(key.bytes);
    co_await m_client.command(m_spans, words);
    m_cursor.scan = found.items.value(0).bytes;
    if (m_cursor.scan == "0")
        m_cursor.phase = Everything;
}

QCoro::Task<QString> Obliteration::removeTheRest()
{
    const auto names = keys(m_queue.key("meta"), m_queue.folder());
    const QByteArrayList arguments{QByteArray::number(jobsInOneGo), m_isForced ? "force" : ""};
    const Reply reply = co_await run(m_client, m_spans, bullmq::obliterate, names, arguments);
    if (reply.integer < 0)
        co_return reply.integer == -2 ? isBusyText() : isResumedText();
    if (reply.integer == 0)
        m_cursor.phase = Done;
    co_return QString();
}

} // namespace

QCoro::Task<CleaningStep> obliterateQueue(redis::Client &client, QueueAddress queue, CleaningCursor cursor,
                                          bool isForced, std::chrono::milliseconds time, telemetry::SpanSink *spans)
{
    const QDeadlineTimer end(time);
    Obliteration obliteration(client, queue, cursor, isForced, spans);
    CleaningStep step;
    if (cursor.phase == Pausing)
        step.error = co_await obliteration.begin();
    else
        step.error = co_await obliteration.look();
    while (step.error.isEmpty() && cursor.phase < Done && !end.hasExpired())
        step.error = co_await obliteration.goOn();
    if (cursor.phase < Done)
        step.next = cursor;
    co_return step;
}

} // namespace signalbox::jobs
