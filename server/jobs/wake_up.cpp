// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/wake_up.h"

#include <QTimerEvent>

namespace signalbox::jobs {

void WakeUp::wake()
{
    if (!m_waiting)
        m_isWoken = true;
    resume();
}

void WakeUp::suspend(std::coroutine_handle<> waiting, std::chrono::milliseconds atMost)
{
    m_waiting = waiting;
    m_timer.start(int(atMost.count()), Qt::PreciseTimer, this);
}

// This may be gone afterwards.
void WakeUp::resume()
{
    m_timer.stop();
    if (const auto waiting = std::exchange(m_waiting, {}))
        waiting.resume();
}

void WakeUp::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_timer.timerId())
        resume();
    else
        QObject::timerEvent(event);
}

} // namespace signalbox::jobs
