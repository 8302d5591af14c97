// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/job_runner.h"
#include "jobs/stray_jobs.h"

#include <deque>
#include <functional>

namespace signalbox::jobs {

// Finds the jobs that Redis gave to a worker in replies that were lost, and holds their locks until the worker has a
// place for each. The worker's thread; the worker owns it.
class StrayKeeper {
public:
    // `tokenPrefix`: how the tokens of the worker begin. `found` is called when there are some to take.
    StrayKeeper(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<RedisConnection> connection,
                std::shared_ptr<JobRunner> runner, QByteArray tokenPrefix, std::function<void()> found);
    ~StrayKeeper() { *m_isGone = true; }
    Q_DISABLE_COPY_MOVE(StrayKeeper)

    void look(); // a reply was lost in which there may have been a job
    void close(); // no more are held

    bool isEmpty() const { return m_strays.empty(); }
    StrayJob take(); // the first; its lock is still held
    void letGo(const StrayJob &stray); // of its lock
    void letGoOfAll();
    // None when it isn't ours any more. When Redis doesn't answer it is looked for again.
    QCoro::Task<StrayClaim> claim(StrayJob stray);
    QCoro::Task<> giveBack(); // nobody has begun them: they wait again

private:
    QCoro::Task<> lookUntilFound();
    QCoro::Task<std::optional<QList<StrayJob>>> find(); // nothing when Redis doesn't answer
    void hold(const StrayJob &stray);

    const std::shared_ptr<const WorkerScripts> m_scripts;
    const std::shared_ptr<RedisConnection> m_connection;
    const std::shared_ptr<JobRunner> m_runner;
    const QByteArray m_tokenPrefix;
    const std::function<void()> m_found;
    const std::shared_ptr<bool> m_isGone = std::make_shared<bool>(false);
    std::deque<StrayJob> m_strays;
    int m_looks = 0; // that are still to be made
    bool m_isLooking = false;
    bool m_isClosing = false;
    WakeUp m_pause; // between two looks
    WakeUp m_closingPause; // likewise, while it closes
};

} // namespace signalbox::jobs
