// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/live_switch.h"

#include <QMutex>
#include <QObject>

#include <functional>
#include <vector>

namespace signalbox {

// Whether the routes under /demo exist; turned on and off on every reactor while they run. Any thread.
class DemoSwitch : public admin::LiveSwitch {
public:
    using Apply = std::function<void(bool on)>;

    explicit DemoSwitch(bool on);

    // `apply` is called on the thread of `reactor`, at once and for every change, until the reactor is removed there.
    void add(QObject *reactor, Apply apply);
    void remove(QObject *reactor);

    bool isOn() const override;
    QFuture<void> set(bool on) override;

private:
    struct Follower {
        QObject *reactor;
        Apply apply;
    };

    mutable QMutex m_mutex;
    bool m_on;
    std::vector<Follower> m_followers;
};

} // namespace signalbox
