// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_keys.h"
#include "redis/clients.h"

#include <QCoro/QCoroTask>
#include <QMutex>
#include <QObject>
#include <QThread>

#include <chrono>
#include <map>

namespace signalbox::jobs {

// Renews the locks of the jobs that run, on a thread and a connection of its own, so that no processor can hold it up.
// One for all workers of a program. Any thread; made and destroyed by the one that owns it.
class LockKeeper : public QObject {
    Q_OBJECT
public:
    explicit LockKeeper(std::shared_ptr<redis::ServerTarget> target, QObject *parent = nullptr);
    ~LockKeeper() override;

    // The lock of `duration` was just taken; it is renewed when half of it is over.
    void add(const QueueKeys &queue, const QByteArray &jobId, const QByteArray &token,
             std::chrono::milliseconds duration);
    // By whoever added it: another one may hold it by now.
    void remove(const QueueKeys &queue, const QByteArray &jobId, const QByteArray &token);

signals:
    // It isn't the worker's any more, or can't be held: who has another token may run the job now. Of the keeper's
    // thread.
    void lost(const QByteArray &queue, const QByteArray &jobId, const QByteArray &token, const QString &why);

private:
    using Clock = std::chrono::steady_clock;
    struct Lock {
        QByteArray token;
        Clock::time_point askedAt; // to hold it
        Clock::time_point goodUntil;
        std::chrono::milliseconds duration;
        QString trouble = {}; // why it could not be renewed at the last beat
    };
    struct Queue {
        QueueKeys keys;
        std::map<QByteArray, Lock> locks; // by jobs
    };
    struct Due {
        QueueKeys keys;
        std::chrono::milliseconds duration;
        QByteArrayList ids;
        QByteArrayList tokens;
        Clock::time_point at;
    };
    class Beat;

    std::vector<Due> takeDue();
    bool rest(); // whether there are no locks: add() begins the beat again
    QCoro::Task<> renew(redis::Client &client, Due due);
    void held(const Due &due);
    void notHeld(const Due &due, const redis::RedisError &error);
    void giveUp(const Due &due, const QByteArray &id);

    QThread m_thread;
    Beat *m_beat = nullptr; // on that thread
    QMutex m_mutex; // for what follows
    bool m_isResting = false;
    std::chrono::milliseconds m_interval; // of the beat: as the shortest lock wants it
    std::map<QByteArray, Queue> m_queues; // by their names in Redis
};

} // namespace signalbox::jobs
