// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/call_receiver.h"

#include <QCoreApplication>
#include <QEvent>

namespace signalbox::telemetry {

CallReceiver::CallReceiver(QObject *parent)
    : QObject(parent)
{
}

void CallReceiver::post(std::function<void()> call)
{
    const std::lock_guard lock(m_mutex);
    m_calls.push_back(std::move(call));
    if (m_calls.size() == 1)
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

void CallReceiver::customEvent(QEvent *)
{
    std::unique_lock lock(m_mutex);
    const std::vector<std::function<void()>> calls = std::exchange(m_calls, {});
    lock.unlock();
    for (const auto &call : calls)
        call();
}

} // namespace signalbox::telemetry
