// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_context.h"
#include "jobs/job_outcome.h"

#include <functional>

namespace signalbox::jobs {

// Tells Redis how a run ended, and insists until it has taken that in or the lock is long gone. A worker's thread.
class JobFinisher {
public:
    JobFinisher(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<RedisConnection> connection);

    struct Result {
        JobOutcome outcome;
        FetchReply next; // what Redis gave to do next
        bool isUnclear = false; // a reply was lost, in which there may have been a job
    };
    QCoro::Task<Result> complete(std::shared_ptr<JobContext> context, QByteArray returnValue, bool fetchesNext);
    // `isFinal` when there is no use in trying again.
    QCoro::Task<Result> fail(std::shared_ptr<JobContext> context, QByteArray reason, bool isFinal, bool fetchesNext);
    QCoro::Task<Result> giveBack(std::shared_ptr<JobContext> context, QByteArray why); // to be the first that waits
    // Until later, when it runs as if it hadn't yet.
    QCoro::Task<Result> putOff(std::shared_ptr<JobContext> context, qint64 delayMs, QByteArray why, bool fetchesNext);
    // One of which nothing is left but its id: it goes.
    QCoro::Task<Result> discard(QByteArray jobId, QByteArray token, bool fetchesNext);
    // One that can't be read: it fails, with that reason.
    QCoro::Task<Result> refuse(QByteArray jobId, QByteArray token, QByteArray reason);

private:
    using Ask = std::function<redis::Pending(redis::Client &)>;
    struct Answer {
        FetchReply fetched;
        redis::Reply reply;
        bool isUnclear = false;
        bool isLost = false;
        QByteArray trouble;
    };
    struct End {
        const char *command;
        QByteArray jobId;
        std::optional<qint64> attemptsMade; // before it, when it counts
    };

    static End endOf(const JobContext &context, const char *command);
    QCoro::Task<Answer> insist(Ask ask, End end);
    QCoro::Task<Answer> tryOnce(Ask ask, End end, bool isUnclear);
    QCoro::Task<bool> wasTakenIn(End end);
    QCoro::Task<Result> failUnread(WorkerScripts::Finish finish, QByteArray reason, JobOptions options);
    QCoro::Task<Result> failForGood(std::shared_ptr<JobContext> context, QByteArray reason,
                                    WorkerScripts::Finish finish);
    JobFields failureFields(const JobContext &context, const QByteArray &reason) const;
    std::optional<qint64> delayOfRetry(const JobContext &context, QByteArray &reason) const;

    const std::shared_ptr<const WorkerScripts> m_scripts;
    const std::shared_ptr<RedisConnection> m_connection;
};

} // namespace signalbox::jobs
