// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/client.h"

#include <QMutex>
#include <QThreadStorage>

#include <atomic>
#include <functional>
#include <vector>

namespace signalbox::redis {

// The clients of one server: each thread that asks has its own, all connect to the same Redis, which may change while
// they live. Any thread.
class Clients {
public:
    struct Settings {
        ClientSettings client = {};
        std::function<void(const State &)> stateChanged = {}; // its kind; on any thread
    };

    // Off, until it is told otherwise.
    explicit Clients(Settings settings);
    // Connect to where others do, who say where that is: isOff() and isMissing() are theirs to answer.
    Clients(Settings settings, std::shared_ptr<ServerTarget> target);
    Clients();
    ~Clients(); // after closeHere(), or the end, of each thread that has called here()
    Clients(const Clients &) = delete;
    Clients &operator=(const Clients &) = delete;

    // The calling thread's, which has an event loop; made at the first call, which connects.
    Client &here();
    // On a thread that has none too. Whoever waits there hears Unavailable, and so does who asks there later.
    void closeHere();

    void setTarget(const RedisUrl &url);
    // There is none for now, or ever: commands fail at once and say why.
    void setUnavailable(State::Kind kind, const QString &reason, const QString &hint = {});
    bool isOff() const { return m_isOff.load(std::memory_order_relaxed); } // there is to be no Redis at all
    bool isMissing() const { return m_isMissing.load(std::memory_order_relaxed); } // State::Kind::Missing
    // How often a client lost its connection, or gave it up. Counted before whoever waited is told, and before that
    // client has another one: who sees the same number before and after has missed nothing. Costs a load.
    quint64 interruptions() const { return m_interruptions.load(std::memory_order_acquire); }

    State state() const;
    Figures figures() const; // of clients that are gone too
    std::chrono::milliseconds deadline() const { return m_settings.client.deadline; }

    // For sessions of other kinds (a Subscriber).
    const std::shared_ptr<ServerTarget> &target() const { return m_target; }
    const ClientSettings &clientSettings() const { return m_settings.client; }

private:
    Client *makeHere();
    std::shared_ptr<ClientMonitor> addMonitor();
    void removeMonitor(const ClientMonitor *monitor);
    void setTarget(const Target &target);
    State summary() const; // with the lock held
    void look(); // whether the state's kind has changed

    const Settings m_settings;
    const std::shared_ptr<ServerTarget> m_target;
    QThreadStorage<Client *> m_clients;
    std::atomic<bool> m_isOff = true;
    std::atomic<bool> m_isMissing = false;
    std::atomic<quint64> m_interruptions = 0;
    mutable QMutex m_mutex; // for what follows
    std::vector<std::shared_ptr<ClientMonitor>> m_monitors;
    Figures m_past; // of those that are gone
    quint64 m_pastOpened = 0;
    State::Kind m_kind;
    QDateTime m_since;
};

} // namespace signalbox::redis
