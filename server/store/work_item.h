// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/connection.h"
#include "telemetry/span_sink.h"

#include <QByteArray>
#include <QMutex>

#include <coroutine>
#include <exception>
#include <optional>
#include <type_traits>
#include <variant>

class QObject;
class QWaitCondition;

namespace signalbox::store {

// A piece of work on its way through the pool, and who waits for it. Shared by both: either may go first. It is
// answered once, by its result or by a failure; what comes later is dropped.
class WorkItem : public std::enable_shared_from_this<WorkItem> {
public:
    using Clock = std::chrono::steady_clock;

    explicit WorkItem(QByteArray name);
    virtual ~WorkItem();
    WorkItem(const WorkItem &) = delete;
    WorkItem &operator=(const WorkItem &) = delete;

    // Set before it is given to the pool, by which it must have been answered.
    Clock::time_point deadline = Clock::time_point::max();

    // The pool's thread.
    virtual void run(Connection &connection) = 0;
    void begin();
    void end(); // it has run; it is answered a moment later

    // False when it was answered already. Any thread.
    bool answer(std::exception_ptr failure);
    bool isAnswered() const;

    // `co_await item->answered()`, on a thread with an event loop, which resumes it. It may be destroyed meanwhile.
    class Answered;
    Answered answered();
    void block(); // until it is answered
    static int awaitedHere(); // how many are waited for on this thread's loop, which may not end before
    static void endAwaitingHere(); // see DatabasePool

    const QByteArray &name() const { return m_name; }
    Clock::time_point submitted() const { return m_submitted; }
    Clock::duration waited() const; // until it began, or was answered without
    Clock::duration ran() const; // zero when it never began

    // For who waits, once it is answered.
    void addSpans(telemetry::SpanSink *spans) const;
    void throwFailure() const;

private:
    bool wait(std::coroutine_handle<> waiting);
    void abandon();
    void resume();
    std::coroutine_handle<> takeWaiting(); // with the lock held

    const QByteArray m_name;
    const Clock::time_point m_submitted = Clock::now();
    mutable QMutex m_mutex; // for what follows
    Clock::time_point m_began{}; // zero: not yet
    Clock::time_point m_ended{}; // likewise
    bool m_answered = false;
    std::exception_ptr m_failure;
    std::coroutine_handle<> m_waiting;
    QObject *m_loop = nullptr; // of the thread that waits
    QWaitCondition *m_blocked = nullptr;
};

class WorkItem::Answered {
public:
    explicit Answered(WorkItem &item)
        : m_item(item)
    {
    }
    ~Answered() { m_item.abandon(); }
    Answered(const Answered &) = default; // as QCoro's promise does before it waits
    Answered &operator=(const Answered &) = delete;

    bool await_ready() const { return m_item.isAnswered(); }
    bool await_suspend(std::coroutine_handle<> waiting) { return m_item.wait(waiting); }
    void await_resume() const { }

private:
    WorkItem &m_item;
};

inline WorkItem::Answered WorkItem::answered()
{
    return Answered(*this);
}

template <typename Work> class WorkItemOf : public WorkItem {
public:
    using Result = std::invoke_result_t<Work &, Connection &>;

    WorkItemOf(QByteArray name, Work work)
        : WorkItem(std::move(name))
        , m_work(std::move(work))
    {
    }

    void run(Connection &connection) override
    {
        if constexpr (std::is_void_v<Result>)
            m_work(connection);
        else
            m_result.emplace(m_work(connection));
    }

    Result take()
    {
        throwFailure();
        if constexpr (!std::is_void_v<Result>)
            return std::move(*m_result);
    }

private:
    using Kept = std::conditional_t<std::is_void_v<Result>, std::monostate, Result>;
    static_assert(!std::is_reference_v<Result>, "what the work gives must outlive its connection");

    Work m_work;
    std::optional<Kept> m_result;
};

} // namespace signalbox::store
