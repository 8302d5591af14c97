// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/deferred_calls.h"

namespace signalbox::gate {

DeferredCalls::~DeferredCalls()
{
    while (!m_calls.empty())
        run();
}

void DeferredCalls::post(std::function<void()> call)
{
    m_calls.push_back(std::move(call));
    if (m_calls.size() == 1)
        QMetaObject::invokeMethod(
            this, [this] { run(); }, Qt::QueuedConnection);
}

void DeferredCalls::run()
{
    // Calls posted by these are for the next turn.
    const auto calls = std::exchange(m_calls, {});
    for (const auto &call : calls)
        call();
}

} // namespace signalbox::gate
