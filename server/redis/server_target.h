// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/state.h"

#include <QMutex>

#include <functional>
#include <unordered_map>

class QObject;

namespace signalbox::redis {

// Where the sessions of several threads connect to, which may change. Any thread.
class ServerTarget {
public:
    using Change = std::function<void(const Target &)>;

    explicit ServerTarget(Target target);

    Target get() const;
    void set(const Target &target);

    // `change` is called on the thread of `session`, as an event. Gives what it is now.
    Target add(QObject *session, Change change);
    void remove(QObject *session); // by its destructor

private:
    mutable QMutex m_mutex;
    Target m_target;
    std::unordered_map<QObject *, Change> m_changes;
};

} // namespace signalbox::redis
