// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_finisher.h"
#include "jobs/lock_keeper.h"
#include "jobs/processor.h"

#include <QSet>

namespace signalbox::jobs {

// What is told of the runs of a worker, on its thread.
class RunObserver {
public:
    virtual void runBegins(const std::shared_ptr<JobContext> &context) = 0;
    virtual void runEnded(const std::shared_ptr<JobContext> &context, const JobOutcome &outcome) = 0;
    virtual void troubled(const QString &what) = 0; // something that nobody else is told of
    virtual void unfit(const QString &why) = 0; // no job can be done here for now

protected:
    ~RunObserver() = default;
};

// Runs jobs that were fetched, each to its end. A worker's thread. It is made shared, since processors may outlive
// their worker.
class JobRunner : public std::enable_shared_from_this<JobRunner> {
public:
    JobRunner(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<RedisConnection> connection,
              Processors processors, LockKeeper &locks, RunObserver &observer);

    // `mayFetch` says at the end whether a next job is wanted.
    QCoro::Task<JobFinisher::Result> run(JobRecord job, QByteArray token, std::function<bool()> mayFetch);

    // Fails for good what can't be read at all, and so can't be run.
    QCoro::Task<JobFinisher::Result> refuse(QByteArray jobId, QByteArray token, QByteArray reason);

    // The contexts of those that run.
    std::shared_ptr<JobContext> running(const QByteArray &jobId) const;
    QByteArrayList tokens() const; // their tokens

    // The lock of a job that is to run later.
    void holdLock(const QByteArray &jobId, const QByteArray &token);
    void dropLock(const QByteArray &jobId, const QByteArray &token);

    // Those that still run are nobody's: their locks are left to expire, and nothing is told of them.
    void abandon();

private:
    QCoro::Task<bool> schedule(JobRecord job);
    void tellOfScheduler(const QByteArray &id, const QString &trouble, bool isPutOff);
    QCoro::Task<JobFinisher::Result> putOff(std::shared_ptr<JobContext> context, std::function<bool()> mayFetch);
    QCoro::Task<JobFinisher::Result> process(std::shared_ptr<JobContext> context, std::function<bool()> mayFetch);
    QByteArray whyNotRun(const JobRecord &job) const;

    const std::shared_ptr<const WorkerScripts> m_scripts;
    const std::shared_ptr<RedisConnection> m_connection;
    const Processors m_processors;
    LockKeeper *m_locks; // null once it is abandoned
    RunObserver *m_observer; // likewise
    JobFinisher m_finisher;
    QHash<QByteArray, std::shared_ptr<JobContext>> m_running;
    QSet<QByteArray> m_putOff; // the schedulers of which it was told that their jobs are
};

} // namespace signalbox::jobs
