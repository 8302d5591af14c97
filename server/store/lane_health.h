// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/database_figures.h"

#include <QMutex>

#include <functional>

namespace signalbox::store {

// Whether the database of a lane answers, as its threads find out, and which of their connections may be used: none
// that was made before the database was found to hang. Any thread.
class LaneHealth {
public:
    explicit LaneHealth(std::function<void()> changed);

    void setUp();
    void setDown(const QString &why);
    DatabaseState state() const;

    int connected(); // a thread has a connection now: its generation
    void disconnected(int generation);
    void distrustConnections(); // those made so far
    bool isTrusted(int generation) const;
    // It is down, and no connection is left that may be tried: work need not wait for what a new one takes to fail.
    bool isAway() const;

private:
    void set(bool isUp, const QString &why);

    std::function<void()> m_changed; // called without the lock
    mutable QMutex m_mutex;
    DatabaseState m_state;
    int m_generation = 0;
    int m_connections = 0; // of this generation
};

} // namespace signalbox::store
