// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/database_pool.h"

#include "store/deadline_watch.h"
#include "store/lane.h"
#include "store/submission_batch.h"

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;

DatabasePool::DatabasePool(Settings settings)
    : m_settings(std::move(settings))
    , m_watch(std::make_unique<DeadlineWatch>([this] { return enforceDeadlines(); }))
{
    if (dialect() == Dialect::Sqlite) {
        addLane(u"read"_s, Access::Read, m_settings.connections);
        addLane(u"write"_s, Access::Write, 1);
    } else {
        addLane(u"all"_s, Access::Write, m_settings.connections);
    }
    for (const auto &lane : m_lanes)
        lane->start();
    m_watch->start();
}

// The watch goes after the lanes, whose last work it may have to interrupt.
DatabasePool::~DatabasePool()
{
    for (const auto &lane : m_lanes)
        lane->stop();
    m_watch.reset();
    m_lanes.clear();
}

void DatabasePool::addLane(const QString &name, Access access, int connections)
{
    Lane::Settings settings;
    settings.name = name;
    settings.url = m_settings.url;
    settings.access = access;
    settings.verify = m_settings.verify;
    settings.wakeWatch = [this] { m_watch->wake(); };
    settings.connections = connections;
    settings.queued = m_settings.queued;
    m_lanes.push_back(std::make_unique<Lane>(settings, [this] { noteState(); }));
}

void DatabasePool::submit(Access access, std::shared_ptr<WorkItem> item)
{
    item->deadline = WorkItem::Clock::now() + m_settings.deadline;
    Lane &lane = laneFor(access);
    const LaneQueue::Entry entry{std::move(item), access};
    if (!SubmissionBatch::add(lane, entry))
        lane.submit({entry});
    m_watch->wake();
}

Lane &DatabasePool::laneFor(Access access) const
{
    return access == Access::Read ? *m_lanes.front() : *m_lanes.back();
}

bool DatabasePool::enforceDeadlines()
{
    const auto now = WorkItem::Clock::now();
    bool isBusy = false;
    for (const auto &lane : m_lanes)
        isBusy = lane->enforceDeadlines(now) || isBusy;
    return isBusy;
}

void DatabasePool::noteState()
{
    if (m_settings.stateChanged)
        m_settings.stateChanged(state());
}

DatabaseState DatabasePool::state() const
{
    for (const auto &lane : m_lanes) {
        if (DatabaseState state = lane->state(); !state.isUp)
            return state;
    }
    return m_lanes.front()->state();
}

DatabaseFigures DatabasePool::figures() const
{
    DatabaseFigures figures;
    figures.state = state();
    for (const auto &lane : m_lanes)
        figures.lanes.push_back(lane->figures());
    return figures;
}

} // namespace signalbox::store
