// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_events.h"
#include "jobs/wake_up.h"

#include <QCoro/QCoroTask>

#include <map>

namespace signalbox::jobs {

// How a job ended that was waited for. A value.
struct FinishedJob {
    bool isFailed = false;
    QByteArray value; // what it returned, as JSON, or why it failed
};

// Waits for jobs of a queue to end, whoever does them, as BullMQ's waitUntilFinished does. On the thread of the client
// and of the events, which outlive it.
class JobWaiter : public QObject {
    Q_OBJECT
public:
    JobWaiter(redis::Client &client, QueueEvents &events, QObject *parent = nullptr);
    ~JobWaiter() override;

    // Nothing when it hasn't ended in that time, or this has gone. Throws RedisError, and JobError when there is no
    // such job.
    QCoro::Task<std::optional<FinishedJob>> wait(QByteArray jobId, std::chrono::milliseconds atMost);

private:
    struct Waiting {
        std::optional<FinishedJob> finished;
        WakeUp wakeUp;
    };

    QCoro::Task<> hear(std::chrono::milliseconds atMost);
    void heard(const StreamEvent &event);
    void forget(const QByteArray &jobId, const std::shared_ptr<Waiting> &waiting);
    QCoro::Task<std::optional<FinishedJob>> look(QByteArray jobId);

    redis::Client &m_client;
    QueueEvents &m_events;
    std::multimap<QByteArray, std::shared_ptr<Waiting>> m_waiting; // by job
};

} // namespace signalbox::jobs
