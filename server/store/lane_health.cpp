// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/lane_health.h"

namespace signalbox::store {

LaneHealth::LaneHealth(std::function<void()> changed)
    : m_changed(std::move(changed))
    , m_state{true, {}, QDateTime::currentDateTimeUtc()}
{
}

void LaneHealth::setUp()
{
    set(true, {});
}

void LaneHealth::setDown(const QString &why)
{
    set(false, why);
}

void LaneHealth::set(bool isUp, const QString &why)
{
    {
        const QMutexLocker lock(&m_mutex);
        const bool isSame = m_state.isUp == isUp;
        m_state.why = why;
        if (isSame)
            return;
        m_state.isUp = isUp;
        m_state.since = QDateTime::currentDateTimeUtc();
    }
    m_changed();
}

DatabaseState LaneHealth::state() const
{
    const QMutexLocker lock(&m_mutex);
    return m_state;
}

int LaneHealth::connected()
{
    const QMutexLocker lock(&m_mutex);
    ++m_connections;
    return m_generation;
}

void LaneHealth::disconnected(int generation)
{
    const QMutexLocker lock(&m_mutex);
    if (generation == m_generation)
        --m_connections;
}

void LaneHealth::distrustConnections()
{
    const QMutexLocker lock(&m_mutex);
    ++m_generation;
    m_connections = 0;
}

bool LaneHealth::isTrusted(int generation) const
{
    const QMutexLocker lock(&m_mutex);
    return generation == m_generation;
}

bool LaneHealth::isAway() const
{
    const QMutexLocker lock(&m_mutex);
    return !m_state.isUp && m_connections == 0;
}

} // namespace signalbox::store
