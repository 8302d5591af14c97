// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/queue_cleaner.h"

#include "bullmq_scripts.h"
#include "jobs/job_removal.h"
#include "jobs/job_search.h"

#include <QDeadlineTimer>

#include <algorithm>

namespace signalbox::jobs {

using redis::Reply;

namespace {

constexpr qint64 finishedInOneGo = 500; // jobs that Redis removes in a row
constexpr qint64 othersInOneGo = 200;

bool hasFinished(JobState state)
{
    return state == JobState::Completed || state == JobState::Failed;
}

JobFilter filterOf(JobState state, qint64 untilMs)
{
    JobFilter filter;
    filter.states = {state};
    if (state == JobState::WaitingChildren)
        filter.before = untilMs + 1; // since when it waits
    else
        filter.started = untilMs;
    return filter;
}

class Cleaner {
public:
    Cleaner(redis::Client &client, QueueAddress queue, CleaningCursor &cursor, Cleaning cleaning,
            telemetry::SpanSink *spans)
        : m_client(client)
        , m_queue(std::move(queue))
        , m_cursor(cursor)
        , m_cleaning(cleaning)
        , m_spans(spans)
    {
    }

    QCoro::Task<qint64> cleanSome(JobState state, qint64 untilMs);

private:
    QCoro::Task<qint64> cleanFinished(JobState state, qint64 untilMs);
    QCoro::Task<qint64> cleanOthers(JobState state, qint64 untilMs);
    void endState();

    redis::Client &m_client;
    const QueueAddress m_queue;
    CleaningCursor &m_cursor;
    const Cleaning m_cleaning;
    telemetry::SpanSink *m_spans;
};

QCoro::Task<qint64> Cleaner::cleanSome(JobState state, qint64 untilMs)
{
    return hasFinished(state) ? cleanFinished(state, untilMs) : cleanOthers(state, untilMs);
}

void Cleaner::endState()
{
    ++m_cursor.phase;
    m_cursor.place = {};
}

// They are ordered by when they have finished, and none is spared: BullMQ's script finds them all.
QCoro::Task<qint64> Cleaner::cleanFinished(JobState state, qint64 untilMs)
{
    const QByteArray set = keySuffixOf(state).toByteArray();
    if (m_cleaning == Cleaning::Counts) {
        endState();
        const QByteArray key = m_queue.key(set);
        const Reply count = co_await m_client.command(m_spans, "ZCOUNT", key, "-inf", untilMs);
        co_return count.integer;
    }
    const auto names = keys(m_queue.key(set), m_queue.key("events"), m_queue.key("repeat"));
    // It is compared as a text.
    const QByteArray until = QByteArray::number(std::max<qint64>(untilMs, 0)).rightJustified(13, '0');
    const QByteArrayList arguments{m_queue.folder(), until, QByteArray::number(finishedInOneGo), set};
    const Reply reply = co_await run(m_client, m_spans, bullmq::cleanJobsInSet, names, arguments);
    if (reply.items.size() < finishedInOneGo)
        endState();
    co_return reply.items.size();
}

// That script looks at the first ones only, behind which others hide when those are young or spared. Children of a
// parent stay, which may be of other queues: they end without a parent.
QCoro::Task<qint64> Cleaner::cleanOthers(JobState state, qint64 untilMs)
{
    QueueReader reader(m_client, m_queue, m_spans);
    JobSearch search(reader, filterOf(state, untilMs), {0, m_cursor.place, m_cursor.started});
    // What is pushed to a list goes to this side of it.
    const FoundJobs found = co_await search.piece(QueueReader::Order::Newest, othersInOneGo);
    qint64 count = 0;
    if (m_cleaning == Cleaning::Removes) {
        const QList<bool> gone = co_await removeJobs(m_client, m_queue, found.rows, Children::Stay, m_spans);
        count = gone.count(true);
        search.left(count, !gone.isEmpty() && gone.last());
    } else {
        count = std::ranges::count_if(found.rows, [](const JobRow &row) { return row.scheduler.isEmpty(); });
    }
    m_cursor.place = search.cursor().place;
    if (search.isDone())
        endState();
    co_return count;
}

} // namespace

QCoro::Task<CleaningStep> cleanQueue(redis::Client &client, QueueAddress queue, CleaningCursor cursor,
                                     QList<JobState> states, qint64 untilMs, Cleaning cleaning,
                                     std::chrono::milliseconds time, telemetry::SpanSink *spans)
{
    const QDeadlineTimer end(time);
    Cleaner cleaner(client, queue, cursor, cleaning, spans);
    CleaningStep step;
    while (cursor.phase < states.size() && !end.hasExpired()) {
        const qint64 removed = co_await cleaner.cleanSome(states.at(cursor.phase), untilMs);
        step.removed += removed;
    }
    if (cursor.phase < states.size())
        step.next = cursor;
    co_return step;
}

} // namespace signalbox::jobs
