// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <functional>
#include <vector>

namespace signalbox::gate {

// Calls that must not happen inside the call that asks for them: resuming a producer, destroying a connection.
// They are made in order at the next turn of the event loop, and what is left at the destruction. Reactor thread only.
class DeferredCalls : public QObject {
public:
    ~DeferredCalls() override;

    void post(std::function<void()> call);

private:
    void run();

    std::vector<std::function<void()>> m_calls;
};

} // namespace signalbox::gate
