// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/call_receiver.h"
#include "telemetry/recorder.h"
#include "telemetry/task.h"
#include "telemetry/time_range.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <deque>

namespace signalbox::telemetry {

// Drives the recorder some 20 times a second, tells subscribers, and answers questions on the archive. Lives on a
// thread of its own; its methods are that thread's.
class Collector : public QObject {
    Q_OBJECT
public:
    struct Settings {
        qint64 journalBytes = 0;
        qint64 seriesBytes = 0;
        QByteArray nodeName;
    };
    Collector(const Settings &settings, std::vector<ShardState *> shards, ShardState &jobs, AsyncLog &log);
    ~Collector() override;

    CallReceiver &calls() { return m_calls; } // the way in, from any thread
    void start();
    void drain();
    void stop(); // takes in what is left, answers what was asked

    Archive &archive() { return m_archive; }
    const std::vector<ShardState *> &shards() const { return m_shards; }
    static qint64 nowMs();

    QCborMap stats(std::chrono::milliseconds window) const;
    QCborMap stats(const TimeRange &range) const;
    void run(std::unique_ptr<Task> task);
    void addCaptures(const std::vector<Capture> &captures);

    using DeliverStats = std::function<void(const QCborMap &)>;
    void addRequestFeed(int id, RequestFeed feed);
    void addStatsFeed(int id, std::shared_ptr<Mailbox> mailbox, std::chrono::milliseconds interval,
                      DeliverStats deliver);
    void removeFeed(int id);

private:
    struct StatsFeed {
        std::shared_ptr<Mailbox> mailbox;
        std::chrono::milliseconds interval;
        DeliverStats deliver;
        qint64 nextMs = 0;
    };
    void tick();
    void feedRequests();
    void feedStats();
    QCborMap liveStats(std::chrono::milliseconds interval) const;
    QCborMap statsOf(const TimeRange &range, std::chrono::milliseconds window) const;
    QCborArray reactorRows(qint64 fromSecond) const;
    void workOnTasks();

    Archive m_archive;
    const std::vector<ShardState *> m_shards;
    AsyncLog &m_log;
    Recorder m_recorder;
    CallReceiver m_calls;
    QTimer m_ticker;
    QTimer m_worker;
    std::deque<std::unique_ptr<Task>> m_tasks;
    std::map<int, StatsFeed> m_statsFeeds; // by subscription
    qint64 m_nextBatchMs = 0;
};

} // namespace signalbox::telemetry
