// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/deadlines.h"

#include <algorithm>
#include <utility>

namespace signalbox::gate {

namespace {

using std::chrono::milliseconds;

// A quarter of the shortest time, so that none is late by much; never a busy timer.
milliseconds resolutionOf(const std::array<milliseconds, deadlineKinds> &times)
{
    const milliseconds shortest = *std::min_element(times.begin(), times.end());
    return std::clamp(shortest / 4, milliseconds(10), milliseconds(250));
}

} // namespace

void Deadline::disarm()
{
    if (!next)
        return;
    previous->next = next;
    next->previous = previous;
    previous = next = nullptr;
}

Deadlines::Deadlines(const Limits &limits, DeadlineClock clock)
    : m_clock(std::move(clock))
    , m_times{limits.headTimeout, limits.bodyWindow,    limits.idleTimeout,
              limits.drainGrace,  limits.lingerTimeout, limits.unsentTimeout}
    , m_resolution(resolutionOf(m_times))
{
    for (DeadlineLink &queue : m_queues)
        queue.previous = queue.next = &queue;
}

void Deadlines::arm(Deadline &deadline, DeadlineKind kind)
{
    deadline.disarm();
    const auto index = static_cast<std::size_t>(kind);
    deadline.m_kind = kind;
    deadline.m_at = m_clock() + m_times[index];
    DeadlineLink &queue = m_queues[index];
    deadline.previous = queue.previous;
    deadline.next = &queue;
    queue.previous->next = &deadline;
    queue.previous = &deadline;
    if (!m_timer.isActive())
        m_timer.start(static_cast<int>(m_resolution.count()), Qt::CoarseTimer, this);
}

void Deadlines::timerEvent(QTimerEvent *)
{
    const auto now = m_clock();
    for (DeadlineLink &queue : m_queues) {
        while (expireFirst(queue, now)) { }
    }
    if (isEmpty())
        m_timer.stop();
}

bool Deadlines::expireFirst(DeadlineLink &queue, std::chrono::steady_clock::time_point now)
{
    if (queue.next == &queue)
        return false;
    auto &first = static_cast<Deadline &>(*queue.next);
    if (first.m_at > now)
        return false;
    first.disarm();
    first.m_owner.onDeadline(first.m_kind);
    return true;
}

bool Deadlines::isEmpty() const
{
    return std::all_of(m_queues.begin(), m_queues.end(),
                       [](const DeadlineLink &queue) { return queue.next == &queue; });
}

} // namespace signalbox::gate
