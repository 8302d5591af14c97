// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/back_off.h"
#include "store/connection.h"
#include "store/database_figures.h"
#include "store/database_url.h"
#include "store/lane_health.h"
#include "store/lane_queue.h"

#include <QThread>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace signalbox::store {

// A thread of a lane with its connection, which it opens when it needs it and again when it was lost. Made and
// destroyed by the lane; any thread may call its methods.
class LaneWorker : public QThread {
public:
    using Clock = WorkItem::Clock;
    using Verify = std::function<void(Connection &)>; // throws when the database is not the one that is expected

    struct Settings {
        QString name;
        DatabaseUrl url;
        Access access = Access::Write;
        Verify verify;
        bool watches = false; // keeps a connection also when there is no work, to know whether the database is there
        std::function<void()> wakeWatch; // there is something for enforceDeadline() to look after; any thread
    };

    LaneWorker(const Settings &settings, LaneQueue &queue, LaneHealth &health);
    ~LaneWorker() override; // waits for what runs

    // Interrupts what runs when its time is over, and answers it when that doesn't help; cuts off a connection that
    // doesn't answer. False when nothing runs.
    bool enforceDeadline(Clock::time_point now);
    void addFigures(LaneFigures &figures) const;

private:
    class Asking;
    friend class Asking;

    void run() override;
    void serve(LaneQueue::Entry entry);
    void serveOne(const LaneQueue::Entry &entry);
    void endSnapshot();
    std::exception_ptr attempt(const LaneQueue::Entry &entry);
    void perform(const LaneQueue::Entry &entry);
    void beginOn(const LaneQueue::Entry &entry);
    void undo();
    void ensureConnected();
    void connectNow();
    std::unique_ptr<Connection> connected();
    void checkPresence() const;
    void drop(const QString &why);
    void setAsked(Connection *connection);
    void cutOffAsked(Clock::time_point now);
    void setRunning(std::shared_ptr<WorkItem> item);
    void setInterruptible(bool interruptible);
    void answer(const LaneQueue::Entry &entry, const std::exception_ptr &failure);
    void answerHeld();
    void noteResult(const LaneQueue::Entry &entry, const std::exception_ptr &failure);
    void count(const WorkItem &item, const std::exception_ptr &failure);

    void lookAfterConnection();
    void lookWhetherPresent();
    Clock::time_point nextLook() const;

    const Settings m_settings;
    LaneQueue &m_queue;
    LaneHealth &m_health;
    BackOff m_backOff{std::chrono::milliseconds(100), std::chrono::milliseconds(4000)};
    bool m_mustProveWriting = false; // after a write failed for want of the database, of its disk say
    QString m_why; // the connection was lost
    int m_generation = 0; // of the connection
    std::optional<Clock::time_point> m_snapshot; // since when it is read in one that may be shared
    QByteArray m_heldName; // of the work that was held last

    mutable QMutex m_mutex; // for what follows; held to change what interrupts see
    std::unique_ptr<Connection> m_connection;
    std::shared_ptr<WorkItem> m_running;
    bool m_interruptible = false; // it runs statements of its own
    Connection *m_asked = nullptr; // the thread itself waits for it, for no work whose deadline would tell how long
    Clock::time_point m_askedSince;
    // Done, and answered together with what follows: to wake the thread that waits costs more than the work.
    std::vector<std::shared_ptr<WorkItem>> m_held;
    LaneFigures m_figures; // what this worker counted
};

} // namespace signalbox::store
