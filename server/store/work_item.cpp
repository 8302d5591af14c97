// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/work_item.h"

#include "store/database_error.h"

#include <QAbstractEventDispatcher>
#include <QWaitCondition>

#include <utility>
#include <vector>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;

namespace {

// What is waited for on this thread.
struct Awaited {
    std::vector<WorkItem *> items;
    bool isEnding = false;
};

thread_local Awaited awaited;

std::exception_ptr loopEnds()
{
    return std::make_exception_ptr(DatabaseError(DatabaseError::Kind::Unavailable, u"the server stops"_s));
}

} // namespace

WorkItem::WorkItem(QByteArray name)
    : m_name(std::move(name))
{
}

WorkItem::~WorkItem() = default;

void WorkItem::begin()
{
    const QMutexLocker lock(&m_mutex);
    m_began = Clock::now();
}

void WorkItem::end()
{
    const QMutexLocker lock(&m_mutex);
    if (!m_answered)
        m_ended = Clock::now();
}

bool WorkItem::answer(std::exception_ptr failure)
{
    const QMutexLocker lock(&m_mutex);
    if (std::exchange(m_answered, true))
        return false;
    m_failure = std::move(failure);
    if (m_ended == Clock::time_point())
        m_ended = Clock::now();
    if (m_blocked)
        m_blocked->wakeAll();
    // The loop lives while the lock is held: who waits takes it before it goes.
    if (m_loop)
        QMetaObject::invokeMethod(
            m_loop, [self = shared_from_this()] { self->resume(); }, Qt::QueuedConnection);
    return true;
}

bool WorkItem::isAnswered() const
{
    const QMutexLocker lock(&m_mutex);
    return m_answered;
}

bool WorkItem::wait(std::coroutine_handle<> waiting)
{
    if (awaited.isEnding)
        answer(loopEnds());
    const QMutexLocker lock(&m_mutex);
    if (m_answered)
        return false;
    m_loop = QAbstractEventDispatcher::instance();
    Q_ASSERT_X(m_loop, "DatabasePool", "awaited on a thread without an event loop");
    m_waiting = waiting;
    awaited.items.push_back(this);
    return true;
}

void WorkItem::abandon()
{
    const QMutexLocker lock(&m_mutex);
    m_loop = nullptr;
    takeWaiting();
}

// On the thread that waits, so that it can't be abandoned between the look and the resumption.
void WorkItem::resume()
{
    QMutexLocker lock(&m_mutex);
    const auto waiting = takeWaiting();
    lock.unlock();
    if (waiting)
        waiting.resume();
}

std::coroutine_handle<> WorkItem::takeWaiting()
{
    if (m_waiting)
        std::erase(awaited.items, this);
    return std::exchange(m_waiting, nullptr);
}

int WorkItem::awaitedHere()
{
    return int(awaited.items.size());
}

void WorkItem::endAwaitingHere()
{
    awaited.isEnding = true;
    while (!awaited.items.empty()) {
        const auto item = awaited.items.back()->shared_from_this();
        item->answer(loopEnds()); // unless its answer is on the way
        item->resume();
    }
}

void WorkItem::block()
{
    QWaitCondition answered;
    QMutexLocker lock(&m_mutex);
    m_blocked = &answered;
    while (!m_answered)
        answered.wait(&m_mutex);
    m_blocked = nullptr;
}

WorkItem::Clock::duration WorkItem::waited() const
{
    const QMutexLocker lock(&m_mutex);
    return (m_began != Clock::time_point() ? m_began : m_ended) - m_submitted;
}

WorkItem::Clock::duration WorkItem::ran() const
{
    const QMutexLocker lock(&m_mutex);
    return m_began != Clock::time_point() ? m_ended - m_began : Clock::duration(0);
}

void WorkItem::addSpans(telemetry::SpanSink *spans) const
{
    if (!spans)
        return;
    const QMutexLocker lock(&m_mutex);
    const bool hasBegun = m_began != Clock::time_point();
    spans->addSpan("database", "acquire", m_submitted, hasBegun ? m_began : m_ended, !hasBegun);
    if (hasBegun)
        spans->addSpan("database", m_name, m_began, m_ended, m_failure != nullptr);
}

void WorkItem::throwFailure() const
{
    std::exception_ptr failure;
    {
        const QMutexLocker lock(&m_mutex);
        failure = m_failure;
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace signalbox::store
