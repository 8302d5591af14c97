// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/server_target.h"

#include <QObject>

namespace signalbox::redis {

ServerTarget::ServerTarget(Target target)
    : m_target(std::move(target))
{
}

Target ServerTarget::get() const
{
    const QMutexLocker lock(&m_mutex);
    return m_target;
}

// With the lock held, so that no session can go meanwhile.
void ServerTarget::set(const Target &target)
{
    const QMutexLocker lock(&m_mutex);
    m_target = target;
    for (const auto &[session, change] : m_changes)
        QMetaObject::invokeMethod(
            session, [change = change, target] { change(target); }, Qt::QueuedConnection);
}

Target ServerTarget::add(QObject *session, Change change)
{
    const QMutexLocker lock(&m_mutex);
    m_changes.emplace(session, std::move(change));
    return m_target;
}

void ServerTarget::remove(QObject *session)
{
    const QMutexLocker lock(&m_mutex);
    m_changes.erase(session);
}

} // namespace signalbox::redis
