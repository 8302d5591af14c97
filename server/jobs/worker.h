// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_fetcher.h"
#include "jobs/job_runner.h"
#include "jobs/stray_keeper.h"
#include "redis/clients.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace signalbox::jobs {

// Does the jobs of a queue, as BullMQ's Worker does: those of any producer, beside workers of any language. Lives on
// one thread with an event loop, where its processors run; its methods and signals are that thread's. What it is given
// outlives it.
class Worker : public QObject, private RunObserver {
    Q_OBJECT
public:
    Worker(redis::Clients &clients, QueueKeys queue, Processors processors, WorkerSettings settings, LockKeeper &locks,
           QObject *parent = nullptr);
    // Gives up the jobs that still run: others take them once their locks have expired.
    ~Worker() override;

    const QueueKeys &queue() const { return m_scripts->queue(); }
    const WorkerSettings &settings() const { return m_scripts->settings(); }

    void start(); // once
    // This worker takes no more jobs; those that run go on. Other workers don't notice.
    void pause();
    void resume();
    bool isPaused() const { return m_isPaused; }
    // Takes no more jobs, and waits for those that run: closed() follows.
    void close();
    bool isClosed() const { return m_isClosed; }
    int running() const { return m_running; }

    // Tells a job that runs here to stop. False when none of that id does.
    bool cancel(const QByteArray &jobId, const QString &why);

signals:
    void began(const std::shared_ptr<signalbox::jobs::JobContext> &context);
    void ended(const std::shared_ptr<signalbox::jobs::JobContext> &context, const signalbox::jobs::JobOutcome &outcome);
    void stalled(const QByteArray &jobId); // another worker's job, most likely, that waits again
    void drained(); // there was a job, and now there is none to take; others may still run
    void closed();
    void trouble(const QString &what); // for a log

private:
    using Milliseconds = std::chrono::milliseconds;

    void runBegins(const std::shared_ptr<JobContext> &context) override { emit began(context); }
    void runEnded(const std::shared_ptr<JobContext> &context, const JobOutcome &outcome) override;
    void troubled(const QString &what) override { emit trouble(what); }
    void unfit(const QString &why) override;

    QCoro::Task<> work();
    QCoro::Task<bool> waitUntilFree();
    QCoro::Task<> take();
    QCoro::Task<> process(JobRecord job, QByteArray token);
    void tellIfDrained();
    void straysFound();
    void startStrays();
    QCoro::Task<> startStray(StrayJob stray);
    QCoro::Task<> checkStalled();
    QCoro::Task<> finishClosing();
    bool mayFetch() const;
    void noteTrouble(const QString &what, const QString &why);
    QByteArray nextToken();
    Milliseconds restLeft() const;
    void lockLost(const QByteArray &queue, const QByteArray &jobId, const QByteArray &token, const QString &why);

    const std::shared_ptr<const WorkerScripts> m_scripts;
    const std::shared_ptr<RedisConnection> m_connection;
    const std::shared_ptr<bool> m_isGone = std::make_shared<bool>(false);
    const std::shared_ptr<JobRunner> m_runner;
    const std::shared_ptr<JobFetcher> m_fetcher;
    const QByteArray m_id; // its tokens begin so
    StrayKeeper m_strays;
    quint64 m_tokens = 0;
    int m_running = 0;
    bool m_hasHadJob = false; // since it last told that there are none
    bool m_isTaking = false; // a place is kept for the job that was asked for
    bool m_isStarted = false;
    bool m_isPaused = false;
    bool m_isClosing = false;
    bool m_isClosed = false;
    Milliseconds m_backOff{0};
    QDeadlineTimer m_rest{0}; // until then no job can be done here
    QString m_whyUnfit; // what was told of it last
    QSet<QString> m_troubles; // that it has told of since all was well
    WakeUp m_free; // the loop waits for it while it may take none
    QTimer m_stalledTimer;
};

} // namespace signalbox::jobs
