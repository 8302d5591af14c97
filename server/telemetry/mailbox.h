// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <functional>
#include <memory>

namespace signalbox::telemetry {

// Calls functions on another object's thread, from any thread, for as long as that object lives. Bounded: while it
// has not taken the last few calls, further ones are refused.
class Mailbox {
public:
    // To be made while `context` can't die: on its thread, or by whoever keeps it alive.
    Mailbox(QObject *context, int maxOutstanding);
    ~Mailbox(); // closes
    Mailbox(const Mailbox &) = delete;
    Mailbox &operator=(const Mailbox &) = delete;

    enum class Result { Posted, Full, Closed };
    Result post(std::function<void()> call);

    // After this, calls that were posted and not yet made are not made.
    void close();
    bool isClosed() const; // or its object is gone

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace signalbox::telemetry
