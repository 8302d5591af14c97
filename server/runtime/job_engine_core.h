// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/lock_keeper.h"
#include "jobs/worker.h"
#include "runtime/job_recorder.h"
#include "runtime/own_queues.h"

#include <QCoro/QCoroTask>

#include <map>
#include <memory>

namespace signalbox {

struct Application;

// What runs on the thread of jobs: made, used and destroyed there.
class JobEngineCore : public QObject {
    Q_OBJECT
public:
    explicit JobEngineCore(Application &application);
    ~JobEngineCore() override;

    void begin();
    void drain();
    QStringList dropAll();
    bool hasDropped() const { return m_hasDropped; } // what ran
    bool cancel(const QByteArray &base, const QByteArray &jobId, const QString &why);

signals:
    void drained();

private:
    void work(OwnQueue queue);
    void endWork(const QByteArray &base);
    QCoro::Task<> warnOfRedis();
    void showDemo(bool on);
    void tellOwn();
    void forget(jobs::Worker *worker);

    Application &m_application;
    redis::Clients m_clients;
    jobs::LockKeeper m_locks;
    JobRecorder m_recorder;
    std::map<QByteArray, std::unique_ptr<jobs::Worker>> m_workers; // by the queue's qualified name
    std::vector<std::unique_ptr<jobs::Worker>> m_ending; // that only finish what they have begun
    bool m_isDraining = false;
    bool m_hasDropped = false;
    std::shared_ptr<bool> m_isGone = std::make_shared<bool>(false);
    jobs::WakeUp m_pause; // of making the schedulers; goes first
};

} // namespace signalbox
