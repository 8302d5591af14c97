// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/connection.h"
#include "store/database_error.h"
#include "store/database_figures.h"
#include "store/database_url.h"
#include "store/work_item.h"

#include <QCoroTask>

#include <functional>
#include <memory>
#include <vector>

namespace signalbox::store {

class DeadlineWatch;
class Lane;

// The database: threads with a connection each, to which work is sent as a function and awaited. One for the whole
// server, which outlives its reactors; any thread may hand it work.
//
// The work is called once, as `work(Connection &)`, on a thread of the pool and inside a transaction. It OWNS what it
// uses (captures by value): who awaits it may be told that it took too long, or be gone, while it still runs. What it
// throws reaches who awaits it, after the transaction was rolled back; a DatabaseError is answered by itself.
//
// Give it a name before it is awaited (`const auto work = [id](Connection &) {...}; co_await pool.read(spans, name,
// work)`): GCC 12 destroys a lambda that is written inside the `co_await` twice, and what it captured with it.
class DatabasePool {
public:
    struct Settings {
        DatabaseUrl url;
        int connections = 4; // that read; with PostgreSQL, that do both
        int queued = 256; // that wait for a connection, of each lane
        std::chrono::milliseconds deadline{5000}; // to wait and run together
        std::function<void(Connection &)> verify; // throws when it is not the database that is expected
        std::function<void(const DatabaseState &)> stateChanged; // called on threads of the pool
    };

    explicit DatabasePool(Settings settings);
    ~DatabasePool(); // what waits is answered Unavailable, what runs is waited for
    DatabasePool(const DatabasePool &) = delete;
    DatabasePool &operator=(const DatabasePool &) = delete;

    // Reads in one snapshot. `name` is for people ("find user"). Awaited on a thread with an event loop. Throws
    // DatabaseError. Adds the spans "acquire" and `name`, of kind "database", to `spans` unless it is null.
    template <typename Work>
    QCoro::Task<std::invoke_result_t<Work &, Connection &>> read(telemetry::SpanSink *spans, QByteArray name, Work work)
    {
        return perform(Access::Read, spans, std::move(name), std::move(work));
    }

    // Likewise, and may write; it is committed before it is answered.
    template <typename Work>
    QCoro::Task<std::invoke_result_t<Work &, Connection &>> write(telemetry::SpanSink *spans, QByteArray name,
                                                                  Work work)
    {
        return perform(Access::Write, spans, std::move(name), std::move(work));
    }

    // Blocks the calling thread until the work is done: for start-up and tools, never on a reactor.
    template <typename Work> std::invoke_result_t<Work &, Connection &> runNow(Work work, Access access = Access::Write)
    {
        const auto item = std::make_shared<WorkItemOf<Work>>("now", std::move(work));
        submit(access, item);
        item->block();
        return item->take();
    }

    // True while something on this thread awaits an answer.
    static bool isAwaitedHere() { return WorkItem::awaitedHere() > 0; }
    // Answers, at once and for good, Unavailable to all that is awaited on this thread. To be called before its event
    // loop ends, which an answer must not find gone. What was given to the pool is done nevertheless.
    static void endAwaitingHere() { WorkItem::endAwaitingHere(); }

    Dialect dialect() const { return m_settings.url.dialect; }
    const DatabaseUrl &url() const { return m_settings.url; }
    DatabaseState state() const; // any thread
    DatabaseFigures figures() const; // any thread; takes a moment

private:
    template <typename Work>
    QCoro::Task<std::invoke_result_t<Work &, Connection &>> perform(Access access, telemetry::SpanSink *spans,
                                                                    QByteArray name, Work work)
    {
        const auto item = std::make_shared<WorkItemOf<Work>>(std::move(name), std::move(work));
        submit(access, item);
        co_await item->answered();
        item->addSpans(spans);
        co_return item->take();
    }

    void submit(Access access, std::shared_ptr<WorkItem> item);
    void addLane(const QString &name, Access access, int connections);
    Lane &laneFor(Access access) const;
    bool enforceDeadlines();
    void noteState();

    Settings m_settings;
    std::vector<std::unique_ptr<Lane>> m_lanes; // SQLite: those who read, and the one that writes; PostgreSQL: all
    std::unique_ptr<DeadlineWatch> m_watch;
};

} // namespace signalbox::store
