// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSocketNotifier>

#include <cstdint>
#include <functional>
#include <memory>

namespace signalbox::gate {

// Told of what epoll saw of a descriptor (EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP). Must not be destroyed from inside
// onEvents() of any handler: a batch may hold events of several.
class PollHandler {
public:
    virtual void onEvents(std::uint32_t events) = 0;

protected:
    ~PollHandler() = default;
};

// Watches a gate's sockets by one epoll descriptor in the thread's event loop. Qt's dispatcher hands every descriptor
// to poll() at every turn, so that each idle connection would make each request dearer; epoll's cost follows the
// sockets that have something to say. Reactor thread only.
class Poller {
public:
    // What is called before and after each batch of events; may be empty.
    Poller(std::function<void()> eventsBegin, std::function<void()> eventsEnd);
    ~Poller();
    Poller(const Poller &) = delete;
    Poller &operator=(const Poller &) = delete;

    bool add(int descriptor, std::uint32_t events, PollHandler *handler);
    void change(int descriptor, std::uint32_t events, PollHandler *handler);
    void remove(int descriptor);

private:
    void dispatch();

    std::function<void()> m_eventsBegin;
    std::function<void()> m_eventsEnd;
    int m_epoll;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace signalbox::gate
