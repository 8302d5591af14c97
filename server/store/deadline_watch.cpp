// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/deadline_watch.h"

namespace signalbox::store {

namespace {

constexpr std::chrono::milliseconds lookInterval{20};
constexpr int idleLooks = 50; // then it sleeps until there is work

} // namespace

DeadlineWatch::DeadlineWatch(Look look)
    : m_look(std::move(look))
{
    setObjectName(QStringLiteral("database watch"));
}

DeadlineWatch::~DeadlineWatch()
{
    {
        const QMutexLocker lock(&m_mutex);
        m_stopping = true;
        m_changed.wakeAll();
    }
    wait();
}

void DeadlineWatch::wake()
{
    if (m_awake.load())
        return;
    const QMutexLocker lock(&m_mutex);
    m_awake.store(true);
    m_changed.wakeAll();
}

void DeadlineWatch::run()
{
    int idle = 0;
    do {
        idle = m_look() ? 0 : idle + 1;
    } while (sleep(idle >= idleLooks));
}

// False when it is to stop.
bool DeadlineWatch::sleep(bool isIdle)
{
    QMutexLocker lock(&m_mutex);
    if (m_stopping)
        return false;
    if (!isIdle) {
        m_changed.wait(&m_mutex, QDeadlineTimer(lookInterval));
        return !m_stopping;
    }
    m_awake.store(false);
    lock.unlock();
    const bool isBusy = m_look(); // work that came before it could see that the watch sleeps
    lock.relock();
    while (!isBusy && !m_awake.load() && !m_stopping)
        m_changed.wait(&m_mutex);
    m_awake.store(true);
    return !m_stopping;
}

} // namespace signalbox::store
