// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_statistics.h"
#include "jobs/worker_list.h"

#include <QMutex>
#include <QSet>

#include <atomic>
#include <map>
#include <memory>

namespace signalbox::jobs {

// What is known of a queue. A value.
struct QueueRow {
    QueueAddress address;
    QueueGlance glance;
    qint64 countedAt = 0; // 0: not yet
    std::optional<QList<WorkerConnection>> workers; // none: Redis doesn't tell
    bool isOwn = false; // this server works on it
    QueueRates rates;
    quint64 version = 0; // of the board, when it changed last
};

// What the stream of a queue's events told. A value.
struct QueueEvent {
    qint64 at = 0;
    QByteArray event;
    QByteArray jobId;
    QByteArray name; // of one that was added
    QByteArray previous; // the state that it left
    QByteArray progress; // JSON, its beginning
    QByteArray failedReason;
};

// What is known of all queues: written by the watch, read by whoever shows it. Any thread.
class QueueBoard {
public:
    // Whoever holds one looks at the queues: they are watched closely.
    class Looker {
    public:
        explicit Looker(QueueBoard &board)
            : m_board(board)
        {
            ++m_board.m_lookers;
        }
        ~Looker()
        {
            m_board.looked();
            --m_board.m_lookers;
        }
        Looker(const Looker &) = delete;
        Looker &operator=(const Looker &) = delete;

    private:
        QueueBoard &m_board;
    };
    // Likewise at one queue: its events are kept for a while.
    class Follower {
    public:
        Follower(QueueBoard &board, const QueueAddress &queue);
        ~Follower();
        Follower(const Follower &) = delete;
        Follower &operator=(const Follower &) = delete;

    private:
        QueueBoard &m_board;
        const QueueAddress m_queue;
    };

    void looked(); // somebody did, at this moment
    bool isLookedAt() const; // now, or some seconds ago

    struct Changes {
        QList<QueueRow> rows;
        QList<QueueAddress> removed;
        quint64 version = 0;
    };
    Changes changesAfter(quint64 version) const; // 0: all that there is
    std::optional<QueueRow> row(const QueueAddress &queue) const;
    bool isComplete(const QByteArray &connection) const; // it was looked through once
    quint64 rounds(const QByteArray &connection) const; // how often all its queues were counted
    QList<QueuePoint> points(const QueueAddress &queue, qint64 fromMs, qint64 toMs, qint64 stepMs) const;
    QStringList jobNames(const QueueAddress &queue) const;

    struct Events {
        QList<QueueEvent> events;
        quint64 newest = 0;
        qint64 skipped = 0;
    };
    quint64 newestEvent(const QueueAddress &queue) const;
    Events eventsAfter(const QueueAddress &queue, quint64 known, qsizetype most) const;

    // The queues of this server's own workers.
    void setOwn(const QSet<QueueAddress> &queues);
    bool isOwn(const QueueAddress &queue) const; // though it isn't known yet

    // By who reads Redis.
    void seen(const QueueAddress &queue); // there is such a queue
    void counted(const QueueAddress &queue, const QueueGlance &glance, qint64 atMs);
    void setWorkers(const QByteArray &connection, const std::optional<WorkerList> &workers);
    void happened(const QueueAddress &queue, const QueueEvent &event);
    void finished(const QueueAddress &queue, qint64 atMs, std::optional<qint64> waitMs, qint64 runMs);
    void nameSeen(const QueueAddress &queue, const QByteArray &name);
    void settle(qint64 nowMs); // rates go down though nothing happens
    void roundDone(const QByteArray &connection);
    void lookedThrough(const QByteArray &connection);
    void forget(const QByteArray &connection); // it was removed
    QList<QueueAddress> queuesOf(const QByteArray &connection) const;

    // Asks that a queue be counted soon, since something was done to it.
    void touch(const QueueAddress &queue);
    QSet<QueueAddress> takeTouched(const QByteArray &connection);

private:
    struct Queue {
        QueueRow row;
        QueueStatistics statistics;
        QList<QByteArray> names; // of jobs, the one seen last at the end
        int followers = 0;
        std::deque<QueueEvent> events; // the newest at the end
        quint64 newestEvent = 0;
    };
    struct Connection {
        bool isComplete = false;
        quint64 rounds = 0;
    };

    Queue &queue(const QueueAddress &address); // with the lock held
    void changed(Queue &queue);
    void remove(std::map<QueueAddress, Queue>::iterator queue);

    std::atomic<int> m_lookers = 0;
    std::atomic<qint64> m_lookedAt = 0;
    mutable QMutex m_mutex; // for what follows
    quint64 m_version = 1;
    std::map<QueueAddress, Queue> m_queues;
    std::map<QByteArray, Connection> m_connections;
    std::map<QueueAddress, int> m_followed; // how many do, though it may not be there yet
    std::deque<std::pair<quint64, QueueAddress>> m_removed; // the newest at the end
    QSet<QueueAddress> m_own;
    QSet<QueueAddress> m_touched;
};

} // namespace signalbox::jobs
