// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_filter.h"
#include "jobs/queue_reader.h"

#include <QDeadlineTimer>

namespace signalbox::jobs {

// Where a walk through the states of a queue stands; what a client brings back to go on. A value.
struct JobCursor {
    qsizetype state = 0; // which of the filter's states
    WalkPlace place;
    qint64 started = 0; // when the first step was made

    QByteArray encoded() const; // base64url
    static std::optional<JobCursor> decoded(const QByteArray &text);
};

struct FoundJobs {
    QList<JobRow> rows;
    qint64 scanned = 0;
    qint64 total = 0; // in all of the states
    bool isDone = false;
};

// Looks through a queue's jobs for those that match, a bounded step at a time. On the reader's thread; throws
// RedisError. The reader outlives the tasks.
class JobSearch {
public:
    JobSearch(QueueReader &reader, JobFilter filter, JobCursor cursor);

    // Until there are `most`, or the time is over.
    QCoro::Task<FoundJobs> step(QueueReader::Order order, qsizetype most, std::chrono::milliseconds time);
    // One piece of a state, for who changes what is found: tell with left() how many are there no longer.
    QCoro::Task<FoundJobs> piece(QueueReader::Order order, qint64 count);
    void left(qsizetype count, bool isLastOne); // of the state's list; the last one that was looked at among them
    QCoro::Task<qint64> total();

    bool isDone() const { return m_cursor.state >= m_filter.states.size(); }
    const JobCursor &cursor() const { return m_cursor; }

private:
    QueueReader &m_reader;
    const JobFilter m_filter;
    JobCursor m_cursor;
};

} // namespace signalbox::jobs
