// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/mailbox.h"

#include <atomic>
#include <mutex>

namespace signalbox::telemetry {

struct Mailbox::State {
    std::mutex mutex; // held while posting, so that the context can't be destroyed meanwhile
    QObject *context = nullptr;
    int maxOutstanding = 0;
    std::atomic<int> outstanding = 0;
    std::atomic<bool> closed = false;
};

Mailbox::Mailbox(QObject *context, int maxOutstanding)
    : m_state(std::make_shared<State>())
{
    m_state->context = context;
    m_state->maxOutstanding = maxOutstanding;
    QObject::connect(
        context, &QObject::destroyed, context,
        [state = m_state] {
            const std::lock_guard lock(state->mutex);
            state->context = nullptr;
        },
        Qt::DirectConnection);
}

Mailbox::~Mailbox()
{
    close();
}

void Mailbox::close()
{
    m_state->closed = true;
}

bool Mailbox::isClosed() const
{
    const std::lock_guard lock(m_state->mutex);
    return !m_state->context || m_state->closed;
}

Mailbox::Result Mailbox::post(std::function<void()> call)
{
    const std::lock_guard lock(m_state->mutex);
    if (!m_state->context || m_state->closed)
        return Result::Closed;
    if (m_state->outstanding >= m_state->maxOutstanding)
        return Result::Full;
    ++m_state->outstanding;
    QMetaObject::invokeMethod(
        m_state->context,
        [state = m_state, call = std::move(call)] {
            --state->outstanding;
            if (!state->closed)
                call();
        },
        Qt::QueuedConnection);
    return Result::Posted;
}

} // namespace signalbox::telemetry
