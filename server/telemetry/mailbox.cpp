// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/mailbox.h"

#include "telemetry/call_receiver.h"

#include <QThread>

#include <atomic>
#include <mutex>

namespace signalbox::telemetry {

struct Mailbox::State {
    bool isOpen()
    {
        const std::lock_guard lock(mutex);
        return receiver && !closed;
    }

    std::mutex mutex; // held while posting, so that the receiver can't be destroyed meanwhile
    CallReceiver *receiver = nullptr; // on the thread of the object, and destroyed with it
    int maxOutstanding = 0;
    std::atomic<int> outstanding = 0;
    std::atomic<bool> closed = false;
};

Mailbox::Mailbox(QObject *context, int maxOutstanding)
    : m_state(std::make_shared<State>())
{
    m_state->maxOutstanding = maxOutstanding;
    m_state->receiver = new CallReceiver;
    m_state->receiver->moveToThread(context->thread());
    // Keeps the state, so that the receiver goes with its object at the latest: a deleteLater() that reaches a thread
    // whose event loop is over is never heeded.
    QObject::connect(
        context, &QObject::destroyed, m_state->receiver,
        [state = m_state] {
            const auto alive = state; // this goes with the receiver
            const std::lock_guard lock(alive->mutex);
            delete std::exchange(alive->receiver, nullptr);
        },
        Qt::DirectConnection);
}

Mailbox::~Mailbox()
{
    close();
    const std::lock_guard lock(m_state->mutex);
    if (m_state->receiver)
        m_state->receiver->deleteLater();
}

void Mailbox::close()
{
    m_state->closed = true;
}

bool Mailbox::isClosed() const
{
    return !m_state->isOpen();
}

Mailbox::Result Mailbox::post(std::function<void()> call)
{
    const std::lock_guard lock(m_state->mutex);
    if (!m_state->receiver || m_state->closed)
        return Result::Closed;
    if (m_state->outstanding >= m_state->maxOutstanding)
        return Result::Full;
    ++m_state->outstanding;
    m_state->receiver->post([state = std::weak_ptr(m_state), call = std::move(call)] {
        const auto alive = state.lock();
        if (!alive)
            return;
        --alive->outstanding;
        if (alive->isOpen()) // an earlier call may have closed it, or destroyed its object
            call();
    });
    return Result::Posted;
}

} // namespace signalbox::telemetry
