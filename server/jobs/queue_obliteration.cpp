// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_obliteration.h"

#include "bullmq_scripts.h"
#include "jobs/job_removal.h"
#include "jobs/queue_manager.h"
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
    QCoro::Task<bool> isPaused();
    QCoro::Task<bool> isBusy();
    QCoro::Task<> removeParents();
    QCoro::Task<> removeLeftOvers();
    QCoro::Task<QString> removeTheRest();

    redis::Client &m_client;
    const QueueAddress m_queue;
    CleaningCursor &m_cursor;
    const bool m_isForced;
    telemetry::SpanSink *m_spans;
};

QCoro::Task<bool> Obliteration::isPaused()
{
    const QByteArray meta = m_queue.key("meta");
    const Reply reply = co_await m_client.command(m_spans, "HEXISTS", meta, "paused");
    co_return reply.integer == 1;
}

QCoro::Task<bool> Obliteration::isBusy()
{
    if (m_isForced)
        co_return false;
    const QByteArray active = m_queue.key("active");
    const Reply reply = co_await m_client.command(m_spans, "LLEN", active);
    co_return reply.integer > 0;
}

// Once it is paused no job becomes active any more; until then, one may.
QCoro::Task<QString> Obliteration::begin()
{
    const bool isTooEarly = co_await isBusy();
    if (isTooEarly)
        co_return isBusyText();
    QueueManager manager(m_client, m_queue, m_spans);
    const bool wasPaused = co_await isPaused();
    if (!wasPaused)
        co_await manager.setPaused(true);
    const bool isTooLate = co_await isBusy();
    if (isTooLate && !wasPaused)
        co_await manager.setPaused(false);
    m_cursor.phase = Parents;
    co_return isTooLate ? isBusyText() : QString();
}

QCoro::Task<QString> Obliteration::look()
{
    const bool isStill = co_await isPaused();
    if (!isStill)
        co_return isResumedText();
    const bool isBusyNow = co_await isBusy();
    if (isBusyNow)
        co_return isBusyText();
    co_return QString();
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
