// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/state.h"

#include <QThread>

#include <chrono>
#include <functional>
#include <memory>

namespace signalbox::redis {

class Clients;
class PrivateServerKeeper;

// A redis-server of this program's own, on a Unix socket in its data folder: started, watched, started again when it
// ends, and stopped with it. Runs on a thread of its own; any thread may call.
class PrivateServer {
public:
    enum class State : quint8 {
        Starting, // or waits until that of an earlier run is gone
        Up,
        Restarting,
        Missing, // there is no redis-server on this machine; looked for again now and then
        Failed, // it can't be started, which is tried again now and then
        Stopped,
    };

    struct Status {
        State state = State::Starting;
        RedisUrl url; // once it has been Up
        QString error;
        QString hint;
        qint64 processId = 0; // 0: none runs
        int restarts = 0;
    };

    struct Settings {
        QString folder; // for its data, absolute; made (0700) when it isn't there
        QStringList searchPaths = {}; // for redis-server; empty: PATH, and where systems have it
        qint64 largestMemory = qint64(1) << 30; // bytes; then what would need more is refused
        std::chrono::milliseconds stopDeadline{10'000}; // then it is ended by force
        std::function<void(const Status &)> changed = {}; // at first by the constructor, then on the thread of its own
    };

    explicit PrivateServer(const Settings &settings); // starts it, and doesn't wait
    ~PrivateServer(); // stops it
    PrivateServer(const PrivateServer &) = delete;
    PrivateServer &operator=(const PrivateServer &) = delete;

    void stop(); // gracefully, and waits until it is gone
    Status status() const;

private:
    std::unique_ptr<PrivateServerKeeper> m_keeper;
    QThread m_thread;
};

// Makes clients use it, or say why they can't: for Settings::changed.
void follow(Clients &clients, const PrivateServer::Status &status);

} // namespace signalbox::redis
