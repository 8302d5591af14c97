// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/lane.h"

#include "store/database_error.h"

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;
using Kind = DatabaseError::Kind;

namespace {

void refuse(WorkItem &item, Kind kind, const QString &why)
{
    item.answer(std::make_exception_ptr(DatabaseError(kind, why)));
}

} // namespace

Lane::Lane(const Settings &settings, StateChanged stateChanged)
    : m_name(settings.name)
    , m_capacity(settings.queued)
    , m_queue(settings.queued, settings.connections)
    , m_health(std::move(stateChanged))
{
    for (int i = 0; i < settings.connections; ++i) {
        const QString name = u"database %1 %2"_s.arg(settings.name).arg(i + 1);
        m_workers.push_back(std::make_unique<LaneWorker>(
            LaneWorker::Settings{name, settings.url, settings.access, settings.verify, i == 0, settings.wakeWatch},
            m_queue, m_health));
    }
}

Lane::~Lane() = default;

void Lane::start()
{
    for (const auto &worker : m_workers)
        worker->start();
}

void Lane::stop()
{
    for (const auto &entry : m_queue.close())
        refuse(*entry.item, Kind::Unavailable, u"the server stops"_s);
    for (const auto &worker : m_workers)
        worker->wait();
}

void Lane::submit(LaneQueue::Entries entries)
{
    if (m_health.isAway()) {
        m_unavailable.fetch_add(entries.size(), std::memory_order_relaxed);
        for (const auto &entry : entries)
            refuse(*entry.item, Kind::Unavailable, m_health.state().why);
        return;
    }
    for (const auto &entry : m_queue.push(std::move(entries))) {
        m_refused.fetch_add(1, std::memory_order_relaxed);
        if (m_queue.isClosed())
            refuse(*entry.item, Kind::Unavailable, u"the server stops"_s);
        else
            refuse(*entry.item, Kind::Busy, u"%1 pieces of work wait already"_s.arg(m_capacity));
    }
}

bool Lane::enforceDeadlines(WorkItem::Clock::time_point now)
{
    for (const auto &entry : m_queue.takeExpired(now)) {
        m_expired.fetch_add(1, std::memory_order_relaxed);
        refuse(*entry.item, Kind::TimedOut, u"no connection was free in time"_s);
    }
    bool isBusy = m_queue.size() > 0;
    for (const auto &worker : m_workers)
        isBusy = worker->enforceDeadline(now) || isBusy;
    return isBusy;
}

LaneFigures Lane::figures() const
{
    LaneFigures figures;
    figures.name = m_name;
    figures.capacity = m_capacity;
    figures.waiting = m_queue.size();
    for (const auto &worker : m_workers)
        worker->addFigures(figures);
    figures.refused = m_refused.load(std::memory_order_relaxed);
    figures.timedOut += m_expired.load(std::memory_order_relaxed);
    figures.failed += m_unavailable.load(std::memory_order_relaxed);
    return figures;
}

} // namespace signalbox::store
