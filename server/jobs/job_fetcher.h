// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_context.h"
#include "jobs/marker_wait.h"
#include "jobs/wake_up.h"

namespace signalbox::jobs {

// Gets a worker's next job: at once while there are some, else when a marker says so, a delayed one is due, or it has
// waited long enough to look by itself. One wait at a time, on the worker's thread. It is made shared, since it
// outlives whoever waits.
class JobFetcher : public std::enable_shared_from_this<JobFetcher> {
public:
    JobFetcher(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<const RedisConnection> connection,
               std::shared_ptr<redis::ServerTarget> target);

    // Waits, but not longer than it should be waited before one looks again: there may be no job. Throws RedisError.
    QCoro::Task<std::optional<JobRecord>> next(QByteArray token);
    // Takes in what came with the end of a job.
    void heard(const FetchReply &reply);

    std::chrono::milliseconds limitedFor() const; // 0: it may be asked
    void forgetLimit(); // once it is over
    bool isDrained() const { return m_isDrained; }

    // Ends a wait; next() gives nothing from then on.
    void close();
    void interrupt(); // ends a wait, without a job
    // A marker that was taken, or may have been, while nobody can take a job is another worker's.
    QCoro::Task<> giveMarkerBack();
    // So is what is known of the next delayed one, since Redis tells one worker only, when this one doesn't come back
    // for it.
    QCoro::Task<> passOn();
    QCoro::Task<> endWait(); // of the connection's own, when it is closed

private:
    QCoro::Task<bool> waitForWork(); // whether it is to be asked now
    QCoro::Task<> waitForMarker();
    void waitEnded();
    QCoro::Task<> mark(qint64 at);
    std::chrono::milliseconds patience() const;

    const std::shared_ptr<const WorkerScripts> m_scripts;
    const std::shared_ptr<const RedisConnection> m_connection;
    bool m_isDrained = false; // there was nothing at the last look
    bool m_isClosed = false;
    bool m_isInterrupted = false;
    bool m_isAsking = false; // next() is under way
    bool m_owesMarker = false; // one may have been taken, and it isn't known that it was looked for a job since
    bool m_hasBegun = false; // a wait is under way, or has been
    bool m_waitedInVain = false; // a whole wait has passed without a marker
    qint64 m_nextAt = 0; // when a delayed job is due; 0: not known
    qint64 m_limitUntil = 0;
    WakeUp m_wake;
    MarkerWait m_markers;
};

} // namespace signalbox::jobs
