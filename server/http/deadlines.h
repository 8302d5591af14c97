// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>

namespace signalbox::http {

class Context;

// When running requests must be answered: one ordered list and one timer for all of a dispatcher, since a QTimer for
// each request would cost more than most requests. May be late by some 5 % (coarse timer). Reactor thread only.
class Deadlines : public QObject {
    Q_OBJECT
public:
    using Clock = std::chrono::steady_clock;
    using Ticket = std::multimap<Clock::time_point, Context *>::iterator;

    // `expired` is told of each deadline that passed; its ticket is gone by then.
    explicit Deadlines(std::function<void(Context &)> expired);

    Ticket add(Clock::time_point when, Context &context);
    void remove(Ticket ticket);

private:
    void expire();
    void arm();

    std::function<void(Context &)> m_expired;
    std::multimap<Clock::time_point, Context *> m_entries;
    Clock::time_point m_armedFor = Clock::time_point::max();
    QTimer m_timer;
};

} // namespace signalbox::http
