// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/poller.h"

#include <array>
#include <sys/epoll.h>
#include <unistd.h>

namespace signalbox::gate {

Poller::Poller(std::function<void()> eventsBegin, std::function<void()> eventsEnd)
    : m_eventsBegin(std::move(eventsBegin))
    , m_eventsEnd(std::move(eventsEnd))
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0)
        qFatal("epoll_create1 failed: the limit on open files (ulimit -n) is too low");
    m_notifier = std::make_unique<QSocketNotifier>(m_epoll, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { dispatch(); });
}

Poller::~Poller()
{
    m_notifier.reset();
    ::close(m_epoll);
}

bool Poller::add(int descriptor, std::uint32_t events, PollHandler *handler)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = handler;
    return epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Poller::change(int descriptor, std::uint32_t events, PollHandler *handler)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = handler;
    epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event);
}

void Poller::remove(int descriptor)
{
    epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
}

void Poller::dispatch()
{
    std::array<epoll_event, 128> events;
    const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 0);
    if (m_eventsBegin)
        m_eventsBegin();
    for (int index = 0; index < count; ++index) {
        const epoll_event &event = events[static_cast<std::size_t>(index)];
        static_cast<PollHandler *>(event.data.ptr)->onEvents(event.events);
    }
    if (m_eventsEnd)
        m_eventsEnd();
}

} // namespace signalbox::gate
