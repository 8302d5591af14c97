// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/last_seen.h"

namespace signalbox::auth {

namespace {

constexpr qint64 tellAgainMs = 30'000;
constexpr qsizetype mostUsers = 100'000; // kept; of more it is not known until there is room
constexpr qsizetype mostTold = 10'000;

} // namespace

void LastSeen::note(const QByteArray &userId, qint64 atMs)
{
    const QMutexLocker lock(&m_mutex);
    if (m_seen.size() < mostUsers || m_seen.contains(userId))
        m_seen.insert(userId, atMs);
}

QHash<QByteArray, qint64> LastSeen::take()
{
    const QMutexLocker lock(&m_mutex);
    return std::exchange(m_seen, {});
}

void LastSeen::putBack(const QHash<QByteArray, qint64> &seen)
{
    const QMutexLocker lock(&m_mutex);
    for (auto user = seen.begin(); user != seen.end() && m_seen.size() < mostUsers; ++user) {
        if (!m_seen.contains(user.key()))
            m_seen.insert(user.key(), user.value());
    }
}

LastSeen::Reporter::Reporter(LastSeen &lastSeen)
    : m_lastSeen(lastSeen)
{
}

void LastSeen::Reporter::note(const QByteArray &userId, qint64 nowMs)
{
    if (m_told.value(userId) > nowMs - tellAgainMs)
        return;
    if (m_told.size() >= mostTold)
        m_told.clear();
    m_told.insert(userId, nowMs);
    m_lastSeen.note(userId, nowMs);
}

} // namespace signalbox::auth
