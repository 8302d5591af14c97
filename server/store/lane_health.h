// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/database_figures.h"

#include <QMutex>

#include <functional>

namespace signalbox::store {

// Whether the database of a lane answers, as its threads find out. Any thread.
class LaneHealth {
public:
    explicit LaneHealth(std::function<void()> changed);

    void setUp();
    void setDown(const QString &why);
    DatabaseState state() const;

private:
    void set(bool isUp, const QString &why);

    std::function<void()> m_changed; // called without the lock
    mutable QMutex m_mutex;
    DatabaseState m_state;
};

} // namespace signalbox::store
