// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/deadlines.h"

namespace signalbox::http {

Deadlines::Deadlines(std::function<void(Context &)> expired)
    : m_expired(std::move(expired))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Deadlines::expire);
}

Deadlines::Ticket Deadlines::add(Clock::time_point when, Context &context)
{
    const Ticket ticket = m_entries.emplace(when, &context);
    if (when < m_armedFor)
        arm();
    return ticket;
}

// The timer is left to run into nothing: moving it with every request would cost what this class saves.
void Deadlines::remove(Ticket ticket)
{
    m_entries.erase(ticket);
}

void Deadlines::expire()
{
    m_armedFor = Clock::time_point::max();
    const auto now = Clock::now();
    while (!m_entries.empty() && m_entries.begin()->first <= now) {
        Context *context = m_entries.begin()->second;
        m_entries.erase(m_entries.begin());
        m_expired(*context);
    }
    if (!m_entries.empty())
        arm();
}

void Deadlines::arm()
{
    using namespace std::chrono;
    m_armedFor = m_entries.begin()->first;
    m_timer.start(std::max(milliseconds(1), ceil<milliseconds>(m_armedFor - Clock::now())));
}

} // namespace signalbox::http
