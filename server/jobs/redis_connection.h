// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/wake_up.h"
#include "redis/client.h"

#include <QSet>

namespace signalbox::jobs {

// The connection of a worker, which its jobs ask Redis by, and which may be gone before they are. The worker's thread.
class RedisConnection {
public:
    explicit RedisConnection(redis::Client &client)
        : m_client(&client)
    {
    }

    bool isGone() const { return !m_client; }
    redis::Client &get() const; // throws RedisError when it is gone
    void leave(); // it is gone from now on, and who pauses goes on before this returns

    // Whether nobody is to wait for long for a Redis that is away.
    bool isClosing() const { return m_isClosing; }
    void setClosing() { m_isClosing = true; }

    // For who waits until Redis may answer again.
    class Pause {
    public:
        explicit Pause(std::shared_ptr<RedisConnection> connection);
        ~Pause();
        Q_DISABLE_COPY_MOVE(Pause)

        WakeUp::Awaiter wait(std::chrono::milliseconds atMost) { return m_wakeUp.wait(atMost); }

    private:
        const std::shared_ptr<RedisConnection> m_connection;
        WakeUp m_wakeUp;
    };

private:
    redis::Client *m_client;
    bool m_isClosing = false;
    QSet<WakeUp *> m_pauses;
};

} // namespace signalbox::jobs
